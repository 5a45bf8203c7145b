"""The commit in which a node keeps a peer's chain, beside a program in C that writes the same bytes by SQLite."""

from collections.abc import Iterator

from Comparison.run import Run, bench_json
from Comparison.table import Row, at_least
from Comparison.turns import Spread, in_turn

TITLE = "Keeping a chain in place of another"

_YARDSTICK = "C and SQLite, the same bytes in segments of 256 blocks"
#: It may be one and a half times as fast.
_AIM = 0.67


def rows(run: Run) -> Iterator[Row]:
    blocks, document = run.scale.kept_blocks, run.chains.document(run.scale.kept_blocks)
    place = run.folder / "kept"
    place.mkdir(exist_ok=True)
    for where, flags, path, aim in (
        ("durable", (), str(place / "segments.sqlite"), _AIM),
        ("--ephemeral", ("--ephemeral",), ":memory:", None),
    ):
        results = in_turn(
            run.scale.rounds,
            {
                "ours": lambda: bench_json("commit", "--blocks", str(blocks), "--place", str(place), *flags),
                "segments": lambda: run.yardsticks.kept_segments(str(document), blocks, path),
            },
        )
        ours, theirs = [[result["seconds"] for result in results[way]] for way in ("ours", "segments")]
        followed = [result["seconds_with_histories"] for result in results["ours"]]
        ratio = Spread.of_ratios(theirs, ours)
        figures = [f"{Spread.of(values).median * 1e3:.0f} ms" for values in (ours, theirs, followed)]
        what = f"{blocks:,} blocks, {where}"
        yield Row(what, figures[0], _YARDSTICK, figures[1], ratio, None if aim is None else at_least(aim, ratio))
        yield Row("… until their histories have followed", figures[2])
