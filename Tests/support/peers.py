"""Peers that misbehave, and peers that serve whatever chain a test wants.

A `Peer` listens on a port that the system picks, and plays its script to every client.
"""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from support.waiting import SOON
from support.wire import Headers, note

#: Plays one answer. The event is set when the test is over: scripts that never end by themselves watch it.
Script = Callable[[socket.socket, threading.Event], None]


class Peer:
    """A server of one script."""

    def __init__(self, script: Script, host: str = "127.0.0.1") -> None:
        self.script = script
        #: The head of every request, as it came.
        self.heads: list[bytes] = []
        self._over = threading.Event()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=64)
        port = self._listener.getsockname()[1]
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._over.set()
        # shutdown() wakes the accepting thread; close() alone would leave it waiting.
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(SOON)
            assert not thread.is_alive(), f"the peer at {self.address} does not end"
        self._listener.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=[connection], daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(SOON)
        with connection:
            try:
                head, body = _read_request(connection)
                note(f"peer {self.address}", "<-", head + body)
                self.heads.append(head)
                self.play(connection, head, body)
            except OSError:
                pass  # whoever asked has left, as it may at any time

    def play(self, connection: socket.socket, head: bytes, body: bytes) -> None:
        """Answer one request."""
        self.script(connection, self._over)


def _read_request(connection: socket.socket) -> tuple[bytes, bytes]:
    """The head, with the empty line after it, and the body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _receive(connection)
    end = data.index(b"\r\n\r\n") + 4
    head, body = data[:end], data[end:]
    length = re.search(rb"\r\nContent-Length: *(\d+)\r\n", head, re.I)
    while length and len(body) < int(length[1]):
        body += _receive(connection)
    return head, body


def _receive(connection: socket.socket) -> bytes:
    piece = connection.recv(65_536)
    if not piece:
        raise ConnectionError("no whole request")
    return piece


@contextmanager
def refusing_address() -> Iterator[str]:
    """An address where nothing listens, and nothing else can while it is held."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{holder.getsockname()[1]}"


# MARK: - Honest answers


def head_bytes(status: str = "200 OK", headers: Headers = (), version: str = "HTTP/1.1") -> bytes:
    lines = [f"{version} {status}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def saying(
    body: bytes, status: str = "200 OK", headers: Headers = (), content_type: str = "application/json"
) -> Script:
    """An ordinary answer with a Content-Length that is true."""
    head = head_bytes(
        status, [("Content-Type", content_type), ("Content-Length", str(len(body))), *headers]
    )

    def script(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(head + body)

    return script


def serving(chain: Any, length: Any = None) -> Script:
    """The answer of GET /chain, with a length that need not be true."""
    return saying(chain_text(chain, length))


def serving_newest(chains: list[list[dict]]) -> Script:
    """The last of the chains, which a test may append to."""
    return lambda connection, over: serving(chains[-1])(connection, over)


def chain_text(chain: Any, length: Any = None) -> bytes:
    """The body of GET /chain. Unless a length is given, the chain's."""
    return json.dumps({"chain": chain, "length": len(chain) if length is None else length}).encode()


def sending(data: bytes, keep_open: bool = False) -> Script:
    """Exactly these bytes; then the end, or silence."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(data)
        if keep_open:
            over.wait()

    return script


# MARK: - Everything else


def silent(connection: socket.socket, over: threading.Event) -> None:
    """Takes the request and never says a word."""
    over.wait()


def closing(connection: socket.socket, over: threading.Event) -> None:
    """Takes the request and leaves."""


def endless(start: bytes, piece: bytes) -> Script:
    """After the start, the same piece again and again, as fast as it is taken."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.is_set():
            connection.sendall(piece)

    return script


def trickling(start: bytes, piece: bytes, pause_seconds: float = 0.1) -> Script:
    """After the start, one small piece at a time forever: no pause is long enough to be called idle."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.wait(pause_seconds):
            connection.sendall(piece)

    return script
