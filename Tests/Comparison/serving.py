"""GET /chain of two blocks: the cost of a request whose answer costs nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from Comparison.bursts import PROGRAMS, Burst, Program
from Comparison.run import DIFFICULTY, Run, on_server_processor
from Comparison.table import Row, at_least, left_out
from Comparison.turns import Spread, in_turn
from support.nodes import Node, running_node, running_tutorial_node

TITLE = "GET /chain of 2 blocks, 64 connections"

STOCK, TUNED, TUTORIAL = "bare C evhttp, stock", "bare C evhttp, tuned like ours", "the tutorial's Python node"

_OURS = "ours"
#: The aims for keep-alive connections.
_AIMS = {STOCK: 1.0, TUNED: 0.97, TUTORIAL: 25.0}


def rows(run: Run) -> Iterator[Row]:
    with ExitStack() as stack:
        servers = _servers(run, stack)
        for program in PROGRAMS:
            if program.is_there:
                yield from _compared(run, program, servers)
            else:
                yield left_out(str(program), f"{program.name} is not installed")


def _servers(run: Run, stack: ExitStack) -> dict[str, Node]:
    ours = stack.enter_context(on_server_processor(running_node(difficulty=DIFFICULTY)))
    ours.mine()
    get_body, post_body = run.folder / "two-blocks.json", run.folder / "empty.json"
    answer = ours.get("/chain")
    get_body.write_bytes(answer.body)
    post_body.touch()
    bodies = (get_body, post_body, answer.header("ETag"))
    stock = stack.enter_context(run.yardsticks.running_evhttp("stock", *bodies))
    tuned = stack.enter_context(run.yardsticks.running_evhttp("tuned", *bodies))
    for yardstick in (stock, tuned):
        assert_same_answer(ours, yardstick, "/chain")
    tutorial = stack.enter_context(on_server_processor(running_tutorial_node(DIFFICULTY)))
    tutorial.mine()
    assert len(ours.chain()) == len(tutorial.chain()) == 2
    return {_OURS: ours, STOCK: stock, TUNED: tuned, TUTORIAL: tutorial}


def assert_same_answer(ours: Node, yardstick: Node, target: str) -> None:
    """The yardstick sends the same body and, except for the order of its lines and the time, the same head."""
    mine, theirs = ours.get(target), yardstick.get(target)
    assert mine.body == theirs.body, f"{len(mine.body)} and {len(theirs.body)} bytes"
    for answer in (mine, theirs):
        assert answer.header("Date"), answer.headers
    heads = [
        (answer.status, sorted(header for header in answer.headers if header[0] != "Date")) for answer in (mine, theirs)
    ]
    assert heads[0] == heads[1], heads


def _compared(run: Run, program: Program, servers: dict[str, Node]) -> Iterator[Row]:
    def burst(server: Node) -> Burst:
        return program.burst(server, "/chain", run.scale.burst_seconds)

    bursts = in_turn(run.scale.rounds, {name: partial(burst, server) for name, server in servers.items()})
    is_aimed_at = program.keeps_alive and program.name == "wrk"
    for peer in (STOCK, TUNED, TUTORIAL):
        yield rate_row(str(program), bursts[_OURS], peer, bursts[peer], _AIMS[peer] if is_aimed_at else None)
    for peer in (STOCK, TUNED):
        yield server_time_row("… the server's processor time for one", bursts[_OURS], peer, bursts[peer])


def rate_row(what: str, ours: list[Burst], peer: str, theirs: list[Burst], aim: float | None = None) -> Row:
    mine, other = [burst.rate for burst in ours], [burst.rate for burst in theirs]
    ratio = Spread.of_ratios(mine, other)
    aims = None if aim is None else at_least(aim, ratio)
    return Row(what, f"{Spread.of(mine).median:,.0f} /s", peer, f"{Spread.of(other).median:,.0f} /s", ratio, aims)


def server_time_row(what: str, ours: list[Burst], peer: str, theirs: list[Burst]) -> Row:
    """Less noisy than a rate: it doesn't count waiting for the client."""
    mine = [burst.server_microseconds_a_request for burst in ours]
    other = [burst.server_microseconds_a_request for burst in theirs]
    ratio = Spread.of_ratios(other, mine)
    return Row(what, f"{Spread.of(mine).median:.1f} µs", peer, f"{Spread.of(other).median:.1f} µs", ratio)
