"""Nodes as processes: started, queried, measured and stopped."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.waiting import SOON, eventually
from support.wire import Answer, Connection, Headers, request_bytes

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL_NODE = ROOT / "Tests" / "Interop" / "tutorial_node.py"

#: The difficulty of every node unless it asks for another: quick, yet few proofs fit by chance.
DIFFICULTY = 2

#: Programs that have run in this test, for its report.
programs: list["Program"] = []


#: Absolute from the start: tests may change the directory they work in.
_BINARY = Path(os.environ.get("FORGECHAIN_BINARY", ROOT / ".build" / "debug" / "forgechain")).absolute()


def forgechain_binary() -> Path:
    """The program under test: FORGECHAIN_BINARY, or else the debug build."""
    return _BINARY


class Program:
    """A process with its output in files, so that it can never block on a full pipe."""

    def __init__(self, command: list[str], env: Mapping[str, str] | None = None) -> None:
        self.command = command
        self._output = tempfile.TemporaryFile()
        self._errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._output, stderr=self._errors, env=env
        )
        #: Whose memory and descriptors are looked at; a container's program is another than the one that started it.
        self.pid = self.process.pid
        self.was_killed = False
        programs.append(self)

    @property
    def output(self) -> str:
        return self._text(self._output)

    @property
    def errors(self) -> str:
        return self._text(self._errors)

    def logs(self, text: str) -> None:
        """Wait until a text is in the log, which is written behind what it tells of."""
        eventually(lambda: text in self.errors, f"{self} logs {text!r}")

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def send_signal(self, number: int) -> None:
        self.process.send_signal(number)

    def wait(self, seconds: float = SOON) -> int:
        """The exit status. A process that doesn't end is killed, and that is a failure."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self} did not end within {seconds:g} s\n{self.errors}") from None

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; returns its exit status."""
        if self.is_running:
            self.send_signal(number)
        return self.wait()

    def kill(self) -> None:
        """The last resort, and how a test makes a node crash."""
        self.was_killed = True
        self.process.kill()
        self.process.wait()

    def cpu_seconds(self) -> float:
        """Processor time used so far, in all threads: to the microsecond, while /proc counts hundredths of a second."""
        # What clock_getcpuclockid() answers, which Python doesn't have.
        return time.clock_gettime(~self.pid << 3 | 2)

    def memory_bytes(self) -> int:
        """Memory that is resident now."""
        return int(self._proc("statm").split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def peak_memory_bytes(self) -> int:
        """The most memory that has been resident at once."""
        line = next(line for line in self._proc("status").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024

    def open_sockets(self) -> int:
        """Only sockets, because libdispatch opens three other descriptors for itself when it first needs them."""
        folder = f"/proc/{self.pid}/fd"
        return sum(_is_socket(f"{folder}/{entry}") for entry in os.listdir(folder))

    def report(self) -> str:
        state = "running" if self.is_running else f"ended with status {self.process.returncode}"
        return f"{self} ({state})\nstdout:\n{self.output[-2_000:]}\nstderr:\n{self.errors[-6_000:]}"

    def __repr__(self) -> str:
        return f"{' '.join(map(str, self.command))} (pid {self.pid})"

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.pid}/{name}").read_text()

    @staticmethod
    def _text(file) -> str:
        """The file from its start, without moving the process's write offset."""
        size = os.fstat(file.fileno()).st_size
        return os.pread(file.fileno(), size, 0).decode(errors="replace")


@dataclass(frozen=True)
class Resolution:
    """The answer of /nodes/resolve."""

    message: str
    chain: list[dict]
    lengths: dict[str, int | None]
    verdicts: dict[str, str]

    @property
    def was_replaced(self) -> bool:
        return self.message == "Our chain was replaced"


class Node(Program):
    """A node that listens: Forgechain's, or the tutorial's, which has the same API."""

    def __init__(self, command: list[str], env: Mapping[str, str] | None = None) -> None:
        super().__init__(command, env)
        try:
            line = eventually(self._first_line, f"{self} prints its address or ends")
            match = re.fullmatch(r"(.*) http://([^ ]+):(\d+)", line)
            assert match, f"no address in the first line of {self.report()}"
        except BaseException:
            self.kill()
            raise
        self.greeting = match[1]
        self.host = match[2].strip("[]")
        self.port = int(match[3])
        self.address = f"{match[2]}:{match[3]}"

    def _first_line(self) -> str | None:
        if "\n" in self.output:
            return self.output.split("\n", 1)[0]
        return None if self.is_running else "it ended"

    # MARK: requests

    def connect(self, receive_buffer: int | None = None) -> Connection:
        return Connection(self.host, self.port, receive_buffer)

    def request(
        self, method: str, target: str, body: bytes | None = None, headers: Headers = (), host: str | None = None
    ) -> Answer:
        """One request on its own connection; it must be answered. It is for `host`, or else for the node's address."""
        with self.connect() as connection:
            head = [("Connection", "close"), *headers]
            connection.send(request_bytes(method, target, body, head, host or self.address))
            answer = connection.read_answer(method)
            assert answer is not None, f"{method} {target} got no answer"
            return answer

    def get(self, target: str) -> Answer:
        return self.request("GET", target)

    def post(self, target: str, value: Any = None) -> Answer:
        body = json.dumps(value).encode()
        return self.request("POST", target, body, [("Content-Type", "application/json")])

    # MARK: the API in one word each, for tests that are about something else

    def chain(self) -> list[dict]:
        answer = self.get("/chain").json()
        assert answer["length"] == len(answer["chain"]), answer["length"]
        return answer["chain"]

    def mine(self) -> dict:
        answer = self.get("/mine")
        assert answer.status == 200, f"{answer} {answer.body!r}"
        return answer.json()

    def pay(self, sender: Any, recipient: Any, amount: Any) -> dict:
        """Post a transaction; returns it as it must appear in a block."""
        transaction = {"sender": sender, "recipient": recipient, "amount": amount}
        answer = self.post("/transactions/new", transaction)
        assert answer.status == 201, f"{answer} {answer.body!r}"
        return transaction

    def mined_payments(self) -> list[dict]:
        """Mine a block; returns what was pending, without the reward, which comes last."""
        *payments, reward = self.mine()["transactions"]
        assert reward["sender"] == "0", reward
        return payments

    def register(self, *addresses: str) -> list[str]:
        answer = self.post("/nodes/register", {"nodes": list(addresses)})
        assert answer.status == 201, f"{answer} {answer.body!r}"
        return answer.json()["total_nodes"]

    def peers(self) -> list[str]:
        return self.get("/nodes").json()["nodes"]

    def resolve(self) -> Resolution:
        answer = self.get("/nodes/resolve")
        assert answer.status == 200, f"{answer} {answer.body!r}"
        value = answer.json()
        chain = value["new_chain"] if value["message"] == "Our chain was replaced" else value["chain"]
        peers = value.get("peers", [])
        return Resolution(
            message=value["message"],
            chain=chain,
            lengths={peer["address"]: peer["length"] for peer in peers},
            verdicts={peer["address"]: peer["verdict"] for peer in peers},
        )

    def serves(self) -> bool:
        """Whether it answers at all, for tests that can do without."""
        try:
            return self.get("/health").status == 200
        except (OSError, AssertionError):
            return False

    def assert_serves(self) -> None:
        assert self.is_running, self.report()
        assert self.get("/health").status == 200


@contextmanager
def running_node(
    *flags: str,
    difficulty: int | None = DIFFICULTY,
    host: str = "127.0.0.1",
    env: Mapping[str, str] | None = None,
    within: Callable[[list[str]], list[str]] = list,
) -> Iterator[Node]:
    """A Forgechain node on a port that the system picks. It must run to the end, and then end cleanly.

    It stores nothing, unless --data-dir is among the flags or an environment says where its default place is. `within`
    makes its command one that starts it somewhere else, as the same process. A ledger's nodes have no difficulty.
    """
    binary = forgechain_binary()
    assert binary.exists(), f"no program at {binary}: build it, or name it in FORGECHAIN_BINARY"
    place = ["-p", "0", "--host", host]
    if difficulty is not None:
        place += ["--difficulty", str(difficulty)]
    if "--data-dir" not in flags and env is None:
        place.append("--ephemeral")
    with running_command(within([str(binary), *place, *flags]), clean_status=0, env=env) as node:
        yield node


@contextmanager
def held_port() -> Iterator[str]:
    """A port of this machine that is given to nobody else while it is held, and on which a node can listen."""
    with socket.socket() as holder:
        # A listener sets this too; of two that do, one may listen.
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield str(holder.getsockname()[1])


@contextmanager
def running_tutorial_node(difficulty: int = DIFFICULTY, rules: str = "tutorial") -> Iterator[Node]:
    """A tutorial node on a port the system picks."""
    place = ["-p", "0", "--difficulty", str(difficulty), "--rules", rules]
    command = [sys.executable, str(TUTORIAL_NODE), *place]
    with running_command(command, clean_status=-signal.SIGTERM) as node:
        yield node


@contextmanager
def running_command(
    command: list[str], clean_status: int, env: Mapping[str, str] | None = None
) -> Iterator[Node]:
    """Anything that listens and says where in its first line. It must run to the end, and end with the status."""
    node = Node(command, env)
    try:
        yield node
    finally:
        status = node.stop()
        assert node.was_killed or status == clean_status, f"status {status}: {node.report()}"


def _is_socket(link: str) -> bool:
    try:
        return os.readlink(link).startswith("socket:")
    except FileNotFoundError:  # closed meanwhile
        return False
