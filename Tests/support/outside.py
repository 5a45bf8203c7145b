"""A miner outside the node, as whoever writes one does: SHA-256, and two requests."""

from hashlib import sha256
from itertools import count

from support.nodes import Node
from support.wire import Answer


def search(work: dict, first: int = 0) -> int:
    """The first number from here on that does the work."""
    prefix, suffix, target = work["prefix"], work["suffix"], int(work["target"], 16)
    for number in count(first):
        guess = f"{prefix}{number:0{work['digits']}}{suffix}"
        if int(sha256(guess.encode()).hexdigest(), 16) <= target:
            return number


def get_work(node: Node, miner: str | None = None) -> dict:
    answer = node.get("/work" if miner is None else f"/work?miner={miner}")
    assert answer.status == 200, answer.body
    return answer.json()


def post_work(node: Node, work: dict, **more) -> Answer:
    """Say that it is done."""
    return node.post("/work", {"id": work["id"], **more})


def forge(node: Node, work: dict, **more) -> dict:
    """Do the work; the block."""
    answer = post_work(node, work, nonce=search(work), **more)
    assert answer.status == 200, answer.body
    return answer.json()


def refuse(node: Node, work: dict, status: int, **more) -> str:
    """Say that it is done, which has to be refused; the sentence."""
    answer = post_work(node, work, **more)
    assert answer.status == status, f"{answer} {answer.body!r}"
    return answer.json()["error"]
