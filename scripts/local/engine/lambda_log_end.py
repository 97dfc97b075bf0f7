"""Lambda: a function's reply does not wait for its log.

AWS: the response goes out when the handler has answered; what it logged follows on its own way.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
MiniStack 1.5.33: after every invocation it looks each millisecond whether a line of log still comes: 50 ms for a
function that logs nothing, 5 ms after the last line of one that does. Here the Node worker writes a mark behind the
invocation's log before it answers, and what comes before the mark is the log.
"""
import queue
import time

from ministack.core import lambda_runtime

from .seams import SeamMissing, wrap

MARK = "\0end of the log"
ANSWERS = "const _realStdoutWrite = process.stdout.write.bind(process.stdout);"
# Both are pipes, to which Node writes synchronously: the mark is there before the answer. The first line that the
# worker gets is its start, whose log belongs to the first invocation.
ANSWERS_AFTER_LOG = r"""const _answer = process.stdout.write.bind(process.stdout);
const _realStdoutWrite = (line) => {
  if (lineNum > 1) _stderrWrite("\0end of the log\n");
  return _answer(line);
};"""
# Seconds for the mark to come through the pipe; it takes less than a millisecond.
PATIENCE = 1


def log_until_mark(drain, worker, *args, **kwargs):
    if worker._proc is None or not str(worker.config.get("Runtime", "")).startswith("nodejs"):
        # Ended on the way, or a runtime that sets no mark.
        return drain(worker, *args, **kwargs).replace(MARK, "").rstrip("\n")
    lines, until = [], time.monotonic() + PATIENCE
    while True:
        try:
            text, mark, _ = worker._stderr_queue.get(timeout=max(0, until - time.monotonic())).partition(MARK)
        except queue.Empty:
            break
        if text or not mark:
            lines.append(text)
        if mark:
            break
    return "\n".join(lines)


def install():
    if lambda_runtime._NODEJS_WORKER_SCRIPT.count(ANSWERS) != 1:
        raise SeamMissing("the Node worker answers in another way: the local AWS needs its rooms revised")
    lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(ANSWERS, ANSWERS_AFTER_LOG)
    wrap(lambda_runtime.Worker, "_drain_stderr_bounded", log_until_mark)
