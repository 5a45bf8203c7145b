"""What a node has said, and so must uphold after any crash."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from Faults.durable import DIFFICULTY, PAYER
from support.chains import GENESIS, block_hash, is_valid_chain, transactions_of

#: The sender of transactions in a rival's blocks.
RIVAL = "rival"


def payment(name: str, sender: str = PAYER) -> dict:
    """A unique transaction: its recipient is its name."""
    return {"sender": sender, "recipient": name, "amount": len(name)}


def names_of(transactions: Iterable[dict]) -> list[str]:
    """The names of the payments posted to the node, among these transactions."""
    names = [each["recipient"] for each in transactions if each["sender"] == PAYER]
    strangers = [each for each in transactions if each["sender"] not in ("0", PAYER, RIVAL)]
    assert strangers == [], f"nobody sent these: {strangers[:5]}"
    return names


@dataclass(frozen=True)
class Forged:
    """A block as GET /mine describes it. Its predecessor is part of its name."""

    index: int
    proof: int
    previous_hash: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, block: dict) -> "Forged":
        names = tuple(names_of(block["transactions"]))
        return cls(block["index"], block["proof"], block["previous_hash"], names)


class Ledger:
    """Payments and blocks that were acknowledged, chains that were seen, and chains that a peer offered.

    A node's chain only ever gets longer. So a block that it reported is in its chain for good, unless the chain now
    begins with one that a peer offered and that is longer than that block's height.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.sent: set[str] = set()
        self.accepted: set[str] = set()
        self.refused: set[str] = set()
        self.forged: set[Forged] = set()
        #: Hashes of the last blocks of chains, and the chains' lengths.
        self.seen: dict[str, int] = {}
        self.offered: dict[str, int] = {}
        #: Payments that were in a block, were orphaned with it, and were pending again.
        self.came_back: set[str] = set()

    # MARK: what is said

    def send(self, name: str) -> dict:
        with self._lock:
            self.sent.add(name)
        return payment(name)

    def accept(self, transaction: dict) -> None:
        with self._lock:
            self.accepted.add(transaction["recipient"])

    def refuse(self, transaction: dict) -> None:
        """It must be nowhere from now on."""
        with self._lock:
            self.refused.add(transaction["recipient"])
            self.sent.remove(transaction["recipient"])

    def forge(self, block: dict) -> None:
        with self._lock:
            self.forged.add(Forged.of(block))

    def see(self, chain: list[dict]) -> None:
        with self._lock:
            self.seen[block_hash(chain[-1])] = len(chain)

    def offer(self, chain: list[dict]) -> None:
        with self._lock:
            self.offered[block_hash(chain[-1])] = len(chain)

    # MARK: what has to hold

    def check(self, chain: list[dict], pending: list[dict]) -> None:
        """The chain and the pending transactions agree with everything said before."""
        self.see(chain)
        self._check_chain(chain)
        self._check_payments(chain, pending)

    def _check_chain(self, chain: list[dict]) -> None:
        assert chain[0] == GENESIS
        assert [block["index"] for block in chain] == list(range(1, len(chain) + 1))
        assert is_valid_chain(chain, DIFFICULTY)
        length_of = {block_hash(block): length for length, block in enumerate(chain, 1)}
        # Everything shorter than the longest offer taken may be gone.
        taken = max((length for tip, length in self.offered.items() if tip in length_of), default=0)
        for tip, length in self.seen.items():
            assert length < taken or tip in length_of, f"a chain of {length} blocks was seen, and is gone"
        for block in self.forged:
            assert block.index <= len(chain), f"block {block.index} is gone, the chain ends at {len(chain)}"
            if block.index >= taken:
                assert Forged.of(chain[block.index - 1]) == block, f"block {block.index} is gone"

    def _check_payments(self, chain: list[dict], pending: list[dict]) -> None:
        transactions = transactions_of(chain)
        carried, waiting = Counter(names_of(transactions)), Counter(names_of(pending))
        altered = [each for each in transactions + pending if each["sender"] == PAYER and not is_payment(each)]
        assert altered == []
        assert {*carried, *waiting} <= self.sent, "there are payments that were refused, or that nobody sent"
        for name in self.sent:
            times = carried[name], waiting[name]
            allowed = [(1, 0), (0, 1)] if name in self.accepted else [(1, 0), (0, 1), (0, 0)]
            assert times in allowed, f"{name} is in the chain {times[0]} times and pending {times[1]} times"
        carriers = Counter(name for block in self.forged for name in block.names)
        self.came_back |= {name for name in waiting if carriers[name]}
        self.came_back |= {name for name in carriers if carriers[name] > 1}


def is_payment(transaction: dict) -> bool:
    return transaction == payment(transaction["recipient"])
