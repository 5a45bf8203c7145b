"""A node that mines without being asked, and nodes that resolve without being asked."""

import pytest

from EndToEnd.test_mining import HARD, HARD_CHAIN
from support.chains import GENESIS, extended, forged_chain, is_valid_chain, payments_in
from support.commands import complaint
from support.gossip import agreed, connect, plain, start_connected, status
from support.nodes import Node
from support.peers import serving
from support.waiting import eventually
from support.wire import request_bytes

#: A block takes some time at this difficulty, so that two miners don't outrun the test.
SLOWER = 4

#: Nobody finds a proof during a test.
ENDLESS = 16


def length(node: Node) -> int:
    return status(node)["length"]


# MARK: - --mine


def test_a_node_forges_one_block_after_the_other(start_node):
    node = start_node("--mine", difficulty=SLOWER)
    eventually(lambda: length(node) >= 5, "there are blocks")
    chain = node.chain()
    assert is_valid_chain(chain, SLOWER)
    assert all(len(block["transactions"]) == 1 for block in chain[1:])


def test_payments_get_into_the_blocks(start_node):
    node = start_node("--mine", difficulty=SLOWER)
    payments = [node.pay("alice", "bob", n) for n in range(20)]
    eventually(lambda: len(payments_in(node.chain())) >= 20, "all are mined")
    assert payments_in(node.chain()) == payments


def test_who_asks_for_a_block_gets_one_all_the_same(start_node):
    node = start_node("--mine", difficulty=SLOWER)
    blocks = [node.mine()["index"] for _ in range(5)]
    assert blocks == sorted(set(blocks))
    assert is_valid_chain(node.chain(), SLOWER)


def test_a_new_tip_ends_the_search_on_the_old_one(start_node, start_peer):
    node = start_node("--mine", "--peer", start_peer(serving(HARD_CHAIN)).address, difficulty=HARD)
    eventually(lambda: node.cpu_seconds() > 0.3, "it searches")
    assert node.resolve().was_replaced
    assert node.chain() == HARD_CHAIN
    used = node.cpu_seconds()
    eventually(lambda: node.cpu_seconds() > used + 0.3, "it searches again")
    node.assert_serves()


@pytest.mark.parametrize("flags", [["--mine"], ["--mine", "--no-empty-blocks"]])
def test_it_ends_when_told_to(start_node, flags):
    node = start_node(*flags, difficulty=ENDLESS)
    node.assert_serves()
    assert node.stop() == 0


def test_two_that_mine_and_gossip_stay_on_one_chain(start_node):
    # One finds a block in longer than the other needs to take it, so that neither stays ahead for good.
    nodes = start_connected(start_node, 2, "--mine", difficulty=SLOWER + 1)

    def settled() -> list[dict]:
        """They may differ at the end, where both have forged blocks that the other has not seen yet."""
        chains = [node.chain() for node in nodes]
        assert all(is_valid_chain(chain, SLOWER + 1) for chain in chains)
        return [one for one, other in zip(*chains) if one == other]

    eventually(lambda: len(settled()) >= 10, "they agree on ten blocks", 60)
    eventually(
        lambda: len({block["transactions"][0]["recipient"] for block in settled()[1:]}) == 2, "each forged one of them"
    )


# MARK: - --mine-interval


def test_blocks_come_at_an_interval_and_who_asks_gets_one_meanwhile(start_node):
    node = start_node("--mine", "--mine-interval", "500ms", difficulty=2)
    assert status(node)["mine_interval"] == 0.5
    eventually(lambda: length(node) >= 4, "there are blocks")
    times = [block["timestamp"] for block in node.chain()[1:]]
    assert all(later - earlier >= 0.45 for earlier, later in zip(times, times[1:])), times
    assert node.mine()["index"] > 4
    assert node.stop() == 0


def test_a_node_that_waits_for_its_turn_ends_when_told_to(start_node):
    node = start_node("--mine", "--mine-interval", "1h")
    node.assert_serves()
    assert (length(node), node.stop()) == (1, 0)


@pytest.mark.parametrize("interval", ["99ms", "0", "3601", "61m", "10 s", "-1s", "s", "1d", "9" * 30])
def test_an_interval_that_is_none_is_refused(interval):
    sentence = complaint("--mine", f"--mine-interval={interval}", "--ephemeral")
    assert "100ms to 1h" in sentence and "10s" in sentence


def test_an_interval_needs_a_miner():
    assert "--mine" in complaint("--mine-interval", "10s", "--ephemeral")


# MARK: - --no-empty-blocks


def test_without_empty_blocks_there_is_one_for_each_lonely_payment(start_node):
    node = start_node("--mine", "--no-empty-blocks", difficulty=2)
    for count in range(1, 8):
        payment = node.pay("alice", "bob", count)
        eventually(lambda: length(node) >= count + 1, "it is mined")
        assert payments_in(node.chain())[-1] == payment
    chain = node.chain()
    assert len(chain) == 8
    assert all(len(block["transactions"]) == 2 for block in chain[1:])


@pytest.mark.limit(90)
def test_without_empty_blocks_a_node_without_payments_rests(start_node):
    node = start_node("--mine", "--no-empty-blocks", difficulty=ENDLESS)
    other = start_node("--mine", difficulty=ENDLESS)
    before = node.cpu_seconds()
    eventually(lambda: other.cpu_seconds() > 2, "another one searches", 60)
    assert node.cpu_seconds() < before + 0.5
    assert node.chain() == [GENESIS]


def test_a_payment_that_was_posted_elsewhere_is_mined_too(start_node):
    miner = start_node("--gossip", "--mine", "--no-empty-blocks")
    others = [start_node("--gossip") for _ in range(2)]
    connect([miner, *others])
    payments = []
    for count, node in enumerate(others * 2, start=1):
        payments.append(node.pay("alice", "bob", count))
        chain = agreed(miner, *others, length=count + 1)
    assert [plain(each) for each in payments_in(chain)] == payments


def test_empty_blocks_are_for_who_mines():
    assert "--mine" in complaint("--no-empty-blocks", "--ephemeral")


# MARK: - --sync-interval


def test_a_longer_chain_is_taken_without_being_asked(start_node, start_peer):
    chain = forged_chain(4)
    peer = start_peer(lambda connection, over: serving(chain)(connection, over))
    node = start_node("--sync-interval", "1", "--peer", peer.address)
    eventually(lambda: length(node) == 4, "it is taken")
    chain = extended(chain, 7)
    eventually(lambda: length(node) == 7, "its end is taken too")
    assert node.chain() == chain


def test_a_person_may_ask_all_the_same(start_node, start_peer):
    node = start_node("--sync-interval", "1", "--peer", start_peer(serving(forged_chain(3))).address)
    for _ in range(20):
        (verdict,) = node.resolve().verdicts.values()
        assert verdict in ("taken", "not longer")
    assert node.chain() == forged_chain(3)


def test_peers_that_are_gone_do_not_hold_it_up(start_node, start_peer, nowhere):
    peer = start_peer(serving(forged_chain(3)))
    node = start_node("--sync-interval", "1", "--peer", nowhere, "--peer", peer.address)
    eventually(lambda: length(node) == 3, "it is taken")


@pytest.mark.parametrize("seconds", ["0", "-1", "86401", "x"])
def test_an_interval_has_limits(seconds):
    assert "--sync-interval" in complaint("--sync-interval", seconds, "--ephemeral")


def test_it_ends_while_a_peer_does_not_answer(start_node, start_peer):
    asked = []

    def silent(connection, over) -> None:
        asked.append(True)
        over.wait()

    node = start_node("--sync-interval", "1", "--peer", start_peer(silent).address)
    eventually(lambda: asked, "it asks")
    with node.connect() as connection:
        connection.send(request_bytes("GET", "/health"))
        assert connection.read_answer().status == 200
    assert node.stop() == 0
