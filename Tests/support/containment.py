"""Limits on a node's memory: a container's, or the control group that a container consists of for memory."""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class NoGroup(Exception):
    """This machine, or this user, can't make one."""


@dataclass(frozen=True)
class MemoryGroup:
    """One process and its children: nothing of it is swapped, and above the limit the kernel kills."""

    folder: Path
    #: Whether its files are those of the first version of control groups.
    is_old: bool

    def within(self, command: list[str]) -> list[str]:
        """Starts this in the group, from its first byte on, as the same process."""
        return ["/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', str(self.folder / "cgroup.procs"), *command]

    def kills(self) -> int:
        """Processes that the kernel has killed for want of memory."""
        text = (self.folder / ("memory.oom_control" if self.is_old else "memory.events")).read_text()
        return int(re.search(r"^oom_kill (\d+)", text, re.M)[1])

    def peak_bytes(self) -> int:
        """The most that it has had, pages of files and the kernel's memory for its connections included."""
        if not self.is_old:
            return self._number("memory.peak")
        # Counted apart, each with its own peak.
        return self._number("memory.max_usage_in_bytes") + self._number("memory.kmem.tcp.max_usage_in_bytes")

    def _number(self, name: str) -> int:
        return int((self.folder / name).read_text())


@contextmanager
def memory_group(most_bytes: int) -> Iterator[MemoryGroup]:
    folder, is_old = _root()
    group = MemoryGroup(folder / f"forgechain-{os.getpid()}", is_old)
    try:
        _enable(folder, is_old)
        group.folder.mkdir()
    except OSError as error:
        raise NoGroup(f"a control group for memory can't be made: {error}") from None
    try:
        _try(group, _limits(is_old, most_bytes))
        yield group
    finally:
        # Its processes have ended by now.
        group.folder.rmdir()


def _try(group: MemoryGroup, limits: list[tuple[str, int]]) -> None:
    """Sets the limits, and does once what is done with the group later: kernels differ in the files that they have."""
    try:
        for name, value in limits:
            (group.folder / name).write_text(str(value))
        subprocess.run(group.within(["/bin/true"]), stderr=subprocess.DEVNULL, check=True)
        group.peak_bytes()
        group.kills()
    # TypeError: there is no line with the kills.
    except (OSError, subprocess.CalledProcessError, TypeError) as error:
        raise NoGroup(f"a control group for memory lacks something: {error}") from None


@dataclass(frozen=True)
class Container:
    """One of an image of ours, on the host's network, for a node that hasn't been started yet."""

    image: str
    most_bytes: int
    #: Where the engine writes its name.
    file: Path

    def within(self, command: list[str]) -> list[str]:
        """Starts the image's program with this command's flags."""
        limits = ["--memory", str(self.most_bytes), "--memory-swap", str(self.most_bytes)]
        return [*_RUN, "--cidfile", str(self.file), *limits, self.image, *command[1:]]

    def process(self) -> int:
        """The node's, when it runs."""
        inspect = ["docker", "inspect", "--format", "{{.State.Pid}}", self.file.read_text()]
        return int(subprocess.run(inspect, capture_output=True, text=True, check=True).stdout)

    def remove(self) -> None:
        """If it is still there: killing what has started it doesn't end it."""
        if self.file.exists():
            subprocess.run(["docker", "rm", "--force", self.file.read_text()], capture_output=True, check=False)


_RUN = ["docker", "run", "--rm", "--network", "host"]


def group_of(process: int) -> MemoryGroup:
    """The one that it is in."""
    root, is_old = _root()
    for line in Path(f"/proc/{process}/cgroup").read_text().splitlines():
        _, kinds, place = line.split(":", 2)
        if ("memory" in kinds.split(",")) if is_old else kinds == "":
            return MemoryGroup(root / place.lstrip("/"), is_old)
    raise NoGroup(f"process {process} is in no control group for memory")


def _limits(is_old: bool, most_bytes: int) -> list[tuple[str, int]]:
    if not is_old:
        return [("memory.max", most_bytes), ("memory.swap.max", 0)]
    # A limit has the kernel's memory for connections counted at all.
    limits = ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.kmem.tcp.limit_in_bytes"]
    return [(name, most_bytes) for name in limits]


def _enable(folder: Path, is_old: bool) -> None:
    if not is_old:
        (folder / "cgroup.subtree_control").write_text("+memory")


def _root() -> tuple[Path, bool]:
    """Where groups for memory are, and whether they are of the first version."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, place, kind, options, *_ = line.split(" ")
        if kind == "cgroup" and "memory" in options.split(","):
            return Path(place), True
        if kind == "cgroup2":
            with contextlib.suppress(OSError):
                if "memory" in (Path(place) / "cgroup.controllers").read_text().split():
                    return Path(place), False
    raise NoGroup("this machine has no control groups for memory")
