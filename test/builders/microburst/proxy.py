"""Starts microburst with three changes.

A reply that is lost is lost whole, also when it has no body: microburst ends the connection while it writes the first
piece of a body, so an answer without one (a log group's or an API key's deletion) would arrive unharmed.

Throttles and 5xx of SQS carry their code bare, as SQS sends them. microburst puts them into the namespace of SQS's
older errors (`AWS.SimpleQueueService.`), where no SDK knows them as throttles.

A request keeps its Host and Content-Length headers, which its signature covers: the local AWS verifies signatures.
"""

import logging
import sys

from aiohttp import web
from microburst import forward, protocols
from microburst.cli import main

relay = forward._stream_to_client


async def relay_or_lose(request, status, headers, mutator, chunks):
    if mutator is None or mutator.abort_bytes != 0:
        return await relay(request, status, headers, mutator, chunks)
    async for _ in chunks:
        pass  # AWS has answered in full: the call took effect
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # never written: the connection is gone


forward._stream_to_client = relay_or_lose
protocols.query_error_namespace = lambda service: None

outbound_headers = forward.Upstream._outbound_headers


def with_signed_headers(upstream, request):
    signed = {name: request.headers[name] for name in ("host", "content-length") if name in request.headers}
    return {**outbound_headers(upstream, request), **signed}


forward.Upstream._outbound_headers = with_signed_headers

# A line a request would be most of the proxy's work.
logging.getLogger("aiohttp.access").disabled = True
logging.getLogger("microburst").disabled = True

sys.exit(main())
