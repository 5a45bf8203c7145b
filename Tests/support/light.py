"""Nodes of a ledger as light clients see them, which may lie."""

import json
import re
from collections.abc import Callable
from typing import Any

from Ledger import reference
from support.peers import Peer, Script, saying

PROOF_KEYS = ("index", "merkle_root", "previous_hash", "proof", "target", "timestamp")


def header(block: dict) -> dict:
    """With its proof."""
    return {key: block[key] for key in PROOF_KEYS if key in block}


def inclusion(chain: list[dict], identifier: str) -> dict | None:
    """What a node shows of a transaction of its chain."""
    for block in chain[1:]:
        ids = [reference.transaction_id(transaction) for transaction in block["transactions"]]
        if identifier in ids:
            position = ids.index(identifier)
            leaves = [reference.text(transaction) for transaction in block["transactions"]]
            return {
                "block": block["index"], "count": len(ids), "header": header(block),
                "path": reference.merkle_path(leaves, position),
                "position": position, "transaction": block["transactions"][position],
            }
    return None


class LightPeer(Peer):
    """A node that answers what light clients ask, from a chain. A test changes what it says."""

    def __init__(self, chain: list[dict]) -> None:
        self.chain = chain
        #: The most headers of a page.
        self.limit = 1_000
        #: Changes a page of headers before it is sent.
        self.forge_page: Callable[[dict], dict] = lambda page: page
        #: Changes the proof of a transaction.
        self.forge_proof: Callable[[dict | None], dict | None] = lambda proof: proof
        #: Played instead of a page of headers that begins behind the first one.
        self.later: Script | None = None
        super().__init__(saying(b"{}"))

    def play(self, connection, head: bytes, body: bytes) -> None:
        target = head.split()[1].decode()
        if page := re.fullmatch(r"/headers\?from=(\d+)&limit=(\d+)", target):
            first = int(page[1])
            if self.later and first > 1:
                return self.later(connection, self._over)
            answer: Any = self.forge_page(self.page(first, int(page[2])))
        elif proof := re.fullmatch(r"/transactions/([0-9a-f]{64})/proof", target):
            answer = self.forge_proof(inclusion(self.chain, proof[1]))
        elif target == "/blocks/1":
            answer = {"block": self.chain[0], "hash": reference.block_hash(self.chain[0])}
        else:
            answer = None
        status = "200 OK" if answer is not None else "404 Not Found"
        text = answer if answer is not None else {"error": f"There is nothing at {target}."}
        saying(json.dumps(text).encode(), status)(connection, self._over)

    def page(self, first: int, limit: int) -> dict:
        end = first + min(limit, self.limit) - 1
        blocks = [block for block in self.chain[1:] if first <= block["index"] <= end]
        return {
            "from": first, "headers": [header(block) for block in blocks], "limit": limit,
            "next": None if end >= len(self.chain) else end + 1, "total": len(self.chain),
        }
