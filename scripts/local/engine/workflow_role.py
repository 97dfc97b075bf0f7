"""Step Functions: a task acts with the permissions of the state machine's role.

AWS: what the role may not do fails the task with ``States.Permissions``.
https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
MiniStack 1.5.33: a task may do anything. Here the optimized integrations that name their resource are checked (Lambda,
EventBridge, DynamoDB, SQS, SNS, nested executions); ``aws-sdk`` integrations still may do anything.
"""
import contextvars

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam
from ministack.services import stepfunctions as sfn

from .seams import wrap

OPTIMIZED = "arn:aws:states:::"
role_at_work = contextvars.ContextVar("role_at_work", default=None)


def arn(service, resource):
    return resource if resource.startswith("arn:") else f"arn:aws:{service}:{get_region()}:{get_account_id()}:{resource}"


def permissions(resource, arguments):
    """The (action, resource ARN) pairs that a task needs."""
    name = resource.removeprefix(OPTIMIZED).split(".")[0]
    given = arguments if isinstance(arguments, dict) else {}
    if name == "lambda:invoke" or sfn._extract_lambda_ref(resource):
        function = given.get("FunctionName", "") if name == "lambda:invoke" else resource
        return [("lambda:InvokeFunction",
                 function if function.startswith("arn:") else arn("lambda", f"function:{function}"))]
    if name == "events:putEvents":
        buses = {entry.get("EventBusName") or "default" for entry in given.get("Entries") or []}
        return [("events:PutEvents", arn("events", bus if bus.startswith("arn:") else f"event-bus/{bus}"))
                for bus in sorted(buses)]
    if name.startswith("dynamodb:"):
        table, action = given.get("TableName", ""), name.split(":")[1]
        return [(f"dynamodb:{action[0].upper()}{action[1:]}",
                 arn("dynamodb", table if table.startswith("arn:") else f"table/{table}"))]
    if name == "sqs:sendMessage":
        return [("sqs:SendMessage", arn("sqs", given.get("QueueUrl", "").rsplit("/", 1)[-1]))]
    if name == "sns:publish":
        return [("sns:Publish", given.get("TopicArn", ""))]
    if name == "states:startExecution":
        return [("states:StartExecution", given.get("StateMachineArn", ""))]
    return []


def require(resource, arguments):
    role_arn = role_at_work.get()
    if not role_arn:
        return
    role, account = role_arn.rsplit("/", 1)[-1], role_arn.split(":")[4]
    policies = iam_evaluator._gather_role_policies(role, account)
    limits = iam_evaluator._permissions_boundary(iam._roles, role, account)
    for action, target in permissions(resource, arguments):
        request = iam_evaluator.EvalContext(
            principal_arn=role_arn, principal_type="AssumedRole", principal_account=account, action=action,
            resource_arn=target, region=get_region())
        if iam_evaluator.evaluate(request, policies, *limits).decision != "Allow":
            raise sfn._ExecutionError("States.Permissions",
                                      f"{role_arn} is not authorized to perform: {action} on resource: {target}")


def execute_task(execute, state, state_input, execution, context):
    machine = sfn._state_machines.get((execution or {}).get("stateMachineArn")) or {}
    role_at_work.set(machine.get("roleArn"))
    return execute(state, state_input, execution, context)


def invoke(call, resource, arguments, *rest):
    require(resource, arguments)
    return call(resource, arguments, *rest)


def install():
    wrap(sfn, "_execute_task", execute_task)
    wrap(sfn, "_invoke_resource", invoke)
    wrap(sfn, "_invoke_with_callback", invoke)
