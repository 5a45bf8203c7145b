"""Chains made in Python, by the tutorial's rules."""

import copy
import json
from typing import Any

from Interop.tutorial_node import block_hash, find_proof, is_proof, is_valid_chain
from support.nodes import DIFFICULTY

__all__ = ["GENESIS", "block_hash", "canonical", "extended", "find_proof", "forge", "forged_chain"]
__all__ += ["is_proof", "is_valid_chain", "payments_in", "relinked", "transactions_of"]

#: The first block of every Forgechain node.
GENESIS = {
    "index": 1,
    "timestamp": 1506057125.900785,
    "transactions": [],
    "proof": 100,
    "previous_hash": "1",
}


def canonical(value: Any) -> str:
    """The text that is hashed."""
    return json.dumps(value, sort_keys=True)


def forge(
    chain: list[dict], transactions: list = (), difficulty: int = DIFFICULTY, rules: str = "tutorial",
    **other_keys: Any
) -> list[dict]:
    """The chain with one more block, which includes the transactions and any further keys."""
    last = chain[-1]
    block = {
        "index": last["index"] + 1,
        "timestamp": last["timestamp"] + 1.25,
        "transactions": list(transactions),
        "proof": find_proof(last, difficulty, rules=rules),
        "previous_hash": block_hash(last),
        **other_keys,
    }
    return [*chain, block]


def forged_chain(
    length: int, difficulty: int = DIFFICULTY, name: str = "python", rules: str = "tutorial"
) -> list[dict]:
    """A valid chain on Forgechain's genesis. Chains of different names differ from the second block on."""
    chain = [copy.deepcopy(GENESIS)]
    while len(chain) < length:
        index = len(chain) + 1
        payment = {"sender": name, "recipient": f"recipient {index}", "amount": index * 1.5}
        reward = {"sender": "0", "recipient": name, "amount": 1}
        chain = forge(chain, [payment, reward], difficulty, rules)
    return chain


def extended(chain: list[dict], length: int, difficulty: int = DIFFICULTY) -> list[dict]:
    """The chain extended with empty blocks to this length."""
    while len(chain) < length:
        chain = forge(chain, difficulty=difficulty)
    return chain


def relinked(chain: list[Any], position: int, difficulty: int = DIFFICULTY) -> list[Any]:
    """The chain with every block after the position mined again.

    A change at the position then breaks no hash and no proof further on, so only a rule about the changed thing itself
    can refuse the chain.
    """
    result = copy.deepcopy(chain)
    for last, block in zip(result[position:], result[position + 1 :]):
        block["previous_hash"] = block_hash(last)
        block["proof"] = find_proof(last, difficulty)
    return result


def transactions_of(chain: list[dict]) -> list[dict]:
    """All transactions in order."""
    return [transaction for block in chain for transaction in block["transactions"]]


def payments_in(chain: list[dict]) -> list[dict]:
    """Without rewards."""
    return [transaction for transaction in transactions_of(chain) if transaction["sender"] != "0"]
