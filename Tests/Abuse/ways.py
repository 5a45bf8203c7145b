"""Peers that promise a longer chain so that an honest one isn't asked, and the ways in which they try."""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from support.chains import GENESIS, extended, forge, is_proof
from support.gossip import GOSSIP, Listener, message
from support.nodes import DIFFICULTY, Node
from support.peers import Script, chain_text, head_bytes, saying, silent

#: As many as a node has beside one more.
COUNT = 127

#: As long as no chain is.
ENDLESS = 10**15

#: What is enough for a fetch to go on, in bytes a second: `Sync.enoughBytesPerSecond`.
FAIR_PACE = 64 * 1024

#: Messages a second that all of them send together.
MESSAGES = 127

#: Ports that strangers listen on at once.
_PORTS = 512

_HEAD = head_bytes(headers=[("Content-Type", "application/json"), ("Connection", "close")])


@dataclass(frozen=True)
class Way:
    """What hostile peers do once they have promised a longer chain, and are asked for it."""

    name: str
    #: What they answer to a node with a chain of this length.
    script: Callable[[int], Script]
    #: Whether they also speak as strangers, at a new port with each message.
    has_strangers: bool = False
    #: How often an honest peer comes that the node knows nothing of, and how many more blocks it has each time.
    newcomers: int = 8
    later_blocks: int = 2
    #: Why it misses its aim, if it does and that is known.
    why: str = ""

    def __str__(self) -> str:
        return self.name


class HostilePeer(Listener):
    """It has a longer chain, it says."""

    def __init__(self, host: str) -> None:
        #: What it answers when it is asked for its chain.
        self.chain_script = silent
        self.was_asked = False
        super().__init__(host=host, length=ENDLESS, tip="f" * 64)

    def play(self, connection: socket.socket, head: bytes, body: bytes) -> None:
        if head.startswith(b"GET /chain"):
            self.was_asked = True
            self.chain_script(connection, self._over)
        else:
            super().play(connection, head, body)


class HostilePeers:
    """Each at an address of its own. They promise to a node all the time, until they end."""

    def __init__(self, way: Way, node: Node) -> None:
        self._way = way
        self._node = node
        self._peers = [HostilePeer(f"127.0.0.{number + 3}") for number in range(COUNT)]
        self._strangers: deque[socket.socket] = deque()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._promise, daemon=True)
        #: Messages that were answered.
        self.messages = 0

    def __enter__(self) -> "HostilePeers":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        self._thread.join()
        for peer in self._peers:
            peer.close()
        for stranger in self._strangers:
            stranger.close()

    @property
    def addresses(self) -> list[str]:
        return [peer.address for peer in self._peers]

    @property
    def asked(self) -> int:
        """How many were asked since they last began."""
        return sum(peer.was_asked for peer in self._peers)

    def begin(self, length: int) -> None:
        """Go on as if none was asked before, against a node with a chain of this length."""
        script = self._way.script(length)
        for peer in self._peers:
            peer.chain_script, peer.was_asked = script, False

    def _promise(self) -> None:
        number, begin = 0, time.monotonic()
        while not self._over.wait(max(begin + number / MESSAGES - time.monotonic(), 0)):
            peer = self._peers[number % COUNT]
            number += 1
            said = message(**peer.status)
            if self._way.has_strangers:
                said = message(length=ENDLESS + number, tip="f" * 64, port=self._new_port(peer))
            with contextlib.suppress(OSError, http.client.HTTPException):
                self._say(said, peer.address.rsplit(":", 1)[0])
                self.messages += 1

    def _say(self, said: dict, host: str) -> None:
        client = http.client.HTTPConnection(self._node.host, self._node.port, timeout=5, source_address=(host, 0))
        with contextlib.closing(client):
            client.request("POST", GOSSIP, json.dumps(said))
            client.getresponse().read()

    def _new_port(self, peer: HostilePeer) -> int:
        """Of the peer's host. Who connects there hears nothing."""
        self._strangers.append(socket.create_server((peer.address.rsplit(":", 1)[0], 0), backlog=4))
        if len(self._strangers) > _PORTS:
            self._strangers.popleft().close()
        return self._strangers[-1].getsockname()[1]


# MARK: - Answers


def _start() -> bytes:
    """A chain whose second block never ends."""
    start = {"index": 2, "timestamp": 1.5, "proof": 1, "previous_hash": "f" * 64}
    block = json.dumps(start)[:-1] + ', "transactions": [{"sender": "a", "amount": 1, "recipient": "'
    return b'{"chain": [' + json.dumps(GENESIS).encode() + b", " + block.encode()


def say_nothing(_: int) -> Script:
    return silent


def byte_a_second(_: int) -> Script:
    def script(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(_HEAD + _start())
        while not over.wait(1):
            connection.sendall(b"a")

    return script


def fair_pace(_: int) -> Script:
    """A little ahead all the time, so that a look at any moment finds enough."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        begin, sent = time.monotonic(), len(_start())
        connection.sendall(_HEAD + _start())
        while True:
            due = int((time.monotonic() - begin + 0.5) * FAIR_PACE) - sent
            connection.sendall(b"a" * due)
            sent += due
            if over.wait(0.2):
                return

    return script


#: The long blocks of the chain that breaks, and the bytes of each. Any node has at least as many blocks.
LONG_BLOCKS, _LONG_BYTES = 20, 100_000


@cache
def _long_blocks() -> list[dict]:
    chain = [GENESIS]
    while len(chain) < LONG_BLOCKS:
        chain = forge(chain, [{"sender": "mallory", "recipient": "m" * _LONG_BYTES, "amount": len(chain)}])
    return chain


def broken_end(length: int) -> Script:
    """A valid chain that is as long as the node's, so that no part of it may be taken, and a block with a wrong proof.
    """
    chain = extended(_long_blocks(), length)
    last, broken = chain[-1], forge(chain)[-1]
    while is_proof(last["proof"], broken["proof"], broken["previous_hash"], DIFFICULTY):
        broken["proof"] += 1
    return saying(chain_text([*chain, broken]))


ALL = [
    Way("accept, and say nothing", say_nothing),
    Way("send a byte a second", byte_a_second),
    Way("send 64 KiB a second of a block that never ends, which is just enough", fair_pace),
    Way("send a chain of 2 MB whose last proof is wrong", broken_end),
    Way("say nothing, and promise again and again as strangers at new ports", say_nothing, has_strangers=True),
]
