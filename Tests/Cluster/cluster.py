"""Nodes in containers: a Compose project of its own, on host ports that the system picks."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from support.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]

#: The nodes, as compose.yaml names them.
NODES = ("node1", "node2", "node3")

#: The nodes of a ledger, as compose.ledger.yaml names them, and the tutorial's that follows them.
LEDGERS = ("ledger1", "ledger2", "ledger3")
TUTORIAL = "tutorial"

#: The port every node listens on in its container.
PORT = 5000

#: Seconds that each kind of step may take. Far above what any needs: they only end hanging steps.
COMMAND_LIMIT = 60
ENGINE_LIMIT = 600
BUILD_LIMIT = 1_500
#: Above the 10 s that a node gives its peers.
REQUEST_LIMIT = 30
#: A health check runs every 5 s, may take 3 s, and must fail three times in a row.
HEALTH_LIMIT = 60


def run(*command: str, seconds: float = COMMAND_LIMIT, environment: dict[str, str] | None = None) -> str:
    """What the command prints. Fails if it ends with another status than 0, or not in time."""
    shown = " ".join(command)
    # A file, not a pipe: what the command leaves running may keep its output open.
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = process.wait(seconds)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise AssertionError(f"`{shown}` took more than {seconds:g} s{_tail(output)}") from None
            raise
        assert status == 0, f"`{shown}` ended with status {status}{_tail(output)}"
        output.seek(0)
        return output.read()


def _end(process: subprocess.Popen) -> None:
    """Ends the command with its children: `docker` runs Compose and the builder as programs of their own."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(5)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _tail(output: Any) -> str:
    """The end of the command's output, to put after a sentence."""
    output.seek(0)
    return "".join(["\n", *output.readlines()[-40:]]).rstrip()


class Cluster:
    """The containers of one run of the test."""

    def __init__(self, file: str, *nodes: str) -> None:
        self._file = f"docker/{file}"
        self.project = f"forgechain-test-{Path(file).stem.replace('.', '-')}-{os.getpid()}"
        #: Whether there may be something to remove.
        self.has_started = False
        #: The containers by their nodes: they stay the same through stops and starts.
        self._containers: dict[str, str] = {}
        #: The nodes' addresses, if they were requested since the nodes started.
        self._addresses: dict[str, str] = {}
        # Port 0 lets the system pick, so that a cluster that somebody runs isn't in the way.
        self._environment = {f"{name.upper()}_PORT": "0" for name in nodes}
        # Works on every Linux engine, even where containers have no network of their own.
        self._environment["FORGECHAIN_BUILD_NETWORK"] = os.environ.get("FORGECHAIN_BUILD_NETWORK") or "host"
        #: What the image is built from, as `forgechain --version` names it.
        self.commit = run("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude", "*").strip()
        self._environment["FORGECHAIN_COMMIT"] = self.commit

    # MARK: the project

    @staticmethod
    def require_engine() -> str:
        """The version of the running engine, or of the one that FORGECHAIN_DOCKER_ENGINE starts."""
        starter = os.environ.get("FORGECHAIN_DOCKER_ENGINE")
        if (version := _engine_version()) is None and starter:
            assert shutil.which(starter), f"FORGECHAIN_DOCKER_ENGINE is {starter}, which is not a program"
            run(starter, "up", seconds=ENGINE_LIMIT)
            version = _engine_version()
            assert version, f"`{starter} up` ended with status 0, but no Docker engine with Compose 2 answers"
        assert version, (
            "no Docker engine with Compose 2 answers: start one, "
            "or name in FORGECHAIN_DOCKER_ENGINE a program that starts one when called with `up`"
        )
        return version

    def compose(self, *arguments: str, seconds: float = COMMAND_LIMIT) -> str:
        """What a command of Compose prints."""
        command = ("docker", "compose", "--file", self._file, "--project-name", self.project)
        return run(*command, *arguments, seconds=seconds, environment=self._environment)

    def build(self) -> None:
        self.compose("build", seconds=BUILD_LIMIT)

    def start(self) -> None:
        self.has_started = True
        self.compose("up", "--detach", "--no-build")

    def recreate(self) -> None:
        """New containers on the old volumes."""
        self.compose("down", "--timeout", "10")
        self._containers.clear()
        self._addresses.clear()
        self.start()

    def remove(self) -> None:
        """Removes all of it except the image."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "1")

    def leftovers(self) -> list[str]:
        """Containers, networks and volumes of the project that are still there."""
        label = f"label=com.docker.compose.project={self.project}"
        containers = run("docker", "ps", "--all", "--quiet", "--filter", label).split()
        networks = run("docker", "network", "ls", "--quiet", "--filter", label).split()
        return containers + networks + run("docker", "volume", "ls", "--quiet", "--filter", label).split()

    def report(self) -> str:
        """The containers' state and output, for a failure."""
        try:
            return self.compose("ps", "--all") + self.compose("logs", "--no-color", "--tail", "40")
        except AssertionError as error:
            return str(error)

    # MARK: one container

    def inspect(self, name: str) -> dict:
        """Everything that the engine knows about the node's container."""
        if name not in self._containers:
            found = self.compose("ps", "--all", "--quiet", name).split()
            assert len(found) == 1, f"{name} has {len(found)} containers"
            self._containers[name] = found[0]
        return json.loads(run("docker", "inspect", self._containers[name]))[0]

    def start_again(self, name: str) -> None:
        """The same container, after its node has ended."""
        self._addresses.pop(name, None)
        self.compose("start", name)

    def restart(self, name: str) -> None:
        """The same container, told to end and started again."""
        self._addresses.pop(name, None)
        self.compose("restart", name)

    def cut_off(self, name: str) -> None:
        """The container keeps running, without a network."""
        self._addresses.pop(name, None)
        run("docker", "network", "disconnect", f"{self.project}_default", self.inspect(name)["Id"])

    def join_again(self, name: str) -> None:
        run("docker", "network", "connect", "--alias", name, f"{self.project}_default", self.inspect(name)["Id"])

    def state(self, name: str) -> dict:
        return self.inspect(name)["State"]

    def execute(self, name: str, *command: str, user: str | None = None) -> str:
        """What a command prints in the node's container, as the node's user or another."""
        flags = ["--user", user] if user else []
        return self.compose("exec", "--no-TTY", *flags, name, *command)

    def send_signal(self, name: str, number: signal.Signals) -> None:
        self.compose("kill", "--signal", number.name, name)

    def wait_for_health(self, expected: str, *names: str) -> None:
        """Waits until the health checks of all these nodes say what is expected."""
        for name in names:
            eventually(lambda: self._health(name) == expected, f"{name} is {expected}", HEALTH_LIMIT)

    def _health(self, name: str) -> str:
        state = self.state(name)
        assert state["Running"], f"{name} ended with status {state['ExitCode']}"
        return state["Health"]["Status"]

    # MARK: its API

    def address(self, name: str) -> str:
        """The node's address from here. Changes when its container restarts."""
        if name not in self._addresses:
            self._addresses[name] = self.compose("port", name, str(PORT)).split()[-1]
        return self._addresses[name]

    def request(self, name: str, path: str, value: Any = None) -> bytes:
        """The body of the node's answer, which must be a success. With a value, it is posted."""
        body = None if value is None else json.dumps(value).encode()
        # The tutorial's nodes read no other type; ours don't care.
        asked = urllib.request.Request(
            f"http://{self.address(name)}{path}", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(asked, timeout=REQUEST_LIMIT) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{name} answers {path} with {error.code}: {error.read()!r}") from None
        except OSError as error:
            raise AssertionError(f"{name} does not answer {path}: {error}") from None

    def request_inside(self, name: str, path: str, value: Any = None) -> bytes:
        """The same from inside its container, for a node that can't be reached from here."""
        body = b"" if value is None else json.dumps(value).encode()
        method = "GET" if value is None else "POST"
        head = f"{method} {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        script = f'exec 3<>/dev/tcp/127.0.0.1/{PORT} && printf %s "$1" >&3 && cat <&3'
        text = self.execute(name, "bash", "-c", script, "bash", head + body.decode())
        answer_head, _, answer = text.partition("\n\n" if "\r\n\r\n" not in text else "\r\n\r\n")
        status = int(answer_head.split()[1])
        assert 200 <= status < 300, f"{name} answers {path} with {status}: {answer!r}"
        return answer.encode()

    def ask(self, name: str, path: str, value: Any = None, inside: bool = False) -> dict:
        """The node's answer."""
        request = self.request_inside if inside else self.request
        return json.loads(request(name, path, value))

    def mine(self, name: str, count: int = 1, inside: bool = False) -> None:
        for _ in range(count):
            message = self.ask(name, "/mine", inside=inside)["message"]
            assert message == "New Block Forged", message


def _engine_version() -> str | None:
    """The version of the engine that answers. None also if Compose is missing."""
    if not shutil.which("docker"):
        return None
    try:
        run("docker", "compose", "version")
        return run("docker", "version", "--format", "{{.Server.Version}}").split()[-1]
    except AssertionError:
        return None
