"""A node killed while it takes a long chain, whose histories follow in commits of their own."""

import signal
from collections.abc import Callable

import pytest

from Faults.durable import DIFFICULTY, PAYER, assert_verified, durable_node
from Faults.ledger import RIVAL, payment
from support.chains import extended, forge
from support.directories import contents

#: More new blocks than are stored with their histories.
LENGTH = 1_100


@pytest.mark.limit(600)
def test_histories_follow_whatever_call_was_the_last(prepared, tmp_path, make_shim, chance):
    """Each kill comes in the last third of the calls: the chain's own commit, what follows it, and the end."""
    data = tmp_path / "data"
    shim = make_shim(data)
    chain = forge(prepared.longer, [payment("returned", RIVAL), payment("in the rival's chain")], DIFFICULTY)
    chain = forge(extended(chain, LENGTH, DIFFICULTY), [payment("at the end")], DIFFICULTY)

    answered: list[int] = []

    def take_the_chain(begin: Callable[[], None]) -> bool:
        """Returns whether it was killed."""
        prepared.copy(data)
        prepared.served = chain
        # The last kill may never have come, if that time took fewer calls.
        shim.disarm()
        with durable_node(data, shim=shim) as node:
            begin()
            node.ask("GET", "/nodes/resolve")
            answered.append(shim.calls)
            node.ask("GET", f"/transactions?address={PAYER}")
            node.send_signal(signal.SIGTERM)
            return node.has_died()

    assert not take_the_chain(shim.count)
    calls = shim.calls
    seen = set()
    # The histories' commit has hardly begun when the chain is answered.
    following = range(answered[0] + 1, answered[0] + 9)
    for call in [*following, *chance.sample(range(calls - calls // 3, calls + 1), min(16, calls // 3))]:
        take_the_chain(lambda call=call: shim.kill_before(call, torn=chance.random() < 0.5))
        kept = contents(data)
        (indexed,) = [int(value) for name, value in kept["parameter"] if name == b"indexed"]
        length = kept["tail"][-1][0] if kept["tail"] else 0
        seen.add((length > LENGTH, indexed > LENGTH))
        assert_verified(data)
        with durable_node(data) as node:
            assert node.chain() in (chain, prepared.state.chain)
            node.assert_index_agrees()
        assert_verified(data)
    assert (True, False) in seen, f"no kill came between the chain and its histories: {seen}"
