"""Lambda: an execution environment does not outlive the service that runs it.

AWS: environments belong to the service; a function's timers and open sockets keep none of them alive.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
MiniStack 1.5.33: the Node process of a function that holds a timer or a socket stays when the engine ends.
"""
from ministack.core import lambda_runtime

# The engine writes each invocation to the worker's standard input, which closes when the engine ends, however it ends.
END_WITH_ENGINE = '\nrl.on("close", () => process.exit(0));\n'


def install():
    lambda_runtime._NODEJS_WORKER_SCRIPT += END_WITH_ENGINE
