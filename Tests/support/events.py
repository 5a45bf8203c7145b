"""Server-sent events, as GET /events sends them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from support.waiting import SOON, eventually
from support.wire import Connection, request_bytes


@dataclass(frozen=True)
class Event:
    number: int
    name: str
    data: Any


class Watcher:
    """A client of GET /events: its connection, and what has arrived so far."""

    def __init__(self, node, receive_buffer: int | None = None, target: str = "/events") -> None:
        self.connection: Connection = node.connect(receive_buffer)
        self.connection.send(request_bytes("GET", target, None, [], node.address))
        self.head = b""
        self.comments: list[str] = []
        self.retry: int | None = None
        self.events: list[Event] = []
        self._rest = b""

    def __enter__(self) -> "Watcher":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def read(self) -> bool:
        """Takes what comes next; false at the end."""
        data = self.connection.reader.read1()
        self._rest += data
        if not self.head and b"\r\n\r\n" in self._rest:
            self.head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        while self.head and b"\n\n" in self._rest:
            text, self._rest = self._rest.split(b"\n\n", 1)
            self._take(text.decode("ascii"))
        return bool(data)

    def _take(self, text: str) -> None:
        if text.startswith(": "):
            return self.comments.append(text[2:])
        fields = dict(line.split(": ", 1) for line in text.split("\n"))
        if "retry" in fields:
            assert list(fields) == ["retry"], text
            self.retry = int(fields["retry"])
            return None
        assert list(fields) == ["id", "event", "data"], text
        return self.events.append(Event(int(fields["id"]), fields["event"], json.loads(fields["data"])))

    def named(self, name: str) -> list[Any]:
        """The data of all events with a name so far."""
        return [event.data for event in self.events if event.name == name]

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        """Reads on until this holds."""

        def holds() -> Any:
            found = condition()
            if not found:
                assert self.read(), f"the stream ended before {what}: {self.events}"
            return found

        return eventually(holds, what, SOON)

    def first(self, name: str) -> Any:
        """The data of the first event with a name; waits for it."""
        return self.until(lambda: self.named(name), f"an event {name}")[0]
