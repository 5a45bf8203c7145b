"""A relay between two nodes that counts everything it passes."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from support.waiting import SOON


class Relay:
    """Listens on a port that the system picks, and passes every connection on to one address."""

    def __init__(self, address: str) -> None:
        host, port = address.rsplit(":", 1)
        self._target = (host.strip("[]"), int(port))
        #: Connections that were made; a node makes one for each request.
        self.connections = 0
        #: Everything asked and everything answered, heads included.
        self.asked, self.answered = bytearray(), bytearray()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(SOON)
        self._listener.close()

    def forget(self) -> None:
        """Count from here on."""
        self.connections = 0
        self.asked.clear()
        self.answered.clear()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self.connections += 1
                far = socket.create_connection(self._target, SOON)
                near.settimeout(SOON)
                for source, sink, passed in ((near, far, self.asked), (far, near, self.answered)):
                    thread = threading.Thread(target=self._run, args=[source, sink, passed], daemon=True)
                    self._threads.append(thread)
                    thread.start()

    def _run(self, source: socket.socket, sink: socket.socket, passed: bytearray) -> None:
        with suppress(OSError):
            self.pass_on(source, sink, passed)
        # Either side ends it for both: nodes make one request per connection.
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def pass_on(self, source: socket.socket, sink: socket.socket, passed: bytearray) -> None:
        """Pass on what comes from one end, until there is no more."""
        while piece := source.recv(65_536):
            passed += piece
            sink.sendall(piece)


@contextmanager
def relay(address: str, kind: type[Relay] = Relay) -> Iterator[Relay]:
    passing = kind(address)
    try:
        yield passing
    finally:
        passing.close()
