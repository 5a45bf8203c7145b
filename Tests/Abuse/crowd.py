"""An attacker's connections, all driven by one thread, and what it knows about its target."""

import contextlib
import http.client
import select
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from support.nodes import Node

_ENDS = select.EPOLLERR | select.EPOLLHUP | select.EPOLLRDHUP

#: Connections that are opened before the others are looked after.
_AT_ONCE = 300

#: Seconds before the next ones are opened: one attacker opens 3,000 a second at most.
_PAUSE = 0.1


@dataclass
class Target:
    """A node under attack, from an address, until a moment."""

    node: Node
    #: Whose the attacker's connections are.
    address: str
    deadline: float
    #: What an attack has to say about itself, for the report.
    remarks: list[str] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.deadline

    @property
    def seconds_left(self) -> float:
        return max(self.deadline - time.monotonic(), 0)

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until it is over."""
        threading.Event().wait(min(seconds, self.seconds_left))

    @contextlib.contextmanager
    def client(self) -> Iterator[http.client.HTTPConnection]:
        """An ordinary client that the attacker also is."""
        client = http.client.HTTPConnection(
            self.node.host, self.node.port, timeout=20, source_address=(self.address, 0)
        )
        with contextlib.closing(client):
            yield client


@dataclass(eq=False)
class Member:
    """One connection."""

    socket: socket.socket
    #: What it has still to send.
    unsent: memoryview
    opened: float


class Crowd:
    """Connections that send what they are told to, and read what comes or leave it."""

    def __init__(self, target: Target, receive_buffer: int | None = None, reads: bool = False) -> None:
        self.target = target
        self.opened = 0
        self._receive_buffer = receive_buffer
        self._reads = reads
        self._members: dict[int, Member] = {}
        self._poll = select.epoll()

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_) -> None:
        for member in self.members:
            self.drop(member)
        self._poll.close()

    def __len__(self) -> int:
        return len(self._members)

    @property
    def members(self) -> list[Member]:
        """The longest there first."""
        return list(self._members.values())

    def open(self, data: bytes = b"") -> None:
        """One more, which sends this once it is connected."""
        client = socket.socket()
        client.setblocking(False)
        if self._receive_buffer is not None:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_buffer)
        # Without it a port would be taken for all targets, and ports run out.
        client.setsockopt(socket.IPPROTO_IP, getattr(socket, "IP_BIND_ADDRESS_NO_PORT", 24), 1)
        client.bind((self.target.address, 0))
        with contextlib.suppress(BlockingIOError):
            client.connect((self.target.node.host, self.target.node.port))
        self._members[client.fileno()] = Member(client, memoryview(data), time.monotonic())
        self._poll.register(client.fileno(), select.EPOLLOUT | self._always)
        self.opened += 1

    def send(self, member: Member, data: bytes) -> None:
        """So much more, when it can be sent."""
        member.unsent = memoryview(bytes(member.unsent) + data)
        self._poll.modify(member.socket.fileno(), select.EPOLLOUT | self._always)

    def drop(self, member: Member) -> None:
        self._members.pop(member.socket.fileno(), None)
        member.socket.close()

    def look_after(self, seconds: float) -> None:
        """Send and read what can be, waiting for at most so long; forget those that have ended."""
        for descriptor, event in self._poll.poll(min(seconds, self.target.seconds_left), 1024):
            member = self._members.get(descriptor)
            if member is None:
                continue
            try:
                if event & select.EPOLLIN and not member.socket.recv(1 << 20):
                    self.drop(member)
                elif event & _ENDS:
                    self.drop(member)
                elif event & select.EPOLLOUT:
                    self._send(member)
            except BlockingIOError:
                pass
            except OSError:
                self.drop(member)

    def keep(self, count: int, data: bytes, seconds: float = 27) -> None:
        """Have this many until it is over, each replaced when it has ended, or after so many seconds."""
        while not self.target.is_over:
            old = time.monotonic() - seconds
            for member in self.members:
                if member.opened > old:
                    break
                self.drop(member)
            for _ in range(min(count - len(self), _AT_ONCE)):
                self.open(data)
            pause = time.monotonic() + _PAUSE
            while time.monotonic() < pause and not self.target.is_over:
                self.look_after(_PAUSE)
        self.target.remarks.append(f"{self.opened:,} connections")

    @property
    def _always(self) -> int:
        return select.EPOLLRDHUP | (select.EPOLLIN if self._reads else 0)

    def _send(self, member: Member) -> None:
        if member.unsent:
            member.unsent = member.unsent[member.socket.send(member.unsent[: 1 << 20]) :]
        if not member.unsent:
            self._poll.modify(member.socket.fileno(), self._always)
