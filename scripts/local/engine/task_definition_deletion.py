"""ECS: a task definition is deregistered before it is deleted, and ten are deleted at once at most.

AWS: ``DeleteTaskDefinitions`` takes up to ten, and names one that is ACTIVE among its failures.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskDefinitions.html
MiniStack 1.5.33: deletes any number in any state.
"""
import json

from ministack.core.responses import error_response_json, json_response
from ministack.services import ecs

from .seams import action

MOST = 10
REASON = "The specified task definition is still in ACTIVE status. Please deregister the target and try again."


def is_active(reference):
    return (ecs._task_defs.get(ecs._resolve_td_delete_key(reference)) or {}).get("status") == "ACTIVE"


def delete_task_definitions(delete, data):
    wanted = data.get("taskDefinitions") or []
    if len(wanted) > MOST:
        return error_response_json("InvalidParameterException",
                                   f"Too many task definitions: {len(wanted)}, at most {MOST} are allowed.", 400)
    active = [reference for reference in wanted if is_active(reference)]
    status, headers, body = delete({**data, "taskDefinitions": [each for each in wanted if each not in active]})
    if status != 200 or not active:
        return status, headers, body
    answer = json.loads(body)
    failures = answer.get("failures", []) + [{"arn": reference, "reason": REASON} for reference in active]
    return json_response({**answer, "failures": failures})


def install():
    action(ecs, "DeleteTaskDefinitions", delete_task_definitions)
