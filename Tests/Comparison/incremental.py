"""Two nodes share a chain, and one has ten more blocks: the cost for the other to get them."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from shutil import copytree

from Comparison.run import DIFFICULTY, Run
from Comparison.table import Row, under
from Comparison.turns import Spread
from support.nodes import Node, running_node
from support.relay import relay
from support.wire import request_bytes

TITLE = "GET /nodes/resolve of a peer that is ten blocks ahead"

_AHEAD = 10
_AIM_MILLISECONDS = 100
_AIM_KILOBYTES = 100


@dataclass(frozen=True)
class _Cost:
    """Of one resolve."""

    #: Until the answer begins: by then the longer chain is fetched, validated and stored.
    round_seconds: float
    #: Until the answer is complete: the whole chain, as in the tutorial.
    answer_seconds: float


def rows(run: Run) -> Iterator[Row]:
    lengths = run.scale.shared
    costs = {length: _costs(run, length) for length in lengths}
    for length in lengths:
        (resolves, kilobytes) = costs[length]
        milliseconds = [cost.round_seconds * 1e3 for cost in resolves]
        median = Spread.of(milliseconds).median
        what = f"{length:,} blocks shared, until the longer chain is taken"
        worst = f"{max(milliseconds):.1f} ms"
        aim = under(_AIM_MILLISECONDS, "ms", median)
        yield Row(what, f"{median:.1f} ms", f"the longest of {len(milliseconds)}", worst, aim=aim)
        bytes_aim = under(_AIM_KILOBYTES, "kB", kilobytes)
        yield Row("… bytes between the two nodes, both ways", f"{kilobytes:.1f} kB", aim=bytes_aim)
        answer = Spread.of([cost.answer_seconds * 1e3 for cost in resolves]).median
        yield Row("… until its answer, the whole chain, has come", f"{answer:.1f} ms")


def _costs(run: Run, blocks: int) -> tuple[list[_Cost], float]:
    """Of several resolves, and the kilobytes of one."""
    with ExitStack() as stack:
        ours, theirs = (stack.enter_context(_node(run, blocks, name)) for name in ("ours", "theirs"))
        way = stack.enter_context(relay(theirs.address))
        ours.register(way.address)
        _go_ahead(theirs)
        _resolve(ours)
        assert way.connections == 1
        kilobytes = (len(way.asked) + len(way.answered)) / 1e3
        # A relay takes time of its own.
        ours.request("DELETE", f"/nodes/{way.address}")
        ours.register(theirs.address)
        costs = []
        for _ in range(run.scale.resolves):
            _go_ahead(theirs)
            costs.append(_resolve(ours))
            assert ours.get("/health").json()["length"] == theirs.get("/health").json()["length"]
        return costs, kilobytes


def _node(run: Run, blocks: int, name: str):
    """A durable node that has the chain and may change it."""
    directory = run.folder / f"{name}-{blocks}"
    copytree(run.chains.directory(blocks), directory)
    return running_node("--data-dir", str(directory), difficulty=DIFFICULTY)


def _go_ahead(node: Node) -> None:
    for number in range(_AHEAD):
        node.pay(f"payer {number}", f"payee {number}", number)
        node.mine()


def _resolve(node: Node) -> _Cost:
    with socket.create_connection((node.host, node.port), 60) as connection:
        start = time.perf_counter()
        connection.sendall(request_bytes("GET", "/nodes/resolve", headers=[("Connection", "close")], host=node.address))
        first = connection.recv(1 << 20)
        round_seconds = time.perf_counter() - start
        assert first.startswith(b"HTTP/1.1 200 ") and b"Our chain was replaced" in first, first[:1000]
        while connection.recv(1 << 20):
            pass
        return _Cost(round_seconds, time.perf_counter() - start)
