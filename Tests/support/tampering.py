"""Every way to tamper with a chain, and what a node must say about it.

Each change starts from a valid chain of `LENGTH` blocks and returns what a dishonest peer serves. Where the change
alone would already break a hash, the blocks after it are mined again, so that each rule is tested by itself.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from support.chains import block_hash, is_proof, relinked
from support.nodes import DIFFICULTY

LENGTH = 5

#: The block, counted from 1, to which most changes are made.
NUMBER = 3

_POSITION = NUMBER - 1


@dataclass(frozen=True)
class Tampering:
    """One change to a chain."""

    name: str
    change: Callable[[list[dict]], Any]
    #: A regular expression for the verdict.
    verdict: str
    #: Whether the tutorial's own check notices. It looks at hashes and proofs only.
    tutorial_refuses: bool = False

    def apply(self, chain: list[dict]) -> Any:
        assert len(chain) == LENGTH, len(chain)
        return self.change(copy.deepcopy(chain))


def refused(number: int, reason: str) -> str:
    return rf"refused at block {number}\b.*({reason})"


def _broken(key: str, value: Any) -> Callable[[list[dict]], list[dict]]:
    """Change one key of the block and leave the rest as it was."""

    def change(chain: list[dict]) -> list[dict]:
        chain[_POSITION][key] = value
        return chain

    return change


def _consistent(key: str, value: Any, position: int = _POSITION) -> Callable[[list[dict]], list[dict]]:
    """Change one key of a block and mine the rest again."""

    def change(chain: list[dict]) -> list[dict]:
        chain[position][key] = value
        return relinked(chain, position)

    return change


def _without(key: str, position: int = _POSITION) -> Callable[[list[dict]], list[dict]]:
    """Remove a key. What follows is mined again where the tutorial's rules allow that."""

    def change(chain: list[dict]) -> list[dict]:
        del chain[position][key]
        return chain if key == "proof" else relinked(chain, position)

    return change


def _with_block(value: Any) -> Callable[[list[dict]], list[Any]]:
    def change(chain: list[dict]) -> list[Any]:
        return [*chain[:_POSITION], value, *chain[_POSITION + 1 :]]

    return change


def _with_found_proof(candidates: Callable[[int], Any]) -> Callable[[list[dict]], list[dict]]:
    """Give the block a proof whose text does hash to enough zeros, chosen from the n-th candidates."""

    def change(chain: list[dict]) -> list[dict]:
        last, block = chain[_POSITION - 1], chain[_POSITION]
        n = 0
        while not is_proof(last["proof"], candidates(n), block_hash(last), DIFFICULTY):
            n += 1
        block["proof"] = candidates(n)
        return relinked(chain, _POSITION)

    return change


def _too_easy(chain: list[dict]) -> list[dict]:
    """A proof with one zero too few."""
    last, block = chain[_POSITION - 1], chain[_POSITION]
    last_hash = block_hash(last)
    proof = 0
    while is_proof(last["proof"], proof, last_hash, DIFFICULTY) or not is_proof(
        last["proof"], proof, last_hash, DIFFICULTY - 1
    ):
        proof += 1
    block["proof"] = proof
    return relinked(chain, _POSITION)


def _wrong_proof(chain: list[dict]) -> list[dict]:
    last, block = chain[_POSITION - 1], chain[_POSITION]
    block["proof"] += 1
    while is_proof(last["proof"], block["proof"], block_hash(last), DIFFICULTY):
        block["proof"] += 1
    return relinked(chain, _POSITION)


def _wrong_last_proof(chain: list[dict]) -> list[dict]:
    last, block = chain[-2:]
    block["proof"] += 1
    while is_proof(last["proof"], block["proof"], block_hash(last), DIFFICULTY):
        block["proof"] += 1
    return chain


def _swapped(chain: list[dict]) -> list[dict]:
    chain[_POSITION], chain[_POSITION + 1] = chain[_POSITION + 1], chain[_POSITION]
    return chain


def _repeated(chain: list[dict]) -> list[dict]:
    return [*chain[: _POSITION + 1], chain[_POSITION], *chain[_POSITION + 1 :]]


def _dropped(chain: list[dict]) -> list[dict]:
    return [*chain[:_POSITION], *chain[_POSITION + 1 :]]


def _dearer(chain: list[dict]) -> list[dict]:
    chain[_POSITION]["transactions"][0]["amount"] += 1
    return chain


def _without_transactions(chain: list[dict]) -> list[dict]:
    chain[_POSITION]["transactions"].clear()
    return chain


def _in_capitals(chain: list[dict]) -> list[dict]:
    block = chain[_POSITION]
    block["previous_hash"] = block["previous_hash"].upper()
    assert block["previous_hash"] != block_hash(chain[_POSITION - 1]), "a hash without a letter"
    return relinked(chain, _POSITION)


_HASH = "hash"
_NEXT = NUMBER + 1

TAMPERINGS = [
    # What a block says was changed after it was mined: the next block's previous_hash reveals it.
    Tampering("an amount is changed", _dearer, refused(_NEXT, _HASH), tutorial_refuses=True),
    Tampering("transactions are removed", _without_transactions, refused(_NEXT, _HASH), True),
    Tampering("a timestamp is changed", _broken("timestamp", 1.5), refused(_NEXT, _HASH), True),
    Tampering("a key is added", _broken("note", "hello"), refused(_NEXT, _HASH), True),
    # The order of blocks.
    Tampering("two blocks are swapped", _swapped, refused(NUMBER, "hash|index"), True),
    Tampering("a block comes twice", _repeated, refused(_NEXT, "hash|index"), True),
    Tampering("a block is missing", _dropped, refused(NUMBER, "hash|index"), True),
    # Hashes.
    Tampering(
        "a previous_hash is wrong", _consistent("previous_hash", "0" * 64), refused(NUMBER, _HASH), True
    ),
    Tampering("a previous_hash is in capitals", _in_capitals, refused(NUMBER, _HASH), True),
    Tampering("a previous_hash is null", _consistent("previous_hash", None), refused(NUMBER, _HASH), True),
    Tampering("a previous_hash is a number", _consistent("previous_hash", 1), refused(NUMBER, _HASH), True),
    Tampering("a previous_hash is missing", _without("previous_hash"), refused(NUMBER, _HASH)),
    # Proofs.
    Tampering("a proof does not fit", _wrong_proof, refused(NUMBER, "proof"), True),
    Tampering("the last proof does not fit", _wrong_last_proof, refused(LENGTH, "proof"), True),
    Tampering("a proof was too easy", _too_easy, refused(NUMBER, "proof"), True),
    Tampering("a proof is missing", _without("proof"), refused(NUMBER, "proof")),
    Tampering("a proof is null", _consistent("proof", None), refused(NUMBER, "proof"), True),
    Tampering("a proof is true", _consistent("proof", True), refused(NUMBER, "proof"), True),
    Tampering("a proof is a list", _consistent("proof", [1]), refused(NUMBER, "proof"), True),
    Tampering("a proof that fits is a string", _with_found_proof(str), refused(NUMBER, "proof")),
    Tampering("a proof that fits is a double", _with_found_proof(float), refused(NUMBER, "proof")),
    Tampering(
        "a proof that fits is negative", _with_found_proof(lambda n: -1 - n), refused(NUMBER, "proof")
    ),
    # Indices.
    Tampering("an index skips one", _consistent("index", NUMBER + 1), refused(NUMBER, "index")),
    Tampering("an index is zero", _consistent("index", 0), refused(NUMBER, "index")),
    Tampering("an index is a double", _consistent("index", float(NUMBER)), refused(NUMBER, "index")),
    Tampering("an index is a string", _consistent("index", str(NUMBER)), refused(NUMBER, "index")),
    Tampering("an index is null", _consistent("index", None), refused(NUMBER, "index")),
    Tampering("an index is over 64 bits", _consistent("index", 2**64 + NUMBER), refused(NUMBER, "index")),
    Tampering("an index is missing", _without("index"), refused(NUMBER, "index")),
    # Timestamps.
    Tampering("a timestamp is a string", _consistent("timestamp", "now"), refused(NUMBER, "timestamp")),
    Tampering("a timestamp is null", _consistent("timestamp", None), refused(NUMBER, "timestamp")),
    Tampering("a timestamp is true", _consistent("timestamp", True), refused(NUMBER, "timestamp")),
    Tampering("a timestamp is missing", _without("timestamp"), refused(NUMBER, "timestamp")),
    Tampering("a timestamp is NaN", _consistent("timestamp", float("nan")), "refused"),
    Tampering("a timestamp is infinite", _consistent("timestamp", float("inf")), "refused"),
    # Transactions.
    Tampering("transactions are null", _consistent("transactions", None), refused(NUMBER, "transactions")),
    Tampering(
        "transactions are an object", _consistent("transactions", {}), refused(NUMBER, "transactions")
    ),
    Tampering(
        "transactions are a string", _consistent("transactions", "none"), refused(NUMBER, "transactions")
    ),
    Tampering("transactions are missing", _without("transactions"), refused(NUMBER, "transactions")),
    Tampering(
        "a transaction is a string", _consistent("transactions", ["pay"]), refused(NUMBER, "transaction")
    ),
    Tampering("a transaction is null", _consistent("transactions", [None]), refused(NUMBER, "transaction")),
    Tampering(
        "a transaction is a list", _consistent("transactions", [[{}]]), refused(NUMBER, "transaction")
    ),
    # Blocks.
    Tampering("a block is null", _with_block(None), refused(NUMBER, "object")),
    Tampering("a block is a string", _with_block("block"), refused(NUMBER, "object")),
    Tampering("a block is a list", _with_block([{}]), refused(NUMBER, "object")),
    Tampering("a block is empty", _with_block({}), refused(NUMBER, "index|missing|lacks|key")),
    # The first block has rules too.
    Tampering("the first index is zero", _consistent("index", 0, 0), refused(1, "index")),
    Tampering("the first index is true", _consistent("index", True, 0), refused(1, "index")),
    Tampering("the first timestamp is null", _consistent("timestamp", None, 0), refused(1, "timestamp")),
    Tampering(
        "the first transactions are null", _consistent("transactions", None, 0), refused(1, "transactions")
    ),
    Tampering("the first proof is a string", _consistent("proof", "100", 0), refused(1, "proof")),
    Tampering("the first proof is negative", _consistent("proof", -100, 0), refused(1, "proof")),
    Tampering(
        "the first proof is missing", lambda chain: [_bare(chain[0]), *chain[1:]], refused(1, "proof")
    ),
    Tampering("the first previous_hash is missing", _without("previous_hash", 0), refused(1, _HASH)),
]


def _bare(block: dict) -> dict:
    return {key: value for key, value in block.items() if key != "proof"}
