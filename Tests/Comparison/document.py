"""docs/BENCHMARKS.md: the table as it was printed, and what one has to know to believe it."""

import re
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from Comparison import plot
from Comparison.growth import Growth
from Comparison.report import Report
from Comparison.scale import Scale
from Comparison.table import markdown, markdown_table

NAME = "BENCHMARKS.md"
_METHOD_TITLE = "How it is measured"
#: With what a growth's picture begins.
_PICTURE = "![Some of these"
#: Of a table's row: what, ours, beside, its figure, ratio, and an aim that was reached or missed.
_AIMED = re.compile(r"(?m)^\| (.*?) \| (.*?) \| (.*?) \| .*? \| (.*?) \| \**([^|]*): (reached|MISSED)\** \|$")

_METHOD = """\
`make bench` builds and starts everything that is measured here, ours and its peers, prints this table and writes this
file; `make bench-quick` is a small run of the same that judges nothing and writes to `.build/bench`. The programs are
in `Tests/Comparison`, the yardsticks in C in `Tests/Benchmarks/Yardsticks`.

- Ours and its peers take turns in {rounds} rounds, every other one in reverse order. A figure is the median of its
  rounds. A ratio is taken within each round; the median is given, with the least and the most in parentheses.
- A ratio says how many times as fast ours is, so more is better for rates and for times alike.
- Every HTTP server has one processor, and its client another. The C servers send the same bytes as ours, except for
  the order of the header lines; that is checked first. The Python node uses Flask's JSON, and closes every connection,
  as Flask's own server does.
- *Tuned like ours* means a Date header made once a second, epoll's change list, TCP_NODELAY and writes of up to 1 MiB.
- Durable means stored on the disk that holds the build. Every burst fills a fresh node, and each transaction that was
  answered with 201 is counted in it afterwards.
- Growth, except by blocks, is a median of {growth_rounds} rounds. Memory is what is resident. Dashed lines are what
  would be proportional to the number.
- Latencies are as seen by a client that shares the processors with everything else. It asks once a millisecond, and
  requests held up by a slow answer are timed from when they were due.

The commands, with one thread of each client:

```sh
wrk --threads 1 --connections 64 --duration {seconds}s [--header "Connection: close"] URL
ab -q [-k] -c 64 -t {seconds} URL
Tests/Comparison/fetch.py HOST:PORT /chain {seconds}
ab -q -k -c 64 -n POSTS URL
Tests/Comparison/watch.py HOST:PORT /events 64
forgechain-bench search, cancel, validate FILE, commit
openssl_search, sqlite_segments FILE BLOCKS PATH, tutorial_search.py, tutorial_validation.py
```
"""


def write(folder: Path, report: Report, facts: Sequence[tuple[str, str]]) -> None:
    """The document, and the pictures it shows."""
    scale, sections = report.run.scale, report.sections
    folder.mkdir(parents=True, exist_ok=True)
    _draw(folder, report)
    is_judged = not scale.is_quick
    tables = [markdown(section, is_judged) for section in sections]
    parts = [
        "# Benchmarks",
        _summary(tables) if is_judged else "A quick run, which is not judged.",
        markdown_table(["measured", _day()], [False, False], [list(fact) for fact in facts]),
        *tables,
        *(_growth(growth, costs) for growth, costs in report.growths),
        _method(scale),
    ]
    (folder / NAME).write_text(_joined(parts))


def replace(folder: Path, report: Report, facts: Sequence[tuple[str, str]]) -> None:
    """Puts what is in the report in place of the same in the document, whose other figures must be from the same
    machine. What it hasn't yet comes last of its kind, tables before growths."""
    text = (folder / NAME).read_text()
    for name, value in facts:
        assert f"| {name} | {value} |" in text, f"{NAME} was measured with another {name} than {value}"
    parts = re.split(r"(?m)^(?=## )", text)
    titles = [part.splitlines()[0].removeprefix("## ") for part in parts]

    def put(title: str, written: str, before: int) -> None:
        place, is_new = (titles.index(title), False) if title in titles else (before, True)
        parts[place : place + (not is_new)] = [f"{written}\nMeasured by itself on {_day()}.\n"]
        titles[place : place + (not is_new)] = [title]

    for section in report.sections:
        growths = [number for number, part in enumerate(parts) if _PICTURE in part]
        put(section.title, markdown(section, is_judged=True), [*growths, titles.index(_METHOD_TITLE)][0])
    for growth, costs in report.growths:
        put(growth.title, _growth(growth, costs), titles.index(_METHOD_TITLE))
    parts[titles.index(_METHOD_TITLE)] = _method(report.run.scale)
    facts_table = parts[0][parts[0].index("| measured |") :]
    parts[:1] = ["# Benchmarks", _summary(parts[1:]), facts_table]
    _draw(folder, report)
    (folder / NAME).write_text(_joined(parts))


def _draw(folder: Path, report: Report) -> None:
    for growth, costs in report.growths:
        (folder / growth.picture).write_text(plot.svg(growth, costs))


def _day() -> str:
    return datetime.now(timezone.utc).strftime("%d %B %Y").lstrip("0")


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _growth(growth: Growth, costs: Sequence[Any]) -> str:
    headings = growth.headings
    return _joined(
        [
            f"## {growth.title}",
            markdown_table(headings, [True] * len(headings), [growth.cells(cost) for cost in costs]),
            f"{_PICTURE} by the number of {growth.by}, on logarithmic axes]({growth.picture})",
            growth.note,
        ]
    )


def _method(scale: Scale) -> str:
    figures = {"rounds": scale.rounds, "growth_rounds": scale.growth_rounds, "seconds": scale.burst_seconds}
    return _joined([f"## {_METHOD_TITLE}", _METHOD.format(**figures)])


def _summary(tables: Sequence[str]) -> str:
    """How many aims the tables have and which were missed, told from what they say."""
    aimed = [(table.splitlines()[0].removeprefix("## "), *row) for table in tables for row in _AIMED.findall(table)]
    missed = [_missed(*row) for *row, result in aimed if result == "MISSED"]
    said = f"Of {len(aimed)} aims, {len(aimed) - len(missed)} were reached"
    return "\n".join([f"{said}. Missed:", "", *missed] if missed else [f"{said}."])


def _missed(title: str, what: str, ours: str, peer: str, ratio: str, bound: str) -> str:
    figure = ratio.split(" (")[0] or ours
    beside = f" beside {peer}" if peer else ""
    return f"- {title}; {what.removeprefix('… ')}{beside}: {figure}, aimed at {bound}"
