"""Payments of a ledger, signed as any client of one in Python would."""

import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from support.nodes import Node


def address(seed: bytes) -> str:
    """Of the key with this seed."""
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


class Ledger:
    """The network of a node, and the accounts as that node knows them."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.network = node.get("/status").json()["genesis"]

    def account(self, address: str) -> dict:
        return self.node.get(f"/accounts/{address}").json()

    def payment(
        self, seed: bytes, recipient: str, amount: int, fee: int = 1, nonce: int | None = None, memo: str | None = None
    ) -> dict:
        """Signed, by default with the next nonce."""
        sender = address(seed)
        nonce = self.account(sender)["next_nonce"] if nonce is None else nonce
        payment = {"amount": amount, "fee": fee, "nonce": nonce, "recipient": recipient, "sender": sender}
        if memo is not None:
            payment["memo"] = memo
        signed = json.dumps({**payment, "network": self.network}, sort_keys=True).encode()
        return {**payment, "signature": Ed25519PrivateKey.from_private_bytes(seed).sign(signed).hex()}
