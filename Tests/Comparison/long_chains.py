"""GET /chain of chains of megabytes: how fast bytes leave, and at what cost."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

from Comparison.bursts import WRK, Burst, read_in_full
from Comparison.run import Run, on_server_processor
from Comparison.serving import assert_same_answer
from Comparison.table import Row, at_least, left_out
from Comparison.turns import Spread, in_turn
from support.nodes import Node

TITLE = "GET /chain of megabytes"

#: Bytes of a generated block in the answer: lengths are chosen by it, but the reported size is the measured one.
_BLOCK_BYTES = 309
_WRK_CONNECTIONS = 4
#: By the size in megabytes: beyond 32 MB a chain is read from memory and not from the processor's cache.
_AIMS = {10: 1.0, 100: 0.9}

_STOCK = "bare C evhttp, stock, one buffer"
_TUNED = "bare C evhttp, 1 MiB writes, one buffer"


def rows(run: Run) -> Iterator[Row]:
    for megabytes in run.scale.long_bodies_megabytes:
        blocks = megabytes * 1_000_000 // _BLOCK_BYTES
        with ExitStack() as stack:
            yield from _compared(run, megabytes, _servers(run, blocks, stack))


def _servers(run: Run, blocks: int, stack: ExitStack) -> dict[str, Node]:
    document, empty = run.chains.document(blocks), run.folder / "empty.json"
    empty.touch()
    ours = stack.enter_context(on_server_processor(run.chains.running_node(blocks)))
    bodies = (document, empty, ours.request("HEAD", "/chain").header("ETag"))
    stock = stack.enter_context(run.yardsticks.running_evhttp("stock", *bodies))
    tuned = stack.enter_context(run.yardsticks.running_evhttp("tuned", *bodies))
    for yardstick in (stock, tuned):
        assert_same_answer(ours, yardstick, "/chain")
    return {"ours": ours, _STOCK: stock, _TUNED: tuned}


def _compared(run: Run, megabytes: int, servers: dict[str, Node]) -> Iterator[Row]:
    seconds = run.scale.burst_seconds

    def measured(burst: Callable[[Node], Burst]) -> dict[str, list[Burst]]:
        return in_turn(run.scale.rounds, {name: partial(burst, server) for name, server in servers.items()})

    what = f"{megabytes} MB, one connection read 1 MiB at a time"
    bursts = measured(lambda server: read_in_full(server, "/chain", seconds))
    for peer in (_STOCK, _TUNED):
        yield _row(what, bursts["ours"], peer, bursts[peer], _AIMS.get(megabytes) if peer is _TUNED else None)
    yield _server_time_row(bursts["ours"], _TUNED, bursts[_TUNED])

    what = f"{megabytes} MB, wrk, {_WRK_CONNECTIONS} connections"
    if not WRK.is_there:
        yield left_out(what, "wrk is not installed")
        return
    bursts = measured(lambda server: WRK.burst(server, "/chain", seconds, _WRK_CONNECTIONS))
    yield _row(what, bursts["ours"], _TUNED, bursts[_TUNED], _AIMS.get(megabytes))


def _row(what: str, ours: list[Burst], peer: str, theirs: list[Burst], aim: float | None) -> Row:
    mine, other = [burst.bytes_a_second for burst in ours], [burst.bytes_a_second for burst in theirs]
    ratio = Spread.of_ratios(mine, other)
    figures = [f"{Spread.of(values).median / 1e6:,.0f} MB/s" for values in (mine, other)]
    return Row(what, figures[0], peer, figures[1], ratio, None if aim is None else at_least(aim, ratio))


def _server_time_row(ours: list[Burst], peer: str, theirs: list[Burst]) -> Row:
    mine, other = ([burst.server_seconds / burst.bytes * 1e12 for burst in bursts] for bursts in (ours, theirs))
    figures = [f"{Spread.of(values).median:,.0f} ms" for values in (mine, other)]
    ratio = Spread.of_ratios(other, mine)
    return Row("… the server's processor time for 1 GB", figures[0], peer, figures[1], ratio)
