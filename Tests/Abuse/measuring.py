"""One attack, with an honest client beside it and the node watched: what it did to both."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.containment import Container, MemoryGroup, NoGroup, group_of, memory_group
from support.nodes import Node, running_node
from support.waiting import SOON, eventually

from Abuse.attacks import Attack
from Abuse.crowd import Target

HONEST, ATTACKER = "127.0.0.1", "127.0.0.2"

#: What a node's container may have of memory, the kernel's for its connections included.
CONTAINER_BYTES = 512 << 20

#: Seconds between two looks at the node.
_LOOK = 0.1

_PAGE = resource.getpagesize()


class NotPossible(Exception):
    """This machine doesn't allow the attack."""


@dataclass(frozen=True)
class Answers:
    """What came of an honest client's requests."""

    milliseconds: list[float]
    #: Those that got no whole answer in time.
    lost: list[str]
    #: Those that were answered with an error.
    refused: list[str]

    def percentile(self, hundredth: int) -> float:
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[hundredth - 1]


@dataclass
class Watched:
    """A node's memory and descriptors, and the kernel's memory for TCP, from the start of an attack on."""

    node: Node
    idle_bytes: int
    idle_sockets: int
    peak_bytes: int = 0
    peak_sockets: int = 0
    peak_kernel_bytes: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        before = kernel_bytes()
        while not self._over.wait(_LOOK):
            self.peak_bytes = max(self.peak_bytes, self.node.memory_bytes())
            self.peak_sockets = max(self.peak_sockets, self.node.open_sockets())
            self.peak_kernel_bytes = max(self.peak_kernel_bytes, kernel_bytes() - before)

    @contextmanager
    def during(self) -> Iterator[None]:
        thread = threading.Thread(target=self.watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()


@dataclass(frozen=True)
class Contained:
    """What became of the node's container, or of the control group that is as one."""

    peak_bytes: int
    #: Times that the kernel has killed something in it.
    kills: int


@dataclass(frozen=True)
class Result:
    """What an attack did."""

    attack: Attack
    answers: Answers
    watched: Watched
    #: The node's memory some seconds after it.
    later_bytes: int
    #: What it says about itself, and what else was seen.
    remarks: list[str]
    #: Processors that the node kept busy.
    processors: float
    #: None where no group can be made.
    container: Contained | None = None


def kernel_bytes() -> int:
    """What the kernel has for TCP: of all programs, but others hold little."""
    words = Path("/proc/net/sockstat").read_text().split()
    return int(words[words.index("mem") + 1]) * _PAGE


def allow_descriptors(count: int) -> None:
    """As many as an attack needs, here and in what is started from here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise NotPossible(f"needs {count} descriptors; this machine allows {hard}")
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


@contextmanager
def honest_client(node: Node, targets: tuple[str, ...], seconds: float) -> Iterator[list[Answers]]:
    """Asks all the time; what came of it is in the list at the end."""
    program = [sys.executable, str(Path(__file__).with_name("honest.py"))]
    command = [*program, node.host, str(node.port), HONEST, str(seconds), *targets]
    answers: list[Answers] = []
    client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert client.stdout.readline() == "begun\n"
        yield answers
        text, _ = client.communicate(timeout=seconds + SOON)
        answers.append(Answers(**json.loads(text)))
    finally:
        client.kill()
        client.wait()


@contextmanager
def contained_node(attack: Attack) -> Iterator[tuple[Node, MemoryGroup | None]]:
    """In a container of ABUSE_IMAGE, or else in a control group of ours, or in none if that can't be made."""

    def running(within: Callable[[list[str]], list[str]] = list) -> AbstractContextManager[Node]:
        return running_node(*attack.flags, difficulty=attack.difficulty, within=within)

    with ExitStack() as stack:
        if image := os.environ.get("ABUSE_IMAGE"):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            container = Container(image, CONTAINER_BYTES, Path(folder) / "container")
            stack.callback(container.remove)
            node = stack.enter_context(running(container.within))
            node.pid = container.process()
            yield node, group_of(node.pid)
            return
        try:
            group = stack.enter_context(memory_group(CONTAINER_BYTES))
        except NoGroup:
            yield stack.enter_context(running()), None
        else:
            yield stack.enter_context(running(group.within)), group


def measure(attack: Attack, seconds: float, patience: float, later: float) -> Result:
    """Attack a fresh node for so long. An honest request may take `patience` seconds; `later` seconds after the attack
    the node has to be as it was.
    """
    allow_descriptors(attack.descriptors)
    with contained_node(attack) as (node, group):
        return _measure(attack, node, group, seconds, patience, later)


def _measure(
    attack: Attack, node: Node, group: MemoryGroup | None, seconds: float, patience: float, later: float
) -> Result:
    attack.prepare(node)
    # What is made at the first use is there before the attack.
    with honest_client(node, attack.honest, patience):
        threading.Event().wait(0.5)
    eventually(lambda: node.open_sockets() <= 2, "the node is idle")
    watched = Watched(node, node.memory_bytes(), node.open_sockets())
    address = HONEST if attack.shares_address else ATTACKER
    start, used = time.monotonic(), node.cpu_seconds()
    target = Target(node, address, start + seconds)
    with honest_client(node, attack.honest, patience) as answers, watched.during():
        # On a thread of its own, which stands back: it has a machine of its own in life.
        with ThreadPoolExecutor(1, initializer=_stand_back) as attacker:
            attacker.submit(attack.run, target).result()
    end = time.monotonic()
    assert node.is_running, f"kills for want of memory: {_kills(group)}; {node.report()}"
    processors = (node.cpu_seconds() - used) / (end - start)
    eventually(lambda: node.open_sockets() <= watched.idle_sockets, "the node has let all go", patience)
    eventually(lambda: node.get("/status").json()["mining"] is None, "no search runs", patience)
    threading.Event().wait(max(end + later - time.monotonic(), 0))
    node.assert_serves()
    kept = group and Contained(group.peak_bytes(), group.kills())
    return Result(attack, answers[0], watched, node.memory_bytes(), target.remarks, processors, kept)


def _kills(group: MemoryGroup | None) -> str:
    """In words, of a node that has ended: a container's group ends with it."""
    try:
        return str(group.kills()) if group else "not known"
    except OSError:
        return "not known"


def _stand_back() -> None:
    """This thread, and those that it starts, get what others leave of the processors."""
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) + 10)
