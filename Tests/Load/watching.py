"""What a class that watches costs the others: a node that mines a block a second, with and without viewers."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.nodes import Node, running_node

#: A full lecture hall.
VIEWERS = 500

#: Seconds for which the node is alone with its viewers, and then as many for which somebody reads beside them.
SPAN = 20

#: Reads all that it is sent.
_WATCH = Path(__file__).parents[1] / "Comparison" / "watch.py"

#: As `make demo` and the tutorial have it.
_DIFFICULTY = 4


@contextmanager
def _viewers(node: Node, count: int) -> Iterator[None]:
    if count == 0:
        yield
        return
    command = [sys.executable, str(_WATCH), node.address, "/events", str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None and "there" in process.stdout.readline()
            yield
        finally:
            process.kill()


def _mine_for(node: Node, seconds: int) -> None:
    """Mines a block a second, which is the pace that is measured at."""
    began = time.monotonic()
    for second in range(1, seconds + 1):
        node.mine()
        time.sleep(max(0.0, began + second - time.monotonic()))


def viewers(row: Callable[[str, str], None], latencies: Callable[[Node, str], Any]) -> None:
    for count in (0, VIEWERS):
        with running_node(difficulty=_DIFFICULTY) as node:
            node.mine()
            memory = node.memory_bytes()
            with _viewers(node, count):
                used = node.cpu_seconds()
                _mine_for(node, SPAN)
                share = (node.cpu_seconds() - used) / SPAN
                held = node.memory_bytes() - memory
                with latencies(node, "/chain") as measured:
                    _mine_for(node, SPAN)
            row(f"a block a second, {count} viewers: of a processor / memory", f"{share:.1%} / {held / 1e6:.1f} MB")
            row(f"  GET /chain meanwhile, median / 99th percentile of {measured.count}", str(measured))
