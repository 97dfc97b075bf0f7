"""Step Functions: an execution that was stopped does nothing more.

AWS: StopExecution ends the execution at once. A call that a task has begun is not taken back, but its answer is thrown
away: no further state is entered, in no branch and for no item, nothing is retried, and the status stays ABORTED.
https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
MiniStack 1.5.33: only the state machine's own line ends. Branches and items walk on to their ends beside a redrive,
tasks are retried, what returns is written to the history, and a task that fails makes an ABORTED execution FAILED.
"""
import contextvars

from ministack.services import stepfunctions as sfn

from . import redrive_execution
from .seams import wrap

# The execution that a thread walks through, as it was when the walk began: a redrive goes on with a copy of its own.
walked = contextvars.ContextVar("walked", default=None)


class Stopped(BaseException):
    """Ends a walk whose execution was stopped. No Exception: to the engine those are errors of the state's own."""


def require_running():
    execution = walked.get()
    if execution is not None and execution["status"] != "RUNNING":
        raise Stopped


def begin(execution):
    walked.set(execution)  # in the context of the walk's own thread; those of branches and items are copies of it


def run_execution(run, arn):
    begin(sfn._executions.get(arn))
    try:
        run(arn)
    except Stopped:
        pass


def resume(run, execution, known):
    begin(execution)
    try:
        run(execution, known)
    except Stopped:
        pass


def add_event(add, execution, event_type, details=None):
    if not event_type.startswith("Execution"):
        require_running()
    return add(execution, event_type, details)


def fail_execution(fail, execution, error, cause):
    require_running()
    fail(execution, error, cause)


def run_line(run, *args):
    """A branch or an item, on a thread of its own: what called it sees by its own next event that all has ended."""
    try:
        require_running()
        return run(*args)
    except Stopped:
        return None


def install():
    wrap(sfn, "_run_execution", run_execution)
    wrap(redrive_execution, "resume", resume)
    wrap(sfn, "_add_event", add_event)
    wrap(sfn, "_fail_execution", fail_execution)
    wrap(sfn, "_run_sub_machine", run_line)
