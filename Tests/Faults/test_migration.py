"""A directory of an earlier version, brought up to date by a node that is killed, or that has no room for it."""

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from Faults.durable import DIFFICULTY, assert_verified, durable_node, node_command, node_flags
from Faults.shim import Shim
from Faults.small_disk import SmallDisk, small_disk
from support.chains import extended
from support.commands import complaint, run
from support.directories import contents, make_old
from support.nodes import Program
from support.waiting import eventually

#: More than the cache of SQLite holds, so that the log grows before the end.
LENGTH = 9_000

#: How often a start is killed at random, and before each of how many of its last calls.
KILLS, LAST_CALLS = int(os.environ.get("FAULT_ROUNDS", 12)), 8


class Earlier:
    """A directory as the version before segments left it, and all that is in it."""

    def __init__(self, directory: Path) -> None:
        with durable_node(directory) as node:
            node.register("node2:5000")
            for n in range(3):
                node.pay("alice", f"recipient {n}", n)
                node.mine()
            node.pay("bob", "carol", 2.5)
            chain = node.chain()
        longer = directory.with_name("longer.json")
        longer.write_text(json.dumps({"chain": extended(chain, LENGTH, DIFFICULTY), "length": LENGTH}))
        flags = ["--difficulty", str(DIFFICULTY), "--data-dir", str(directory)]
        assert run("import", *flags, str(longer)).returncode == 0
        self._directory = directory
        self.kept = self.seen(directory)
        self.size = make_old(directory).stat().st_size

    def copy(self, place: Path) -> None:
        """Put it there, replacing whatever was."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._directory, place)

    @staticmethod
    def seen(directory: Path, inside: list[str] = ()) -> tuple:
        """What a node on a directory answers."""
        with durable_node(directory, inside=inside) as node:
            history = node.get("/transactions?address=alice").body
            return node.get("/chain").body, node.pending(), node.peers(), history


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Earlier:
    return Earlier(tmp_path_factory.mktemp("earlier") / "data")


@pytest.fixture
def disk(tmp_path: Path, earlier: Earlier) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", 8 * earlier.size) as disk:
        yield disk


def start_and_kill(data: Path, shim: Shim) -> None:
    """Start a node that may be killed before it listens, and kill it if not."""
    program = Program(node_command(data, shim=shim))
    try:
        eventually(lambda: "\n" in program.output or not program.is_running, f"{program} listens or dies")
    finally:
        program.kill()
    assert program.wait() == -signal.SIGKILL, program.report()


def is_earlier(data: Path) -> bool:
    """Whether `verify`, on a copy, says that the directory is an earlier version's; otherwise all is sound."""
    copy = shutil.copytree(data, data.with_name("copy"), dirs_exist_ok=True)
    try:
        result = run("verify", "--data-dir", str(copy))
    finally:
        shutil.rmtree(copy)
    said = f"{result.stdout}{result.stderr}"
    assert result.returncode == 0 or "earlier version" in said, said
    return result.returncode != 0


@pytest.mark.limit(600)
def test_a_migration_that_is_killed_is_made_again(earlier, tmp_path, make_shim, chance):
    data = tmp_path / "data"
    earlier.copy(data)
    shim = make_shim(data)
    shim.count()
    start_and_kill(data, shim)
    assert not is_earlier(data)
    calls = shim.calls
    assert calls > 1_000, "the log was written at the end alone: this run proved too little"
    outcomes = set()
    for call in [*chance.sample(range(1, calls), KILLS), *range(calls - LAST_CALLS, calls + 1)]:
        earlier.copy(data)
        shim.kill_before(call, torn=chance.random() < 0.5)
        start_and_kill(data, shim)
        outcomes.add(is_earlier(data))
        assert Earlier.seen(data) == earlier.kept, f"killed before call {call}"
        assert_verified(data)
    assert outcomes == {False, True}


@pytest.mark.limit(180)
def test_a_migration_without_room_changes_nothing(earlier, disk, tmp_path):
    """However little there is; and what the refusal says that it takes is enough."""
    data, place = disk.path / "data", tmp_path / "disk" / "data"
    earlier.copy(data)
    before = contents(data)
    for free_bytes in (0, 64 << 10, earlier.size // 4, earlier.size // 2):
        disk.leave(free_bytes)
        said = complaint("serve", *node_flags(place), through=disk.inside)
        assert "the disk is full" in said and contents(data) == before, said
        # Without any room, SQLite can't even read which version it is.
        if free_bytes > 0:
            (needed,) = re.findall(r"earlier version .* may take (\d+) MiB", said)
        disk.drop_ballast()
    disk.leave(int(needed) << 20)
    assert Earlier.seen(place, inside=disk.inside) == earlier.kept
    assert_verified(data)
