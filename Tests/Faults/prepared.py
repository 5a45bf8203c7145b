"""A data directory with some of everything, to be copied for each attempt at breaking it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from Faults.durable import DIFFICULTY, DurableNode, durable_node
from Faults.ledger import RIVAL, names_of, payment
from support.chains import forge
from support.peers import Peer, serving

#: SQLite copies its log into the database when a commit leaves this many pages in it.
_CHECKPOINT_PAGES = 1_000
_LOG_HEADER_BYTES, _LOG_PAGE_BYTES = 32, 24 + 4_096


@dataclass(frozen=True)
class State:
    """Everything that a node stores and reports."""

    chain: list[dict]
    pending: list[dict]
    peers: list[str]

    @classmethod
    def of(cls, node: DurableNode) -> "State":
        node.assert_index_agrees()
        return cls(node.chain(), node.pending(), node.peers())

    def paid(self, transaction: dict) -> "State":
        return State(self.chain, [*self.pending, transaction], self.peers)

    def registered(self, address: str) -> "State":
        return State(self.chain, self.pending, [*self.peers, address])

    def replaced_by(self, chain: list[dict]) -> "State":
        """Payments of blocks that are gone come back, before those that were accepted later."""
        fallen = names_of(each for block in self.chain if block not in chain for each in block["transactions"])
        return State(chain, [payment(name) for name in fallen] + self.pending, self.peers)

    def is_mined_into(self, other: "State") -> bool:
        """Whether the other has one more block, with what was pending."""
        *before, last = other.chain
        *carried, reward = last["transactions"]
        mined = State(before, carried, other.peers) == self and other.pending == []
        return mined and reward["sender"] == "0"


class Prepared:
    """A directory as a kill left it: a chain of its own blocks with payments, pending payments, and a peer.

    The peer serves a longer chain, which drops three of the five blocks forged here, or whatever a test chooses.
    """

    def __init__(self, directory: Path, is_log_full: bool) -> None:
        """With a full log, the next commit is the one that copies it into the database."""
        self._directory = directory
        self.peer = Peer(lambda connection, over: serving(self.served)(connection, over))
        with durable_node(directory) as node:
            node.register(self.peer.address)
            for block in range(1, 6):
                for n in (1, 2):
                    node.pay(**payment(f"in block {block}, {n}"))
                node.mine()
            node.pay(**payment("pending"))
            while is_log_full and self._log_pages() < _CHECKPOINT_PAGES - 3:
                node.pay(**payment(f"filling {self._log_pages()}"))
            self.state = State.of(node)
            node.kill()
        assert not is_log_full or self._log_pages() < _CHECKPOINT_PAGES, "the log was copied too early"
        self.longer = self.state.chain[:3]
        while len(self.longer) < len(self.state.chain) + 2:
            self.longer = forge(self.longer, [payment("theirs", RIVAL)], DIFFICULTY)

        self.served = self.longer

    def close(self) -> None:
        self.peer.close()

    def copy(self, place: Path) -> None:
        """Put the directory there, replacing whatever was, and serve the longer chain."""
        self.served = self.longer
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._directory, place)

    def _log_pages(self) -> int:
        size = (self._directory / "forgechain.sqlite-wal").stat().st_size
        return (size - _LOG_HEADER_BYTES) // _LOG_PAGE_BYTES


# MARK: - What may be done to it

_PAYMENT = payment("the last")
_ADDRESS = "127.0.0.1:1"


@dataclass(frozen=True)
class Operation:
    """A request that changes what is stored, and a check whether it did."""

    method: str
    target: str
    value: Any
    is_done: Callable[[Prepared, State], bool]


#: The tests run with each of these.
OPERATIONS = pytest.mark.parametrize(
    "operation",
    [
        Operation("GET", "/nodes/resolve", None, lambda kept, state: state == kept.state.replaced_by(kept.longer)),
        Operation("GET", "/mine", None, lambda kept, state: kept.state.is_mined_into(state)),
        Operation("POST", "/transactions/new", _PAYMENT, lambda kept, state: state == kept.state.paid(_PAYMENT)),
        Operation(
            "POST", "/nodes/register", {"nodes": [_ADDRESS]},
            lambda kept, state: state == kept.state.registered(_ADDRESS),
        ),
    ],
    ids=lambda operation: operation.target,
)  # fmt: skip
