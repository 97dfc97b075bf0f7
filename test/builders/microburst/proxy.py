"""Starts microburst with two changes.

A reply that is lost is lost whole, also when it has no body: microburst ends the connection while it writes the first
piece of a body, so an answer without one (a log group's or an API key's deletion) would arrive unharmed.

Throttles and 5xx of SQS carry their code bare, as SQS sends them. microburst puts them into the namespace of SQS's
older errors (`AWS.SimpleQueueService.`), where no SDK knows them as throttles.
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

# A line a request would be most of the proxy's work.
logging.getLogger("aiohttp.access").disabled = True
logging.getLogger("microburst").disabled = True

sys.exit(main())
