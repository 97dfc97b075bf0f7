"""Step Functions: where an execution stands, so that a redrive can go on from there.

A path names a line of states: ``()`` is the state machine's own, ``(("StartOfBranch", None),)`` a branch of a Parallel
state and ``(("StartOfItem", 2),)`` the third item of a Map state, which may contain lines of their own.
"""
import copy
import threading

PATH = "\0path"
OWN_LINE = ()


class Checkpoints:
    """Of one execution: the state that each line last entered, and the results of the lines that are done."""

    def __init__(self, definition):
        self.definition = definition
        self.entered = {}  # path -> (state name, its input, the variables at that moment)
        self.results = {}  # path -> output
        self.resumed = {}  # path -> the state at which a redrive took the line up again
        self.lock = threading.Lock()

    def enter(self, path, name, state_input, variables):
        with self.lock:
            self.entered[path] = (name, copy.deepcopy(state_input), copy.deepcopy(variables))

    def finish(self, path, output):
        with self.lock:
            self.results[path] = copy.deepcopy(output)

    def redrive(self):
        """The next run takes up every line that is not done where it stopped."""
        with self.lock:
            self.resumed = {path: name for path, (name, _input, _variables) in self.entered.items()
                            if path not in self.results}

    def attempt(self, path, name):
        """A Map or Parallel state starts its lines: all of them, unless a redrive takes this very state up again."""
        with self.lock:
            if self.resumed.pop(path, None) == name:
                return
            for lines in (self.entered, self.results, self.resumed):
                for below in [line for line in lines if len(line) > len(path) and line[:len(path)] == path]:
                    del lines[below]


def line_of(context, start_at):
    """The path of the line that begins with the state ``start_at``, below the line that ``context`` is of."""
    item = (context.get("Map") or {}).get("Item") or {}
    return context.get(PATH, OWN_LINE) + ((start_at, item.get("Index")),)
