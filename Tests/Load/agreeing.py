"""How soon three gossiping nodes have what one of them got. They store it on this machine's disk."""

import http.client
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from support.gossip import connect
from support.nodes import Node, running_node

#: How many blocks, and then transactions.
COUNT = 100

Row = Callable[[str, str], None]


class Client:
    """A client of one node, on one connection."""

    def __init__(self, node: Node) -> None:
        self._connection = http.client.HTTPConnection(node.host, node.port, timeout=30)

    def ask(self, path: str, value: object = None) -> tuple[int, dict]:
        body = None if value is None else json.dumps(value)
        self._connection.request("GET" if value is None else "POST", path, body)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())

    def length(self) -> int:
        return self.ask("/status")[1]["length"]

    def close(self) -> None:
        self._connection.close()


@contextmanager
def three_nodes(*flags: str) -> Iterator[list[Client]]:
    with ExitStack() as running:
        nodes = []
        for _ in range(3):
            place = running.enter_context(tempfile.TemporaryDirectory())
            nodes.append(running.enter_context(running_node("--gossip", "--data-dir", place, *flags, difficulty=1)))
        connect(nodes)
        clients = [Client(node) for node in nodes]
        yield clients
        for client in clients:
            client.close()


def blocks(row: Row) -> None:
    """From the request to forge it, at a difficulty that costs nothing, until the last node says that it has it."""
    with three_nodes() as clients:
        milliseconds = []
        for length in range(2, COUNT + 2):
            start = time.perf_counter()
            clients[length % 3].ask("/mine")
            for client in clients:
                while client.length() < length:
                    pass
            milliseconds.append((time.perf_counter() - start) * 1000)
    row(f"a block forged on one of three is on all three, median / worst of {COUNT}", figure(milliseconds))


def transactions(row: Row) -> None:
    """From the request that brings it until the last node says that it has stored it."""
    with three_nodes() as clients:
        milliseconds = []
        for number in range(COUNT):
            start = time.perf_counter()
            payment = {"sender": "alice", "recipient": "bob", "amount": number}
            _, answer = clients[number % 3].ask("/transactions/new", payment)
            for client in clients:
                while client.ask(f"/transactions/{answer['id']}")[0] != 200:
                    pass
            milliseconds.append((time.perf_counter() - start) * 1000)
    row(f"a transaction posted to one of three is kept by all three, median / worst of {COUNT}", figure(milliseconds))


def figure(milliseconds: list[float]) -> str:
    return f"{statistics.median(milliseconds):.1f} / {max(milliseconds):.1f} ms"
