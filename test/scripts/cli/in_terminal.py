"""Runs a command in a terminal of its own: waits for each expected text, types the answer, prints what was shown.

Usage: in_terminal.py <JSON list of [expected text, what to type]> <command> [argument ...]
"""
import json
import os
import pty
import select
import sys
import time

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])

shown = b""
unseen = 0
deadline = time.monotonic() + 20
while time.monotonic() < deadline:
    if steps and steps[0][0].encode() in shown[unseen:]:
        expected, typed = steps.pop(0)
        unseen = shown.index(expected.encode(), unseen) + len(expected.encode())
        os.write(terminal, typed.encode())
        continue
    if not select.select([terminal], [], [], 0.1)[0]:
        continue
    try:
        part = os.read(terminal, 65536)
    except OSError:  # how Linux tells that the other side has closed
        break
    if not part:
        break
    shown += part
sys.stdout.buffer.write(shown)
sys.stdout.flush()
if time.monotonic() >= deadline:
    os.kill(pid, 9)
    sys.exit(f"waited in vain; expected next: {steps[:1]}")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
