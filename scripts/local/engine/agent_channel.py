"""The channel by which an agent hears at once that tasks have changed: one line of text a change, over TCP.

AWS: an agent holds a connection open to the address that DiscoverPollEndpoint gives it, and is sent what to do.
Here it is only told to look; what it then reads are the ordinary ListTasks and DescribeTasks.
"""
import functools
import socketserver
import threading

KEEP_ALIVE_SECONDS = 20


class Changes:
    """A number that grows with every change, and a way to wait until it does."""

    def __init__(self):
        self._grown = threading.Condition()
        self._number = 0

    def happened(self):
        with self._grown:
            self._number += 1
            self._grown.notify_all()

    def after(self, number):
        """The number once it is another than this one, or after 20 s."""
        with self._grown:
            self._grown.wait_for(lambda: self._number != number, timeout=KEEP_ALIVE_SECONDS)
            return self._number


changes = Changes()


class Tell(socketserver.BaseRequestHandler):
    def handle(self):
        number = -1
        try:
            while True:
                number = changes.after(number)
                self.request.sendall(b"changed\n")
        except OSError:
            pass  # the agent has gone


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@functools.cache
def endpoint():
    """The channel's address; opened when an agent first asks for it."""
    server = Server(("127.0.0.1", 0), Tell)
    threading.Thread(target=server.serve_forever, daemon=True, name="ecs-agent-channel").start()
    return f"tcp://127.0.0.1:{server.server_address[1]}"
