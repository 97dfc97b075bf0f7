"""API Gateway: an API key that is disabled or deleted admits nobody, at once; a value is one key's.

AWS: ``CreateApiKey`` with a value that a key has is refused with ``ConflictException``. ``UpdateApiKey`` takes ``enabled`` as the text ``true`` or ``false``; a disabled key is refused as an unknown one is.
A deleted key is on no usage plan any more; ``DeleteUsagePlanKey`` of a key that is not on the plan is a 404.
https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateApiKey.html
https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlanKey.html
MiniStack 1.5.33: keeps ``"false"`` as a text, which counts as enabled; leaves a deleted key on its plans; deletes a key
from a plan that it is not on; makes a second key of one value, which a call whose reply was lost leaves for good.
"""
from ministack.services import apigateway_v1

from .seams import wrap


def create_api_key(create, data):
    value = data.get("value")
    if value is not None and any(key.get("value") == value for key in apigateway_v1._api_keys.values()):
        return apigateway_v1._v1_error("ConflictException", "API Key already exists", 409)
    return create(data)


def update_api_key(update, key_id, data):
    for operation in data.get("patchOperations") or []:
        if operation.get("path") == "/enabled" and isinstance(operation.get("value"), str):
            operation["value"] = operation["value"].lower() == "true"
    return update(key_id, data)


def delete_api_key(delete, key_id):
    answer = delete(key_id)
    for keys in apigateway_v1._usage_plan_keys.values():
        keys.pop(key_id, None)
    return answer


def delete_usage_plan_key(delete, plan_id, key_id):
    if plan_id in apigateway_v1._usage_plans and key_id not in apigateway_v1._usage_plan_keys.get(plan_id, {}):
        return apigateway_v1._v1_error("NotFoundException", "Invalid Usage Plan Key identifier specified", 404)
    return delete(plan_id, key_id)


def install():
    wrap(apigateway_v1, "_create_api_key", create_api_key)
    wrap(apigateway_v1, "_update_api_key", update_api_key)
    wrap(apigateway_v1, "_delete_api_key", delete_api_key)
    wrap(apigateway_v1, "_delete_usage_plan_key", delete_usage_plan_key)
