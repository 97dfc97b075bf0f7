"""API Gateway: a JWT authorizer refuses a token whose header is JSON, but no object.

AWS: what is not a signed token is answered by 401, whatever it is.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
MiniStack 1.5.33: asks the header for its key's id before it looks at it; ``null`` or a list is a 500 that tells Python's
words.
"""
import json

from ministack.services import apigateway

from .seams import wrap


async def validate(run, route, authorizer, headers, query):
    token = apigateway._extract_token_from_identity_source(authorizer.get("identitySource", []), headers, query)
    if token and not has_object(token.split(".")[0]):
        return None, None, apigateway._jwt_unauthorized()
    return await run(route, authorizer, headers, query)


def has_object(header):
    try:
        return isinstance(json.loads(apigateway._b64url_decode(header)), dict)
    except ValueError:
        return False


def install():
    wrap(apigateway, "_validate_jwt_authorizer", validate)
