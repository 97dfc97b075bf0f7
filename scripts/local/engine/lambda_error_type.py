"""Lambda: the name of the error that a Node handler throws is the ``errorType`` of the response.

AWS: ``errorType`` is the error's ``name``, and Step Functions matches Retry and Catch on it.
https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
MiniStack 1.5.33: every error of a Node handler is ``Runtime.HandlerError``; the name is only in the log.
"""
import re

from ministack.services import lambda_svc

from .seams import wrap

UNNAMED = "Runtime.HandlerError"
# `Name: message`, or `Name` alone: the first line of a stack that Node prints for an error that was thrown.
STACK_HEAD = re.compile(r"^([A-Za-z_$][\w.$]*)(?:: (.*))?$")


def error_name(log, message):
    """The name under which ``log`` shows the error with this ``message``, the latest first; None when it does not."""
    first_line = (message.splitlines() or [""])[0]
    for line in reversed((log or "").splitlines()):
        head = STACK_HEAD.match(line)
        if head and (head.group(2) or "") == first_line:
            return head.group(1)
    return None


def execute_with_error_name(execute, func, event, request_id):
    result = execute(func, event, request_id)
    body = result.get("body")
    if result.get("error") and isinstance(body, dict) and body.get("errorType") == UNNAMED:
        body["errorType"] = error_name(result.get("log"), body.get("errorMessage") or "") or UNNAMED
    return result


def install():
    wrap(lambda_svc, "_execute_function_warm", execute_with_error_name)
