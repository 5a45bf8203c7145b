"""A node that takes a peer's long chain, from the request to the end of the answer, and serves meanwhile."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from Comparison.probe import latencies, percentile
from Comparison.programs import output
from Comparison.run import DIFFICULTY, Run
from Comparison.serving import TUTORIAL
from Comparison.table import Row, at_least, under
from Comparison.turns import Spread, in_turn
from Comparison.validating import CPYTHON, as_tutorial_node_sends, checked_by_cpython
from support.nodes import Node, running_node, running_tutorial_node
from support.waiting import eventually
from support.wire import request_bytes

TITLE = "GET /nodes/resolve that takes a peer's chain"

#: Seconds a peer has in nodes that take chains here: more than any needs.
PEER_PATIENCE = ("--peer-timeout", "300")
#: Seconds for any one resolve, the tutorial's included.
_PATIENCE = 120
_HEALTH_AIM_MILLISECONDS = 10.0
_CHECKING_AIM = 4.5
#: Difficulty of an endless search.
_ENDLESS = 16
_FETCH = str(Path(__file__).resolve().with_name("fetch.py"))


def rows(run: Run) -> Iterator[Row]:
    blocks = run.scale.blocks
    with run.chains.running_node(blocks) as peer:
        seconds = in_turn(
            run.scale.rounds,
            {
                "durable": lambda: resolve_seconds(peer, blocks, "--data-dir", str(run.fresh_directory())),
                "ephemeral": lambda: resolve_seconds(peer, blocks, "--ephemeral"),
                "tutorial": lambda: _tutorial_seconds(peer, blocks),
            },
        )
        for how, name in (("durable", "durable"), ("--ephemeral", "ephemeral")):
            what = f"{blocks:,} blocks from a node of ours, {how}"
            yield _row(what, seconds[name], seconds["tutorial"])
        yield from _while_probed(run, peer)
    yield _beside_checking(run)


def _beside_checking(run: Run) -> Row:
    """All of it, from the request to a chain on disk and its answer, beside only checking the same chain."""
    blocks = run.scale.kept_blocks
    tutorial = run.folder / "tutorial-kept.json"
    tutorial.write_bytes(as_tutorial_node_sends(run.chains.document(blocks).read_bytes()))
    with run.chains.running_node(blocks) as peer:
        seconds = in_turn(
            run.scale.rounds,
            {
                "durable": lambda: resolve_seconds(peer, blocks, "--data-dir", str(run.fresh_directory())),
                "cpython": lambda: checked_by_cpython(tutorial)["seconds"],
            },
        )
    ratio = Spread.of_ratios(seconds["cpython"], seconds["durable"])
    figures = [f"{Spread.of(values).median:.2f} s" for values in (seconds["durable"], seconds["cpython"])]
    what = f"{blocks:,} blocks from a node of ours, durable"
    return Row(what, figures[0], f"{CPYTHON} alone", figures[1], ratio, at_least(_CHECKING_AIM, ratio))


def resolve_seconds(peer: Node, blocks: int, *flags: str) -> float:
    """How long a new node takes to adopt the peer's chain and to send all of it as its answer."""
    with running_node(*flags, "--peer", peer.address, *PEER_PATIENCE, difficulty=DIFFICULTY) as node:
        return _resolved(node, blocks)


def _tutorial_seconds(peer: Node, blocks: int) -> float:
    with running_tutorial_node(DIFFICULTY) as node:
        node.register(f"http://{peer.address}")
        start = time.perf_counter()
        answer = node.get("/nodes/resolve")
        seconds = time.perf_counter() - start
        assert b"Our chain was replaced" in answer.body[-200:] + answer.body[:200], answer.body[:200]
        assert answer.body.count(b'"previous_hash"') == blocks
        return seconds


def _resolved(node: Node, blocks: int) -> float:
    command = [sys.executable, _FETCH, node.address, "/nodes/resolve", "0"]
    told = json.loads(output(command, _PATIENCE))
    assert node.get("/health").json()["length"] == blocks
    return told["seconds"]


def _row(what: str, ours: list[float], tutorial: list[float]) -> Row:
    ratio = Spread.of_ratios(tutorial, ours)
    figures = [f"{Spread.of(values).median:.2f} s" for values in (ours, tutorial)]
    return Row(what, figures[0], TUTORIAL, figures[1], ratio)


# MARK: - While it resolves


def _while_probed(run: Run, peer: Node) -> Iterator[Row]:
    """Another node searches on every core, and the resolving node is asked to mine blocks as well."""
    busy: list[float] = []
    idle: list[float] = []
    with running_node(difficulty=_ENDLESS) as miner, closing(miner.connect()) as client:
        for number in range(run.scale.fetches_while_probed):
            with ExitStack() as stack:
                flags = ["--data-dir", str(run.fresh_directory()), "--peer", peer.address, *PEER_PATIENCE]
                node = stack.enter_context(running_node(*flags, difficulty=DIFFICULTY))
                idle += latencies(node, _passed(0.5))
                if number == 0:
                    client.send(request_bytes("GET", "/mine", host=miner.address))
                busy += _latencies_while_resolving(node)
    count, worst = len(busy), max(busy)
    p99, p99_idle = percentile(busy, 99), percentile(idle, 99)
    what = f"GET /health meanwhile, all cores mining, 99% of {count:,}"
    peer_name = f"the same node before, of {len(idle):,}"
    aim = under(_HEALTH_AIM_MILLISECONDS, "ms", p99)
    yield Row(what, f"{p99:.2f} ms", peer_name, f"{p99_idle:.2f} ms", aim=aim)
    yield Row("… median", f"{percentile(busy, 50):.2f} ms", peer_name, f"{percentile(idle, 50):.2f} ms")
    yield Row("… worst", f"{worst:.2f} ms", peer_name, f"{max(idle):.2f} ms")


def _passed(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= end


def _latencies_while_resolving(node: Node) -> list[float]:
    with ExitStack() as stack:
        # It mines until the longer chain replaces what it mined, which /mine answers with 409.
        stack.enter_context(_fetching(node, "/mine", _PATIENCE))
        eventually(lambda: node.get("/health").json()["length"] > 1, "it mines")
        resolving = stack.enter_context(_fetching(node, "/nodes/resolve", 0))
        taken = latencies(node, lambda: resolving.poll() is not None)
        assert resolving.returncode == 0, "it was not resolved"
        return taken


@contextmanager
def _fetching(node: Node, target: str, seconds: float) -> Iterator[subprocess.Popen]:
    """Requests the target over and over, at least once, until the time is up or this is left."""
    command = [sys.executable, _FETCH, node.address, target, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()
