"""A ledger's node in the fault suite: what it keeps, payers who remember what it has said, and a directory to break."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from Faults.durable import DurableNode, ask, durable_node
from Ledger import reference
from support.ledger import ALICE, BOB, FLAGS, Person, judged
from support.peers import Peer, serving
from support.reading import pending
from support.waiting import SOON
from support.wire import Answer

#: The rules of these nodes, and whom their blocks pay.
RULES = (*FLAGS, "--pay-to", ALICE.address)

#: How long a miner waits for others who may all be waiting for a block, in seconds.
_LONGEST_PAUSE = 0.3

#: Those who pay under load.
PAYERS = [Person(number) for number in (11, 12, 13)]


@contextmanager
def ledger_node(directory: Path, **more: Any) -> Iterator[DurableNode]:
    """A node of the practice network on a directory."""
    with durable_node(directory, rules=RULES, **more) as node:
        yield node


# MARK: - What is kept


@dataclass(frozen=True)
class Kept:
    """Everything that a ledger's node stores and reports. Its accounts are those to which a replay comes."""

    chain: list[dict]
    pending: list[dict]

    @classmethod
    def of(cls, node: DurableNode) -> "Kept":
        return cls(judged(node), pending(node))

    def is_mined_into(self, other: "Kept") -> bool:
        """Whether the other has one more block, with what was pending."""
        *before, last = other.chain
        return before == self.chain and last["transactions"][:-1] == self.pending and other.pending == []


def heavier(chain: list[dict], common: int) -> list[dict]:
    """A chain with more work that begins with some of its blocks; the others pay Bob, who includes no payments."""
    rules, work = chain[0]["rules"], reference.check_chain(chain)[1]
    longer = chain[:common]
    while reference.check_chain(longer)[1] <= work:
        target = int(longer[-1].get("target", rules["target"]), 16)
        if len(longer) > 2:
            times = [reference.milliseconds(block["timestamp"]) for block in longer[-2:]]
            target = reference.next_target(rules, target, times[1] - times[0])
        stamp = reference.milliseconds(longer[-1]["timestamp"]) / 1_000 + 1
        longer.append(reference.forge(rules, longer[-1], target, stamp, [], BOB.address))
    return longer


class Prepared:
    """A ledger's directory as a kill left it: blocks with payments, one that waits, and a peer that has more work."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.peer = Peer(lambda connection, over: serving(self.longer)(connection, over))
        with ledger_node(directory) as node:
            node.register(self.peer.address)
            node.mine()
            for nonce in range(3):
                assert node.post("/transactions/new", ALICE.payment(BOB, 7, 1, nonce)).status == 201
                node.mine()
            assert node.post("/transactions/new", ALICE.payment(BOB, 1, 0, 3)).status == 201
            self.kept = Kept.of(node)
            node.kill()
        self.longer = heavier(self.kept.chain, 3)

    def close(self) -> None:
        self.peer.close()

    def copy(self, place: Path) -> None:
        """Put the directory there, replacing whatever was."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._directory, place)

    def is_replaced_by(self, other: Kept) -> bool:
        """Payments of blocks that are gone come back, before those that were accepted later."""
        gone = [block for block in self.kept.chain if block not in self.longer]
        fallen = [payment for block in gone for payment in block["transactions"][:-1]]
        # Alice is paid for one block of the new chain, which is enough for all of them.
        return other == Kept(self.longer, fallen + self.kept.pending)


@dataclass(frozen=True)
class Operation:
    """A request that changes what is stored, and a check whether it did."""

    method: str
    target: str
    value: Any
    is_done: Callable[[Prepared, Kept], bool]


_PAYMENT = ALICE.payment(BOB, 2, 0, 4)

OPERATIONS = [
    Operation("POST", "/transactions/new", _PAYMENT,
              lambda prepared, after: after == Kept(prepared.kept.chain, [*prepared.kept.pending, _PAYMENT])),
    Operation("GET", "/mine", None, lambda prepared, after: prepared.kept.is_mined_into(after)),
    Operation("GET", "/nodes/resolve", None, lambda prepared, after: prepared.is_replaced_by(after)),
]  # fmt: skip


# MARK: - What was said


class Said:
    """Payments and blocks that a node has acknowledged, and how much work its chain had."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.sent: list[dict] = []
        self.accepted: list[dict] = []
        self.forged: list[dict] = []
        self.work = 0
        #: Whether a heavier chain was taken, which may have dropped blocks that were forged here.
        self.replacements = 0

    def send(self, payment: dict) -> None:
        with self._lock:
            self.sent.append(payment)

    def accept(self, payment: dict) -> None:
        with self._lock:
            self.accepted.append(payment)

    def forge(self, block: dict) -> None:
        with self._lock:
            self.forged.append(block)

    def check(self, node: DurableNode) -> None:
        """All of it holds: everybody has enough for all that they pay, whatever chain wins, so nothing is ever dropped."""
        chain, waiting = judged(node), pending(node)
        work = reference.check_chain(chain)[1]
        assert work >= self.work, f"there was work {self.work}, and {work} is left"
        self.work = work
        carried = [payment for block in chain for payment in block["transactions"] if payment["sender"] != "0"]
        ids = [reference.transaction_id(payment) for payment in carried + waiting]
        assert len(ids) == len(set(ids)), "a payment is there twice"
        known = {reference.transaction_id(payment) for payment in self.sent}
        assert set(ids) <= known, "there are payments that nobody sent"
        lost = [payment for payment in self.accepted if reference.transaction_id(payment) not in ids]
        assert lost == [], "payments were acknowledged, and are gone"
        for block in self.forged:
            is_there = block["index"] <= len(chain) and chain[block["index"] - 1]["proof"] == block["proof"]
            rivals = [each for each in chain[1 : block["index"]] if each["transactions"][-1]["recipient"] == BOB.address]
            assert is_there or rivals, f"block {block['index']} was acknowledged, and is gone"


class Rival:
    """Another node of the network, whose blocks pay Bob and which is never killed."""

    def __init__(self, node: DurableNode) -> None:
        self.node = node
        self.address = node.address

    def outrun(self, other: DurableNode, chance: Random) -> bool:
        """Mine until the other finds more work here; returns whether it did."""
        for _ in range(20):
            assert self.node.get(f"/mine?count={chance.randint(1, 8)}").status == 200
            answer = other.get("/nodes/resolve?summary")
            assert answer.status == 200, answer.body
            if answer.json()["message"] == "Our chain was replaced":
                return True
        return False

    def follow(self, other: DurableNode) -> None:
        """Take the other's chain if it has more work."""
        self.node.register(other.address)
        assert self.node.get("/nodes/resolve?summary").status == 200
        assert self.node.request("DELETE", f"/nodes/{other.address}").status in (200, 204)


class Load:
    """Payers, a miner and a rival at a node, each in a thread, until it is killed."""

    def __init__(self, node: DurableNode, rival: Rival, said: Said, chance: Random) -> None:
        self._node, self._rival, self._said = node, rival, said
        self._is_killed = False
        self._faults: list[BaseException] = []
        self._operations = 0
        self._changed = threading.Condition()
        tasks = [lambda payer=payer: self._pay(payer) for payer in PAYERS]
        tasks += [lambda task=task, own=Random(chance.random()): task(own) for task in (self._mine, self._contend)]
        self._threads = [threading.Thread(target=self._run, args=[task]) for task in tasks]

    def run_until_killed(self, chance: Random) -> None:
        for thread in self._threads:
            thread.start()
        operations = chance.randint(15, 120)
        with self._changed:
            before = self._said.replacements
            self._changed.wait_for(
                lambda: self._faults or self._operations >= operations and self._said.replacements > before, SOON)
        time.sleep(chance.uniform(0, 0.03))
        self._is_killed = True
        self._node.kill()
        for thread in self._threads:
            thread.join()
        if self._faults:
            raise self._faults[0]
        assert self._operations >= operations and self._said.replacements > before, "the node does not get on"

    def _pay(self, payer: Person) -> None:
        with self._node.connect() as connection:
            while not self._is_killed:
                nonce = self._told(ask(connection, "GET", f"/accounts/{payer.address}")).json()["next_nonce"]
                payment = payer.payment(BOB, 1, 0, nonce)
                self._said.send(payment)
                answer = self._told(ask(connection, "POST", "/transactions/new", payment))
                # Of one sender, only so many wait.
                assert answer.status == 201 or answer.status == 409 and "too far ahead" in answer.error, answer.body
                if answer.status == 201:
                    self._said.accept(payment)
                    self._did_something()

    @staticmethod
    def _told(answer: Answer | None) -> Answer:
        if answer is None:
            raise ConnectionError("the node closed the connection")
        return answer

    def _mine(self, chance: Random) -> None:
        while not self._is_killed:
            # Whoever mines all the time is never outrun.
            with self._changed:
                target = self._operations + chance.randint(3, 12)
                self._changed.wait_for(lambda: self._operations >= target or self._is_killed, _LONGEST_PAUSE)
            answer = self._node.get("/mine")
            assert answer.status in (200, 409), f"{answer} {answer.body!r}"
            if answer.status == 200:
                self._said.forge(answer.json())
            self._did_something()

    def _contend(self, chance: Random) -> None:
        while not self._is_killed:
            self._said.replacements += self._rival.outrun(self._node, chance)
            if chance.random() < 0.5:
                self._rival.follow(self._node)
            self._did_something()

    def _run(self, task: Callable[[], None]) -> None:
        try:
            task()
        except (OSError, AssertionError, KeyError, ValueError) as error:
            if not self._is_killed:
                with self._changed:
                    self._faults.append(error)
                    self._changed.notify_all()

    def _did_something(self) -> None:
        with self._changed:
            self._operations += 1
            self._changed.notify_all()


def endow(node: DurableNode, said: Said, amount: int) -> None:
    """Blocks of which everybody has enough, and which no rival outruns: it begins behind them."""
    blocks = amount * len(PAYERS) // reference.GENESIS["rules"]["reward"] + 1
    assert node.get(f"/mine?count={blocks}").status == 200
    for nonce, payer in enumerate(PAYERS):
        payment = ALICE.payment(payer, amount, 0, nonce)
        said.send(payment)
        assert node.post("/transactions/new", payment).status == 201
        said.accept(payment)
    said.forge(node.mine())
