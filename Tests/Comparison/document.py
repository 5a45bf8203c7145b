"""docs/BENCHMARKS.md: the table as it was printed, and what one has to know to believe it."""

from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from Comparison import plot
from Comparison.growing import HEADINGS, TITLE, Cost
from Comparison.report import Report
from Comparison.table import Aim, Row, Section, markdown, markdown_table

NAME, PLOT = "BENCHMARKS.md", "growth.svg"

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
- Latencies are as seen by a client that shares the processors with everything else. It asks once a millisecond, and
  requests held up by a slow answer are timed from when they were due.

The commands, with one thread of each client:

```sh
wrk --threads 1 --connections 64 --duration {seconds}s [--header "Connection: close"] URL
ab -q [-k] -c 64 -t {seconds} URL
Tests/Comparison/fetch.py HOST:PORT /chain {seconds}
Tests/Comparison/watch.py HOST:PORT 64
forgechain-bench search, cancel, validate FILE, commit
openssl_search, sqlite_segments FILE BLOCKS PATH, tutorial_search.py, tutorial_validation.py
```
"""


def write(folder: Path, report: Report, facts: Sequence[tuple[str, str]]) -> None:
    """The document, and the picture it shows."""
    scale, sections = report.run.scale, report.sections
    folder.mkdir(parents=True, exist_ok=True)
    if report.costs:
        (folder / PLOT).write_text(plot.svg(report.costs))
    day = datetime.now(timezone.utc).strftime("%d %B %Y").lstrip("0")
    is_judged = not scale.is_quick
    parts = [
        "# Benchmarks",
        _summary(sections) if is_judged else "A quick run, which is not judged.",
        markdown_table(["measured", day], [False, False], [list(fact) for fact in facts]),
        *(markdown(section, is_judged) for section in sections),
        *(_growth(report.costs) if report.costs else []),
        "## How it is measured",
        _METHOD.format(rounds=scale.rounds, seconds=scale.burst_seconds),
    ]
    (folder / NAME).write_text("\n\n".join(part.strip("\n") for part in parts) + "\n")


def _growth(costs: Sequence[Cost]) -> list[str]:
    return [
        f"## {TITLE}",
        markdown_table(HEADINGS, [True] * len(HEADINGS), [cost.cells() for cost in costs]),
        f"![Each of these by the number of blocks, on logarithmic axes]({PLOT})",
        "Dashed lines are proportional to the number of blocks. Each was measured once; GET /chain is read 1 MiB at a\n"
        "time, and a resolve is from a node of ours into one that stores the chain on disk.",
    ]


def _summary(sections: Sequence[Section]) -> str:
    aimed = [(section, row, row.aim) for section in sections for row in section.rows if row.aim]
    missed = [_missed(section, row, aim) for section, row, aim in aimed if not aim.is_reached]
    said = f"Of {len(aimed)} aims, {len(aimed) - len(missed)} were reached"
    return "\n".join([f"{said}. Missed:", "", *missed] if missed else [f"{said}."])


def _missed(section: Section, row: Row, aim: Aim) -> str:
    figure = row.ours if row.ratio is None else f"{row.ratio.median:.2f}"
    beside = f" beside {row.peer}" if row.peer else ""
    return f"- {section.title}; {row.what.removeprefix('… ')}{beside}: {figure}, aimed at {aim.bound}"
