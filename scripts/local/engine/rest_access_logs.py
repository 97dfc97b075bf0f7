"""API Gateway: a stage of a REST API writes a line for each request into its access log.

AWS: ``AccessLogSettings`` of a stage name a log group and a format, in which ``$context…`` stands for facts of the
request; what there is no value for is a hyphen. Lines come in batches, some seconds later.
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
MiniStack 1.5.33: drops the settings of a stage that CloudFormation makes, and writes nothing.
"""
import asyncio
import contextvars
import datetime
import re
import time

from ministack.services import apigateway_v1, cloudwatch_logs

from .seams import wrap, wrap_creation

FLUSH_S = 0.5  # AWS takes longer; a batch is one invocation of whoever has subscribed to the log
STREAM = "access-log"
VARIABLE = re.compile(r"\$context\.([A-Za-z0-9_.]+)")

request_facts = contextvars.ContextVar("request_facts", default=None)
pending = {}  # log group -> lines that wait to be written


def create_stage(create, logical_id, props, stack_name):
    name, attributes = create(logical_id, props, stack_name)
    settings = props.get("AccessLogSetting") or {}
    apigateway_v1._stages_v1[props["RestApiId"]][name]["accessLogSettings"] = {
        "destinationArn": settings.get("DestinationArn"), "format": settings.get("Format")}
    return name, attributes


async def authorize(run, *args, **kwargs):
    error, context = await run(*args, **kwargs)
    facts = request_facts.get()
    if facts is not None:
        facts.update({f"authorizer.{name}": value for name, value in (context or {}).items()})
    return error, context


async def route(run, request, *args):
    try:
        return await run(request, *args)
    finally:
        facts = request_facts.get()
        if facts is not None and request["resource_path"]:
            facts["resourcePath"] = request["resource_path"]


async def execute(run, api_id, stage_name, method, path, *rest):
    stage = (apigateway_v1._stages_v1.get(api_id) or {}).get(stage_name) or {}
    settings = stage.get("accessLogSettings") or {}
    if not settings.get("destinationArn") or not settings.get("format"):
        return await run(api_id, stage_name, method, path, *rest)
    facts = {}
    token = request_facts.set(facts)
    began = time.time()
    try:
        status, headers, body = answer = await run(api_id, stage_name, method, path, *rest)
    finally:
        request_facts.reset(token)
    now = time.time()
    facts.update({
        "requestId": apigateway_v1.new_uuid(), "httpMethod": method, "path": f"/{stage_name}{path}", "status": status,
        "requestTime": datetime.datetime.fromtimestamp(began, datetime.timezone.utc).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "responseLatency": round((now - began) * 1000),
    })
    line = VARIABLE.sub(lambda match: str(facts.get(match.group(1), "-")), settings["format"])
    group = settings["destinationArn"].split(":log-group:")[-1].removesuffix(":*")
    if group not in pending:
        pending[group] = []
        asyncio.get_running_loop().call_later(FLUSH_S, flush, group)
    pending[group].append({"timestamp": round(now * 1000), "message": line})
    return answer


def flush(group):
    lines = pending.pop(group, [])
    name = {"logGroupName": group, "logStreamName": STREAM}
    cloudwatch_logs._create_log_stream(name)  # or refuses, when it is there
    cloudwatch_logs._put_log_events({**name, "logEvents": lines})


def install():
    wrap_creation("AWS::ApiGateway::Stage", "_apigw_stage_create", create_stage)
    wrap(apigateway_v1, "_authorize_request_v1", authorize)
    wrap(apigateway_v1, "_execute_in_scope", route)
    wrap(apigateway_v1, "_handle_execute_in_scope", execute)
