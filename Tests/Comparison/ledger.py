"""A ledger's signed payments: validated, posted, and started with, beside libsodium alone."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from Comparison.accepting import PATH
from Comparison.bursts import CONNECTIONS, WRK, Burst
from Comparison.growing import start_seconds
from Comparison.programs import output
from Comparison.run import Run, bench_json, bench_output, forgechain_output
from Comparison.table import Row, at_least, left_out
from Comparison.turns import Spread, in_turn
from support.nodes import ROOT, running_node

TITLE = "A ledger's signed payments"

_ALONE = "libsodium alone, {}"
_REFERENCE = "the rules in Python, one core"
_CORES = {1: "one core", 2: "two cores"}
_AIM = 0.8
#: Bytes of what is signed for an ordinary payment.
_SIGNED_BYTES = 300
#: Seconds for the rules in Python.
_PATIENCE = 300
_SCRIPT = Path(__file__).resolve().with_name("ledger_reference.py")

#: Short, so that the mempool has room for it, and one sender not more than its share of it.
_POST_SECONDS = 1
_POSTED, _SENDERS = 90_000, 1_500


def rows(run: Run) -> Iterator[Row]:
    yield from _validated(run)
    yield _posted(run) if WRK.is_there else left_out("POST /transactions/new", f"{WRK.name} is not installed")
    yield _started(run)


def _alone(run: Run, cores: int, payments: int) -> float:
    """Signatures a second."""
    return payments / run.yardsticks.verified(cores, payments, _SIGNED_BYTES)["seconds"]


def _generated(run: Run, payments: int) -> tuple[Path, Path]:
    """A directory with a chain of so many payments, and its network's first block."""
    directory, genesis = run.folder / f"ledger-{payments}", run.folder / f"ledger-{payments}.genesis"
    if not directory.exists():
        bench_output("generate-ledger", "--payments", str(payments), "--directory", str(directory), str(genesis))
    return directory, genesis


def _validated(run: Run) -> Iterator[Row]:
    payments = run.scale.validated_payments
    directory, genesis = _generated(run, payments)
    document = run.folder / "ledger.json"
    forgechain_output("export", "--data-dir", str(directory), "--output", str(document))
    samples = in_turn(
        run.scale.rounds,
        {
            "ours": lambda: bench_json("validate-ledger", str(genesis), str(document)),
            1: lambda: _alone(run, 1, payments),
            2: lambda: _alone(run, 2, payments),
        },
    )
    # It takes half a minute: once is enough to tell how far it is.
    command = [sys.executable, str(_SCRIPT), str(document)]
    reference = json.loads(output(command, _PATIENCE, {"PYTHONPATH": str(ROOT / "Tests")}))
    assert all(told["blocks"] == reference["blocks"] for told in samples["ours"])
    for cores, key in ((1, "one_core_seconds"), (2, "two_core_seconds")):
        rates = [payments / told[key] for told in samples["ours"]]
        what = f"{payments:,} validated, {_CORES[cores]}"
        yield _row(what, rates, _ALONE.format(_CORES[cores]), samples[cores], _AIM)
    theirs = [payments / reference["seconds"]] * len(rates)
    yield _row(what, rates, _REFERENCE, theirs)


def _posted(run: Run) -> Row:
    lines, genesis = run.folder / "payments.lines", run.folder / "payments.genesis"
    sizes = ("--payments", str(_POSTED), "--people", str(_SENDERS))
    bench_output("generate-ledger", *sizes, "--lines", str(lines), str(genesis))

    def burst() -> Burst:
        flags = ("--rules", "ledger", "--genesis", str(genesis), "--data-dir", str(run.fresh_directory()))
        with running_node(*flags, difficulty=None) as node:
            burst = WRK.burst(node, PATH, _POST_SECONDS, body=f"@{lines}")
            total = node.get("/transactions/pending?limit=1").json()["total"]
            assert total >= burst.requests, f"{burst.requests} were accepted, {total} are pending"
            return burst

    samples = in_turn(run.scale.rounds, {"ours": burst, "alone": lambda: _alone(run, 2, _POSTED)})
    rates = [burst.rate for burst in samples["ours"]]
    what = f"POST /transactions/new, {CONNECTIONS} connections, {WRK}, durable"
    return _row(what, rates, _ALONE.format(_CORES[2]), samples["alone"])


def _started(run: Run) -> Row:
    payments = run.scale.started_payments
    directory, genesis = _generated(run, payments)
    flags = ("--rules", "ledger", "--genesis", str(genesis))
    seconds = Spread.of([start_seconds(directory, *flags) for _ in range(run.scale.rounds)])
    figure = f"{seconds.median:.2f} s ({seconds.least:.2f} to {seconds.most:.2f})"
    return Row(f"start with {payments:,} payments, to the first request", figure)


def _row(what: str, ours: list[float], peer: str, theirs: list[float], aim: float | None = None) -> Row:
    ratio = Spread.of_ratios(ours, theirs)
    figures = [f"{Spread.of(values).median:,.0f} /s" for values in (ours, theirs)]
    return Row(what, figures[0], peer, figures[1], ratio, None if aim is None else at_least(aim, ratio))
