"""The part of docs/RELIABILITY.md about hostile peers."""

import os
import statistics
from collections.abc import Sequence
from pathlib import Path

from support.nodes import DIFFICULTY
from support.parts import replaced

from Abuse.document import NAME, TITLE, judged, today
from Abuse.taking import Taken
from Abuse.ways import COUNT, MESSAGES

_COMMAND = "make test-abuse-peers"

#: The aim, in seconds.
MOST_SECONDS = 2

_INTRODUCTION = """\
## An honest peer's block against {count} hostile peers

`make test-abuse` also gives a node that gossips {all} peers, as many as it may have, of which {count} are hostile, and
writes this part; `make test-abuse-peers` does this alone. The hostile ones, each at an address of its own, promise a
longer chain in their answers and in {messages} messages a second; then each row has another way. Once one of them was
asked, the honest peer mines a block and announces it, and the time until the node's /chain has it is measured: first
with a peer of which the node knows nothing, then with more blocks of the same peer, each at once after the one before.
The aim is {aim} s. What misses it is **bold**. `make test` does two of the ways once, and asks only that the blocks
come.
"""

_METHOD = """\
What the figures are:

- The honest peer is a second node. All peers are removed and registered again for each first block, the hostile ones
  last, so that nothing is known of any. *Asked* is how many of the hostile ones the node had asked for their chains
  when the first block was there.
- Promises alone keep a peer waiting for 0.75 s. A later block waits for no promise; but it waits until fewer than four
  fetches are younger than 0.75 s, and once that time is over, all those that promised are asked at once.
- The time begins before the block is mined, at difficulty {difficulty}, and ends with a look that finds it: at most
  40 ms late.
- Everything shares {processors} processors: both nodes, and the hostile peers, which are written in Python and stand
  back (`nice`), as if they had machines of their own.{others}
- Each way has a fresh node. The rows stand in `Tests/Abuse/ways.py`.
"""

_HEADINGS = ["what they do when asked", "first blocks", "median s", "worst s", "asked", "later blocks", "median s"]
_HEADINGS += ["worst s"]


def misses(result: Taken) -> int:
    """How many of the two kinds of blocks miss the aim."""
    return sum(max(seconds) > MOST_SECONDS for seconds in (result.first, result.later))


def cells(result: Taken) -> list[str]:
    asked = statistics.median_high(result.asked)
    return [str(result.way), *_summary(result.first), str(asked), *_summary(result.later)]


def _summary(seconds: list[float]) -> list[str]:
    figures = (statistics.median(seconds), max(seconds))
    return [str(len(seconds)), *(judged(_hundredths(each), each > MOST_SECONDS) for each in figures)]


def _hundredths(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds >= 0.01 else "< 0.01"


def write(folder: Path, results: Sequence[Taken], left_out: Sequence[str]) -> None:
    rows = [_HEADINGS, ["---"] + ["--:"] * (len(_HEADINGS) - 1), *map(cells, results)]
    known = [f"- *{each.way}*: {each.way.why}" for each in results if each.way.why and misses(each)]
    parts = [
        _INTRODUCTION.format(count=COUNT, all=COUNT + 1, messages=MESSAGES, aim=MOST_SECONDS),
        "\n".join(f"| {' | '.join(row)} |" for row in rows),
        f"Measured on {today()}.",
        *(["\n".join(["Why:", "", *known])] if known else []),
        *(["Left out:", "\n".join(f"- {each}" for each in left_out)] if left_out else []),
        _METHOD.format(difficulty=DIFFICULTY, processors=os.cpu_count(), others=_others(os.nice(0))),
    ]
    text = "\n\n".join(part.strip("\n") for part in parts) + "\n"
    path = folder / NAME
    path.write_text(replaced(path.read_text() if path.exists() else TITLE, _COMMAND, text))


def _others(priority: int) -> str:
    """What is said of the machine when it was run with another priority than usual."""
    if priority == 0:
        return ""
    return " What else the machine did " + ("stood back before all." if priority < 0 else "went before all of them.")
