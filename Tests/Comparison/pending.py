"""What transactions cost that wait for a block: in memory, to add to, to list, and to start with."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from Comparison.accepting import BODY, PATH
from Comparison.bursts import CONNECTIONS, posts, read_in_full
from Comparison.growing import start_seconds
from Comparison.growth import BYTES, MEGABYTES, MICROSECONDS, MILLISECONDS, NUMBER, SECONDS, Growth, Quantity, medians
from Comparison.run import DIFFICULTY, Run, on_server_processor
from Comparison.turns import in_turn
from support.nodes import Node, running_node

_LIST = "/transactions/pending?limit=10"
#: Seconds for which the list is read over and over.
_READING_SECONDS = 0.3


@dataclass(frozen=True)
class Filled:
    """A node in which so many are pending."""

    pending: float
    #: Memory beyond that at its start.
    added_bytes: float
    #: Processor time of one of the POSTs since there were fewer.
    post_seconds: float
    list_seconds: float

    @property
    def transaction_bytes(self) -> float:
        return self.added_bytes / self.pending


@dataclass(frozen=True)
class Cost:
    """Of so many, stored on disk and not."""

    durable: Filled
    ephemeral: Filled
    start_seconds: float


def costs(run: Run) -> Iterator[Cost]:
    rounds = run.scale.growth_rounds
    filled = in_turn(
        rounds,
        {
            "durable": lambda: _filled(run, "--data-dir", str(run.fresh_directory())),
            "ephemeral": lambda: _filled(run, "--ephemeral"),
        },
    )
    by_number = {name: [medians(of_rounds) for of_rounds in zip(*nodes)] for name, nodes in filled.items()}
    yield from map(Cost, by_number["durable"], by_number["ephemeral"], _starts(run))


def _filled(run: Run, *flags: str) -> list[Filled]:
    """One node, at each number on its way to the last."""
    found: list[Filled] = []
    with on_server_processor(running_node(*flags, difficulty=DIFFICULTY)) as node:
        before, pending = node.memory_bytes(), 0
        for number in run.scale.pending:
            burst = posts(node, PATH, BODY, number - pending)
            added = node.memory_bytes() - before
            pending = pending_in(node)
            assert number <= pending < number + CONNECTIONS, f"{pending} are pending"
            listed = read_in_full(node, _LIST, _READING_SECONDS)
            found.append(Filled(pending, added, burst.server_seconds_a_request, 1 / listed.rate))
    return found


def pending_in(node: Node) -> int:
    return node.get("/transactions/pending?limit=1").json()["total"]


def _starts(run: Run) -> Iterator[float]:
    """Seconds to start with each number of them."""
    directory, pending = run.fresh_directory(), 0
    for number in run.scale.pending:
        with running_node("--data-dir", str(directory), difficulty=DIFFICULTY) as node:
            posts(node, PATH, BODY, number - pending)
            pending = pending_in(node)
        flags = ("--difficulty", str(DIFFICULTY))
        yield statistics.median(start_seconds(directory, *flags) for _ in range(run.scale.growth_rounds))


PENDING = Growth(
    by="pending transactions",
    picture="growth-pending.svg",
    quantities=[
        Quantity("pending", NUMBER, lambda cost: cost.durable.pending),
        Quantity("memory, durable", MEGABYTES, lambda cost: cost.durable.added_bytes, "memory, durable"),
        Quantity("each", BYTES, lambda cost: cost.durable.transaction_bytes),
        Quantity("memory, --ephemeral", MEGABYTES, lambda cost: cost.ephemeral.added_bytes),
        Quantity("each", BYTES, lambda cost: cost.ephemeral.transaction_bytes),
        Quantity("a POST, durable", MICROSECONDS, lambda cost: cost.durable.post_seconds, "processor time of a POST"),
        Quantity("a POST, --ephemeral", MICROSECONDS, lambda cost: cost.ephemeral.post_seconds),
        Quantity("the first 10", MILLISECONDS, lambda cost: cost.durable.list_seconds, "the first 10 of them"),
        Quantity("start", SECONDS, lambda cost: cost.start_seconds, "start, to the first request"),
    ],
    costs=costs,
    note="Memory is what is resident beyond that at the node's start. A POST is its processor time on the way from\n"
    "the row above, by ab on 64 connections. The first 10 are GET /transactions/pending?limit=10, over and over.",
)
