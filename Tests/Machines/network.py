"""Hosts with addresses of their own: network namespaces, and between them a wire that delays, loses and can be cut.

The wire is this process: each host has a TUN device, whose packets are read here and, later or never, written to
another host's. So it needs of the kernel only namespaces and TUN, and not netem, which many are built without. Whoever
makes a network has to be root and in a network namespace of their own, as `make test-machines` is.
"""

import ctypes
import fcntl
import heapq
import os
import random
import selectors
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000

#: The hosts' network, which exists nowhere else.
NETWORK = "10.77.0."

#: Who asks the hosts: this process. Its packets are neither delayed nor lost, so that times are the nodes' own.
TESTER = f"{NETWORK}1"

#: Packets on their way at once. A wire that is full loses what comes, as others do.
MOST_ON_THE_WAY = 20_000

#: Bytes of a packet at most; the devices' own limit is 1500.
LONGEST_PACKET = 2048


@dataclass
class Conditions:
    """What the wire does to each packet between two hosts."""

    #: Seconds that a packet takes one way, and by how much more or less, at random.
    delay: float = 0.0
    jitter: float = 0.0
    #: The share of packets that never come.
    loss: float = 0.0
    #: Hosts that reach no other host, nor are reached.
    apart: set[str] = field(default_factory=set)


class Wire:
    """Carries packets between TUN devices, in a thread of its own, until it is closed."""

    def __init__(self, ends: dict[str, int]) -> None:
        #: Replaced as a whole, so that the thread sees one or the other.
        self.conditions = Conditions()
        self.carried = 0
        self.lost = 0
        self._ends = ends
        # A seed: two runs lose about the same, though not at the same time.
        self._random = random.Random(17)
        self._on_the_way: list[tuple[float, int, int, bytes]] = []
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="wire")
        self._thread.start()

    def close(self) -> None:
        self._is_closed.set()
        self._thread.join()

    def _carry(self) -> None:
        selector = selectors.DefaultSelector()
        for address, end in self._ends.items():
            selector.register(end, selectors.EVENT_READ, address)
        while not self._is_closed.is_set():
            wait = self._on_the_way[0][0] - time.monotonic() if self._on_the_way else 0.05
            for key, _ in selector.select(max(0.0, min(wait, 0.05))):
                self._take(key.data, os.read(key.fd, LONGEST_PACKET))
            now = time.monotonic()
            while self._on_the_way and self._on_the_way[0][0] <= now:
                _, _, end, packet = heapq.heappop(self._on_the_way)
                os.write(end, packet)

    def _take(self, source: str, packet: bytes) -> None:
        # Bytes 16 to 19 of an IPv4 packet; what isn't one has no way here.
        target = ".".join(map(str, packet[16:20])) if packet[0] >> 4 == 4 else ""
        end = self._ends.get(target)
        if end is None:
            return
        conditions = self.conditions
        delay = 0.0
        if TESTER not in (source, target):
            is_cut = source in conditions.apart or target in conditions.apart
            is_full = len(self._on_the_way) >= MOST_ON_THE_WAY
            if is_cut or is_full or self._random.random() < conditions.loss:
                self.lost += 1
                return
            delay = max(0.0, conditions.delay + self._random.uniform(-1, 1) * conditions.jitter)
        self.carried += 1
        heapq.heappush(self._on_the_way, (time.monotonic() + delay, self.carried, end, packet))


@dataclass(frozen=True)
class Host:
    """A machine, as far as its network is concerned."""

    name: str
    address: str

    def within(self, command: list[str]) -> list[str]:
        """The command, on this host: the same process in the end."""
        return ["ip", "netns", "exec", self.name, *command]


@dataclass(frozen=True)
class Network:
    hosts: list[Host]
    wire: Wire


@contextmanager
def network(count: int) -> Iterator[Network]:
    """This many hosts, and the wire that connects them."""
    assert [name for _, name in socket.if_nameindex()] == ["lo"], (
        "this is the machine's own network: run `make test-machines`, which makes another one for the test"
    )
    hosts = [Host(f"forgechain-{os.getpid()}-{number}", f"{NETWORK}{10 + number}") for number in range(1, count + 1)]
    with ExitStack() as made:
        ends = {TESTER: _end(None)}
        made.callback(os.close, ends[TESTER])
        _ip(None, "link", "set", "lo", "up")
        _ip(None, "address", "add", f"{TESTER}/24", "dev", "wire")
        _ip(None, "link", "set", "wire", "up")
        for host in hosts:
            _ip(None, "netns", "add", host.name)
            made.callback(_ip, None, "netns", "delete", host.name)
            ends[host.address] = _end(host.name)
            made.callback(os.close, ends[host.address])
            _ip(host.name, "link", "set", "lo", "up")
            _ip(host.name, "address", "add", f"{host.address}/24", "dev", "wire")
            _ip(host.name, "link", "set", "wire", "up")
        wire = Wire(ends)
        made.callback(wire.close)
        yield Network(hosts, wire)


def _ip(namespace: str | None, *command: str) -> None:
    where = ["-netns", namespace] if namespace else []
    subprocess.run(["ip", *where, *command], check=True)


def _end(namespace: str | None) -> int:
    """A TUN device named wire in the namespace, or in this one: what is written there arrives there."""
    if namespace is None:
        return _device()
    found: list[int] = []

    # A thread that changes its namespace is the only one that is there, and it ends.
    def make() -> None:
        with open(f"/run/netns/{namespace}") as file:
            if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), f"setns to {namespace}")
        found.append(_device())

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    assert found, f"no TUN device in {namespace}"
    return found[0]


def _device() -> int:
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH22x", b"wire", IFF_TUN | IFF_NO_PI))
    return end
