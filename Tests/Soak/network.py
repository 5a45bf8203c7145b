"""Three nodes that gossip and keep what they have on disk, each of which can be restarted on its port."""

import contextlib
import itertools
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from support.gossip import connect, status
from support.nodes import ROOT, Node, forgechain_binary, held_port
from support.sockets import kernel_bytes
from support.waiting import SOON, eventually

#: The difficulty: a search takes long enough that two nodes sometimes find a block each, and costs little.
DIFFICULTY = 4

#: Bytes that the chain of an hour stays far below; a node that could mine more than this would answer 507.
MOST_CHAIN_BYTES = 64 << 20

#: Seconds in which all have to agree after a restart. Two tips of equal length stay until the next block is mined.
AGREEMENT = 20


#: What isn't only a warning in a log.
_COMPLAINT = re.compile(r"^\S+ (?:error|critical): .*|^Fatal error.*|^.*Current stack trace.*", re.M)


class Place:
    """A node's port and directory, and the node that runs there now."""

    def __init__(self, name: str, port: str, folder: Path, *flags: str) -> None:
        self.name = name
        self.folder = folder
        self._command = [str(forgechain_binary()), "--port", port, "--host", "127.0.0.1", "--gossip"]
        self._command += ["--difficulty", str(DIFFICULTY), "--max-chain-bytes", str(MOST_CHAIN_BYTES)]
        self._command += ["--data-dir", str(folder), *flags]
        #: Lines of the logs of those that have ended, about what a node can't deal with.
        self.complaints: list[str] = []
        #: Odd while no node is here that serves; the same number later means that nothing has happened meanwhile.
        self.epoch = 0
        self.is_up = threading.Event()
        self.node = Node(self._command)
        self.is_up.set()

    def end(self, number: signal.Signals) -> None:
        """From now on nothing that a client asks here has to be answered."""
        self.is_up.clear()
        self.epoch += 1
        if number == signal.SIGKILL:
            self.node.kill()
        else:
            self._stop(number)
        self.complaints += _COMPLAINT.findall(self.node.errors)

    def _stop(self, number: signal.Signals) -> None:
        status = self.node.stop(number)
        assert status == 0, f"{self.name} ended with status {status}\n{self.node.report()}"

    def start(self) -> None:
        self.node = Node(self._command)
        self.epoch += 1
        self.is_up.set()

    def disk_bytes(self) -> int:
        """What the directory's files take."""
        return sum(blocks * 512 for blocks in self._blocks())

    def _blocks(self) -> Iterator[int]:
        for path in self.folder.iterdir():
            try:
                yield path.stat().st_blocks
            except FileNotFoundError:  # a journal that has been dealt with
                continue

    def kernel_bytes(self) -> int:
        """What the kernel holds for the node's connections."""
        return kernel_bytes(self.node.process.pid)

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.node.process.pid}/fd"))

    def threads(self) -> int:
        return len(os.listdir(f"/proc/{self.node.process.pid}/task"))

    def metric(self, name: str) -> int:
        """A sample without labels."""
        return int(re.search(f"^{name} (\\d+)$", self.node.get("/metrics").body.decode(), re.M)[1])

    def verify(self) -> None:
        """Checks what the node has left behind."""
        command = [str(forgechain_binary()), "verify", "--data-dir", str(self.folder)]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
        assert done.returncode == 0, f"verify of {self.name}: {done.stdout[-2_000:]}{done.stderr[-2_000:]}"


@contextmanager
def three_places() -> Iterator[list[Place]]:
    """Registered with each other. The last looks for longer chains by itself too."""
    with ExitStack() as running:
        # Next to the build: the folder for temporary files may be in memory.
        folder = running.enter_context(tempfile.TemporaryDirectory(prefix="soak-", dir=ROOT / ".build"))
        places = []
        for number, flags in enumerate([(), (), ("--sync-interval", "7")], start=1):
            data = Path(folder) / f"node{number}"
            place = Place(f"node {number}", running.enter_context(held_port()), data, *flags)
            running.callback(lambda place=place: place.node.is_running and place.node.kill())
            places.append(place)
        connect(place.node for place in places)
        yield places


def tips(places: list[Place]) -> set[tuple[int, str]]:
    found = [status(place.node) for place in places]
    return {(each["length"], each["tip"]) for each in found}


def agree(places: list[Place], seconds: float = AGREEMENT) -> None:
    """Wait until all have the same tip."""
    names = ", ".join(place.name for place in places)
    eventually(lambda: len(tips(places)) == 1, f"{names} agree", seconds)


def drain(places: list[Place]) -> None:
    """Mine, at one after the other, until nothing is pending anywhere and all agree."""
    deadline = time.monotonic() + 3 * SOON
    for place in itertools.cycle(places):
        # A fork of equal length ends by a block more.
        with contextlib.suppress(AssertionError):
            agree(places, 2)
            if not any(waiting(places)):
                return
        assert time.monotonic() < deadline, f"pending: {waiting(places)}, tips: {tips(places)}"
        place.node.get("/mine")


def waiting(places: list[Place]) -> list[int]:
    """How many transactions are pending at each."""
    return [place.node.get("/status").json()["pending"] for place in places]
