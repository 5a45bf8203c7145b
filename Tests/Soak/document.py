"""The part of docs/RELIABILITY.md about the soak, and its picture."""

import os
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from support.parts import replaced

from Soak import picture
from Soak.load import BLOCKS, PATIENCE, WHOLE_CHAINS, Rates
from Soak.network import AGREEMENT, DIFFICULTY
from Soak.run import AWAY, between_restarts
from Soak.verdict import LONG_ENOUGH, MIB, MOST_GROWTH, MOST_KEPT, Run, chain_cost, growth, kept, violations

NAME, PICTURE = "RELIABILITY.md", "soak.svg"
_COMMAND = "make soak"

#: For a file that isn't there yet.
_TITLE = "# What the node bears\n\n"

_INTRODUCTION = """\
## {title} of load and restarts

`make soak` runs three nodes that gossip and keep what they have on disk, each a peer of the others, and writes this
part; `SOAK_SECONDS=60 make soak` is short, and writes to `.build/soak`. Clients pay {payments:g} times a second and
read {readings:g} times (each {chains} s the whole chain, from each node), watch the events of each node, and have a
block mined each {blocks} s at difficulty {difficulty}, every other time on two nodes at once. The first node runs all
the time; each {restarts:g} s one of the other two is ended, twice by SIGKILL and twice by SIGTERM in turn, and started
{away:g} s later. What is not as it has to be is **bold**, and the command ends with status 1.
"""

_METHOD = """\
- *Lost* is a payment that was answered with 201 and is in no block of the chain that all have at the end, when nothing
  is pending any more. After each restart too, all that were acknowledged so far are looked for at the first node.
- Memory is what is resident. Its growth is a line through the least of each of 30 parts of the run after its first
  tenth, without what the chain's growth costs: that is known from a fresh process at the start and one with the whole
  chain at the end. In a run of less than {long:g} minutes it isn't judged.
- Everything shares {processors} processors, with {priority}.
"""


def _rows(run: Run) -> list[tuple[str, str, str, bool]]:
    tally, first = run.tally, run.first
    slowest = max((each.agreement for each in run.restarts), default=0.0)
    before, after = run.before[first], run.after[first]
    kernel = max(each.kernel for own in run.samples.values() for each in own)
    peak = max(each.memory for own in run.samples.values() for each in own)
    threads = max(each.threads for own in run.samples.values() for each in own)
    descriptors = max(each.descriptors for own in run.samples.values() for each in own)
    disk = max(own[-1].disk for own in run.samples.values() if own)
    is_judged = run.seconds >= LONG_ENOUGH
    return [
        ("requests answered", f"{tally.answered:,}", "", False),
        ("failed, of a node that ran", f"{len(tally.failures):,}", "0", bool(tally.failures)),
        ("cut off by restarts", f"{tally.cut_off:,}", "", False),
        ("the slowest", f"{tally.slowest:.2f} s", f"{PATIENCE} s", tally.slowest > PATIENCE),
        ("payments acknowledged", f"{len(tally.acknowledged):,}", "", False),
        ("lost", f"{len(run.lost):,}", "0", bool(run.lost)),
        ("mined twice", f"{len(run.twice):,}", "0", bool(run.twice)),
        ("blocks in the end", f"{run.blocks:,}", "", False),
        ("searches that another's block ended", f"{tally.beaten:,}", "", False),
        ("events received", f"{tally.events:,}", "", False),
        ("restarts", f"{len(run.restarts):,}", "", False),
        ("longest until all agreed again", f"{slowest:.1f} s", f"{AGREEMENT} s", slowest > AGREEMENT),
        ("the most memory of a node", f"{peak / MIB:.0f} MiB", "", False),
        ("the most of its sockets in the kernel", f"{kernel / 1024:,.0f} KiB", "", False),
        (
            "growth of the first node's memory beyond its chain",
            f"{growth(run):.1f} MiB an hour",
            f"{MOST_GROWTH:g} MiB an hour" if is_judged else "not judged",
            is_judged and growth(run) > MOST_GROWTH,
        ),
        ("the chain", f"{after.chain / MIB:.1f} MiB", "", False),
        ("memory that a byte of it costs", f"{chain_cost(run):.1f} bytes", "", False),
        (
            "the first node at rest, beside a fresh process with its chain",
            f"{after.memory / MIB:.0f} MiB, {run.fresh.memory / MIB:.0f} MiB",
            f"{MOST_KEPT} MiB more",
            kept(run) > MOST_KEPT,
        ),
        ("its descriptors at rest, before and after", f"{before.descriptors}, {after.descriptors}", "", False),
        ("the most descriptors, and threads", f"{descriptors}, {threads}", "", False),
        ("a node's files in the end", f"{disk / MIB:.1f} MiB", "", False),
    ]


def _length(seconds: float) -> str:
    if seconds == 3600:
        return "An hour"
    return f"{seconds / 60:g} minutes" if seconds >= 120 else f"{seconds:g} seconds"


def text(run: Run, rates: Rates, priority: str) -> str:
    day = datetime.now(timezone.utc).strftime("%d %B %Y").lstrip("0")
    table = ["| | | at most |", "| --- | --: | --: |"]
    for what, figure, most, is_bad in _rows(run):
        table.append(f"| {what} | {f'**{figure}**' if is_bad else figure} | {most} |")
    found = violations(run)
    parts: Sequence[str] = [
        _INTRODUCTION.format(
            title=_length(run.seconds), payments=rates.payments, readings=rates.readings, chains=WHOLE_CHAINS,
            blocks=BLOCKS, difficulty=DIFFICULTY, restarts=between_restarts(run.seconds), away=AWAY,
        ),
        "\n".join(table),
        f"![Memory, descriptors, threads and disk of the three nodes over the time]({PICTURE})",
        *(["Not as it has to be:", "\n".join(f"- {each.splitlines()[0]}" for each in found)] if found else []),
        f"Measured on {day}.",
        _METHOD.format(long=LONG_ENOUGH / 60, processors=os.cpu_count(), priority=priority),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def write(folder: Path, run: Run, rates: Rates, priority: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    (folder / PICTURE).write_text(picture.svg(run.samples))
    path.write_text(replaced(path.read_text() if path.exists() else _TITLE, _COMMAND, text(run, rates, priority)))
