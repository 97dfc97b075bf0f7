"""Step Functions: an execution begins when it is started.

AWS: StartExecution starts the execution; Step Functions puts no pause before its first state.
https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
MiniStack 1.5.33: the thread that walks the states sleeps for 150 ms first. The status is ``RUNNING`` before that already.
"""
from ministack.services import stepfunctions as sfn

from .seams import SeamMissing

PAUSE = 0.15


def install():
    code = sfn._run_execution.__code__
    if code.co_consts.count(PAUSE) != 1:
        raise SeamMissing("the pause before an execution's first state is gone: the local AWS needs its rooms revised")
    sfn._run_execution.__code__ = code.replace(
        co_consts=tuple(0 if constant == PAUSE else constant for constant in code.co_consts))
