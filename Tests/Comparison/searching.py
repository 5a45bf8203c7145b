"""The search for proofs: every kernel of this processor, compared with OpenSSL and CPython; and how soon a search ends.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from Comparison.programs import output
from Comparison.run import Run, bench_json
from Comparison.table import Row, at_least, left_out, under
from Comparison.turns import Spread, in_turn
from Comparison.yardsticks import NotInstalled

TITLE = "Search for proofs, guesses a second"

#: Million guesses per second by method, each the best of several trials: a busy neighbour can only lower it.
Speeds = dict[str, float]

_TRANSFORM, _NAIVE = "OpenSSL, SHA256_Transform twice", "OpenSSL, Init, Update, Final"
_CPYTHON = "CPython, the tutorial's loop"
#: forgechain-bench's name for SHA-256 of a text made for each guess.
_PLAIN = "plain"
_ONE_CORE, _TWO_CORES = "one core", "two cores"
_NO_KERNELS = {_PLAIN, _ONE_CORE, _TWO_CORES}
#: Stands before the name of a kernel that searches for a ledger's proofs. Those guesses have as many blocks of SHA-256
#: as the tutorial's: two.
_LEDGER = "a ledger's proofs, "
#: As many as OpenSSL's yardstick has.
_TRIALS = 5

#: 45 million guesses per second relative to OpenSSL's on a quiet Zen 4, where the kernels' limits were measured.
_TRANSFORM_AIM = 4.2
_CPYTHON_AIM, _TWO_CORES_AIM = 30.0, 1.9
_LEDGER_AIM = 0.9
_CANCEL_MEDIAN_AIM, _CANCEL_WORST_AIM = 1.0, 5.0

#: Seconds that CPython may take beyond those for which it searches.
_GRACE = 60
_SCRIPT = Path(__file__).resolve().with_name("tutorial_search.py")


def rows(run: Run) -> Iterator[Row]:
    measures = {"ours": _ours, "CPython": lambda: _cpython(run.scale.burst_seconds)}
    try:
        _openssl(run)
        measures["OpenSSL"] = lambda: _openssl(run)
    except NotInstalled as reason:
        yield left_out("beside OpenSSL", str(reason))
    rounds = in_turn(run.scale.rounds, measures)
    speeds = {name: [found[name] for found in each] for each in rounds.values() for name in each[0]}
    kernels = [name for name in rounds["ours"][0] if name not in _NO_KERNELS and not name.startswith(_LEDGER)]
    yield from _compared(speeds, kernels)
    yield from _cancellation()


def _compared(speeds: dict[str, list[float]], kernels: list[str]) -> Iterator[Row]:
    def row(what: str, name: str, peer: str, aim: float | None = None) -> Row:
        ratio = Spread.of_ratios(speeds[name], speeds[peer])
        figures = [f"{Spread.of(speeds[each]).median:.2f} M/s" for each in (name, peer)]
        return Row(what, figures[0], peer, figures[1], ratio, None if aim is None else at_least(aim, ratio))

    if _TRANSFORM in speeds:
        for name in kernels:
            yield row(f"one core, {name}", name, _TRANSFORM)
        yield row("one core, the fastest, which is chosen", _ONE_CORE, _TRANSFORM, _TRANSFORM_AIM)
        yield row("one core, the fastest", _ONE_CORE, _NAIVE)
        yield row("one core, a text made for each guess", _PLAIN, _NAIVE)
    yield row("one core, the fastest", _ONE_CORE, _CPYTHON, _CPYTHON_AIM)
    yield row("two cores, the fastest", _TWO_CORES, _ONE_CORE, _TWO_CORES_AIM)
    for name in kernels:
        yield row(f"one core, {_LEDGER}{name}", _LEDGER + name, name, _LEDGER_AIM)


def _cancellation() -> Iterator[Row]:
    """From a cancelled search until all its threads are idle."""
    told = bench_json("cancel")
    median, worst = told["median_milliseconds"], told["worst_milliseconds"]
    yield Row(
        f"a longer chain ends a search, median of {told['runs']:,}",
        f"{median:.2f} ms",
        aim=under(_CANCEL_MEDIAN_AIM, "ms", median),
    )
    yield Row("… 99th percentile", f"{told['p99_milliseconds']:.2f} ms")
    yield Row("… worst", f"{worst:.2f} ms", aim=under(_CANCEL_WORST_AIM, "ms", worst))


# MARK: - One measurement each


def _ours() -> Speeds:
    told = bench_json("search", "--trials", str(_TRIALS))
    speeds: Speeds = {}
    for way in told["million_guesses_a_second"]:
        name = _LEDGER + way["name"] if way["guesses"] == "ledger" else way["name"]
        speeds[_TWO_CORES if way["threads"] == 2 else name] = way["best"]
    return {**speeds, _ONE_CORE: speeds[told["fastest"]]}


def _openssl(run: Run) -> Speeds:
    told = run.yardsticks.openssl_search()
    return {_TRANSFORM: told["transform_twice"], _NAIVE: told["init_update_final"]}


def _cpython(seconds: float) -> Speeds:
    told = json.loads(output([sys.executable, str(_SCRIPT), str(seconds)], seconds + _GRACE))
    return {_CPYTHON: told["guesses_per_second"] / 1e6}
