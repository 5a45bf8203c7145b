"""A long chain's validation, from the body of a GET /chain: as a tutorial node sends it, and as ours does."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from Comparison.programs import output
from Comparison.run import DIFFICULTY, Run, bench_json
from Comparison.table import Row, at_least, at_most
from Comparison.turns import Spread, in_turn
from support.nodes import ROOT

TITLE = "Validation of a chain, two transactions a block"

CPYTHON = "CPython, json.loads and valid_chain"
#: Seconds for CPython to validate it.
_PATIENCE = 120
_SCRIPT = Path(__file__).resolve().with_name("tutorial_validation.py")
_ONE_CORE_AIM, _TWO_CORES_AIM, _MEMORY_AIM = 25.0, 38.0, 2.0


def rows(run: Run) -> Iterator[Row]:
    ours = run.chains.document(run.scale.blocks)
    tutorial = run.folder / "tutorial.json"
    tutorial.write_bytes(as_tutorial_node_sends(ours.read_bytes()))
    yield from _compared(run, "as a tutorial node sends it", tutorial, is_aimed_at=True)
    yield from _compared(run, "as ours sends it", ours, is_aimed_at=False)


def as_tutorial_node_sends(document: bytes) -> bytes:
    """The same chain through Flask's jsonify: the keys in order, no spaces."""
    app = Flask(__name__)
    return app.json.response(json.loads(document)).get_data()


def _compared(run: Run, how: str, document: Path, is_aimed_at: bool) -> Iterator[Row]:
    samples = in_turn(
        run.scale.rounds,
        {"ours": lambda: bench_json("validate", str(document)), "cpython": lambda: checked_by_cpython(document)},
    )
    ours, cpython = samples["ours"], samples["cpython"]
    blocks, body_bytes = run.scale.blocks, document.stat().st_size
    for told in ours:
        assert (told["blocks"], told["body_bytes"]) == (blocks, body_bytes), told
    assert all(told["blocks"] == blocks for told in cpython)

    theirs = [blocks / told["seconds"] for told in cpython]
    for key, what, bound in (
        ("one_core_seconds", "one core", _ONE_CORE_AIM),
        ("two_core_seconds", "two cores", _TWO_CORES_AIM),
    ):
        rates = [blocks / told[key] for told in ours]
        ratio = Spread.of_ratios(rates, theirs)
        figures = [f"{Spread.of(values).median:,.0f} /s" for values in (rates, theirs)]
        aim = at_least(bound, ratio) if is_aimed_at else None
        yield Row(f"{blocks:,} blocks {how}, {what}", figures[0], CPYTHON, figures[1], ratio, aim)
    peak = max(told["resident_growth_ratio"] for told in ours)
    body = f"the body of {body_bytes / 1e6:.1f} MB"
    yield Row("… most memory meanwhile, of the body", f"{peak:.2f}", body, "1", aim=at_most(_MEMORY_AIM, peak))


def checked_by_cpython(document: Path) -> dict[str, Any]:
    command = [sys.executable, str(_SCRIPT), str(document), str(DIFFICULTY)]
    return json.loads(output(command, _PATIENCE, {"PYTHONPATH": str(ROOT / "Tests")}))
