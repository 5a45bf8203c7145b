"""What a chain of 1,000 to 1,000,000 blocks costs: to start with, to take from a peer, to send, and in memory."""

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from Comparison.bursts import read_in_full
from Comparison.resolving import PEER_PATIENCE
from Comparison.run import DIFFICULTY, Run
from support.nodes import forgechain_binary, running_node

TITLE = "Growth"

HEADINGS = [
    "blocks", "body", "directory", "start", "resolve", "GET /chain", "memory, started and sent", "memory, resolved"
]
_WIDTHS = [10, 10, 10, 10, 10, 10, 24, 16]


@dataclass(frozen=True)
class Cost:
    """Of a chain of this many blocks."""

    blocks: int
    body_bytes: int
    directory_bytes: int
    start_seconds: float
    resolve_seconds: float
    chain_seconds: float
    #: Peak memory of a node that started with it and sent it once, and of one that took it from a peer.
    serving_bytes: int
    resolving_bytes: int

    def cells(self) -> list[str]:
        seconds = (self.start_seconds, self.resolve_seconds, self.chain_seconds)
        megabytes = (self.serving_bytes, self.resolving_bytes)
        return [
            f"{self.blocks:,}",
            f"{self.body_bytes / 1e6:.1f} MB",
            f"{self.directory_bytes / 1e6:.1f} MB",
            *(f"{value:.3f} s" for value in seconds),
            *(f"{value / 1e6:.0f} MB" for value in megabytes),
        ]


def costs(run: Run) -> Iterator[Cost]:
    for blocks in run.scale.growth:
        directory = run.chains.directory(blocks)
        directory_bytes = sum(file.stat().st_size for file in directory.iterdir())
        start_seconds = _start_seconds(directory)
        with run.chains.running_node(blocks) as peer:
            sent = read_in_full(peer, "/chain", 0)
            serving_bytes = peer.peak_memory_bytes()
            flags = ["--data-dir", str(run.fresh_directory()), "--peer", peer.address, *PEER_PATIENCE]
            with running_node(*flags, difficulty=DIFFICULTY) as node:
                resolved = read_in_full(node, "/nodes/resolve", 0)
                assert node.get("/health").json()["length"] == blocks
                resolving_bytes = node.peak_memory_bytes()
        yield Cost(
            blocks=blocks,
            body_bytes=sent.bytes,
            directory_bytes=directory_bytes,
            start_seconds=start_seconds,
            resolve_seconds=resolved.seconds,
            chain_seconds=sent.seconds,
            serving_bytes=serving_bytes,
            resolving_bytes=resolving_bytes,
        )


def _start_seconds(directory: Path) -> float:
    """From the command to the first request that it could answer; it says so on a pipe, so nothing has to poll."""
    command = [str(forgechain_binary()), "-p", "0", "--host", "127.0.0.1", "--difficulty", str(DIFFICULTY)]
    start = time.perf_counter()
    with subprocess.Popen([*command, "--data-dir", str(directory)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout and "listens on" in process.stdout.readline(), "the node did not start"
            return time.perf_counter() - start
        finally:
            process.terminate()


def terminal_line(cells: list[str]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
