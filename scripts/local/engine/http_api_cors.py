"""API Gateway: an HTTP API that CloudFormation made answers browsers of its allowed origins.

AWS: ``CorsConfiguration`` of a template is the API's ``corsConfiguration``.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-api-cors.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
MiniStack 1.5.33: keeps it as the template spells it (``AllowOrigins``) and reads it as its API does (``allowOrigins``),
so that no origin is allowed: every preflight is a 403.
"""
from ministack.services import apigateway

from .seams import wrap


def as_read(configuration):
    return {name[:1].lower() + name[1:]: value for name, value in (configuration or {}).items()}


def install():
    for name in ("_cors_response_headers", "_cors_preflight_response"):
        wrap(apigateway, name, lambda answer, configuration, origin: answer(as_read(configuration), origin))
