"""POST /transactions/new: what it costs to store what a 2xx promises."""

import json
from collections.abc import Iterator

from Comparison.bursts import PROGRAMS, Burst, Program
from Comparison.run import DIFFICULTY, Run, on_server_processor
from Comparison.serving import STOCK, rate_row, server_time_row
from Comparison.table import Row, left_out
from Comparison.turns import in_turn
from support.nodes import Node, running_node

TITLE = "POST /transactions/new, 64 connections"

_BODY = json.dumps({"sender": "alice", "recipient": "bob", "amount": 5})
_PATH = "/transactions/new"
_YARDSTICK = f"{STOCK}, answers only"
#: Short enough that the mempool has room for it: 100,000 transactions.
_SECONDS = 1


def rows(run: Run) -> Iterator[Row]:
    get_body, post_body = run.folder / "empty.json", run.folder / "accepted.json"
    get_body.touch()
    with running_node(difficulty=DIFFICULTY) as node:
        post_body.write_bytes(node.request("POST", _PATH, _BODY.encode()).body)
    with run.yardsticks.running_evhttp("stock", get_body, post_body) as stock:
        for program in PROGRAMS:
            if program.is_there:
                yield from _compared(run, program, stock)
            else:
                yield left_out(str(program), f"{program.name} is not installed")


def _compared(run: Run, program: Program, stock: Node) -> Iterator[Row]:
    bursts = in_turn(
        run.scale.rounds,
        {
            "durable": lambda: _into_a_new_node(program, "--data-dir", str(run.fresh_directory())),
            "stock": lambda: program.burst(stock, _PATH, _SECONDS, body=_BODY),
            "ephemeral": lambda: _into_a_new_node(program, "--ephemeral"),
        },
    )
    aim = 0.5 if program.keeps_alive and program.name == "wrk" else None
    yield rate_row(f"{program}, durable", bursts["durable"], _YARDSTICK, bursts["stock"], aim)
    yield server_time_row("… the server's processor time for one", bursts["durable"], _YARDSTICK, bursts["stock"])
    yield rate_row(f"{program}, --ephemeral", bursts["ephemeral"], _YARDSTICK, bursts["stock"])


def _into_a_new_node(program: Program, *flags: str) -> Burst:
    """Every round fills a fresh mempool, and finds everything in it that was answered with 201."""
    with on_server_processor(running_node(*flags, difficulty=DIFFICULTY)) as node:
        burst = program.burst(node, _PATH, _SECONDS, body=_BODY)
        total = node.get("/transactions/pending?limit=1").json()["total"]
        assert total >= burst.requests, f"{burst.requests} were accepted, {total} are pending"
        return burst
