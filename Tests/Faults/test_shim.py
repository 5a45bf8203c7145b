"""The shim itself, on Python's SQLite: what it is told to break breaks, and nothing else does."""

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from Faults.shim import Shim

#: Opens a database as the node does, adds a row for each line that arrives, and reports the result.
PROGRAM = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute("CREATE TABLE IF NOT EXISTS kept (line TEXT)")
print("ready", flush=True)
for line in sys.stdin:
    try:
        database.execute("INSERT INTO kept VALUES (?)", [line.strip()])
        print("kept", flush=True)
    except sqlite3.Error as error:
        print(error, flush=True)
"""


class Writer:
    """The program, running under the shim."""

    def __init__(self, database: Path, shim: Shim) -> None:
        command = [sys.executable, "-c", PROGRAM, str(database)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **shim.environment}
        )
        assert self.process.stdout.readline() == "ready\n"

    def write(self, line: str) -> str:
        """Its report; nothing if it dies."""
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.communicate()


def kept(database: Path) -> list[str]:
    with sqlite3.connect(database) as connection:
        lines = [line for (line,) in connection.execute("SELECT line FROM kept")]
    connection.close()
    return lines


@pytest.fixture
def shim(make_shim, tmp_path) -> Shim:
    (tmp_path / "data").mkdir()
    return make_shim(tmp_path / "data")


@pytest.fixture
def database(tmp_path) -> Path:
    return tmp_path / "data" / "database"


def test_calls_are_counted_and_named(shim, database):
    with Writer(database, shim) as writer:
        shim.count()
        assert writer.write("one") == "kept"
        names = shim.names()
        assert len(names) == shim.calls
        assert set(names) == {"pwrite database-wal", "fdatasync database-wal"}
        assert names[-1] == "fdatasync database-wal"


@pytest.mark.parametrize("torn", [False, True])
def test_the_program_is_killed_before_the_call(shim, database, tmp_path, torn):
    """At every call except the last the line is lost; before the last, a sync, all of it is in the file."""
    found = []
    for call in count(1):
        with Writer(database, shim) as writer:
            shim.kill_before(call, torn)
            if answer := writer.write(f"call {call}"):
                break
            assert writer.process.wait() == -signal.SIGKILL
            assert shim.has_struck and shim.calls == call
        found.append(f"call {call}" in kept(database))
    assert answer == "kept" and not shim.has_struck
    assert found == [False] * (call - 2) + [True] and call > 3
    assert shim.names()[-1].startswith("fdatasync")


@pytest.mark.parametrize("torn", [False, True])
@pytest.mark.parametrize(
    ("error", "sentence"), [(errno.ENOSPC, "database or disk is full"), (errno.EIO, "disk I/O error")]
)
def test_calls_fail_until_it_is_disarmed(shim, database, torn, error, sentence):
    with Writer(database, shim) as writer:
        shim.fail_from(1, error, torn)
        assert [writer.write("refused") for _ in range(3)] == [sentence] * 3
        assert shim.has_struck
        shim.disarm()
        assert writer.write("taken") == "kept"
    assert kept(database) == ["taken"]


def test_one_call_fails(shim, database):
    with Writer(database, shim) as writer:
        shim.fail_once(2, errno.EIO)
        assert writer.write("refused") == "disk I/O error"
        assert writer.write("taken") == "kept"
    assert kept(database) == ["taken"]


def test_a_full_disk_lets_files_be_removed(shim, tmp_path):
    program = "import os, sys; os.truncate(os.open(sys.argv[1], os.O_RDWR), 0); os.unlink(sys.argv[1])"
    file = tmp_path / "data" / "file"
    file.write_text("something")
    shim.fail_from(1, errno.ENOSPC)
    environment = {**os.environ, **shim.environment}
    subprocess.run([sys.executable, "-c", program, str(file)], env=environment, check=True)
    assert shim.names() == ["ftruncate file", "unlink file"]
    assert not file.exists()


def test_other_directories_are_left_alone(shim, tmp_path):
    (tmp_path / "database").mkdir()
    with Writer(tmp_path / "database" / "other", shim) as writer:
        shim.kill_before(1)
        assert writer.write("one") == "kept"
        assert shim.calls == 0


def test_what_was_synced_outlives_a_power_cut(make_shim, tmp_path):
    data, synced = tmp_path / "data", tmp_path / "synced"
    data.mkdir()
    synced.mkdir()
    shim = make_shim(data, synced)
    with Writer(data / "database", shim) as writer:
        assert writer.write("one") == "kept"
        assert writer.write("two") == "kept"
        shim.fail_from(1_000, 0)
        # Completely written but not synced: a crash of the program would keep it, a power cut doesn't.
        calls = shim.calls
        assert writer.write("three") == "kept"
        shim.kill_before(shim.calls - calls)
        assert writer.write("four") == ""
    shutil.copytree(synced, tmp_path / "after")
    assert kept(tmp_path / "after" / "database") == ["one", "two", "three"]
    assert kept(data / "database") == ["one", "two", "three", "four"]
