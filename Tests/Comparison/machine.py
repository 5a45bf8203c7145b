"""The machine it was measured on, without saying whose it is."""

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from support.nodes import forgechain_binary


def facts() -> list[tuple[str, str]]:
    """In the order of the report."""
    return [
        ("processor", f"{_processor()}, {len(os.sched_getaffinity(0))} of its cores"),
        ("memory", f"{_memory_gibibytes():.0f} GiB"),
        ("kernel", f"{platform.system()} {platform.release()}"),
        ("Forgechain", _first_line([str(forgechain_binary()), "--version"])),
        ("Swift", _version(["swift", "--version"], r"Swift version (\S+)")),
        ("libevent", _version(["pkg-config", "--modversion", "libevent"], r"(\S+)")),
        ("C compiler", _first_line(["cc", "--version"])),
        ("OpenSSL", _version(["openssl", "version"], r"OpenSSL (\S+)")),
        ("CPython", platform.python_version()),
        ("its server", f"Flask {_package('flask')} on Werkzeug {_package('werkzeug')}, one thread a connection"),
        ("wrk", _version(["wrk", "--version"], r"wrk (?:debian/)?(\S+)")),
        ("ab", _version(["ab", "-V"], r"Version (\S+)")),
    ]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return " ".join(line.split(":", 1)[1].split())
    return platform.machine()


def _memory_gibibytes() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30


def _package(name: str) -> str:
    return importlib.metadata.version(name)


def _said(command: list[str]) -> str:
    """The program's description of itself; some exit with 1 afterwards."""
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    return done.stdout or done.stderr


def _first_line(command: list[str]) -> str:
    return next(iter(_said(command).splitlines()), "not installed")


def _version(command: list[str], pattern: str) -> str:
    match = re.search(pattern, _said(command))
    return match[1] if match else "not installed"
