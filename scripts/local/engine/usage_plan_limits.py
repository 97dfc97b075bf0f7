"""API Gateway: the limits of a usage plan are numbers, also after a change.

AWS: ``UpdateUsagePlan`` takes every value as a text; the plan has ``rateLimit`` as a double, the others as integers.
https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsagePlan.html
https://docs.aws.amazon.com/apigateway/latest/api/API_ThrottleSettings.html
MiniStack 1.5.33: keeps the text.
"""
from ministack.services import apigateway_v1

from .seams import wrap

NUMBERS = {"/throttle/rateLimit": float, "/throttle/burstLimit": int, "/quota/limit": int, "/quota/offset": int}


def update_usage_plan(update, plan_id, data):
    for operation in data.get("patchOperations") or []:
        number = NUMBERS.get(operation.get("path"))
        if number and isinstance(operation.get("value"), str):
            try:
                operation["value"] = number(operation["value"])
            except ValueError:
                message = f"Invalid patch value {operation['value']!r} for {operation['path']}"
                return apigateway_v1._v1_error("BadRequestException", message, 400)
    return update(plan_id, data)


def install():
    wrap(apigateway_v1, "_update_usage_plan", update_usage_plan)
