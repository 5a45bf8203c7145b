"""Bursts of requests by wrk and ab, and what they cost the server."""

import json
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from Comparison.processors import client_processor
from Comparison.programs import output
from Comparison.yardsticks import NotInstalled
from support.nodes import Node

CONNECTIONS = 64
_HERE = Path(__file__).resolve().parent
#: Seconds that a burst may take beyond its own.
_GRACE = 60


@dataclass(frozen=True)
class Burst:
    """Requests that were all answered with success."""

    requests: int
    seconds: float
    bytes: int
    #: Processor time of the server, in all its threads.
    server_seconds: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    @property
    def bytes_a_second(self) -> float:
        return self.bytes / self.seconds

    @property
    def server_seconds_a_request(self) -> float:
        return self.server_seconds / self.requests

    @property
    def server_microseconds_a_request(self) -> float:
        return self.server_seconds_a_request * 1e6


@dataclass(frozen=True)
class Program:
    """A program that sends requests, on keep-alive connections or a new one for each."""

    name: str
    keeps_alive: bool

    @property
    def is_there(self) -> bool:
        return shutil.which(self.name) is not None

    def __str__(self) -> str:
        return f"{self.name}, {'keep-alive' if self.keeps_alive else 'a connection each'}"

    def burst(
        self,
        server: Node,
        target: str,
        seconds: int,
        connections: int = CONNECTIONS,
        body: str | None = None,
        most: int = 90_000,
    ) -> Burst:
        """Requests for that long: POSTs of the body if there is one, of which ab sends only as many as the mempool has
        room for; otherwise GETs."""
        url = f"http://{server.address}{target}"
        before = server.cpu_seconds()
        if self.name == "wrk":
            told = _wrk(url, seconds, connections, self.keeps_alive, body)
        else:
            told = _ab(url, seconds, connections, self.keeps_alive, body, most if body else 1_000_000)
        spent = server.cpu_seconds() - before
        assert told["refused"] == told["broken"] == 0 < told["requests"], f"{self} on {server}: {told}"
        return Burst(int(told["requests"]), told["seconds"], int(told["bytes"]), spent)


PROGRAMS = [Program(name, keeps_alive) for name in ("wrk", "ab") for keeps_alive in (True, False)]
WRK = PROGRAMS[0]
_AB = next(program for program in PROGRAMS if program.name == "ab" and program.keeps_alive)


def posts(server: Node, target: str, body: str, count: int) -> Burst:
    """This many POSTs on keep-alive connections, or a few more: by ab, because wrk doesn't count."""
    if not _AB.is_there:
        raise NotInstalled(f"{_AB.name} is not installed")
    return _AB.burst(server, target, _GRACE, body=body, most=count)


def read_in_full(server: Node, target: str, seconds: float) -> Burst:
    """One connection, read 1 MiB at a time by our own client, which keeps a server busier than wrk does."""
    before = server.cpu_seconds()
    command = [sys.executable, str(_HERE / "fetch.py"), server.address, target, str(seconds)]
    return Burst(**json.loads(_run(command, seconds)), server_seconds=server.cpu_seconds() - before)


def _run(command: list[str], seconds: float) -> str:
    with client_processor():
        return output(command, seconds + _GRACE)


def _wrk(url: str, seconds: int, connections: int, keeps_alive: bool, body: str | None) -> dict[str, float]:
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s"]
    command += ["--timeout", "10s", "--script", str(_HERE / "report.lua")]
    if not keeps_alive:
        command += ["--header", "Connection: close"]
    said = _run([*command, url, "--", *([body] if body is not None else [])], seconds)
    return json.loads(said.splitlines()[-1])


def _ab(
    url: str, seconds: int, connections: int, keeps_alive: bool, body: str | None, most: int
) -> dict[str, float]:
    # -t sets a number of requests, too, which the following -n replaces.
    command = ["ab", "-q", "-t", str(seconds), "-n", str(most), "-c", str(connections)]
    if keeps_alive:
        command.append("-k")
    with tempfile.NamedTemporaryFile("w") as file:
        if body is not None:
            file.write(body)
            file.flush()
            command += ["-p", file.name, "-T", "application/json"]
        said = _run([*command, url], seconds)
    lines = re.findall(r"^([A-Z][\w -]+): +(\d+(?:\.\d+)?)(?= |$)", said, re.MULTILINE)
    found = {label: float(number) for label, number in lines}
    return {
        "requests": found["Complete requests"],
        "bytes": found["Total transferred"],
        "seconds": found["Time taken for tests"],
        "refused": found.get("Non-2xx responses", 0),  # a line that comes only when there are some
        "broken": found["Failed requests"],
    }
