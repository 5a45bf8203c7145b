"""Nodes of the ledger among themselves, among tutorial nodes, and among peers that lie."""

import json
import random
import secrets
import time
from contextlib import ExitStack, closing

import pytest

from Ledger import reference
from support.chains import block_hash, forged_chain
from support.gossip import Listener, agreed, connect, status
from support.ledger import (
    ALICE, BOB, CAROL, FLAGS, VECTORS, accept, account, judged, post, start_ledger, work_of)
from support.nodes import running_node
from support.peers import Peer, serving
from support.reading import pending
from support.resolving import assert_kept, assert_taken, resolve_from
from support.waiting import eventually

PEOPLE = [ALICE, BOB, CAROL]


# MARK: - Forks


def pay_at_random(node, generator: random.Random) -> None:
    """Some payments, of which some are refused."""
    for _ in range(generator.randrange(4)):
        sender, recipient = generator.sample(PEOPLE, 2)
        has = account(node, sender)
        nonce = has["next_nonce"] + generator.choice([0, 0, 0, 1, -1])
        payment = sender.payment(
            recipient, generator.randint(1, 30), generator.randint(0, 9), max(nonce, 0), memo=f"{generator.random()}")
        assert post(node, payment).status in (201, 409)


def mine(node) -> None:
    """A block, however often another's arrives first."""
    eventually(lambda: node.get("/mine").status == 200, "a block is mined")


@pytest.mark.limit(180)
def test_nodes_that_mine_apart_end_on_one_chain_that_the_rules_accept(start_node):
    generator = random.Random(seed := secrets.randbits(32))
    nodes = [start_ledger(start_node, "--gossip", pays=person) for person in PEOPLE]
    for round in range(4):
        # Apart: nobody knows anybody.
        for node in nodes:
            for _ in range(generator.randint(1, 4)):
                pay_at_random(node, generator)
                mine(node)
            pay_at_random(node, generator)
        connect(nodes)
        best = max(map(work_of, nodes))
        eventually(lambda: min(map(work_of, nodes)) >= best, "all have the most work that one had")
        # Whoever hears of equal work stays, so one more block decides: behind less it would only draw level.
        mine(nodes[generator.randrange(3)])
        chain = agreed(*nodes)
        assert reference.check_chain(chain, reference.GENESIS)[1] >= best, seed
        for node in nodes:
            assert judged(node) == chain, seed
            for other in nodes:
                if other is not node:
                    assert node.request("DELETE", f"/nodes/{other.address}").status in (200, 204)


# MARK: - Peers that serve a block


@pytest.fixture(scope="module")
def judge():
    """A node that is one block behind, and stays so."""
    peer = Peer(serving(VECTORS["chain"][:-1]))
    with running_node(*FLAGS, "--pay-to", ALICE.address, difficulty=None) as node:
        _, verdict = resolve_from(node, peer)
        assert verdict == "taken"
        node.request("DELETE", f"/nodes/{peer.address}")
        peer.close()
        yield node


REFUSED = [(f"{number} {case['rule']}", case) for number, case in enumerate(VECTORS["refused"])]

#: All of them behind blocks that are known, and one in nine in a whole chain.
CASES = {f"one more, {name}": (case, True) for name, case in REFUSED} | {
    f"whole, {name}": (case, False) for name, case in REFUSED[::9]}


@pytest.mark.parametrize("refused, is_known", CASES.values(), ids=CASES.keys())
def test_each_block_that_breaks_a_rule_is_refused_by_its_name(judge, start_node, start_peer, refused, is_known):
    chain = [*VECTORS["chain"][:-1], refused["block"]]
    node = judge if is_known else start_ledger(start_node)
    before = node.chain(), account(node, ALICE), account(node, BOB)
    peer = start_peer(serving(chain))
    _, verdict = resolve_from(node, peer)
    node.request("DELETE", f"/nodes/{peer.address}")
    assert verdict.startswith(f"refused: block 5 breaks the rule {refused['rule']}: "), verdict
    assert (node.chain(), account(node, ALICE), account(node, BOB)) == before


@pytest.mark.parametrize("odd", VECTORS["accepted"], ids=lambda odd: odd["what"])
def test_each_odd_block_is_taken(start_node, start_peer, odd):
    node = start_ledger(start_node)
    assert_taken(node, start_peer(serving(VECTORS["chain"][:-1])), VECTORS["chain"][:-1])
    assert_taken(node, start_peer(serving(chain := [*VECTORS["chain"][:-1], odd["block"]])), chain)
    assert block_hash(judged(node)[-1]) == odd["hash"]
    for address, balance in odd["balances"].items():
        assert node.get(f"/accounts/{address}").json()["balance"] == balance


def test_a_chain_of_another_network_is_refused(start_node, start_peer):
    node = start_ledger(start_node)
    assert_kept(node, start_peer(serving(forged_chain(4))), "network")
    genesis = {**reference.GENESIS, "timestamp": 1}
    block = reference.forge(genesis["rules"], genesis, reference.EASIEST, 1795399152.5, [], ALICE.address)
    assert_kept(node, start_peer(serving([genesis, block])), "rule network")


def extended(chain: list[dict], count: int, pause: float) -> list[dict]:
    """The chain with more blocks, so many seconds apart."""
    chain, rules, target = list(chain), reference.GENESIS["rules"], int(chain[-1].get("target", "f" * 60), 16)
    for _ in range(count):
        if len(chain) > 2:
            before, last = (reference.milliseconds(block["timestamp"]) for block in chain[-2:])
            target = reference.next_target(rules, target, last - before)
        chain.append(reference.forge(rules, chain[-1], target, chain[-1]["timestamp"] + pause, [], BOB.address))
    return chain


def test_work_counts_and_not_length(start_node, start_peer):
    quick, slow = extended([reference.GENESIS], 20, 0.5), extended([reference.GENESIS], 30, 40)
    while reference.check_chain(quick)[1] <= reference.check_chain(slow)[1]:
        quick = extended(quick, 1, 0.5)
    assert len(quick) < len(slow)
    node = start_ledger(start_node)
    assert_taken(node, start_peer(serving(slow)), slow)
    assert_taken(node, start_peer(serving(quick)), quick)
    assert_kept(node, start_peer(serving(slow)), "no more work")
    judged(node)


def test_a_block_from_the_future_is_taken_when_its_time_has_come(start_node, start_peer):
    """The blocks before it are taken at once, and nobody is to blame."""
    node = start_ledger(start_node)
    rules, last = reference.GENESIS["rules"], reference.GENESIS
    present = reference.forge(rules, last, reference.EASIEST, time.time(), [], BOB.address)
    future = reference.forge(rules, present, reference.EASIEST, time.time() + 3_600, [], BOB.address)
    peer = start_peer(serving([last, present, future]))
    _, verdict = resolve_from(node, peer)
    assert "future" in verdict and "not taken yet" in verdict, verdict
    assert node.chain() == [last, present]
    (known,) = node.get("/nodes").json()["peers"]
    assert (known["state"], known["failures"]) == ("up", 0), known
    assert node.mine()["index"] == 3
    judged(node)


def test_claimed_work_that_is_not_delivered_harms_nothing(start_node):
    node = start_ledger(start_node, "--gossip")
    node.get("/mine?count=3")
    chain = node.chain()
    claims = [(10, "f" * 64), (2**62, "0" * 63 + "1"), (2, "f" * 64), (10**9, "7" + "f" * 63), (9, "0" * 64), (9, "x")]
    with ExitStack() as running:
        liars = [
            running.enter_context(closing(Listener(
                chain=chain[:2], difficulty=4, rules="ledger", length=length, tip="ab" * 32, work=work)))
            for length, work in claims
        ]
        node.register(*(liar.address for liar in liars))
        eventually(lambda: all(liar.heads for liar in liars), "all are asked")
        assert node.mine()["index"] == 5
        node.resolve()
        assert node.chain()[:4] == chain
        judged(node)


def test_gossip_brings_only_what_holds(start_node):
    node = start_ledger(start_node, "--gossip")
    node.get("/mine?count=2")
    good = ALICE.payment(BOB, 5)
    told = [
        {**good, "amount": 6}, {"amount": 1}, {"sender": "a", "recipient": "b", "amount": 1, "id": "0" * 32}, good,
        ALICE.payment(BOB, 2**53 - 1, 2**53 - 1, 1), ALICE.payment(BOB, 5, nonce=99), good, 7, None]
    said = {**status(node), "instance": secrets.token_hex(16), "port": 1, "work": "0" * 64}
    for transactions in (told, told[3:7], [good]):
        value = {"forgechain": said, "transactions": transactions, "wants_peers": False}
        assert node.post("/gossip", value).status in (200, 400)
    eventually(lambda: pending(node) == [good], "the good one waits")
    node.assert_serves()


def test_a_payment_that_a_longer_chain_may_allow_comes_again(start_node):
    node = start_ledger(start_node, "--gossip")
    bad = {**ALICE.payment(BOB, 1), "amount": 2}

    def kept(transactions: list[dict], **more) -> int:
        said = {**status(node), "instance": secrets.token_hex(16), "port": 1, "work": "0" * 64, **more}
        value = {"forgechain": said, "transactions": transactions, "wants_peers": False}
        answer = node.post("/gossip", value)
        assert answer.status == 200, answer.body
        return answer.json()["kept"]

    ahead = {"tip": "ab" * 32, "work": "0" * 63 + "1", "length": 2}
    for payment in (ALICE.payment(BOB, 1), ALICE.payment(BOB, 1, nonce=64)):
        assert kept([bad, payment, bad]) == 3, "on our own chain it will never be paid"
        assert kept([bad, payment, bad], **ahead) == 1
    assert kept([bad, bad], **ahead) == 2
    mine(node)
    assert kept([bad, ALICE.payment(BOB, 50), ALICE.payment(BOB, 1, nonce=1)], **ahead) == 3, "ours has more work"
    assert pending(node) == [ALICE.payment(BOB, 50)]


# MARK: - The tutorial's nodes


@pytest.mark.limit(180)
def test_tutorial_nodes_follow_a_ledger_byte_for_byte(start_node, start_tutorial_node):
    ledger = start_ledger(start_node)
    for nonce in range(5):
        assert ledger.get("/mine?count=99").status == 200
        accept(ledger, ALICE.payment(BOB, 7, 1, nonce, memo="für 🍵 \"\\"))
    ledger.mine()
    ledger.get("/mine?count=3")
    assert len(ledger.chain()) == 500
    text = ledger.get("/chain").body
    python, ours = start_tutorial_node(difficulty=4), start_node(difficulty=4)
    for node in (python, ours):
        node.register(ledger.address)
        assert node.get("/nodes/resolve").json()["message"] == "Our chain was replaced"
        assert node.chain() == json.loads(text)["chain"]
    assert json.dumps(python.chain(), sort_keys=True) == json.dumps(json.loads(text)["chain"], sort_keys=True)
    assert ours.get("/chain").body == text
    # What they mine themselves has no seal.
    assert ours.mine()["index"] == 501
    assert_kept(ledger, ours.address, "shape|rules are tutorial")
    ledger.get("/mine?count=2")
    for node in (python, ours):
        assert node.get("/nodes/resolve").json()["message"] == "Our chain was replaced"
        assert len(node.chain()) == 502
    judged(ledger)
