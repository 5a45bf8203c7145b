"""What a chain of 1,000 to 1,000,000 blocks costs: to start with, to take from a peer, to send, and in memory."""

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from Comparison.bursts import read_in_full
from Comparison.growth import BYTES, MEGABYTES, NUMBER, SECONDS, Growth, Quantity
from Comparison.resolving import PEER_PATIENCE
from Comparison.run import DIFFICULTY, Run
from support.nodes import forgechain_binary, running_node


@dataclass(frozen=True)
class Cost:
    """Of a chain of this many blocks."""

    blocks: int
    body_bytes: int
    directory_bytes: int
    start_seconds: float
    resolve_seconds: float
    chain_seconds: float
    #: Memory of a node that has started with it, and how much more that is than without, by the block.
    started_bytes: int
    block_bytes: float
    #: Peak memory of a node that started with it and sent it once, and of one that took it from a peer.
    serving_bytes: int
    resolving_bytes: int


def costs(run: Run) -> Iterator[Cost]:
    with running_node("--data-dir", str(run.fresh_directory()), difficulty=DIFFICULTY) as node:
        empty_bytes = node.memory_bytes()
    for blocks in run.scale.growth:
        directory = run.chains.directory(blocks)
        directory_bytes = sum(file.stat().st_size for file in directory.iterdir())
        start = start_seconds(directory, "--difficulty", str(DIFFICULTY))
        with run.chains.running_node(blocks) as peer:
            started_bytes = peer.memory_bytes()
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
            start_seconds=start,
            resolve_seconds=resolved.seconds,
            chain_seconds=sent.seconds,
            started_bytes=started_bytes,
            block_bytes=(started_bytes - empty_bytes) / blocks,
            serving_bytes=serving_bytes,
            resolving_bytes=resolving_bytes,
        )


def start_seconds(directory: Path, *rules: str) -> float:
    """From the command to the first request that it could answer; it says so on a pipe, so nothing has to poll."""
    command = [str(forgechain_binary()), "-p", "0", "--host", "127.0.0.1", "--data-dir", str(directory), *rules]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout and "listens on" in process.stdout.readline(), "the node did not start"
            return time.perf_counter() - start
        finally:
            process.terminate()


BLOCKS = Growth(
    by="blocks",
    picture="growth.svg",
    quantities=[
        Quantity("blocks", NUMBER, lambda cost: cost.blocks),
        Quantity("body", MEGABYTES, lambda cost: cost.body_bytes),
        Quantity("directory", MEGABYTES, lambda cost: cost.directory_bytes),
        Quantity("start", SECONDS, lambda cost: cost.start_seconds, "start, to the first request"),
        Quantity("resolve", SECONDS, lambda cost: cost.resolve_seconds, "GET /nodes/resolve from a peer"),
        Quantity("GET /chain", SECONDS, lambda cost: cost.chain_seconds, "GET /chain"),
        Quantity("memory, started", MEGABYTES, lambda cost: cost.started_bytes),
        Quantity("a block of it", BYTES, lambda cost: cost.block_bytes),
        Quantity("most, having sent it", MEGABYTES, lambda cost: cost.serving_bytes),
        Quantity("most, resolving", MEGABYTES, lambda cost: cost.resolving_bytes, "most memory, resolving"),
    ],
    costs=costs,
    note="Each was measured once; GET /chain is read 1 MiB at a time, and a resolve is from a node of ours into one\n"
    "that stores the chain on disk. A block of it is what a node that has started has beyond one without blocks.",
)
