"""The attacks: what one attacker does to a node, each bounded in time and in number."""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from support.gossip import GOSSIP, identified, message
from support.nodes import DIFFICULTY, Node
from support.wire import request_bytes

from Abuse.crowd import Crowd, Target
from Abuse.peers import HoldingPeers

#: The difficulty at which no search ends by itself.
ENDLESS = 16

#: How much an honest client may be given to do besides GET /health.
ORDINARY = ("GET /chain?from=1&limit=1", "POST /transactions/new")

#: The chain that is asked for and not read, in bytes.
LONG_CHAIN = 10_000_000


@dataclass(frozen=True)
class Attack:
    """What is done, to what kind of node, beside what kind of honest client."""

    name: str
    run: Callable[[Target], None]
    flags: tuple[str, ...] = ()
    difficulty: int = DIFFICULTY
    prepare: Callable[[Node], None] = lambda node: None
    honest: tuple[str, ...] = ORDINARY
    #: Whether the honest client has the attacker's address, as behind one router.
    shares_address: bool = False
    #: Why it misses an aim, if it does and that is known.
    why: str = ""
    #: Descriptors that the attacker needs.
    descriptors: int = 2_000

    def __str__(self) -> str:
        return self.name


def get(target: str) -> bytes:
    return request_bytes("GET", target)


# MARK: - Places and answers


def nothing(target: Target) -> None:
    target.rest(target.seconds_left)


def unread_pipelines(target: Target) -> None:
    with Crowd(target, receive_buffer=2048) as crowd:
        crowd.keep(1_100, get("/openapi.json") * 120)


def unread_chains(target: Target) -> None:
    with Crowd(target, receive_buffer=2048) as crowd:
        crowd.keep(1_100, get("/chain"))


def slow_readers(target: Target) -> None:
    """300 KB each 6 s: fast enough for most limits of pace."""
    with Crowd(target) as crowd:
        while not target.is_over:
            for _ in range(min(1_100 - len(crowd), 300)):
                crowd.open(get("/chain"))
            crowd.look_after(0.05)
            for member in random.sample(crowd.members, len(crowd) // 60):
                try:
                    member.socket.recv(300_000)
                except BlockingIOError:
                    pass
                except OSError:
                    crowd.drop(member)
            target.rest(0.05)


def one_unread_pipeline(target: Target) -> None:
    with Crowd(target) as crowd:
        crowd.keep(1, get("/health") * 136_000, seconds=60)


def idle_connections(target: Target) -> None:
    with Crowd(target) as crowd:
        while not target.is_over:
            for _ in range(min(10_000 - crowd.opened, 500)):
                crowd.open()
            crowd.look_after(0.02)
        target.remarks.append(f"{crowd.opened:,} opened, {len(crowd):,} at the end")


def new_connections(target: Target) -> None:
    """600 a second, each left open until it is older than 2 s."""
    with Crowd(target) as crowd:
        start = time.monotonic()
        while not target.is_over:
            due = int((time.monotonic() - start) * 600) - crowd.opened
            for _ in range(min(due, 300)):
                crowd.open(get("/health"))
            for member in crowd.members:
                if member.opened > time.monotonic() - 2:
                    break
                crowd.drop(member)
            crowd.look_after(0.01)
        target.remarks.append(f"{crowd.opened:,} connections")


def slow_heads(target: Target) -> None:
    with Crowd(target) as crowd:
        start = b"GET /health HTTP/1.1\r\nHost: x\r\nX: "
        while not target.is_over:
            second = time.monotonic() + 1
            for _ in range(2_000 - len(crowd)):
                crowd.open(start)
            for member in crowd.members:
                crowd.send(member, b"y")
            while time.monotonic() < second and not target.is_over:
                crowd.look_after(0.1)


def unread_streams(target: Target) -> None:
    with Crowd(target, receive_buffer=2048) as crowd, target.client() as client:
        for _ in range(512):
            crowd.open(get("/events"))
        for number in range(4_848):
            if target.is_over:
                break
            crowd.look_after(0)
            payment = {"sender": "alice", "recipient": "b" * 200, "amount": number}
            client.request("POST", "/transactions/new", json.dumps(payment))
            client.getresponse().read()
        target.remarks.append(f"{number + 1} payments")
        while not target.is_over:
            crowd.look_after(0.1)


# MARK: - Turns and searches


def turns(target: Target) -> None:
    with Crowd(target) as crowd:
        crowd.keep(600, get("/mine?count=1000"))


def searches_left_behind(target: Target) -> None:
    """Each client leaves with 4 MB behind its request, which hide that it has left."""
    with Crowd(target) as crowd:
        crowd.keep(40, get("/mine") + b"y" * (4 << 20), seconds=2)


# MARK: - Bodies


def bodies_without_an_end(target: Target) -> None:
    head = b"POST /blocks/explain HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n"
    with Crowd(target) as crowd:
        crowd.keep(1_000, head + b" " * 1_048_575)


def dear_bodies() -> list[bytes]:
    """Of a megabyte each, and dear to read."""
    size = 1_000_000
    keys = {f"{random.getrandbits(48):x}": 0 for _ in range(50_000)}
    return [
        json.dumps(keys).encode(),
        b"[" + b"{}," * (size // 3) + b"{}]",
        b'{"":0' + b',"":0' * (size // 5) + b"}",
        b"[0" + b",0" * (size // 2) + b"]",
        b"[" + b"[]," * (size // 3) + b"[]]",
        b'["' + b"\\u00e9" * (size // 6) + b'"]',
        b"[" + b"4.9e-324," * (size // 9) + b"0]",
        b"[" + b"0.1234567890123," * (size // 16) + b"0]",
    ]


def dear_json(target: Target) -> None:
    paths = ["/blocks/explain", "/transactions/new", "/nodes/register"]
    requests = [request_bytes("POST", path, body) for body in dear_bodies() for path in paths]
    with Crowd(target, reads=True) as crowd:
        while not target.is_over:
            if len(crowd) < 8:
                crowd.open(requests[crowd.opened % len(requests)])
            for member in crowd.members:
                if not member.unsent and member.opened < time.monotonic() - 1:
                    crowd.drop(member)
            crowd.look_after(0.02)
        target.remarks.append(f"{crowd.opened} bodies")


# MARK: - Peers


def gossip_flood(target: Target) -> None:
    """500 payments a message, as fast as they are taken, also when the sender's share of the pool is full."""
    sent = kept = 0
    said = message()
    with target.client() as client:
        while not target.is_over:
            payments = [identified("alice", "bob") for _ in range(500)]
            client.request("POST", GOSSIP, json.dumps({**said, "transactions": payments}))
            answer = client.getresponse()
            body = answer.read()
            sent += 500
            kept += json.loads(body)["kept"] if answer.status == 200 else 0
    target.remarks.append(f"{kept} of {sent} payments kept")


def held_pieces(target: Target) -> None:
    with HoldingPeers(128, target.address, 16_000_000) as peers, target.client() as client:
        client.request("POST", "/nodes/register", json.dumps({"nodes": peers.addresses}))
        answer = client.getresponse()
        body = answer.read().decode()
        if answer.status == 201:
            target.remarks.append(f"{len(json.loads(body)['total_nodes'])} peers")
        else:
            target.remarks.append(f"{answer.status}: {body.strip()}")
            target.node.register(*peers.addresses)
        with Crowd(target, reads=True) as crowd:
            crowd.keep(1, get("/nodes/resolve?summary"), seconds=12)
        target.remarks.append(f"{peers.sent >> 20} MiB sent")


# MARK: - All of them


def mine_a_long_chain(node: Node) -> None:
    """Payments that are each shorter than any limit of one, in blocks that are each shorter than the limit of one."""
    payment = {"sender": "alice", "recipient": "b" * 60_000, "amount": 1}
    for number in range(LONG_CHAIN // 60_000):
        assert node.post("/transactions/new", payment).status == 201
        if number % 16 == 15:
            node.mine()
    node.mine()


ALL = [
    Attack("none", nothing),
    Attack("1,100 clients that ask 120 times for /openapi.json and read nothing", unread_pipelines),
    Attack("the same clients at the honest client's address", unread_pipelines, shares_address=True),
    Attack("1,100 clients that never read a chain of 10 MB", unread_chains, prepare=mine_a_long_chain),
    Attack("1,100 that read 300 KB of it each 6 s", slow_readers, prepare=mine_a_long_chain),
    Attack("136,000 requests on one connection, no answer read", one_unread_pipeline),
    Attack("10,000 idle connections, opened at once", idle_connections, descriptors=11_000),
    Attack("the same 10,000 at the honest client's address", idle_connections, shares_address=True, descriptors=11_000),
    Attack("600 new connections a second", new_connections),
    Attack("2,000 heads, a byte a second", slow_heads),
    Attack("512 streams of /events never read, 4,848 payments", unread_streams),
    # At a higher difficulty, so that the chain, which is mined all the time, does not get long.
    Attack(
        "600 times /mine?count=1000",
        turns,
        difficulty=4,
        honest=("GET /mine",),
        why="some 6,000 blocks were mined, and stay.",
    ),
    Attack("searches of clients that left, 4 MB behind each", searches_left_behind, difficulty=ENDLESS),
    Attack("1,000 bodies of 1 MiB without the last byte", bodies_without_an_end),
    Attack(
        "bodies of 1 MB that are dear to read, 8 at once",
        dear_json,
    ),
    Attack(
        "gossip of 500 payments a message",
        gossip_flood,
        flags=("--gossip",),
        why="the payments are good ones, and stay until they are mined. A sender's share of the pool, 8 MiB "
        "of 16, takes some 20 MiB; here another 30 are what a node with a data directory has on its disk.",
    ),
    Attack("128 peers that each send 16 MB of one text", held_pieces),
]
