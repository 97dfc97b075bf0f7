"""Lambda: the error that a Node handler throws is reported under its own name, and the environment lives on.

AWS: the response is ``{errorType, errorMessage, trace}`` with ``errorType`` being the error's ``name``, on which Step
Functions matches Retry and Catch. A handler that threw is invoked again in the same, warm environment.
https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
MiniStack 1.5.33: every error of a Node handler is ``Runtime.HandlerError``, and ends its process, so that each attempt
of a Retry is a cold start (about 0.2 s instead of 5 ms).
"""
from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from .seams import SeamMissing, wrap

MARK = "\0thrown"
# The engine ends a process that reports an error, so the worker reports a thrown error as a result of this form.
REPORT = ('status: "ok", result: {"\\u0000thrown": %(e)s && %(e)s.stack'
          ' ? {errorType: String(%(e)s.name), errorMessage: String(%(e)s.message), trace: %(e)s.stack.split("\\n")}'
          ' : {errorType: typeof %(e)s, errorMessage: String(%(e)s), trace: []}}')
REPORTS = {
    'status: "error", error: String(err.message || err), trace: err.stack || ""': REPORT % {"e": "err"},
    'status: "error", error: e.message, trace: e.stack\n      }) + "\\n");\n    }\n  } catch':
        REPORT % {"e": "e"} + '\n      }) + "\\n");\n    }\n  } catch',
}


def reporting_thrown_errors(script):
    """The engine's Node worker with what a handler throws reported in full."""
    for engines, ours in REPORTS.items():
        if script.count(engines) != 1:
            raise SeamMissing("the Node worker reports errors in another way: the local AWS needs its rooms revised")
        script = script.replace(engines, ours)
    return script


def execute_with_thrown_error(execute, func, event, request_id):
    result = execute(func, event, request_id)
    body = result.get("body")
    if isinstance(body, dict) and MARK in body:
        thrown = body[MARK]
        log = "\n".join(part for part in (result.get("log"), "\n".join(thrown["trace"])) if part)
        return {**result, "body": thrown, "error": True, "log": log}
    return result


def install():
    lambda_runtime._NODEJS_WORKER_SCRIPT = reporting_thrown_errors(lambda_runtime._NODEJS_WORKER_SCRIPT)
    wrap(lambda_svc, "_execute_function_warm", execute_with_thrown_error)
