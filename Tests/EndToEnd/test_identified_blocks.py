"""Transactions with an id in others' blocks: confirmed, returned, merely alike, or duplicated."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from support.chains import GENESIS, canonical, extended, forge, forged_chain, payments_in
from support.commands import run
from support.nodes import DIFFICULTY, Node
from support.peers import serving, serving_newest
from support.reading import pending
from support.resolving import assert_kept, assert_taken

ID = "0123456789abcdef0123456789abcdef"
NEW = "/transactions/new"


def payment(number: int, amount: float = 5, recipient: str = "bob") -> dict:
    """A transaction with an id, identified by its number."""
    return {"amount": amount, "id": f"{number:032x}", "recipient": recipient, "sender": "alice"}


def posted(node: Node, transaction: dict, block: int) -> None:
    """It is accepted, and said to be in a block."""
    answer = node.post(NEW, transaction)
    assert answer.status == 201, answer.body
    expected = {"id": transaction["id"], "message": f"Transaction will be added to Block {block}"}
    assert answer.body.decode() == canonical(expected) + "\n"


def looked_up(node: Node, transaction: dict) -> dict:
    """What the node says about the transaction, which is canonical."""
    answer = node.get(f"/transactions/{transaction['id']}")
    assert answer.status == 200, answer.body
    value = answer.json()
    assert answer.body.decode() == canonical(value) + "\n"
    assert value["transaction"] == transaction
    return value


def assert_pending(node: Node, *transactions: dict) -> None:
    assert pending(node) == list(transactions)
    for transaction in transactions:
        found = looked_up(node, transaction)
        assert (found["status"], found["block"], found["blocks_on_top"]) == ("pending", None, None)


def assert_in_chain(node: Node, transaction: dict, block: int) -> None:
    found = looked_up(node, transaction)
    assert (found["status"], found["block"]) == ("in the chain", block)
    assert found["blocks_on_top"] == len(node.chain()) - block
    assert transaction in node.chain()[block - 1]["transactions"]
    assert payments_in(node.chain()).count(transaction) == 1


def assert_sound(directory: Path) -> None:
    """Nothing stored is wrong; a node may be running on it."""
    result = run("verify", "--data-dir", str(directory))
    assert result.returncode == 0 and not result.stdout, result


# MARK: - Posted


def test_one_that_many_post_at_once_is_accepted_once(start_kept, directory):
    node = start_kept("--gossip")
    with ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(lambda number: node.post(NEW, payment(number % 7)), range(70)))
    assert {answer.status for answer in answers} == {201}
    assert sorted(each["id"] for each in pending(node)) == [payment(number)["id"] for number in range(7)]
    assert_sound(directory)


# MARK: - Asked for


def test_one_is_found_in_each_state(start_kept, start_peer, directory, end):
    transaction, other = payment(1), payment(2)
    node = start_kept("--gossip")
    posted(node, transaction, 2)
    posted(node, other, 2)
    assert_pending(node, transaction, other)
    node.mine()
    node.mine()
    assert_in_chain(node, transaction, 2)
    chains = [forged_chain(5)]
    node.register(start_peer(serving_newest(chains)).address)
    assert node.resolve().was_replaced
    assert_pending(node, transaction, other)
    end(node)
    # Even from a node that no longer gossips.
    node = start_kept()
    assert_pending(node, transaction, other)
    chains.append(extended(forge(chains[0], [other]), 7))
    assert node.resolve().was_replaced
    assert_pending(node, transaction)
    assert_in_chain(node, other, 6)
    end(node)
    node = start_kept()
    assert_in_chain(node, other, 6)
    assert node.mined_payments() == [transaction]
    assert_in_chain(node, transaction, 8)
    assert_sound(directory)


# MARK: - In the chains of others


@pytest.mark.parametrize("flags", [[], ["--gossip"]], ids=["alone", "gossiping"])
def test_another_nodes_block_settles_and_unsettles(start_kept, start_peer, directory, end, flags):
    mine, theirs = payment(1), payment(2)
    node = start_kept("--gossip")
    posted(node, mine, 2)
    end(node)
    node = start_kept(*flags)
    plain = {"sender": "carol", "recipient": "dave", "amount": 1}
    chains = [extended(forge([GENESIS], [plain, theirs, mine]), 3)]
    node.register(start_peer(serving_newest(chains)).address)
    for step, (chain, waiting) in enumerate(
        [
            (chains[0], []),
            (forged_chain(5), [mine, theirs]),
            (extended(chains[0], 7), []),
            (extended(forge(forged_chain(5), [theirs]), 9), [mine]),
            (forged_chain(11, name="neither"), [mine, theirs]),
        ]
    ):
        chains.append(chain)
        assert node.resolve().was_replaced, step
        end(node)
        node = start_kept(*flags)
        assert node.chain() == chain
        assert pending(node) == waiting, step
        for transaction in [mine, theirs]:
            heights = [block["index"] for block in chain if transaction in block["transactions"]]
            if heights:
                assert_in_chain(node, transaction, heights[0])
        assert_sound(directory)
    assert node.mined_payments() == [mine, theirs]
    assert_sound(directory)


def test_what_only_looks_like_one_is_none(start_kept, start_peer, directory):
    alike = [
        {**payment(1), "fee": 1},
        {**payment(1), "sender": "0"},
        {**payment(1), "amount": -1},
        {**payment(1), "id": ID.upper()},
        {key: value for key, value in payment(1).items() if key != "amount"},
        {"sender": "alice", "recipient": json.dumps(payment(1)), "amount": 5, "more": payment(1)},
    ]
    chain = extended(forge(forge([GENESIS], alike * 2), alike, id=ID), 4)
    node = start_kept("--gossip")
    assert_taken(node, start_peer(serving(chain)), chain)
    assert node.get(f"/transactions/{payment(1)['id']}").status == 404
    posted(node, payment(1), 5)
    node.mine()
    assert_in_chain(node, payment(1), 5)
    assert_sound(directory)


# MARK: - Twice


def twice(length: int) -> list[dict]:
    """Valid by the tutorial's rules: includes one in its blocks 3 and 7."""
    chain = forge(forged_chain(2), [payment(1), payment(2)])
    return extended(forge(extended(chain, 6), [payment(3), payment(1)]), length)


@pytest.mark.parametrize("flags", [[], ["--gossip"]], ids=["alone", "gossiping"])
def test_a_chain_that_carries_one_twice_is_refused_by_name(start_kept, start_peer, directory, flags):
    node = start_kept(*flags)
    name = payment(1)["id"]
    assert_kept(
        node, start_peer(serving(twice(9))), f"^refused at block 7: its transaction {name} is in block 3 already$"
    )
    within = extended(forge(forged_chain(2), [payment(1), payment(2), payment(1)]), 9)
    assert_kept(node, start_peer(serving(within)), f"^refused at block 3: it carries transaction {name} twice$")
    # An honest chain is taken though it is shorter, and theirs is still refused when it continues ours.
    honest = forge(forged_chain(3), [payment(1)])
    assert_taken(node, start_peer(serving(honest)), honest)
    again = extended(forge(honest, [payment(1)]), 12)
    assert_kept(
        node, start_peer(serving(again)), f"^refused at block 5: its transaction {name} is in block 4 already$"
    )
    assert_sound(directory)


def test_two_texts_of_one_id_are_no_repetition(start_kept, start_peer, directory):
    chain = forge(forge([GENESIS], [payment(1), payment(1, amount=6)]), [payment(1, recipient="carol")])
    chains = [chain]
    node = start_kept("--gossip")
    peer = start_peer(serving_newest(chains))
    assert_taken(node, peer, chain)
    chains.append(forged_chain(5))
    assert node.resolve().was_replaced
    assert pending(node) == payments_in(chain)
    assert node.mined_payments() == payments_in(chain)
    assert_sound(directory)


def test_import_refuses_what_carries_one_twice(directory, tmp_path, start_kept):
    file = tmp_path / "chain.json"
    chain = twice(9)

    def imported(chain: list[dict]):
        file.write_text(canonical({"chain": chain, "length": len(chain)}))
        return run("import", str(file), "--data-dir", str(directory), "--difficulty", str(DIFFICULTY))

    for is_there in [False, True]:
        refused = imported(chain)
        assert refused.returncode == 1, refused
        assert f"block 7: its transaction {payment(1)['id']} is in block 3 already" in refused.stderr
        assert directory.exists() == is_there
        # Up to there it is taken, once.
        assert imported(chain[:6]).returncode == (1 if is_there else 0)
    assert_sound(directory)
    node = start_kept()
    assert node.chain() == chain[:6]
    assert_in_chain(node, payment(1), 3)
