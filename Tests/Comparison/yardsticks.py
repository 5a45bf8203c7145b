"""The yardsticks in C: built, and run."""

import functools
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from Comparison.processors import server_processor
from support.nodes import ROOT, Node, running_command

_SOURCES = ROOT / "Tests" / "Benchmarks" / "Yardsticks"
_FLAGS = ["-O2", "-Wall", "-Wextra", "-Werror"]
#: Seconds for anything that ends by itself.
_PATIENCE = 120


class NotInstalled(Exception):
    """Something this machine lacks, so that rows are left out."""


class Yardsticks:
    """Builds each once, when it is first asked for, into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @functools.cache  # noqa: B019, since there is one of these in a run
    def program(self, name: str, library: str) -> Path:
        compiler = shutil.which("cc")
        if compiler is None:
            raise NotInstalled("cc is not installed")
        flags = _library_flags(library)
        program = self._folder / name
        _output([compiler, *_FLAGS, "-o", str(program), str(_SOURCES / f"{name}.c"), *flags])
        return program

    @contextmanager
    def running_evhttp(self, mode: str, get_body: Path, post_body: Path) -> Iterator[Node]:
        """The bare server, `stock` or `tuned`, on the server's processor."""
        command = [str(self.program("evhttp_server", "libevent")), mode, str(get_body), str(post_body)]
        with ExitStack() as stack:
            with server_processor():
                server = stack.enter_context(running_command(command, clean_status=0))
            yield server

    def openssl_search(self) -> dict[str, float]:
        return json.loads(_output([str(self.program("openssl_search", "libcrypto"))]))


def _library_flags(library: str) -> list[str]:
    try:
        return _output(["pkg-config", "--cflags", "--libs", library]).split()
    except (FileNotFoundError, AssertionError):
        raise NotInstalled(f"{library} is not installed to build with") from None


def _output(command: list[str]) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE)
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stderr or done.stdout}"
    return done.stdout
