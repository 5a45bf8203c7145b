"""The yardsticks in C: built, and run."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from Comparison.processors import server_processor
from Comparison.programs import output
from support.nodes import ROOT, Node, running_command

_SOURCES = ROOT / "Tests" / "Benchmarks" / "Yardsticks"
_FLAGS = ["-O2", "-Wall", "-Wextra", "-Werror"]
#: Seconds for anything that ends by itself.
_PATIENCE = 120


class NotInstalled(Exception):
    """This machine lacks something, so rows are left out."""


class Yardsticks:
    """Builds each once, when it is first needed, into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs: dict[str, Path] = {}

    def program(self, name: str, library: str) -> Path:
        if name not in self._programs:
            compiler = shutil.which("cc")
            if compiler is None:
                raise NotInstalled("cc is not installed")
            program = self._folder / name
            source = str(_SOURCES / f"{name}.c")
            output([compiler, *_FLAGS, "-o", str(program), source, *_library_flags(library)], _PATIENCE)
            self._programs[name] = program
        return self._programs[name]

    @contextmanager
    def running_evhttp(self, mode: str, get_body: Path, post_body: Path, *tag: str) -> Iterator[Node]:
        """The bare server, `stock` or `tuned`, on the server's processor."""
        command = [str(self.program("evhttp_server", "libevent")), mode, str(get_body), str(post_body), *tag]
        with ExitStack() as stack:
            with server_processor():
                server = stack.enter_context(running_command(command, clean_status=0))
            yield server

    def openssl_search(self) -> dict[str, Any]:
        """OpenSSL's search, in million guesses per second."""
        return json.loads(output([str(self.program("openssl_search", "libcrypto"))], _PATIENCE))

    def kept_segments(self, document: str, blocks: int, path: str) -> dict[str, Any]:
        """How long SQLite takes for as many bytes in as many blocks, in a new database."""
        command = [str(self.program("sqlite_segments", "sqlite3")), document, str(blocks), path]
        return json.loads(output(command, _PATIENCE))

    def verified(self, threads: int, count: int, message_bytes: int) -> dict[str, Any]:
        """How long libsodium takes for so many signatures, in so many threads."""
        numbers = [str(number) for number in (threads, count, message_bytes)]
        return json.loads(output([str(self.program("sodium_verify", "libsodium")), *numbers], _PATIENCE))


def _library_flags(library: str) -> list[str]:
    try:
        return output(["pkg-config", "--cflags", "--libs", library], _PATIENCE).split()
    except (FileNotFoundError, AssertionError):
        raise NotInstalled(f"{library} is not installed to build with") from None
