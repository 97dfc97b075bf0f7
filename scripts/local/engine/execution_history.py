"""Step Functions: the history of states that run side by side.

AWS: states inside a Map or Parallel state leave their StateEntered and StateExited events, the state itself leaves
Started and Succeeded or Failed, and every event names its predecessor (``previousEventId``), so that of branches that
ran side by side the one that failed can be told.
https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
MiniStack 1.5.33: inner states leave none of these, and no event names a predecessor.
"""
import contextvars
import json
import threading

from ministack.services import stepfunctions as sfn

from .seams import wrap

# Both follow the thread of a branch or item, which runs in a copy of its parent's context.
last_event = contextvars.ContextVar("last_event", default=(None, 0))  # (execution ARN, id of this line's last event)
inside = contextvars.ContextVar("inside", default=False)  # a branch or item runs

lock = threading.Lock()  # branches add events at the same time, and ids are counted


def add_event(add, execution, event_type, details=None):
    arn = execution["executionArn"]
    known_arn, previous = last_event.get()
    with lock:
        if known_arn != arn:
            previous = len(execution["events"])
        event = add(execution, event_type, details)
        event["previousEventId"] = previous
    last_event.set((arn, event["id"]))
    return event


def execute_inner(kind):
    def execute(run, state, state_input, *rest):
        context = rest[-1] if rest else None
        execution = inside.get() and sfn._executions.get(((context or {}).get("Execution") or {}).get("Id"))
        if not execution:
            return run(state, state_input, *rest)
        name = context["State"]["Name"]
        sfn._add_event(execution, f"{kind}StateEntered",
                       {"stateEnteredEventDetails": {"name": name, "input": json.dumps(state_input)}})
        output, following = run(state, state_input, *rest)
        sfn._add_event(execution, f"{kind}StateExited",
                       {"stateExitedEventDetails": {"name": name, "output": json.dumps(output)}})
        return output, following
    return execute


def run_line(run, states, start_at, line_input, execution, context):
    inside.set(True)  # in the context of the line's own thread
    try:
        return run(states, start_at, line_input, execution, context)
    except sfn._ExecutionError as error:
        error.last_event = getattr(error, "last_event", last_event.get())
        raise


def succeed_inner(run, state, value, context=None):
    """The engine's branches and items end in a Succeed state by applying its output path, and by nothing else."""
    execution = state.get("Type") == "Succeed" and inside.get() and \
        sfn._executions.get(((context or {}).get("Execution") or {}).get("Id"))
    if not execution:
        return run(state, value, context)
    name = context["State"]["Name"]
    sfn._add_event(execution, "SucceedStateEntered",
                   {"stateEnteredEventDetails": {"name": name, "input": json.dumps(value)}})
    output = run(state, value, context)
    sfn._add_event(execution, "SucceedStateExited",
                   {"stateExitedEventDetails": {"name": name, "output": json.dumps(output)}})
    return output


def run_lines(kind):
    def run_all(run, state, state_input, execution, context):
        sfn._add_event(execution, f"{kind}StateStarted")
        try:
            result = run(state, state_input, execution, context)
        except sfn._ExecutionError as error:
            last_event.set(getattr(error, "last_event", last_event.get()))
            sfn._add_event(execution, f"{kind}StateFailed")
            error.last_event = last_event.get()
            raise
        sfn._add_event(execution, f"{kind}StateSucceeded")
        return result
    return run_all


def install():
    wrap(sfn, "_add_event", add_event)
    for kind in ("Pass", "Task", "Choice", "Wait", "Parallel", "Map"):
        wrap(sfn, f"_execute_{kind.lower()}", execute_inner(kind))
    wrap(sfn, "_apply_output_path", succeed_inner)
    wrap(sfn, "_run_sub_machine", run_line)
    wrap(sfn, "_run_parallel_branches", run_lines("Parallel"))
    wrap(sfn, "_run_map_items", run_lines("Map"))
