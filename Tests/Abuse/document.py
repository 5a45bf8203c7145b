"""The part of docs/RELIABILITY.md about attacks: what each did, and what one has to know to believe it."""

import os
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from support.parts import replaced

from Abuse.measuring import CONTAINER_BYTES, Contained, Result

NAME = "RELIABILITY.md"
_COMMAND = "make test-abuse"

MIB = 1 << 20

#: Aims: milliseconds, bytes at the peak, bytes above idle afterwards.
MOST_MILLISECONDS, MOST_BYTES, MOST_BYTES_LATER = 100, 256 * MIB, 16 * MIB

#: For a file that isn't there yet.
TITLE = "# What the node bears\n\n"

_INTRODUCTION = """\
## Attacks by one client

`make test-abuse` does to a node, for {seconds:g} s each, what one client can that means it ill, and writes this part.
Beside it an honest client asks all the time, on a new connection each time: GET /health, and each tenth time for a
block or to pay. The aim: of its requests 99 of 100 are answered in {milliseconds} ms and none is lost; the process
never takes more than {peak} MiB, and {after:g} s later at most {later} MiB more than before; and with all that the
kernel has for it, it stays within a container of {container} MiB and isn't killed. What misses it is **bold**.
`make test` does the same in short, and asks only that the node lives, answers every honest request and is idle
afterwards.
"""

_METHOD = """\
What the figures are:

- *Lost* has no whole answer in {patience:g} s; *refused* has one with an error. Memory of the process is what is
  resident, of the kernel the growth of `mem` in `/proc/net/sockstat`: both ends of each connection are in it, so also
  what the attacker has not sent or read.
- *Container* is the node's control group for memory, made as an engine makes it for a container with that limit and
  without swap: what of the process isn't shared, files that it has read, and the kernel's memory for its ends of the
  connections. Where no group can be made the column is empty. `ABUSE_IMAGE=forgechain make test-abuse` has an engine
  make it, of that image.
- The attacker is at 127.0.0.2, the honest client at 127.0.0.1 unless it is said otherwise. Everything shares
  {processors} processors: the node, the honest client, and the attacker, which is written in Python and stands back
  before both (`nice`), as if it had a machine of its own.{others} *Processors* is how many of them the node itself
  kept busy.
- Each attack has a fresh node, with what it keeps in memory only. The rows stand in `Tests/Abuse/attacks.py`.
"""

#: Said when it was run with a higher priority than usual.
_OTHERS = " What else the machine did stood back before all three."


def misses(result: Result) -> list[str]:
    """Each aim that the result misses, in a word and its figure."""
    found = []
    if result.answers.percentile(99) >= MOST_MILLISECONDS:
        found.append(f"p99 {result.answers.percentile(99):.0f} ms")
    if result.answers.lost:
        found.append(f"{len(result.answers.lost)} lost, say {result.answers.lost[0]}")
    if result.answers.refused:
        found.append(f"{len(result.answers.refused)} refused, say {result.answers.refused[0]}")
    if result.watched.peak_bytes >= MOST_BYTES:
        found.append(f"peak {mib(result.watched.peak_bytes)} MiB")
    if result.container and result.container.kills:
        found.append(f"killed {result.container.kills} times for want of memory")
    if result.container and result.container.peak_bytes > CONTAINER_BYTES:
        found.append(f"the container has had {mib(result.container.peak_bytes)} MiB")
    if result.later_bytes > result.watched.idle_bytes + MOST_BYTES_LATER:
        found.append(f"{mib(result.later_bytes)} MiB later, {mib(result.watched.idle_bytes)} before")
    return found


def mib(count: int) -> str:
    return f"{count / MIB:,.0f}"


def today() -> str:
    return datetime.now(timezone.utc).strftime("%d %B %Y").lstrip("0")


def judged(text: str, is_bad: bool) -> str:
    return f"**{text}**" if is_bad else text


def _contained(container: Contained | None) -> str:
    if container is None:
        return ""
    text = f"{mib(container.peak_bytes)}, killed" if container.kills else mib(container.peak_bytes)
    return judged(text, container.kills > 0 or container.peak_bytes > CONTAINER_BYTES)


def cells(result: Result) -> list[str]:
    answers, watched = result.answers, result.watched
    slow = answers.percentile(99)
    is_left = result.later_bytes > watched.idle_bytes + MOST_BYTES_LATER
    return [
        f"{result.attack}",
        f"{len(answers.milliseconds):,}",
        f"{answers.percentile(50):.1f}",
        judged(f"{slow:.1f}", slow >= MOST_MILLISECONDS),
        f"{max(answers.milliseconds):,.0f}",
        judged(str(len(answers.lost)), bool(answers.lost)),
        judged(str(len(answers.refused)), bool(answers.refused)),
        mib(watched.idle_bytes),
        judged(mib(watched.peak_bytes), watched.peak_bytes >= MOST_BYTES),
        judged(mib(result.later_bytes), is_left),
        mib(watched.peak_kernel_bytes),
        _contained(result.container),
        f"{result.processors:.2f}",
    ]


_HEADINGS = ["attack", "honest requests", "p50 ms", "p99 ms", "worst ms", "lost", "refused"]
_HEADINGS += ["MiB before", "peak", "after", "kernel, peak", "container, peak", "processors"]


def _reasons(results: Sequence[Result]) -> list[str]:
    known = [each for each in results if each.attack.why and misses(each)]
    return ["\n".join(["Why:", "", *(f"- *{each.attack}*: {each.attack.why}" for each in known)])] if known else []


def write(
    folder: Path, results: Sequence[Result], left_out: Sequence[str], seconds: float, patience: float, later: float
) -> None:
    rule = ["---"] + ["--:"] * (len(_HEADINGS) - 1)
    rows = [_HEADINGS, rule, *map(cells, results)]
    introduction = _INTRODUCTION.format(
        seconds=seconds, milliseconds=MOST_MILLISECONDS, peak=mib(MOST_BYTES), later=mib(MOST_BYTES_LATER), after=later,
        container=mib(CONTAINER_BYTES),
    )
    parts = [
        introduction,
        "\n".join(f"| {' | '.join(row)} |" for row in rows),
        f"Measured on {today()}.",
        *_reasons(results),
        *(["Left out:", "\n".join(f"- {each}" for each in left_out)] if left_out else []),
        _METHOD.format(patience=patience, processors=os.cpu_count(), others=_OTHERS if os.nice(0) < 0 else ""),
    ]
    text = "\n\n".join(part.strip("\n") for part in parts) + "\n"
    path = folder / NAME
    path.write_text(replaced(path.read_text() if path.exists() else TITLE, _COMMAND, text))
