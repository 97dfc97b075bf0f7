"""Step Functions: stops an execution exactly when it has left a state. A tool of tests; nothing of AWS.

``StopExecutionAfter {executionPrefix, state, times?}`` is sent like any action of Step Functions. The next execution
whose name begins so is stopped by StopExecution once it has left the state (for the n-th time), before it enters what
comes next: between two events of its history, which no caller from outside can meet on purpose. States that run beside
it are wherever they are. It holds for one execution, and is then forgotten.
"""
import json
import threading

from ministack.core.responses import error_response_json, json_response
from ministack.services import stepfunctions as sfn

from .execution_history import last_event
from .seams import wrap

lock = threading.Lock()
breakpoints = []  # {executionPrefix, state, times}: how often it is still to be left


def due(execution, state):
    """Whether the execution is to be stopped now that it has left the state."""
    with lock:
        for each in breakpoints:
            if each["state"] == state and execution["name"].startswith(each["executionPrefix"]):
                each["times"] -= 1
                if each["times"] == 0:
                    breakpoints.remove(each)
                    return True
    return False


def add_event(add, execution, event_type, details=None):
    event = add(execution, event_type, details)
    if event_type.endswith("StateExited") and due(execution, event["stateExitedEventDetails"]["name"]):
        before = last_event.set((None, 0))  # the caller is nobody's successor
        sfn._stop_execution({"executionArn": execution["executionArn"]})
        last_event.reset(before)
    return event


async def handle_request(handle, method, path, headers, body, query):
    if not headers.get("x-amz-target", "").endswith(".StopExecutionAfter"):
        return await handle(method, path, headers, body, query)
    request = json.loads(body or b"{}")
    if not request.get("executionPrefix") or not request.get("state"):
        return error_response_json("ValidationException", "executionPrefix and state are required", 400)
    with lock:
        breakpoints.append({"times": 1, **request})
    return json_response({})


def install():
    wrap(sfn, "_add_event", add_event)
    wrap(sfn, "handle_request", handle_request)
