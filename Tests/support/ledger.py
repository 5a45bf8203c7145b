"""People who pay on a ledger, nodes that keep one, and the rules in Python to judge them by."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from Ledger import reference
from support.gossip import KEY
from support.nodes import Node
from support.wire import Answer

VECTORS = json.loads((Path(reference.__file__).parent / "vectors.json").read_text())

#: The name of the network that is built in.
NETWORK = VECTORS["network"]

#: What makes a node one of the ledger.
FLAGS = ("--rules", "ledger")


def address(seed: bytes) -> str:
    """Of the key with this seed."""
    return reference.address(Ed25519PrivateKey.from_private_bytes(seed))


class Person:
    """Somebody with a key."""

    def __init__(self, number: int) -> None:
        seed = bytes([number]) * 32
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.address = address(seed)

    def payment(self, recipient: Any, amount: Any, fee: Any = 0, nonce: Any = 0, **more: Any) -> dict:
        """Signed, for the practice network unless another is named."""
        network = more.pop("network", NETWORK)
        recipient = recipient.address if isinstance(recipient, Person) else recipient
        payment = {"amount": amount, "fee": fee, "nonce": nonce, "recipient": recipient, "sender": self.address, **more}
        return reference.sign(self._key, network, payment)


ALICE, BOB, CAROL = map(Person, (1, 2, 3))


def start_ledger(start: Callable[..., Node], *flags: str, pays: Person = ALICE) -> Node:
    """A node of a ledger."""
    return start(*FLAGS, "--pay-to", pays.address, *flags, difficulty=None)


def post(node: Node, payment: Any) -> Answer:
    return node.post("/transactions/new", payment)


def accept(node: Node, payment: dict) -> str:
    """Post one that has to be accepted; returns its id."""
    answer = post(node, payment)
    assert answer.status == 201, f"{answer} {answer.body!r}"
    assert answer.json()["id"] == reference.transaction_id(payment)
    return answer.json()["id"]


def refuse(node: Node, payment: Any, status: int) -> str:
    """Post one that has to be refused; returns the sentence."""
    answer = post(node, payment)
    assert answer.status == status, f"{answer} {answer.body!r}"
    return answer.json()["error"]


def account(node: Node, person: Person) -> dict:
    answer = node.get(f"/accounts/{person.address}")
    assert answer.status == 200, answer.body
    return answer.json()


def judged(node: Node) -> list[dict]:
    """The node's chain, which keeps the rules and comes to the balances and nonces that the node tells."""
    chain = node.chain()
    accounts, work = reference.check_chain(chain, reference.GENESIS)
    for address, balance in accounts.balances.items():
        told = node.get(f"/accounts/{address}").json()
        assert (told["balance"], told["nonce"]) == (balance, accounts.nonces.get(address, 0)), told
    assert work_of(node) == work
    return chain


def work_of(node: Node) -> int:
    """What the node tells other nodes of its work."""
    answer = node.get(f"/chain?after=1-{NETWORK}&above={2**40}").json()
    return int(answer[KEY]["work"], 16)
