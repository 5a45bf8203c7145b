"""What others cost a node by their number: peers, clients that watch its events, and connections that do nothing."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from Comparison.accepting import BODY, PATH, clients_of
from Comparison.bursts import WRK, posts, read_in_full
from Comparison.growth import BYTES, KILOBYTES, MEGABYTES, MICROSECONDS, MILLISECONDS, NUMBER
from Comparison.growth import Cost, Growth, Quantity, Unit, medians
from Comparison.pending import pending_in
from Comparison.processors import client_processor
from Comparison.run import DIFFICULTY, Run, on_server_processor
from Comparison.turns import in_turn
from Comparison.yardsticks import NotInstalled
from support.gossip import wait_for_state
from support.nodes import Node, running_node
from support.waiting import eventually

#: Seconds of resolving over and over, of doing nothing, and of a burst of POSTs.
_RESOLVING, _IDLE, _POSTING = 1, 2, 1

#: Processor time a second.
_LOAD = Unit("ms/s", 1e3, 2)


def _by_number(run: Run, numbers: Sequence[int], measure: Callable[[Run, int], Cost]) -> Iterator[Cost]:
    """The medians of some rounds, in each of which all numbers have their turn."""
    measures = {str(number): partial(measure, run, number) for number in numbers}
    yield from map(medians, in_turn(run.scale.growth_rounds, measures).values())


def _durable_node(run: Run, *flags: str):
    flags = ("--data-dir", str(run.fresh_directory()), *flags)
    return on_server_processor(running_node(*flags, difficulty=DIFFICULTY))


def _idle_load(node: Node) -> float:
    start, used = time.perf_counter(), node.cpu_seconds()
    time.sleep(_IDLE)  # the span that is measured
    return (node.cpu_seconds() - used) / (time.perf_counter() - start)


def _each(added: float, number: int) -> float:
    return added / number if number else math.nan


# MARK: - Peers


@dataclass(frozen=True)
class PeersCost:
    """Of so many, all with the same chain."""

    peers: float
    resolve_seconds: float
    #: Processor time of a resolve, of a second in which nothing happens, and of a POST that all are told of.
    resolving_seconds: float
    idle_load: float
    post_seconds: float
    added_bytes: float


def _with_peers(run: Run, number: int) -> PeersCost:
    with ExitStack() as stack:
        node = stack.enter_context(_durable_node(run, "--gossip"))
        before = node.memory_bytes()
        with client_processor():
            peers = [stack.enter_context(running_node("--gossip", difficulty=DIFFICULTY)) for _ in range(number)]
        if peers:
            node.register(*(peer.address for peer in peers))
        for peer in peers:
            wait_for_state(node, peer.address, "up")
        resolves = read_in_full(node, "/nodes/resolve", _RESOLVING)
        added, idle = node.memory_bytes() - before, _idle_load(node)
        used = node.cpu_seconds()
        posts(node, PATH, BODY, run.scale.told)
        for peer in peers:
            eventually(lambda: pending_in(peer) >= run.scale.told, "it was told all")
        post_seconds = (node.cpu_seconds() - used) / pending_in(node)
        return PeersCost(number, 1 / resolves.rate, resolves.server_seconds_a_request, idle, post_seconds, added)


PEERS = Growth(
    by="peers",
    picture="growth-peers.svg",
    quantities=[
        Quantity("peers", NUMBER, lambda cost: cost.peers),
        Quantity("resolve", MILLISECONDS, lambda cost: cost.resolve_seconds, "a resolve that finds nothing new"),
        Quantity("its processor time", MILLISECONDS, lambda cost: cost.resolving_seconds),
        Quantity("doing nothing", _LOAD, lambda cost: cost.idle_load, "processor time, doing nothing"),
        Quantity("a POST", MICROSECONDS, lambda cost: cost.post_seconds, "processor time of a POST, told to all"),
        Quantity("memory", MEGABYTES, lambda cost: cost.added_bytes, "memory"),
    ],
    costs=lambda run: _by_number(run, run.scale.peers, _with_peers),
    note="Registered peers, real nodes that have the same chain and gossip. A resolve finds nothing new. A POST is\n"
    "its processor time, durable, until all peers have been told. Memory is what is resident before these POSTs\n"
    "beyond that at the node's start.",
)


# MARK: - Watchers


@dataclass(frozen=True)
class WatchersCost:
    """Of so many."""

    watchers: float
    added_bytes: float
    each_bytes: float
    rate: float
    post_seconds: float


def _with_watchers(run: Run, number: int) -> WatchersCost:
    if not WRK.is_there:
        raise NotInstalled(f"{WRK.name} is not installed")
    with _durable_node(run) as node:
        before = node.memory_bytes()
        with clients_of(node, "/events", number):
            added = node.memory_bytes() - before
            burst = WRK.burst(node, PATH, _POSTING, body=BODY)
        return WatchersCost(number, added, _each(added, number), burst.rate, burst.server_seconds_a_request)


WATCHERS = Growth(
    by="watchers",
    picture="growth-watchers.svg",
    quantities=[
        Quantity("watchers", NUMBER, lambda cost: cost.watchers),
        Quantity("memory", KILOBYTES, lambda cost: cost.added_bytes),
        Quantity("each", BYTES, lambda cost: cost.each_bytes),
        Quantity("POSTs a second", NUMBER, lambda cost: cost.rate, "POSTs a second"),
        Quantity("a POST", MICROSECONDS, lambda cost: cost.post_seconds, "processor time of a POST"),
    ],
    costs=lambda run: _by_number(run, run.scale.watchers, _with_watchers),
    note="Clients of GET /events that read all they are sent, on the processor of the client that posts. Memory is\n"
    "what is resident before the POSTs beyond that at the node's start. wrk sends them on 64 connections, durable.",
)


# MARK: - Connections


@dataclass(frozen=True)
class ConnectionsCost:
    """Of so many."""

    connections: float
    added_bytes: float
    each_bytes: float
    idle_load: float


def _with_connections(run: Run, number: int) -> ConnectionsCost:
    with _durable_node(run) as node:
        before = node.memory_bytes()
        with clients_of(node, "/health", number):
            added = node.memory_bytes() - before
            return ConnectionsCost(number, added, _each(added, number), _idle_load(node))


CONNECTIONS = Growth(
    by="idle connections",
    picture="growth-connections.svg",
    quantities=[
        Quantity("connections", NUMBER, lambda cost: cost.connections),
        Quantity("memory", MEGABYTES, lambda cost: cost.added_bytes, "memory"),
        Quantity("each", BYTES, lambda cost: cost.each_bytes),
        Quantity("doing nothing", _LOAD, lambda cost: cost.idle_load, "processor time, doing nothing"),
    ],
    costs=lambda run: _by_number(run, run.scale.connections, _with_connections),
    note="On each a request was answered, and it stays open. Memory is what is resident beyond that at the node's\n"
    "start.",
)
