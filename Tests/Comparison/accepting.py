"""POST /transactions/new: what it costs to store what a 2xx promises, and what others add who hear of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from Comparison.bursts import PROGRAMS, WRK, Burst, Program
from Comparison.processors import client_processor
from Comparison.run import DIFFICULTY, Run, on_server_processor
from Comparison.serving import STOCK, rate_row, server_time_row
from Comparison.table import Row, at_most, left_out
from Comparison.turns import Spread, in_turn
from support.nodes import Node, running_node

TITLE = "POST /transactions/new, 64 connections"

BODY = json.dumps({"sender": "alice", "recipient": "bob", "amount": 5})
PATH = "/transactions/new"
_YARDSTICK = f"{STOCK}, answers only"
#: Short enough that the mempool has room for it: 100,000 transactions.
_SECONDS = 1


def rows(run: Run) -> Iterator[Row]:
    get_body, post_body = run.folder / "empty.json", run.folder / "accepted.json"
    get_body.touch()
    with running_node(difficulty=DIFFICULTY) as node:
        post_body.write_bytes(node.request("POST", PATH, BODY.encode()).body)
    with run.yardsticks.running_evhttp("stock", get_body, post_body) as stock:
        for program in PROGRAMS:
            if program.is_there:
                yield from _compared(run, program, stock)
            else:
                yield left_out(str(program), f"{program.name} is not installed")
    if WRK.is_there:
        yield from _in_company(run)


def _compared(run: Run, program: Program, stock: Node) -> Iterator[Row]:
    bursts = in_turn(
        run.scale.rounds,
        {
            "durable": lambda: into_a_new_node(program, "--data-dir", str(run.fresh_directory())),
            "stock": lambda: program.burst(stock, PATH, _SECONDS, body=BODY),
            "ephemeral": lambda: into_a_new_node(program, "--ephemeral"),
        },
    )
    aim = 0.6 if program.keeps_alive and program.name == "wrk" else None
    yield rate_row(f"{program}, durable", bursts["durable"], _YARDSTICK, bursts["stock"], aim)
    yield server_time_row("… the server's processor time for one", bursts["durable"], _YARDSTICK, bursts["stock"])
    yield rate_row(f"{program}, --ephemeral", bursts["ephemeral"], _YARDSTICK, bursts["stock"])


def into_a_new_node(program: Program, *flags: str, watchers: int = 0) -> Burst:
    """Every round fills a fresh mempool, and finds everything in it that was answered with 201."""
    with ExitStack() as stack:
        node = stack.enter_context(on_server_processor(running_node(*flags, difficulty=DIFFICULTY)))
        if watchers:
            stack.enter_context(clients_of(node, "/events", watchers))
        burst = program.burst(node, PATH, _SECONDS, body=BODY)
        total = node.get("/transactions/pending?limit=1").json()["total"]
        assert total >= burst.requests, f"{burst.requests} were accepted, {total} are pending"
        return burst


# MARK: - What others add

_WATCHERS = 64
_PEERS = 4
_FOLDER = Path(__file__).resolve().parent


def _in_company(run: Run) -> Iterator[Row]:
    def durable(*flags: str, watchers: int = 0) -> Burst:
        return into_a_new_node(WRK, "--data-dir", str(run.fresh_directory()), *flags, watchers=watchers)

    with ExitStack() as stack:
        named = [flag for peer in stack.enter_context(_hearing(_PEERS)) for flag in ("--peer", peer)]
        bursts = in_turn(
            run.scale.rounds,
            {
                "alone": durable,
                "gossip": lambda: durable("--gossip"),
                "watched": lambda: durable(watchers=_WATCHERS),
                "peers": lambda: durable("--gossip", *named),
            },
        )
    alone = "the same without"
    yield rate_row(f"{WRK}, durable, --gossip", bursts["gossip"], alone, bursts["alone"], 0.85)
    yield server_time_row("… the server's processor time for one", bursts["gossip"], alone, bursts["alone"])
    what = f"{WRK}, durable, {_WATCHERS} who watch /events"
    yield rate_row(what, bursts["watched"], alone, bursts["alone"], 0.8)
    yield server_time_row("… the server's processor time for one", bursts["watched"], alone, bursts["alone"])
    costs = [
        (one.server_microseconds_a_request - other.server_microseconds_a_request) / _PEERS
        for one, other in zip(bursts["peers"], bursts["gossip"], strict=True)
    ]
    cost = Spread.of(costs)
    what = f"what each of {_PEERS} peers, which only answer, adds to a payment's processor time"
    figure = f"{cost.median:.1f} µs ({cost.least:.1f} to {cost.most:.1f})"
    yield Row(what, figure, aim=at_most(2, cost.median))


@contextmanager
def clients_of(node: Node, target: str, count: int) -> Iterator[None]:
    """Connections that ask for it once and read all they are sent, on the client's processor."""
    with _beside_the_client("watch.py", node.address, target, str(count)) as lines:
        assert next(lines) == "all are there\n"
        yield


@contextmanager
def _hearing(peers: int) -> Iterator[list[str]]:
    """Peers that answer every message as if they kept what it brings; their addresses."""
    with _beside_the_client("hear.py", str(peers), str(DIFFICULTY)) as lines:
        yield [next(lines).strip() for _ in range(peers)]


@contextmanager
def _beside_the_client(program: str, *arguments: str) -> Iterator[Iterator[str]]:
    """One of the programs here, on the client's processor; what it prints, line by line."""
    with client_processor():
        process = subprocess.Popen(
            [sys.executable, str(_FOLDER / program), *arguments], stdout=subprocess.PIPE, text=True
        )
    with process:
        try:
            assert process.stdout
            yield iter(process.stdout)
            assert process.poll() is None, f"{program} ended by itself"
        finally:
            process.kill()
