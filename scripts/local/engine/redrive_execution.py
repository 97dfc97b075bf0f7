"""Step Functions: ``RedriveExecution``.

AWS: a failed, aborted or timed out standard execution goes on under its ARN, its definition and its history, from the
state that failed, with that state's input and the workflow's variables; retry counts start anew. Of a Map or Parallel
state only the items and branches that did not succeed run again, each from its own failed state. DescribeExecution,
ListExecutions and the status change events say how often and when, and whether it can be done (for 14 days).
https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
MiniStack 1.5.33: does not know the action.
"""
import contextvars
import copy
import datetime
import json
import threading

from ministack.core.responses import error_response_json, json_response, now_iso
from ministack.services import eventbridge
from ministack.services import stepfunctions as sfn

from .execution_checkpoints import OWN_LINE, PATH, Checkpoints, line_of
from .seams import wrap

UNSUCCESSFUL = ("FAILED", "ABORTED", "TIMED_OUT")
PERIOD = datetime.timedelta(days=14)
HISTORY_LIMIT = 24_999  # events; the redrive itself needs the last one
STATUS_CHANGE = "Step Functions Execution Status Change"

checkpoints = {}  # execution ARN -> Checkpoints


def run_execution(run, arn):
    execution = sfn._executions.get(arn) or {}
    machine = sfn._state_machines.get(execution.get("stateMachineArn"))
    if machine:
        checkpoints[arn] = Checkpoints(machine["definition"])
    return run(arn)


def of_context(context):
    return checkpoints.get(((context or {}).get("Execution") or {}).get("Id"))


def enter_state(execute, state, state_input, *rest):
    context = rest[-1] if rest else None
    known = of_context(context)
    if known:
        context["Execution"].setdefault("RedriveCount", 0)
        known.enter(context.get(PATH, OWN_LINE), context["State"]["Name"], state_input, context.get("variables") or {})
    return execute(state, state_input, *rest)


def attempt_lines(run, state, state_input, execution, context):
    known = of_context(context)
    if known:
        known.attempt(context.get(PATH, OWN_LINE), context["State"]["Name"])
    return run(state, state_input, execution, context)


def run_line(run, states, start_at, line_input, execution, context):
    known = of_context(context)
    if not known:
        return run(states, start_at, line_input, execution, context)
    path = line_of(context, start_at)
    if path in known.results:
        return copy.deepcopy(known.results[path])
    context = {**context, PATH: path}
    if path in known.resumed:
        start_at, line_input, variables = copy.deepcopy(known.entered[path])
        context["variables"] = variables
    output = run(states, start_at, line_input, execution, context)
    known.finish(path, output)
    return output


def resume(execution, known):
    """Walks the definition on from the state that failed, as the engine walks it from the first."""
    definition = json.loads(known.definition)
    name, value, variables = copy.deepcopy(known.entered[OWN_LINE])
    context = {
        "QueryLanguage": definition.get("QueryLanguage", "JSONPath"),
        "Execution": {"Id": execution["executionArn"], "Input": json.loads(execution["input"]),
                      "Name": execution["name"], "StartTime": execution["startDate"],
                      "RedriveCount": execution["redriveCount"], "RedriveTime": execution["redriveDate"]},
        "StateMachine": {"Id": execution["stateMachineArn"],
                         "Name": execution["stateMachineArn"].rsplit(":", 1)[-1]},
        "variables": variables,
    }
    try:
        while name and execution["status"] == "RUNNING":
            name, value = step(execution, definition["States"][name], name, value, context)
        if execution["status"] == "RUNNING":
            execution.update(status="SUCCEEDED", output=json.dumps(value), stopDate=now_iso())
            sfn._add_event(execution, "ExecutionSucceeded",
                           {"executionSucceededEventDetails": {"output": execution["output"]}})
            sfn._emit_execution_status_event(execution)
    except sfn._ExecutionError as error:
        sfn._fail_execution(execution, error.error, error.cause)
    except Exception as error:  # as in the engine's own walk: whatever the state's code raised fails the execution
        sfn._fail_execution(execution, "States.Runtime", str(error))


def step(execution, state, name, value, context):
    """Executes one state; gives the (name, input) of the next, the name being None after the last."""
    kind = state["Type"]
    context["State"] = {"Name": name, "EnteredTime": now_iso(), "RetryCount": 0}
    sfn._add_event(execution, f"{kind}StateEntered",
                   {"stateEnteredEventDetails": {"name": name, "input": json.dumps(value)}})
    following = None
    if kind == "Fail":
        raise sfn._ExecutionError(*sfn._fail_state_error(state, value, context))
    if kind == "Succeed":
        value = sfn._apply_output_path(state, sfn._apply_input_path(state, value, context), context)
    elif kind in ("Task", "Parallel", "Map"):
        execute = {"Task": sfn._execute_task, "Parallel": sfn._execute_parallel, "Map": sfn._execute_map}[kind]
        value, following = execute(state, value, execution, context)
    else:
        execute = {"Pass": sfn._execute_pass, "Choice": sfn._execute_choice, "Wait": sfn._execute_wait}[kind]
        value, following = execute(state, value, context)
    sfn._add_event(execution, f"{kind}StateExited",
                   {"stateExitedEventDetails": {"name": name, "output": json.dumps(value)}})
    return following, value


def why_not(execution):
    """Why this execution cannot be redriven, in AWS's words; None when it can."""
    if execution["status"] not in UNSUCCESSFUL:
        return f"Execution is {execution['status']} and cannot be redriven"
    if len(execution["events"]) >= HISTORY_LIMIT:
        return "Execution history event limit exceeded"
    stopped = datetime.datetime.fromisoformat(execution["stopDate"].replace("Z", "+00:00"))
    if datetime.datetime.now(datetime.timezone.utc) - stopped > PERIOD:
        return "Execution redrivable period exceeded"
    known = checkpoints.get(execution["executionArn"])
    return None if known and OWN_LINE in known.entered else "Execution has not entered a state"


def redrive(request):
    arn, token = request.get("executionArn"), request.get("clientToken")
    execution = sfn._executions.get(arn)
    if not execution:
        return error_response_json("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'", 400)
    if token and execution.get("redriveToken") == token:
        return json_response({"redriveDate": execution["redriveDate"]})
    reason = why_not(execution)
    if reason:
        return error_response_json("ExecutionNotRedrivable", reason, 400)
    # A copy: a walk that was aborted within a task holds the original, and must not go on when the task returns.
    execution = {**execution, "events": list(execution["events"]), "status": "RUNNING", "stopDate": None,
                 "output": None, "redriveCount": execution.get("redriveCount", 0) + 1, "redriveDate": now_iso(),
                 "redriveToken": token}
    execution.pop("error", None)
    execution.pop("cause", None)
    sfn._executions[arn] = execution
    sfn._add_event(execution, "ExecutionRedriven",
                   {"executionRedrivenEventDetails": {"redriveCount": execution["redriveCount"]}})
    sfn._emit_execution_status_event(execution)
    known = checkpoints[arn]
    known.redrive()
    scope = contextvars.copy_context()  # account and region of the request
    threading.Thread(target=scope.run, args=(resume, execution, known), daemon=True).start()
    return json_response({"redriveDate": execution["redriveDate"]})


def redrive_fields(execution):
    dated = {"redriveDate": execution["redriveDate"]} if execution.get("redriveDate") else {}
    return {"redriveCount": execution.get("redriveCount", 0), **dated}


def redrive_state(execution):
    reason = why_not(execution)
    return {"redriveStatus": "NOT_REDRIVABLE", "redriveStatusReason": reason} if reason \
        else {"redriveStatus": "REDRIVABLE"}


def describe_execution(describe, request):
    status, headers, body = describe(request)
    execution = sfn._executions.get(request.get("executionArn"))
    if status != 200 or not execution:
        return status, headers, body
    return json_response({**json.loads(body), **redrive_fields(execution), **redrive_state(execution)})


def list_executions(list_all, request):
    status, headers, body = list_all(request)
    if status != 200:
        return status, headers, body
    answer = json.loads(body)
    listed = [{**item, **redrive_fields(sfn._executions.get(item["executionArn"]) or {})}
              for item in answer["executions"]]
    wanted = {"REDRIVEN": True, "NOT_REDRIVEN": False}.get(request.get("redriveFilter"))
    answer["executions"] = [item for item in listed if wanted is None or (item["redriveCount"] > 0) == wanted]
    return json_response(answer)


def put_events(put, request, *args, **kwargs):
    for entry in request.get("Entries") or [] if kwargs.get("allow_aws_source") else []:
        if entry.get("DetailType") == STATUS_CHANGE:
            detail = json.loads(entry["Detail"])
            execution = sfn._executions.get(detail["executionArn"])
            if execution:
                detail.update({"redriveStatusReason": None, **redrive_fields(execution), **redrive_state(execution)})
                detail["redriveDate"] = sfn._iso_to_epoch_ms(execution.get("redriveDate"))
                entry["Detail"] = json.dumps(detail)
    return put(request, *args, **kwargs)


async def handle_request(handle, method, path, headers, body, query):
    if headers.get("x-amz-target", "").endswith(".RedriveExecution"):
        return sfn._finalize_response(redrive(json.loads(body or b"{}")))
    return await handle(method, path, headers, body, query)


def install():
    wrap(sfn, "_run_execution", run_execution)
    for kind in ("pass", "task", "choice", "wait", "parallel", "map"):
        wrap(sfn, f"_execute_{kind}", enter_state)
    wrap(sfn, "_fail_state_error", enter_state)
    wrap(sfn, "_run_map_items", attempt_lines)
    wrap(sfn, "_run_parallel_branches", attempt_lines)
    wrap(sfn, "_run_sub_machine", run_line)
    wrap(sfn, "_describe_execution", describe_execution)
    wrap(sfn, "_list_executions", list_executions)
    wrap(sfn, "handle_request", handle_request)
    wrap(eventbridge, "_put_events", put_events)
