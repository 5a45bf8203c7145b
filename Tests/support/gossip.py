"""Nodes that gossip, and peers that listen to them."""

import json
import secrets
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

from support.chains import GENESIS, block_hash
from support.nodes import DIFFICULTY, Node
from support.peers import Peer, chain_text, saying
from support.reading import pending
from support.waiting import SOON, eventually

#: The path at which nodes announce what is new.
GOSSIP = "/gossip"

#: The key of a node's status.
KEY = "forgechain"


# MARK: - Nodes


#: What a node says about itself only to its watchers.
FOR_WATCHERS = {"identifier", "kernel", "mining", "peers", "pending", "uptime"}


def status(node: Node) -> dict:
    """What the node tells other nodes about itself."""
    answer = node.get("/status")
    assert answer.status == 200, answer
    assert FOR_WATCHERS <= answer.json().keys()
    return {key: value for key, value in answer.json().items() if key not in FOR_WATCHERS}


def peer_of(node: Node, address: str) -> dict:
    """What the node knows about the peer."""
    (found,) = [peer for peer in node.get("/nodes").json()["peers"] if peer["address"] == address]
    return found


def wait_for_state(node: Node, address: str, state: str, seconds: float = SOON) -> dict:
    """Wait until the peer is as expected; returns what is known about it then."""

    def found() -> dict | None:
        peer = peer_of(node, address)
        return peer if peer["state"] == state else None

    return eventually(found, f"{address} is {state!r} to {node.address}", seconds)


def connect(nodes: Iterable[Node]) -> None:
    """Register each with all others, and wait until each has met them."""
    nodes = list(nodes)
    for node in nodes:
        node.register(*(other.address for other in nodes if other is not node))
    for node in nodes:
        for other in nodes:
            if other is not node:
                wait_for_state(node, other.address, "up")


def start_connected(start: Callable[..., Node], count: int, *flags: str, **options) -> list[Node]:
    """This many gossiping nodes, each a peer of all others."""
    nodes = [start("--gossip", *flags, **options) for _ in range(count)]
    connect(nodes)
    return nodes


def agreed(*nodes: Node, length: int | None = None, seconds: float = SOON) -> list[dict]:
    """Wait until all have the same chain, of this length if one is given; returns it."""

    def is_agreed() -> bool:
        found = {(each["length"], each["tip"]) for each in map(status, nodes)}
        return len(found) == 1 and (length is None or found.pop()[0] == length)

    eventually(is_agreed, f"{len(nodes)} nodes agree on {length or 'some'} blocks", seconds)
    chains = {node.get("/chain").body for node in nodes}
    assert len(chains) == 1, "equal tips, but not equal chains"
    chain = json.loads(chains.pop())["chain"]
    assert length in (None, len(chain))
    return chain


# MARK: - Transactions


def plain(transaction: dict) -> dict:
    """Without the `id` that it was given on its way."""
    assert set(transaction) == {"amount", "id", "recipient", "sender"}, transaction
    return {key: value for key, value in transaction.items() if key != "id"}


def by_text(transactions: Iterable[dict]) -> list[str]:
    """In an order that two lists of the same transactions share."""
    return sorted(json.dumps(transaction, sort_keys=True) for transaction in transactions)


def wait_for_pending(node: Node, payments: Iterable[dict], seconds: float = SOON) -> None:
    """Wait until exactly these payments are pending, in any order."""
    expected = by_text(payments)
    eventually(
        lambda: by_text(map(plain, pending(node))) == expected, f"{len(expected)} are pending", seconds
    )


# MARK: - Peers that listen


class Listener(Peer):
    """A peer that gossips: it records what it is told, and answers as one that has the same chain."""

    def __init__(
        self, *, chain: list[dict] | None = None, difficulty: int = DIFFICULTY, host: str = "127.0.0.1", **said: Any
    ) -> None:
        self.chain = chain or [GENESIS]
        self.difficulty = difficulty
        #: What else it says about itself.
        self.said = said
        self.instance = secrets.token_hex(16)
        #: What it was told, oldest first.
        self.messages: list[dict] = []
        #: The maximum number of simultaneous conversations.
        self.most_at_once = 0
        #: Answers wait while this isn't set.
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._at_once = 0
        self._lock = threading.Lock()
        super().__init__(saying(b"", "404 Not Found"), host)

    @property
    def status(self) -> dict:
        return {
            "difficulty": self.difficulty,
            "genesis": block_hash(self.chain[0]),
            "gossip": True,
            "instance": self.instance,
            "length": len(self.chain),
            "port": int(self.address.rsplit(":", 1)[1]),
            "tip": block_hash(self.chain[-1]),
            "version": "1.0",
            **self.said,
        }

    def hold(self, cause: Callable[[], Any]) -> int:
        """Answer nothing from now on, do what makes the node speak, and wait until a message is held. It may be a
        heartbeat that came first. Returns how many messages there were by then; no other follows an unanswered one."""
        self.may_answer.clear()
        cause()
        eventually(lambda: self._at_once > 0, "a message is under way")
        return len(self.messages)

    @property
    def transactions(self) -> list[dict]:
        """All transactions that it was told about, in order."""
        return [each for message in list(self.messages) for each in message["transactions"]]

    def answer(self, message: dict) -> Any:
        """Its answer to a message."""
        return {KEY: self.status, "kept": len(message["transactions"]), "peers": []}

    def play(self, connection: socket.socket, head: bytes, body: bytes) -> None:
        line = head.split(b"\r\n", 1)[0].decode()
        if line.startswith("GET /chain"):
            saying(chain_text(self.chain))(connection, self._over)
        elif line == f"POST {GOSSIP} HTTP/1.1":
            self._listen(connection, json.loads(body))
        else:
            self.script(connection, self._over)

    def _listen(self, connection: socket.socket, message: dict) -> None:
        with self._lock:
            self.messages.append(message)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            while not self.may_answer.wait(0.05) and not self._over.is_set():
                pass
            saying(json.dumps(self.answer(message)).encode())(connection, self._over)
        finally:
            with self._lock:
                self._at_once -= 1


def message(**changes: Any) -> dict:
    """A message from another node; from one with only the genesis block, unless changed."""
    said = {
        "difficulty": DIFFICULTY,
        "genesis": block_hash(GENESIS),
        "gossip": True,
        "instance": secrets.token_hex(16),
        "length": 1,
        "port": 1,
        "tip": block_hash(GENESIS),
        "version": "1.0",
    }
    value = {KEY: said, "transactions": [], "wants_peers": False}
    for key, change in changes.items():
        (said if key in said else value)[key] = change
    return value


def identified(sender: str, recipient: str, amount: Any = 1) -> dict:
    """A transaction with an id, as if posted to another node."""
    return {"amount": amount, "id": secrets.token_hex(16), "recipient": recipient, "sender": sender}
