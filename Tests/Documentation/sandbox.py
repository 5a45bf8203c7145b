"""A machine of its own for the commands of one document.

It has its own network, where only it listens and which nothing leaves; its own processes, which end with it; an empty
home; and this repository at its place, built as it is, with everything written there kept apart and thrown away. It
needs Linux and `unshare`, and root or the right to create user namespaces.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from support.nodes import ROOT
from support.waiting import eventually

#: Seconds for a command to end, and for a node to start (which may have to link it first).
COMMAND_LIMIT = 60
START_LIMIT = 240

#: The lines in which a node says where it listens, and who reaches it.
_LISTENS = re.compile(r"^Forgechain .* listens on http://.*:(\d+)\n.*$", re.M)

_SETUP = """
set -e
ip link set lo up
mount -t overlay overlay -o lowerdir="$1",upperdir="$2/written",workdir="$2/work" "$1"
echo ready
read -r _
"""


class Terminal:
    """A command that runs until it is stopped."""

    def __init__(self, process: subprocess.Popen, output: Path, text: str) -> None:
        self._process = process
        self._output = output
        self.text = text

    @property
    def said(self) -> str:
        return self._output.read_text(errors="replace")

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def greeting(self) -> str:
        """The lines in which a node says that it listens, once it does."""
        match = _LISTENS.search(self.said)
        return match[0] + "\n" if match else ""

    @property
    def port(self) -> int | None:
        """The port on which its node listens, once it does."""
        match = _LISTENS.search(self.said)
        return int(match[1]) if match else None

    def wait_until_it_listens(self) -> None:
        eventually(lambda: self.port or not self.is_running, f"`{self.text}` listens", START_LIMIT)
        assert self.port, f"`{self.text}` ended:\n{self.said}"

    def stop(self) -> None:
        """Press Ctrl-C."""
        os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait(COMMAND_LIMIT)


class Sandbox:
    """Runs commands; everything they start ends with it."""

    def __init__(self, language: str = "C.UTF-8") -> None:
        # Not below the repository, which it covers.
        self._folder = Path(tempfile.mkdtemp(prefix="forgechain-documentation-"))
        for name in ["home", "written", "work", "commands"]:
            (self._folder / name).mkdir()
        self.home = self._folder / "home"
        # Without a terminal, curl would show its progress.
        (self.home / ".curlrc").write_text("silent\nshow-error\n")
        kept = {name: os.environ[name] for name in ["PATH", "TMPDIR"] if name in os.environ}
        self._environment = kept | {"HOME": str(self.home), "LANG": language, "TERM": "dumb"}
        self._terminals: list[Terminal] = []
        self._count = 0
        self._start()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self._machine.kill()
        self._machine.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def terminals(self) -> list[Terminal]:
        return self._terminals

    def run(self, text: str) -> str:
        """A command's output until it ends, standard error included; it may fail."""
        process, output = self._launch(text)
        try:
            process.wait(COMMAND_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise AssertionError(f"`{text}` did not end:\n{output.read_text(errors='replace')}") from None
        said = output.read_text(errors="replace").replace(str(self.home), "/home/you")
        return said if said.endswith("\n") or not said else said + "\n"

    def open(self, text: str) -> Terminal:
        """A terminal where a command keeps running."""
        process, output = self._launch(text)
        self._terminals.append(Terminal(process, output, text))
        return self._terminals[-1]

    def stop(self, port: int) -> None:
        """Press Ctrl-C in the terminal of the node with this port."""
        found = [one for one in self._terminals if one.is_running and one.port == port]
        assert found, f"no node listens on port {port}"
        found[-1].stop()

    def _start(self) -> None:
        namespaces = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"]
        if os.geteuid() != 0:
            namespaces += ["--user", "--map-root-user"]
        command = ["unshare", *namespaces, "bash", "-c", _SETUP, "setup", str(ROOT), str(self._folder)]
        self._machine = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        said = self._machine.stdout.readline()
        assert said == "ready\n", f"{' '.join(command[:8])} is refused here"
        children = Path(f"/proc/{self._machine.pid}/task/{self._machine.pid}/children").read_text().split()
        self._inside = ["nsenter", "--target", children[0], "--net", "--mount", "--pid"]
        if os.geteuid() != 0:
            self._inside += ["--user", "--preserve-credentials"]

    def _launch(self, text: str) -> tuple[subprocess.Popen, Path]:
        # From a file, so that no other process has the command among its arguments.
        self._count += 1
        script = self._folder / "commands" / str(self._count)
        script.write_text(f"cd {ROOT}\n{text}\n")
        output = script.with_suffix(".output")
        with output.open("wb") as file:
            process = subprocess.Popen(
                [*self._inside, "bash", str(script)],
                stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                env=self._environment, start_new_session=True,
            )  # fmt: skip
        return process, output
