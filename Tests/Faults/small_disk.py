"""A small file system in memory, for a disk that is really full.

It is mounted in its own mount namespace, so that it disappears with its keeper, whatever happens.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from support.waiting import SOON

#: The values of FAULT_SMALL_DISK: how to get the right to mount, or none to skip the tests that need it.
WAYS = {"root": ["--mount"], "user": ["--user", "--map-root-user", "--mount"]}
NONE = "none"

_PAGE_BYTES = 4_096

_MOUNT = 'mount -t tmpfs -o size="$1" faults "$2" && echo mounted && exec cat'


@contextmanager
def small_disk(path: Path, size_bytes: int) -> Iterator["SmallDisk"]:
    """One for a test, which is skipped if there are to be none."""
    if os.environ.get("FAULT_SMALL_DISK") == NONE:
        pytest.skip("FAULT_SMALL_DISK is none")
    with closing(SmallDisk(path, size_bytes)) as disk:
        yield disk


class SmallDisk:
    """A file system of this many bytes, at a path that only its keeper and commands started `inside` see."""

    def __init__(self, path: Path, size_bytes: int) -> None:
        path.mkdir()
        self._keeper = self._start_keeper(path, size_bytes)
        #: The same place, by a path that everybody can reach.
        self.path = Path(f"/proc/{self._keeper.pid}/root{path.resolve()}")
        self._ballast = [self.path / "ballast", self.path / "filling"]

    @property
    def inside(self) -> list[str]:
        """The command that runs another one where the disk is."""
        return ["nsenter", "--target", str(self._keeper.pid), *self._namespaces, "--"]

    def add_ballast(self, count: int) -> None:
        """Take some of the space, until `drop_ballast`."""
        self._ballast[0].write_bytes(bytes(count))

    def leave(self, free_bytes: int) -> None:
        """Take all but some of the space, until `drop_ballast`."""
        self.add_ballast(shutil.disk_usage(self.path).free - free_bytes)

    def fill(self) -> None:
        """Take all the space that is left."""
        with self._ballast[1].open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(_PAGE_BYTES)):
                pass
        assert shutil.disk_usage(self.path).free == 0

    def drop_ballast(self) -> None:
        for file in self._ballast:
            file.unlink(missing_ok=True)

    def close(self) -> None:
        self._keeper.kill()
        self._keeper.communicate()

    def _start_keeper(self, path: Path, size_bytes: int) -> subprocess.Popen:
        wanted = os.environ.get("FAULT_SMALL_DISK")
        assert wanted is None or wanted in WAYS, f"FAULT_SMALL_DISK is {wanted}, not one of {[*WAYS, NONE]}"
        complaints = []
        for way in [wanted] if wanted else WAYS:
            self._namespaces = ["--mount"] if way == "root" else ["--user", "--preserve-credentials", "--mount"]
            keeper = subprocess.Popen(
                ["unshare", *WAYS[way], "sh", "-c", _MOUNT, "sh", str(size_bytes), str(path.resolve())],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            if keeper.stdout.readline():
                return keeper
            complaints.append(f"{way}: {keeper.communicate(timeout=SOON)[1].strip()}")
        raise AssertionError(f"no small disk can be mounted here; FAULT_SMALL_DISK=none leaves it out\n{complaints}")
