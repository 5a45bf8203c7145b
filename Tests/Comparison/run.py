"""What every part of a run gets."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from Comparison.processors import server_processor
from Comparison.programs import output
from Comparison.scale import Scale
from Comparison.yardsticks import Yardsticks
from support.nodes import ROOT, Node, forgechain_binary, running_node

#: Hex zeros of every proof here: its chains are made quickly, and checking a proof costs the same at any difficulty.
DIFFICULTY = 1

#: Seconds for one call of forgechain or forgechain-bench. The longest makes a million blocks.
_PATIENCE = 300

_BENCH = Path(os.environ.get("FORGECHAIN_BENCH_BINARY", ROOT / ".build" / "release" / "forgechain-bench")).absolute()


def bench_output(*flags: str) -> str:
    """What forgechain-bench prints."""
    return output([str(_BENCH), *flags], _PATIENCE)


def bench_json(*flags: str) -> dict[str, Any]:
    """The one object that a measuring command of forgechain-bench prints."""
    return json.loads(bench_output(*flags))


def forgechain_output(*flags: str) -> str:
    return output([str(forgechain_binary()), *flags], _PATIENCE)


@contextmanager
def on_server_processor(running: AbstractContextManager[Node]) -> Iterator[Node]:
    """A node, started on the server's processor."""
    with ExitStack() as stack:
        with server_processor():
            node = stack.enter_context(running)
        yield node


@dataclass(frozen=True)
class Run:
    """A run's sizes and places. The folder is on the disk that holds the build, and is removed when the run ends."""

    scale: Scale
    folder: Path
    yardsticks: Yardsticks
    chains: "Chains"

    def fresh_directory(self) -> Path:
        """For one node's data; each call returns it empty."""
        directory = self.folder / "node"
        shutil.rmtree(directory, ignore_errors=True)
        return directory


class Chains:
    """Chains of payments and rewards as nodes store them: each made once, from the longest shorter one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lengths: list[int] = []

    def directory(self, blocks: int) -> Path:
        """A directory with a chain of that length; a node that runs in it must leave it unchanged."""
        directory = self._folder / f"chain-{blocks}"
        if blocks not in self._lengths:
            if shorter := [length for length in self._lengths if length < blocks]:
                shutil.copytree(self.directory(max(shorter)), directory)
            bench_output("generate", "--blocks", str(blocks), "--difficulty", str(DIFFICULTY), str(directory))
            self._lengths.append(blocks)
        return directory

    def document(self, blocks: int) -> Path:
        """Our node's answer to GET /chain."""
        document = self._folder / f"chain-{blocks}.json"
        if not document.exists():
            forgechain_output("export", "--data-dir", str(self.directory(blocks)), "--output", str(document))
        return document

    @contextmanager
    def running_node(self, blocks: int, *flags: str) -> Iterator[Node]:
        """A node that has the chain."""
        with running_node("--data-dir", str(self.directory(blocks)), *flags, difficulty=DIFFICULTY) as node:
            yield node
