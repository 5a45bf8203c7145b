"""HTTP as it is on the wire.

A client library would repair or refuse what the suites want to send, and hide how an answer arrived. So requests are
bytes here, answers are parsed strictly, and both are recorded for the report of a failing test.
"""

import json
import socket
import struct
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from support.waiting import SOON

#: The traffic of this test, newest last; the older half of a long test is of no use in a report.
transcript: deque[str] = deque(maxlen=40)

Headers = Iterable[tuple[str, str]]


def note(peer: str, direction: str, data: bytes) -> None:
    """Add to the transcript, shortened so that a report stays readable."""
    shown = repr(data) if len(data) <= 600 else f"{data[:400]!r} ... {data[-100:]!r} ({len(data)} bytes)"
    transcript.append(f"{peer} {direction} {shown}")


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    version: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes = field(repr=False)
    interim: tuple[int, ...] = ()

    def header(self, name: str) -> str | None:
        """The header's value; a header that comes twice is a fault in every answer read here."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) <= 1, f"{name} comes {len(values)} times: {self.headers}"
        return values[0] if values else None

    def json(self) -> Any:
        """The body's value, after checking that the answer is declared as JSON."""
        content_type = self.header("Content-Type") or ""
        is_json = content_type.split(";")[0].strip() == "application/json"
        assert is_json, f"{self.status} of type {content_type!r}: {self.body[:300]!r}"
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The sentence of a refusal, which has its code and values beside it, and perhaps what to do; nothing else."""
        assert self.status >= 400, f"no refusal: {self.status} {self.body[:300]!r}"
        value = self.json()
        assert set(value) - {"then"} == {"error", "reason", "values"}, f"a refusal with other keys: {value}"
        assert isinstance(value["error"], str) and value["error"].strip(), f"nothing said: {value}"
        return value["error"]

    def assert_refusal(self, status: int, *words: str) -> None:
        """A refusal with this status that mentions these words."""
        assert self.status == status, f"{self} {self.body[:300]!r}"
        assert [word for word in words if word not in self.error] == [], self.error


def request_bytes(
    method: str,
    target: str,
    body: bytes | None = None,
    headers: Headers = (),
    host: str = "127.0.0.1",
) -> bytes:
    """A well-formed HTTP/1.1 request. A body gets a Content-Length."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b"")


class Connection:
    """A connection to a server, for requests in any shape."""

    def __init__(self, host: str, port: int, receive_buffer: int | None = None) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.name = f"{host}:{port}"
        self.socket.settimeout(SOON)
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect((host, port))
        self.reader = self.socket.makefile("rb")

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self.reader.close()
        self.socket.close()

    def reset(self) -> None:
        """Leave as a crashed client does: with RST instead of FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def send(self, data: bytes) -> bool:
        """Send it all; False if the server closed first, as it may when it refuses."""
        note(self.name, "<-", data)
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            note(self.name, "->", b"(closed while being sent to)")
            return False
        return True

    def read_answer(self, method: str = "GET") -> Answer | None:
        """The next answer, or None if the server closed without one.

        An answer cut off in the middle is a failure, unless the server reset the connection.
        """
        try:
            answer = self._read_answer(method)
        except ConnectionResetError:
            answer = None
        shown = b"(closed)" if answer is None else f"{answer} ".encode() + answer.body
        note(self.name, "->", shown)
        return answer

    def assert_ends(self) -> None:
        """The server closes now, without sending anything more."""
        try:
            rest = self.reader.read(1)
        except ConnectionResetError:
            return
        except TimeoutError:
            raise AssertionError("the connection stays open") from None
        assert rest == b"", f"more came than was asked for: {rest + self.reader.read1()!r}"

    def _read_answer(self, method: str) -> Answer | None:
        interim: list[int] = []
        while True:
            line = self.reader.readline(65_536)
            if not line and not interim:
                return None
            assert line.endswith(b"\r\n"), f"no status line: {line!r}"
            version, code, *_ = line.decode("ascii").rstrip("\r\n").split(" ", 2)
            assert version.startswith("HTTP/") and len(code) == 3, f"no status line: {line!r}"
            headers = self._read_headers()
            status = int(code)
            if status >= 200:
                break
            interim.append(status)
        bare = Answer(version, status, headers, b"", tuple(interim))
        return Answer(version, status, headers, self._read_body(bare, method), tuple(interim))

    def _read_headers(self) -> list[tuple[str, str]]:
        headers = []
        while (line := self.reader.readline(65_536)) != b"\r\n":
            assert line.endswith(b"\r\n") and b":" in line, f"no header: {line!r}"
            name, value = line.decode("ascii").split(":", 1)
            headers.append((name, value.strip()))
        return headers

    def _read_body(self, head: Answer, method: str) -> bytes:
        if method == "HEAD" or head.status in (204, 304):
            return b""
        if (head.header("Transfer-Encoding") or "").lower() == "chunked":
            return self._read_chunks()
        length = head.header("Content-Length")
        if length is None:
            return self.reader.read()
        body = self.reader.read(int(length))
        assert len(body) == int(length), f"{len(body)} bytes of {length} came: {body[-100:]!r}"
        return body

    def _read_chunks(self) -> bytes:
        body = b""
        while size := int(self.reader.readline(1_024).split(b";")[0], 16):
            body += self.reader.read(size)
            assert self.reader.read(2) == b"\r\n", "a chunk has no end"
        assert self.reader.readline(1_024) == b"\r\n", "the chunks have no end"
        return body
