"""Accepted once, in the chain once: through replaced chains and restarts between them."""

import random
from collections import Counter

import pytest

from support.chains import GENESIS, block_hash, extended, forge, forged_chain, payments_in
from support.peers import Script, serving
from support.reading import pending


def serving_newest(chains: list[list[dict]]) -> Script:
    """The last of the chains, which a test may append to."""

    def script(connection, over) -> None:
        serving(chains[-1])(connection, over)

    return script


def test_a_chain_that_was_taken_is_kept(start_kept, start_peer, end):
    node = start_kept()
    payment = node.pay("alice", "bob", 5)
    node.mine()
    node.register(start_peer(serving(forged_chain(6))).address)
    assert node.resolve().was_replaced
    chain = node.get("/chain").body
    end(node)
    node = start_kept()
    assert node.get("/chain").body == chain
    assert node.chain() == forged_chain(6)
    assert pending(node) == [payment]
    assert node.mined_payments() == [payment]


def test_a_payment_that_fell_out_is_mined_once_over_restarts(start_kept, start_peer, end):
    node = start_kept()
    payments = [node.pay("alice", "bob", 5), node.pay("alice", "bob", 5)]
    node.mine()
    payments.append(node.pay("alice", "carol", 0.5))
    node.mine()
    payments.append(node.pay("alice", "dave", 7))
    end(node)
    node = start_kept()
    node.register(start_peer(serving(forged_chain(5))).address)
    assert node.resolve().was_replaced
    # Not checked before the node ends.
    end(node)
    node = start_kept()
    assert pending(node) == payments
    assert node.mined_payments() == payments
    end(node)
    node = start_kept()
    assert pending(node) == []
    assert not node.resolve().was_replaced
    assert node.mined_payments() == []
    assert payments_in(node.chain()[5:]) == payments


def test_a_payment_whose_block_comes_back_is_not_pending(start_kept, start_peer, end):
    node = start_kept()
    payment = node.pay("alice", "bob", 5)
    node.mine()
    ours = node.chain()
    chains = [forged_chain(4)]
    node.register(start_peer(serving_newest(chains)).address)
    for step, (chain, waiting) in enumerate(
        [
            (chains[0], [payment]),
            (extended(ours, 6), []),
            (forged_chain(8), [payment]),
            (extended(ours, 10), []),
            (forged_chain(12, name="another"), [payment]),
        ]
    ):
        chains.append(chain)
        assert node.resolve().was_replaced, step
        end(node)
        node = start_kept()
        assert node.chain() == chain
        assert pending(node) == waiting, step
    assert node.mined_payments() == [payment]
    end(node)
    assert pending(start_kept()) == []


def test_a_payment_in_two_branches_is_pending_while_neither_is_the_chain(start_kept, start_peer, end):
    node = start_kept()
    payment = node.pay("alice", "bob", 5)
    node.mine()
    first = node.chain()
    chains = [forged_chain(4)]
    node.register(start_peer(serving_newest(chains)).address)
    assert node.resolve().was_replaced
    end(node)
    node = start_kept()
    assert node.mined_payments() == [payment]
    second = node.chain()
    for chain, waiting in [
        (extended(first, 7), []),
        (extended(second, 9), []),
        (forged_chain(11, name="neither"), [payment]),
        (extended(first, 13), []),
        (forged_chain(15, name="neither"), [payment]),
        (extended(second, 17), []),
    ]:
        chains.append(chain)
        assert node.resolve().was_replaced
        end(node)
        node = start_kept()
        assert node.chain() == chain
        assert pending(node) == waiting
        assert sum(each == payment for each in payments_in(chain)) == 1 - len(waiting)


def test_a_rewritten_block_does_not_carry_what_ours_did(start_kept, start_peer, end):
    """The same payment in another block is another payment: the node knows its own blocks by their hashes."""
    node = start_kept()
    payment = node.pay("alice", "bob", 5)
    node.mine()
    (genesis, block) = node.chain()
    rewritten = extended([genesis, {**block, "timestamp": block["timestamp"] + 1}], 4)
    node.register(start_peer(serving(rewritten)).address)
    assert node.resolve().was_replaced
    end(node)
    node = start_kept()
    assert payments_in(node.chain()) == [payment]
    assert pending(node) == [payment]


def test_what_is_pending_again_keeps_its_order(start_kept, start_peer, end):
    node = start_kept()
    payments = []
    for n in range(12):
        payments.append(node.pay("alice", "bob", n))
        if n % 3 == 2:
            node.mine()
    chains = [forged_chain(6)]
    node.register(start_peer(serving_newest(chains)).address)
    payments.append(node.pay("alice", "bob", 12))
    assert node.resolve().was_replaced
    end(node)
    node = start_kept()
    payments.append(node.pay("alice", "bob", 13))
    assert pending(node) == payments
    assert node.mined_payments() == payments


@pytest.mark.limit(300)
@pytest.mark.parametrize("seed", range(10))
def test_every_payment_is_once_in_the_chain_or_pending(start_kept, start_peer, seed):
    """Random walks between branches, with restarts anywhere, against a model of the rule."""
    print(f"seed {seed}")
    draw = random.Random(seed)
    chains = [[GENESIS]]
    peer = start_peer(serving_newest(chains))
    node = start_kept("--peer", peer.address)
    posted: list[dict] = []
    branches: list[list[dict]] = [[GENESIS]]
    carrying: dict[str, list[dict]] = {}
    for step in range(40):
        match draw.choice(["pay", "pay", "mine", "mine", "replace", "replace", "crash", "stop"]):
            case "pay":
                posted.append(node.pay("alice", "bob", len(posted)))
            case "mine":
                forged = node.mined_payments()
                chain = node.chain()
                carrying[block_hash(chain[-1])] = forged
                branches.append(chain)
            case "replace":
                branch = draw.choice(branches)
                trunk = branch[: draw.randrange(1, len(branch) + 1)]
                length = len(node.chain()) + draw.choice([0, 1, 1, 2])
                chain = trunk
                while len(chain) < length:
                    chain = forge(chain, [{"sender": "peer", "recipient": str(step), "amount": len(chain)}])
                chains.append(chain)
                assert node.resolve().was_replaced == (len(chain) > len(branches[-1]))
                branches.append(node.chain())
            case "crash":
                node.kill()
                node = start_kept("--peer", peer.address)
            case "stop":
                assert node.stop() == 0
                node = start_kept("--peer", peer.address)
        chain = node.chain()
        carried = [each for block in chain for each in carrying.get(block_hash(block), [])]
        amounts = Counter(each["amount"] for each in carried)
        assert max(amounts.values(), default=1) == 1
        assert pending(node) == [each for each in posted if each["amount"] not in amounts], f"step {step}"
        branches.append(chain)
