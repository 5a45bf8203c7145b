"""The load on a node until it is killed: payments, blocks, and a rival with longer chains."""

import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import count
from random import Random

from Faults.durable import DIFFICULTY, DurableNode, ask
from Faults.ledger import RIVAL, Ledger, payment
from support.chains import forge
from support.peers import Peer, serving
from support.waiting import SOON
from support.wire import Answer

PAYERS = 4


class Rival:
    """A peer that forges chains longer than the node's."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._chain: list[dict] = []
        self._blocks = count(1)
        #: Earlier chains of the node, to come back to.
        self._former: deque[list[dict]] = deque(maxlen=4)
        #: Set when its chain is requested.
        self.was_asked = threading.Event()
        self._peer = Peer(self._answer)
        self.address = self._peer.address

    def close(self) -> None:
        self._peer.close()

    def offer_longer(self, chain: list[dict], lead: int, chance: Random) -> None:
        """From now on, serve a chain longer by this many blocks: a fork from some blocks back, or an old one grown."""
        if self._former and chance.random() < 0.25:
            longer = chance.choice(self._former)
        else:
            longer = chain[: max(1, len(chain) - chance.randint(1, 8))]
        self._former.append(chain)
        while len(longer) < len(chain) + lead:
            longer = forge(longer, [payment(f"block {next(self._blocks)}", RIVAL)], DIFFICULTY)
        self._ledger.offer(longer)
        self._chain = longer

    def _answer(self, connection: socket.socket, over: threading.Event) -> None:
        self.was_asked.set()
        serving(self._chain)(connection, over)


class Load:
    """All clients of a node, each in a thread."""

    def __init__(
        self, node: DurableNode, rival: Rival, ledger: Ledger, name: str, chance: Random, refusal: int | None = None
    ) -> None:
        """Nobody else posts payments of this name. With `refusal`, that status is an ordinary answer."""
        self.node = node
        self.rival = rival
        self.ledger = ledger
        self.refusal = refusal
        self.replacements = 0
        self._operations = 0
        self._changed = threading.Condition()
        self._is_over = False
        self._is_killed = False
        self._faults: list[BaseException] = []
        tasks = [lambda client=client: self._pay(f"{name}.{client}") for client in range(PAYERS)]
        for task in [self._mine] * chance.randint(1, 2) + [self._contend]:
            tasks.append(lambda task=task, chance=Random(chance.random()): task(chance))
        self._threads = [threading.Thread(target=self._run, args=[task]) for task in tasks]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def run_until_killed(self, chance: Random, replacements: int) -> None:
        """Kill the node at a random moment, after at least this many replacements of its chain."""
        self.start()
        try:
            operations = chance.randint(20, 400)
            self.wait(lambda: self._operations >= operations and self.replacements >= replacements)
            if chance.random() < 0.5:
                self.rival.was_asked.clear()
                assert self._is_over or self.rival.was_asked.wait(SOON), "nobody asks the rival any more"
            time.sleep(chance.uniform(0, 0.03))
        finally:
            self._is_killed = True
            self.node.kill()
            self.end()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds, or something went wrong."""
        with self._changed:
            done = self._changed.wait_for(lambda: condition() or self._is_over, SOON)
        assert done, "the node does not get on"

    def end(self) -> None:
        """Wait for all answers; raises whatever went wrong for any client."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        if self._faults:
            raise self._faults[0]

    # MARK: who wants what

    def _pay(self, name: str) -> None:
        with self.node.connect() as connection:
            for n in count(1):
                if self._is_over:
                    break
                transaction = self.ledger.send(f"{name}.{n}")
                answer = ask(connection, "POST", "/transactions/new", transaction)
                if self._is_success(answer):
                    self.ledger.accept(transaction)
                else:
                    self.ledger.refuse(transaction)
                self._did_something()

    def _mine(self, chance: Random) -> None:
        while self._wait_for_others(chance.randint(3, 25)):
            answer = self.node.get("/mine")
            if answer.status == 409:
                continue  # the rival was faster
            if self._is_success(answer):
                self.ledger.forge(answer.json())
            self._did_something()

    def _contend(self, chance: Random) -> None:
        outrun = 0
        while self._wait_for_others(chance.randint(10, 60)):
            chain = self.node.chain()
            self.ledger.see(chain)
            # The node keeps mining meanwhile.
            self.rival.offer_longer(chain, chance.randint(1, 12) + 12 * outrun, chance)
            answer = self.node.get("/nodes/resolve")
            if self._is_success(answer):
                value = answer.json()
                self.ledger.see(value.get("new_chain") or value["chain"])
                self.replacements += "new_chain" in value
                outrun = 0 if "new_chain" in value else outrun + 1
            self._did_something()

    def _is_success(self, answer: Answer | None) -> bool:
        """Whether it succeeded; any other refusal than the expected one is a fault."""
        if answer is None:
            raise ConnectionError("the node closed the connection")
        if answer.status == self.refusal:
            assert answer.error.endswith("."), f"no sentence: {answer.error}"
            return False
        assert answer.status in (200, 201), f"{answer} {answer.body!r}"
        return True

    # MARK: together

    def _run(self, task: Callable[[], None]) -> None:
        try:
            task()
        except (OSError, AssertionError) as error:
            if not self._is_killed:
                with self._changed:
                    self._faults.append(error)
                    self._is_over = True
                    self._changed.notify_all()

    def _did_something(self) -> None:
        with self._changed:
            self._operations += 1
            self._changed.notify_all()

    def _wait_for_others(self, operations: int) -> bool:
        """Wait until this many more operations are done; False once it is over."""
        target = self._operations + operations
        self.wait(lambda: self._operations >= target)
        return not self._is_over
