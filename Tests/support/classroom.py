"""A class of nodes, as a process."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from support.nodes import DIFFICULTY, Node, Program, forgechain_binary
from support.waiting import eventually
from support.wire import Answer, Headers


class Place(Node):
    """A node of a class, or the page of all, as a node that is below a path."""

    def __init__(self, host: str, port: int, prefix: str = "") -> None:
        self.host, self.port, self.prefix = host, port, prefix
        self.address = f"{host}:{port}"

    def request(
        self, method: str, target: str, body: bytes | None = None, headers: Headers = (), host: str | None = None
    ) -> Answer:
        return super().request(method, self.prefix + target, body, headers, host)

    def __repr__(self) -> str:
        return f"{self.address}{self.prefix}"


class Classroom(Program):
    """Several nodes behind one address, which each have a port of their own as well."""

    host = "127.0.0.1"

    def __init__(self, *flags: str, difficulty: int | None = DIFFICULTY) -> None:
        hardness = [] if difficulty is None else ["--difficulty", str(difficulty)]
        place = ["--port", "0", "--host", self.host, "--language", "en"]
        super().__init__([str(forgechain_binary()), "classroom", *place, *hardness, *flags])
        port, self.token = eventually(self._announced, "the class is announced")
        self.page = Place(self.host, int(port))
        #: The port of each node.
        self.ports = {
            name: int(own) for name, own in re.findall(r"^(\w+) +http\S+ , .* port (\d+)$", self.output, re.MULTILINE)
        }

    def _announced(self) -> tuple[str, str] | None:
        assert self.is_running, self.errors
        found = re.search(r"http://[^ ]+:(\d+)/#teacher=(\w+)", self.output)
        return found.groups() if found and "Ctrl-C" in self.output else None

    def at(self, name: str) -> Place:
        """A node, by its path."""
        return Place(self.host, self.page.port, f"/{name}")

    def behind(self, name: str) -> Place:
        """A node, by its own port."""
        return Place(self.host, self.ports[name])

    def link(self, one: str, other: str, joined: bool) -> None:
        answer = self.page.post("/classroom/links", {"between": [one, other], "joined": joined})
        assert answer.status == 200, answer

    def cut_all(self) -> None:
        for link in self.page.get("/classroom").json()["links"]:
            self.link(*link["between"], False)


@contextmanager
def running_classroom(*flags: str, **options: int) -> Iterator[Classroom]:
    classroom = Classroom(*flags, **options)
    try:
        yield classroom
    finally:
        if classroom.is_running:
            classroom.kill()
