"""The shim that makes a program's calls to the file system fail, as a test directs; see faults.c."""

import ctypes
import mmap
import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")

_RECORDED_CALLS, _NAME_BYTES = 4096, 64
_KILL, _FAIL_ONE, _FAIL_FROM = 1, 2, 3


class _Control(ctypes.Structure):
    """`struct control` of faults.c."""

    _fields_ = [
        ("calls", ctypes.c_uint64),
        ("at", ctypes.c_uint64),
        ("struck", ctypes.c_uint64),
        ("action", ctypes.c_uint32),
        ("error", ctypes.c_uint32),
        ("is_torn", ctypes.c_uint32),
        ("unused", ctypes.c_uint32),
        ("names", ctypes.c_char * _NAME_BYTES * _RECORDED_CALLS),
    ]


def build_library(path: Path) -> Path:
    """Compile the shim."""
    compiler = shutil.which("cc") or shutil.which("clang")
    assert compiler, "the fault suite needs a C compiler: cc or clang"
    flags = ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, "-o", str(path), str(SOURCE), "-ldl"], check=True)
    return path


class Shim:
    """Watches what a program does to the files of one directory.

    Calls are counted from when it was last told what to do; the first is 1.
    """

    def __init__(self, library: Path, directory: Path, control: Path, synced: Path | None = None) -> None:
        """With `synced`, that directory always has what a power cut would leave."""
        with control.open("w+b") as file:
            file.truncate(ctypes.sizeof(_Control))
            self._map = mmap.mmap(file.fileno(), ctypes.sizeof(_Control))
        self._control = _Control.from_buffer(self._map)
        #: The environment that the watched program needs.
        self.environment = {
            "LD_PRELOAD": str(library),
            "FAULTS_DIRECTORY": os.path.realpath(directory),
            "FAULTS_CONTROL": os.path.realpath(control),
        }
        if synced is not None:
            self.environment["FAULTS_SYNCED"] = os.path.realpath(synced)

    # MARK: what to do

    def kill_before(self, call: int, torn: bool = False) -> None:
        """End the program as kill -9 does, before this call; a torn write gets half way."""
        self._arm(_KILL, call, 0, torn)

    def fail_once(self, call: int, error: int, torn: bool = False) -> None:
        """Make this one call fail."""
        self._arm(_FAIL_ONE, call, error, torn)

    def fail_from(self, call: int, error: int, torn: bool = False) -> None:
        """Make this call and all later ones fail, until `disarm`. On a full disk, files can still be shortened."""
        self._arm(_FAIL_FROM, call, error, torn)

    def disarm(self) -> None:
        """Let everything succeed from now on, and keep counting."""
        self._control.at = 0

    def count(self) -> None:
        """Let everything succeed, and count from 1 again."""
        self._arm(0, 0, 0, False)

    def _arm(self, action: int, call: int, error: int, torn: bool) -> None:
        control = self._control
        control.at = 0
        control.calls, control.struck = 0, 0
        control.action, control.error, control.is_torn = action, error, torn
        control.at = call  # last: from here on it counts

    # MARK: what happened

    @property
    def calls(self) -> int:
        return self._control.calls

    @property
    def has_struck(self) -> bool:
        return self._control.struck > 0

    def names(self) -> list[str]:
        """The calls so far, such as "pwrite forgechain.sqlite-wal"."""
        return [self._control.names[n].value.decode() for n in range(min(self.calls, _RECORDED_CALLS))]
