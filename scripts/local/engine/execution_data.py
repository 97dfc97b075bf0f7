"""Step Functions: what a task was given and what a state assigned, in the history.

AWS: a TaskScheduled event has the task's ``parameters``, a StateExited event the ``assignedVariables``, each variable's
value as JSON text.
https://docs.aws.amazon.com/step-functions/latest/apireference/API_TaskScheduledEventDetails.html
https://docs.aws.amazon.com/step-functions/latest/apireference/API_StateExitedEventDetails.html
MiniStack 1.5.33: has neither, so of a workflow with variables the history shows almost nothing. Here they are left out,
as inputs and outputs are, of a history that is asked for without data.
"""
import contextvars
import json

from ministack.services import stepfunctions as sfn

from .seams import wrap

# Both follow the thread of a branch or item, which runs in a copy of its parent's context.
arguments = contextvars.ContextVar("arguments", default=None)
assigned = contextvars.ContextVar("assigned", default={})


def evaluate_arguments(evaluate, *args, **kwargs):
    """The engine evaluates a task's arguments right before it says that the task is scheduled, at each try."""
    value = evaluate(*args, **kwargs)
    arguments.set(json.dumps(value))
    return value


def assign(apply, state, state_input, context, *args, **kwargs):
    apply(state, state_input, context, *args, **kwargs)
    variables = (context or {}).get("variables") or {}
    names = [name for name in state.get("Assign") or {} if name in variables]
    assigned.set({**assigned.get(), **{name: json.dumps(variables[name]) for name in names}})


def add_event(add, execution, event_type, details=None):
    if event_type.endswith("StateEntered"):
        assigned.set({})
    elif event_type == "TaskScheduled":
        details = with_data(details, "taskScheduledEventDetails", parameters=arguments.get())
    elif event_type.endswith("StateExited") and assigned.get():
        details = with_data(details, "stateExitedEventDetails", assignedVariables=assigned.get(),
                            assignedVariablesDetails={"truncated": False})
        assigned.set({})
    return add(execution, event_type, details)


def with_data(details, kind, **data):
    return {**(details or {}), kind: {**(details or {}).get(kind, {}), **data}}


def get_history(get, request):
    response = get(request)
    status, headers, body = response
    if request.get("includeExecutionData", True) or status != 200:
        return response
    answer = json.loads(body)
    for event in answer["events"]:
        event.get("taskScheduledEventDetails", {}).pop("parameters", None)
        event.get("stateExitedEventDetails", {}).pop("assignedVariables", None)
    return status, headers, json.dumps(answer).encode()


def install():
    wrap(sfn, "_apply_jsonata_arguments", evaluate_arguments)
    wrap(sfn, "_apply_parameters", evaluate_arguments)
    wrap(sfn, "_apply_state_assign", assign)
    wrap(sfn, "_add_event", add_event)
    wrap(sfn, "_get_execution_history", get_history)
