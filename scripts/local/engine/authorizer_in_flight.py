"""API Gateway: requests that come while an authorizer is being asked for the same identity share its answer.

AWS: an authorizer with a cache answers once for the identity sources of a request until the TTL is over; whoever
comes meanwhile makes Lambda run one more environment, of which there is always one free.
https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
MiniStack 1.5.33: looks into its cache, and starts a process for each request that finds nothing there. At 200 requests
a second the first answer takes long enough on two cores for dozens of processes to start, which slow each other down
until requests time out. An authorizer without a cache is asked for each request, here as there.
"""
import asyncio

from ministack.services import apigateway_v1

from .seams import wrap

in_flight = {}

# Whoever asked puts the answer into the engine's cache a few turns of the event loop after it came; a request in between
# would find it neither there nor here.
UNTIL_CACHED_S = 0.1


def cache_key(authorizer, event, account_id, region):
    """What the engine's cache goes by; None when this authorizer's answers are not cached."""
    if apigateway_v1._authorizer_ttl(authorizer) <= 0:
        return None
    if event["type"] == "TOKEN":
        identity = (event["authorizationToken"],)
        place = event["methodArn"].split("/")[:2]
    else:
        sources = authorizer.get("identitySource") or ""
        stage = {"variables": event.get("stageVariables") or {}}
        _present, identity = apigateway_v1._request_identity_sources(
            sources, event["multiValueHeaders"], event["multiValueQueryStringParameters"] or {}, stage)
        place = (event["requestContext"]["apiId"], event["requestContext"]["stage"])
    return account_id, region, authorizer.get("id"), tuple(place), tuple(identity)


async def invoke_once(invoke, authorizer, event, account_id, region):
    key = cache_key(authorizer, event, account_id, region)
    if key is None:
        return await invoke(authorizer, event, account_id, region)
    running = in_flight.get(key)
    if running is None:
        running = in_flight[key] = asyncio.ensure_future(invoke(authorizer, event, account_id, region))
        later = asyncio.get_running_loop().call_later
        running.add_done_callback(lambda _done: later(UNTIL_CACHED_S, in_flight.pop, key, None))
    return await asyncio.shield(running)  # a client that goes away does not take the answer from the others


def install():
    wrap(apigateway_v1, "_invoke_authorizer_lambda", invoke_once)
