"""Nothing accepted is ever lost: rounds of load, each ended at a random moment."""

import os
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from Faults.durable import DurableNode, assert_verified, durable_node, node_command
from Faults.ledger import Ledger
from Faults.load import Load, Rival
from Faults.shim import Shim
from support.nodes import Program

#: The minimum number of kills in total.
ROUNDS = int(os.environ.get("FAULT_ROUNDS", 12))

#: The maximum number with one directory: with long chains each round only takes longer.
ROUNDS_EACH = min(ROUNDS, 12)

NODES = pytest.mark.parametrize("number", range(1, -(-ROUNDS // ROUNDS_EACH) + 1))


@pytest.mark.limit(300)
@NODES
def test_nothing_is_lost_when_the_node_is_killed(tmp_path, chance, number):
    survive(tmp_path / "data", chance)


@pytest.mark.limit(300)
@NODES
def test_nothing_is_lost_when_the_power_is(tmp_path, chance, make_shim, number):
    """Everything that had not been synced is gone as well."""
    data, synced = tmp_path / "data", tmp_path / "synced"
    data.mkdir()
    synced.mkdir()

    def lose_what_was_not_synced() -> None:
        shutil.rmtree(data)
        shutil.copytree(synced, data, ignore=shutil.ignore_patterns(".unfinished-*"))

    survive(data, chance, make_shim(data, synced), lose_what_was_not_synced)


def survive(
    data: Path, chance: Random, shim: Shim | None = None, after_kill: Callable[[], None] = lambda: None
) -> None:
    """Rounds of load, with checks after each; in the end everything pending must get into the chain."""
    ledger = Ledger()
    greetings = set()
    with closing(Rival(ledger)) as rival:
        for number in range(1, ROUNDS_EACH + 1):
            with durable_node(data, shim=shim) as node:
                check(node, ledger)
                greetings.add(node.greeting)
                assert node.peers() == ([rival.address] if number > 1 else [])
                node.register(rival.address)
                load = Load(node, rival, ledger, f"{number}", chance)
                load.run_until_killed(chance, replacements=number % 2)
            after_kill()
            if chance.random() < 0.4:
                kill_while_it_starts(data, chance, shim)
                after_kill()
    with durable_node(data) as node:
        check(node, ledger)
        greetings.add(node.greeting)
        while node.pending():
            node.mine()
        check(node, ledger)
        assert node.pending() == []
    assert_verified(data)
    assert len(greetings) == 1, f"the node changed its name: {greetings}"
    assert ledger.came_back, "nothing fell out of the chain: this run proved too little"
    unanswered = len(ledger.sent) - len(ledger.accepted)
    print(f"{len(ledger.accepted)} payments accepted, {unanswered} unanswered, {len(ledger.came_back)} came back;")
    print(f"{len(ledger.forged)} blocks forged, {len(ledger.offered)} chains offered")
    assert unanswered, "no kill interrupted anything: this run proved too little"


def check(node: DurableNode, ledger: Ledger) -> None:
    ledger.check(node.chain(), node.pending())
    node.assert_index_agrees()


def kill_while_it_starts(data: Path, chance: Random, shim: Shim | None) -> None:
    program = Program(node_command(data, shim=shim))
    time.sleep(chance.uniform(0, 0.3))
    assert program.is_running, program.report()
    program.kill()
