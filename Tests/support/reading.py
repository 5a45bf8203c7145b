"""Lists that come in pages, read whole."""

from typing import Any

from support.chains import canonical
from support.nodes import Node

#: The path for pending transactions.
PENDING = "/transactions/pending"


def asking(target: str, query: str) -> str:
    """The target with additions to its query."""
    return target + ("&" if "?" in target else "?") + query


def page(node: Node, target: str, **asked: int) -> dict:
    """One page, whose text is exactly what Python would print."""
    answer = node.get(asking(target, "&".join(f"{name}={value}" for name, value in asked.items())))
    assert answer.status == 200, answer.body
    value = answer.json()
    assert answer.body.decode("ascii") == canonical(value) + "\n"
    return value


def walk(node: Node, target: str, what: str, limit: int | None = None) -> list[Any]:
    """All pages one after another, each of which must be right about itself."""
    everything: list[Any] = []
    start: int | None = 1
    while start is not None:
        limits = {} if limit is None else {"limit": limit}
        value = page(node, target, **({"from": start} if everything else {}), **limits)
        items = value[what]
        assert value["from"] == start == len(everything) + 1
        assert value["limit"] == (limit or 100)
        everything += items
        start = value["next"]
        if start is not None:
            assert 0 < len(items) <= value["limit"]
            assert start == len(everything) + 1
        assert value["total"] >= len(everything)
    assert value["total"] == len(everything)
    return everything


def pending(node: Node) -> list[dict]:
    """Everything pending."""
    return walk(node, PENDING, "transactions", 1000)
