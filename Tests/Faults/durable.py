"""Nodes that store their data in a directory, and may die at any moment."""

import json
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from Faults.shim import Shim
from support.commands import run
from support.nodes import Node, forgechain_binary
from support.reading import pending, walk
from support.waiting import SOON
from support.wire import Answer, Connection, request_bytes

#: Mining is almost free: these tests are about storing the results.
DIFFICULTY = 1

#: The sender of the payments that are posted to the node.
PAYER = "payer"

#: The maximum page size of a listing.
_PAGE = 1_000


class DurableNode(Node):
    """A node on a data directory, with methods for these tests."""

    def pending(self) -> list[dict]:
        return pending(self)

    def assert_index_agrees(self) -> None:
        """The database answers lookups as the chain does."""
        chain = self.chain()
        assert walk(self, "/blocks", "blocks", _PAGE) == chain
        history = [
            {"block": block["index"], "transaction": transaction}
            for block in chain
            for transaction in block["transactions"]
            if PAYER in (transaction["sender"], transaction["recipient"])
        ]
        target = f"/transactions?address={PAYER}"
        if history:
            assert walk(self, target, "transactions", _PAGE) == history
        else:
            assert self.get(target).status == 404

    def ask(self, method: str, target: str, value: Any = None) -> Answer | None:
        """One request on its own connection; None if the node dies of it."""
        try:
            with self.connect() as connection:
                return ask(connection, method, target, value)
        except (OSError, AssertionError):
            if self.process.poll() is None:
                self.process.wait(SOON)  # an answer that fails to come is excused by nothing else
            return None

    def has_died(self) -> bool:
        """Wait for its end; returns whether it was killed. Any exit status of its own other than 0 is a failure."""
        status = self.wait()
        self.was_killed = status == -signal.SIGKILL
        assert self.was_killed or status == 0, self.report()
        return self.was_killed


def ask(connection: Connection, method: str, target: str, value: Any = None) -> Answer | None:
    """One request on this connection; None if it ends without an answer."""
    body = None if value is None else json.dumps(value).encode()
    connection.send(request_bytes(method, target, body, [("Content-Type", "application/json")]))
    return connection.read_answer(method)


#: What says that a node of these tests goes by the tutorial's rules.
TUTORIAL = ("--difficulty", str(DIFFICULTY))


def node_command(
    directory: Path, *flags: str, shim: Shim | None = None, rules: Sequence[str] = TUTORIAL
) -> list[str]:
    """The command that starts a node on this directory."""
    binary = forgechain_binary()
    assert binary.exists(), f"no program at {binary}: build it, or name it in FORGECHAIN_BINARY"
    environment = [f"{name}={value}" for name, value in (shim.environment if shim else {}).items()]
    return ["env", *environment, str(binary), "serve", *node_flags(directory, rules), *flags]


def node_flags(directory: Path, rules: Sequence[str] = TUTORIAL) -> list[str]:
    """What says where the node is, where its data are, and what its rules are."""
    return ["-p", "0", "--host", "127.0.0.1", *rules, "--data-dir", str(directory)]


@contextmanager
def durable_node(
    directory: Path, *flags: str, shim: Shim | None = None, inside: list[str] = (), rules: Sequence[str] = TUTORIAL
) -> Iterator[DurableNode]:
    """A node on this directory; with `inside`, through the command that takes it there.

    It must run until it is killed, or until the end, and then end cleanly.
    """
    node = DurableNode([*inside, *node_command(directory, *flags, shim=shim, rules=rules)])
    try:
        yield node
    except BaseException:
        node.kill()
        raise
    status = node.stop()
    assert node.was_killed or status == 0, f"status {status}: {node.report()}"


def assert_verified(directory: Path) -> None:
    """`forgechain verify` finds nothing. It checks a copy: the directory stays as a crash left it."""
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copytree(directory, Path(place) / "copy")
        result = run("verify", "--data-dir", str(copy))
        assert result.returncode == 0, f"status {result.returncode}: {result.stdout}{result.stderr}"
