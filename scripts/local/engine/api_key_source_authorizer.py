"""API Gateway: ``apiKeySource: AUTHORIZER``.

AWS: the authorizer's ``usageIdentifierKey`` is the API key that picks the usage plan. The client's ``x-api-key`` is
not looked at; a key that is absent, unknown or on no plan of the stage is a 403 (gateway response INVALID_API_KEY).
A method that requires no key is not metered. The key is cached with the authorizer's result.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
MiniStack 1.5.33: reads ``x-api-key`` only and drops ``usageIdentifierKey``; CloudFormation's ApiKeySourceType is
dropped when the API is created.
"""
import contextvars
import json

from ministack.services import apigateway_v1

from .seams import wrap, wrap_creation

# Carries the key through the engine's own result cache, which keeps nothing but the policy and the context.
CARRIER = "\0usageIdentifierKey"
FROM_CLIENT = object()
usage_key = contextvars.ContextVar("usage_key", default=FROM_CLIENT)


async def invoke_keeping_usage_key(invoke, *args, **kwargs):
    result = await invoke(*args, **kwargs)
    answer = result.get("body") if result and not result.get("error") else None
    if isinstance(answer, (str, bytes)):
        try:
            answer = json.loads(answer)
        except ValueError:
            return result
    if not isinstance(answer, dict) or not isinstance(answer.get("usageIdentifierKey"), str):
        return result
    context = answer.get("context")
    context = {**(context if isinstance(context, dict) else {}), CARRIER: answer["usageIdentifierKey"]}
    return {**result, "body": {**answer, "context": context}}


async def authorize_setting_usage_key(authorize, api_id, stage_name, method, *args, **kwargs):
    api = apigateway_v1._rest_apis.get(api_id) or {}
    by_authorizer = (api.get("apiKeySource") or "HEADER").upper() == "AUTHORIZER"
    usage_key.set("" if by_authorizer else FROM_CLIENT)
    error, context = await authorize(api_id, stage_name, method, *args, **kwargs)
    if context and CARRIER in context:
        context = dict(context)  # the engine's cache holds the original
        key = context.pop(CARRIER)
        if by_authorizer and method.get("apiKeyRequired"):
            usage_key.set(key)
    return error, context


def api_key_of_request(from_header, headers):
    key = usage_key.get()
    return from_header(headers) if key is FROM_CLIENT else key


def create_rest_api(create, logical_id, props, stack_name):
    api_id, attributes = create(logical_id, props, stack_name)
    if props.get("ApiKeySourceType"):
        apigateway_v1._rest_apis[api_id]["apiKeySource"] = props["ApiKeySourceType"]
    return api_id, attributes


def install():
    wrap_creation("AWS::ApiGateway::RestApi", "_apigw_rest_api_create", create_rest_api)
    wrap(apigateway_v1, "_invoke_authorizer_lambda", invoke_keeping_usage_key)
    wrap(apigateway_v1, "_authorize_request_v1", authorize_setting_usage_key)
    wrap(apigateway_v1, "_api_key_from_request", api_key_of_request)
