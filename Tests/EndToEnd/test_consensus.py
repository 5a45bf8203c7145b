"""Resolving: the longest valid chain wins, and no payment is lost or duplicated."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import peers
from support.chains import GENESIS, block_hash, canonical, forge, forged_chain, is_valid_chain, transactions_of
from support.peers import Script, serving
from support.resolving import PATIENCE, assert_kept, assert_taken
from support.wire import request_bytes

# MARK: - The longest valid chain wins


@pytest.mark.check
def test_a_longer_chain_is_taken(node, start_peer):
    node.mine()
    assert_taken(node, start_peer(serving(forged_chain(5))), forged_chain(5))
    assert node.mine()["index"] == 6
    assert is_valid_chain(node.chain(), difficulty=2)


def test_a_chain_of_equal_length_is_not_taken(node, start_peer):
    node.mine()
    node.mine()
    assert_kept(node, start_peer(serving(forged_chain(3))), "^not longer$")


def test_a_shorter_chain_is_not_taken(node, start_peer):
    node.mine()
    node.mine()
    peer = start_peer(serving(forged_chain(2)))
    assert_kept(node, peer, "^not longer$")
    assert node.resolve().lengths == {peer.address: 2}


def test_our_own_chain_is_not_taken(start_node):
    node = start_node()
    node.mine()
    before = node.chain()
    node.register(node.address)
    for _ in range(2):
        assert node.resolve().verdicts == {node.address: "this node itself"}
    assert node.chain() == before


@pytest.mark.parametrize("claimed", [99, 2**64, -1, 1e9, "99", None, [], 2.5])
def test_the_length_a_peer_claims_is_not_believed(node, start_peer, claimed):
    for _ in range(3):
        node.mine()
    assert_kept(node, start_peer(serving(forged_chain(3), length=claimed)), "not longer|refused")


@pytest.mark.parametrize("claimed", [0, 1, 4, -5])
def test_a_longer_chain_is_taken_whatever_length_is_claimed(node, start_peer, claimed):
    assert_taken(node, start_peer(serving(forged_chain(5), length=claimed)), forged_chain(5))


def test_the_longest_of_many_is_taken(node, start_peer):
    longest = forged_chain(6, name="longest")
    chains = [forged_chain(n, name=f"peer {n}") for n in (2, 4, 3, 5)]
    others = [start_peer(serving(chain)) for chain in [*chains[:2], longest, *chains[2:]]]
    node.register(*(peer.address for peer in others))
    resolution = node.resolve()
    assert node.chain() == longest
    assert [verdict for verdict in resolution.verdicts.values() if verdict == "taken"] == ["taken"]
    assert resolution.verdicts[others[2].address] == "taken"


def test_the_longest_valid_chain_is_taken_where_a_longer_one_is_not_valid(node, start_peer):
    valid, invalid = forged_chain(4), forged_chain(7)
    invalid[5]["proof"] = -1
    good, bad = start_peer(serving(valid)), start_peer(serving(invalid))
    node.register(bad.address, good.address)
    verdicts = node.resolve().verdicts
    assert verdicts[good.address] == "taken"
    assert re.search(r"refused at block 6\b.*proof", verdicts[bad.address])
    assert node.chain() == valid


def test_a_chain_grows_with_its_peer(node, start_node):
    other = start_node()
    node.register(other.address)
    for n in range(2, 7):
        other.mine()
        resolution = node.resolve()
        assert resolution.was_replaced
        assert resolution.verdicts == {other.address: "taken"}
        assert resolution.lengths == {other.address: n}
    assert node.resolve().verdicts == {other.address: "not longer"}
    assert node.chain() == other.chain()


@pytest.mark.parametrize(
    "change",
    [
        {"previous_hash": None},
        {"previous_hash": 1},
        {"previous_hash": ["anything"]},
        {"proof": 0},
        {"proof": 2**64 - 1},
        {"timestamp": 0},
        {"timestamp": 10**30},
        {"timestamp": -1.5},
        {"note": {"on": "another genesis"}},
        {"transactions": [{}, {"amount": {"nested": [None, True, 1e300]}}]},
    ],
    ids=str,
)
def test_a_chain_on_another_genesis_is_taken(node, start_peer, change):
    chain = [{**GENESIS, **change}]
    chain = forge(forge(chain), [{"anything": ["goes", 1]}])
    assert_taken(node, start_peer(serving(chain)), chain)


def test_peers_are_asked_properly(node, start_peer):
    peers_asked = [start_peer(serving([GENESIS])), start_peer(serving([GENESIS]), host="::1")]
    node.register(*(peer.address for peer in peers_asked))
    assert set(node.resolve().verdicts.values()) == {"not longer"}
    for peer in peers_asked:
        (head,) = peer.heads
        line, *headers = head.decode("ascii").split("\r\n")
        assert line == f"GET /chain?after=1-{block_hash(GENESIS)}&above=1 HTTP/1.1"
        assert [each for each in headers if each.lower().startswith("host:")] == [f"Host: {peer.address}"]


def test_peers_are_asked_at_once(node, start_peer):
    """Thirteen peers that answer only once all thirteen have been asked."""
    everyone = threading.Barrier(13, timeout=20)

    def together(answer: Script) -> Script:
        def script(connection, over) -> None:
            try:
                everyone.wait()
            except threading.BrokenBarrierError:
                return
            answer(connection, over)

        return script

    asked = [start_peer(together(serving(forged_chain(n)))) for n in (2, 3, 4, 5) for _ in range(3)]
    asked.append(start_peer(together(serving(forged_chain(6)))))
    node.register(*(peer.address for peer in asked))
    verdicts = node.resolve().verdicts
    assert not everyone.broken
    assert verdicts[asked[-1].address] == "taken"
    assert len(verdicts) == 13


# MARK: - Meanwhile


def test_the_node_answers_while_it_resolves(start_node, start_peer):
    silent = start_peer(peers.silent)
    node = start_node("--peer", silent.address, "--peer-timeout", "3")
    with node.connect() as resolving:
        resolving.send(request_bytes("GET", "/nodes/resolve"))
        for n in range(2, 12):
            node.assert_serves()
            assert node.mine()["index"] == n
            assert len(node.chain()) == n
        assert resolving.read_answer().json()["chain"] == node.chain()


def test_many_resolve_at_once(node, start_peer):
    peer = start_peer(serving(forged_chain(5)))
    node.register(peer.address)
    with ThreadPoolExecutor(10) as clients:
        resolutions = list(clients.map(lambda _: node.resolve(), range(20)))
    assert {resolution.verdicts[peer.address] for resolution in resolutions} <= {"taken", "not longer"}
    assert any(resolution.was_replaced for resolution in resolutions)
    assert node.chain() == forged_chain(5)


def test_a_block_forged_during_a_resolve_is_not_lost_to_a_chain_of_its_length(node, start_peer):
    """A chain that was longer when it was requested need not be when it arrives."""
    asked, answer = threading.Event(), threading.Event()

    def late(connection, over) -> None:
        asked.set()
        answer.wait(20)
        serving(forged_chain(2))(connection, over)

    peer = start_peer(late)
    node.register(peer.address)
    with node.connect() as resolving:
        resolving.send(request_bytes("GET", "/nodes/resolve"))
        assert asked.wait(20)
        node.mine()
        ours = node.chain()
        answer.set()
        value = resolving.read_answer().json()
    assert value["message"] == "Our chain is authoritative"
    assert node.chain() == value["chain"] == ours


def test_clients_that_leave_a_resolve_do_no_harm(start_node, start_peer):
    silent = start_peer(peers.silent)
    node = start_node("--peer", silent.address, "--peer-timeout", PATIENCE)
    for _ in range(5):
        with node.connect() as resolving:
            resolving.send(request_bytes("GET", "/nodes/resolve"))
    node.assert_serves()
    assert node.resolve().verdicts[silent.address].startswith("timed out")


# MARK: - Transactions when the chain is replaced


def serving_in_turn(*chains: list[dict]) -> Script:
    """A different chain for each request."""
    rest = iter(chains)

    def script(connection, over) -> None:
        serving(next(rest))(connection, over)

    return script


def payments_in(chain: list[dict]) -> list[dict]:
    return [each for each in transactions_of(chain) if each["sender"] != "0"]


def test_what_is_pending_stays_pending_when_the_chain_is_replaced(node, start_peer):
    payment = node.pay("alice", "bob", 5)
    assert_taken(node, start_peer(serving(forged_chain(4))), forged_chain(4))
    assert node.mined_payments() == [payment]
    assert node.mined_payments() == []


@pytest.mark.check
def test_payments_that_fall_out_of_the_chain_are_mined_again_once(node, start_peer):
    payments = [node.pay("alice", "bob", 5), node.pay("alice", "bob", 5)]
    node.mine()
    payments.append(node.pay("alice", "carol", 0.5))
    node.mine()
    payments.append(node.pay("alice", "dave", 7))
    theirs = forged_chain(5)
    assert_taken(node, start_peer(serving(theirs)), theirs)
    assert node.mined_payments() == payments
    assert node.mined_payments() == []
    chain = node.chain()
    assert is_valid_chain(chain, difficulty=2)
    assert chain[:5] == theirs
    assert payments_in(chain[5:]) == payments


def test_rewards_that_fall_out_of_the_chain_are_gone(node, start_peer):
    node.mine()
    node.mine()
    assert_taken(node, start_peer(serving(forged_chain(5))), forged_chain(5))
    assert [each["sender"] for each in node.mine()["transactions"]] == ["0"]


def test_other_peoples_payments_that_fall_out_are_not_ours_to_mine(node, start_peer):
    first, second = forged_chain(3, name="first"), forged_chain(5, name="second")
    node.register(start_peer(serving_in_turn(first, second)).address)
    assert node.resolve().was_replaced
    assert node.resolve().was_replaced
    assert node.chain() == second
    assert node.mined_payments() == []


def test_a_payment_whose_block_comes_back_is_not_mined_twice(node, start_peer):
    payment = node.pay("alice", "bob", 5)
    node.mine()
    ours = node.chain()
    without, with_ours = forged_chain(4), ours
    while len(with_ours) < 6:
        with_ours = forge(with_ours)
    node.register(start_peer(serving_in_turn(without, with_ours)).address)
    assert node.resolve().was_replaced
    assert node.resolve().was_replaced
    assert node.mined_payments() == []
    assert payments_in(node.chain()) == [payment]


def test_a_payment_that_was_mined_again_is_not_pending_when_the_first_block_returns(node, start_peer):
    """Included by two blocks on two branches, it is pending only while neither is in the chain."""
    payment = node.pay("alice", "bob", 5)
    node.mine()
    first = node.chain()
    other_branch = forged_chain(4)
    chains: list[list[dict]] = [other_branch]

    def script(connection, over) -> None:
        serving(chains[-1])(connection, over)

    node.register(start_peer(script).address)
    assert node.resolve().was_replaced
    assert node.mined_payments() == [payment]
    while len(first) < 7:
        first = forge(first)
    chains.append(first)
    assert node.resolve().was_replaced
    assert node.mined_payments() == []
    assert payments_in(node.chain()) == [payment]
    neither = forged_chain(10, name="neither")
    chains.append(neither)
    assert node.resolve().was_replaced
    assert node.mined_payments() == [payment]


def test_a_chain_is_kept_as_the_text_it_hashes_to(node, start_peer):
    chain = forge(forged_chain(3), [{"é": "\U0001f600", "amount": 1e22}], note=[1.0, -0.0, 10**40])
    assert_taken(node, start_peer(serving(chain)), chain)
    body = node.get("/chain").body.decode("ascii")
    for block in chain:
        assert canonical(block) in body
