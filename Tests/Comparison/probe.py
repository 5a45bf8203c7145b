"""How long a small request takes while a node is busy with other things."""

import gc
import math
import socket
import time
from collections.abc import Callable

from support.nodes import Node
from support.wire import request_bytes

#: Seconds from one request to the next, however long they take.
PERIOD = 0.001
_TARGET = "/health"
#: Seconds for one answer.
_PATIENCE = 60


def latencies(node: Node, is_over: Callable[[], bool]) -> list[float]:
    """Milliseconds of GET /health, requested once a millisecond on one connection until it is over.

    A request held up by the previous one counts from when it was due, so that one long wait is as many samples as it
    would have been for as many clients. A request that only this process sent late counts from when it was sent.
    """
    gc.disable()  # its pauses would be told as the node's
    try:
        with socket.create_connection((node.host, node.port), timeout=_PATIENCE) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return _asked(connection, request_bytes("GET", _TARGET, host=node.address), is_over)
    finally:
        gc.enable()


def _asked(connection: socket.socket, request: bytes, is_over: Callable[[], bool]) -> list[float]:
    taken: list[float] = []
    due = time.perf_counter()
    while not is_over():
        start = due
        if (early := due - time.perf_counter()) > 0:
            time.sleep(early)
            start = time.perf_counter()
        connection.sendall(request)
        _read_answer(connection)
        taken.append((time.perf_counter() - start) * 1000)
        due += PERIOD
    return taken


def percentile(values: list[float], hundredths: int) -> float:
    """The smallest value that is at least as large as this many hundredths of them."""
    return sorted(values)[max(0, math.ceil(len(values) * hundredths / 100) - 1)]


def _read_answer(connection: socket.socket) -> None:
    answer = b""
    while not answer.endswith(b"}\n"):
        piece = connection.recv(4096)
        assert piece, "the node closed the connection"
        answer += piece
    assert answer.startswith(b"HTTP/1.1 200 "), answer
