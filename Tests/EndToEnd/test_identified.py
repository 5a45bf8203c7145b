"""Transactions with an id: accepted once, in the chain once, no matter who posts and who mines them."""

import random
import re
from collections.abc import Callable

import pytest

from EndToEnd.test_archive import findings, forgechain
from EndToEnd.test_exactly_once import serving_newest
from support.chains import GENESIS, canonical, extended, forge, forged_chain, payments_in
from support.directories import edit
from support.nodes import Node
from support.peers import chain_text, serving
from support.reading import pending

ID = "00112233445566778899aabbccddeeff"


def payment(number: int = 1, **others) -> dict:
    """A payment with an id of its own, as it is in a block."""
    return {"amount": number, "id": f"{number:032x}", "recipient": "bob", "sender": "alice", **others}


def post(node: Node, transaction: dict) -> str:
    """Post it, and return which block it is said to be in."""
    answer = node.post("/transactions/new", transaction)
    assert answer.status == 201, answer.body
    value = answer.json()
    assert list(value) == ["id", "message"] and value["id"] == transaction["id"]
    return int(re.fullmatch(r"Transaction will be added to Block (\d+)", value["message"])[1])


def state(node: Node, transaction: dict) -> tuple[str, int | None]:
    """The state of it, according to the node."""
    answer = node.get(f"/transactions/{transaction['id']}")
    assert answer.status == 200, answer.body
    value = answer.json()
    assert answer.body.decode() == canonical(value) + "\n"
    assert list(value) == ["block", "blocks_on_top", "confirmations", "status", "transaction"]
    assert value["transaction"] == transaction
    if value["block"] is None:
        assert value["blocks_on_top"] is None and value["confirmations"] == 0
    else:
        assert value["blocks_on_top"] == len(node.chain()) - value["block"]
        assert value["confirmations"] == value["blocks_on_top"] + 1
    return value["status"], value["block"]


@pytest.fixture
def start_gossiping(start_kept: Callable[..., Node]) -> Callable[..., Node]:
    """Starts nodes that gossip, one after another, in the same directory."""
    return lambda *flags: start_kept("--gossip", *flags)


# MARK: - Posting


def test_a_transaction_is_given_an_id_and_carries_it(start_gossiping):
    node = start_gossiping()
    answer = node.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 5, "fee": 1})
    assert answer.status == 201
    given = answer.json()["id"]
    assert re.fullmatch("[0-9a-f]{32}", given)
    expected = {"amount": 5, "id": given, "recipient": "bob", "sender": "alice"}
    assert node.mined_payments() == [expected]
    again = node.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 5}).json()
    assert again["id"] != given
    assert again["message"] == "Transaction will be added to Block 3"


def test_without_gossip_an_id_is_dropped_and_none_is_given(node):
    transaction = {"sender": "alice", "recipient": "bob", "amount": 5}
    for id in ({}, {"id": ID}, {"id": 7}):
        answer = node.post("/transactions/new", transaction | id)
        assert answer.body == b'{"message": "Transaction will be added to Block 2"}\n'
    assert node.mined_payments() == [transaction] * 3


@pytest.mark.parametrize("id", [None, 7, "", ID[:-1], ID + "0", ID.upper(), "g" * 32, [ID], {"id": ID}, "é" * 16])
def test_an_id_that_is_none_is_refused(start_gossiping, id):
    node = start_gossiping()
    answer = node.post("/transactions/new", payment() | {"id": id})
    assert answer.status == 400
    assert "32 lower-case hex digits" in answer.json()["error"]
    assert pending(node) == []


def test_posting_again_changes_nothing_over_restarts(start_gossiping, end, directory):
    node = start_gossiping()
    assert post(node, payment(1)) == 2
    for block in (2, 2):
        assert post(node, payment(1)) == block
    end(node)
    node = start_gossiping()
    # With keys in another order, and one more, it is the same transaction.
    shuffled = {"memo": "again", "sender": "alice", **payment(1)}
    assert node.post("/transactions/new", shuffled).status == 201
    assert pending(node) == [payment(1)]
    assert node.mined_payments() == [payment(1)]
    node.mine()
    assert post(node, payment(1)) == 2
    assert post(node, payment(2)) == 4
    end(node)
    node = start_gossiping()
    assert post(node, payment(1)) == 2
    assert post(node, payment(2)) == 4
    assert node.mined_payments() == [payment(2)]
    assert payments_in(node.chain()) == [payment(1), payment(2)]
    assert node.stop() == 0
    assert findings(directory) == []


@pytest.mark.parametrize("change", [{"amount": 2}, {"amount": 1.0}, {"sender": "eve"}, {"recipient": "eve"}])
def test_another_transaction_of_a_known_id_is_a_conflict(start_gossiping, end, change):
    node = start_gossiping()
    post(node, payment(1))
    for _ in range(2):
        answer = node.post("/transactions/new", payment(1) | change)
        assert answer.status == 409
        assert "another id" in answer.json()["error"]
        assert pending(node) == [payment(1)]
        end(node)
        node = start_gossiping()
    assert node.mined_payments() == [payment(1)]
    assert node.post("/transactions/new", payment(1) | change).status == 409


# MARK: - Asking


def test_a_transaction_is_told_pending_and_in_the_chain(start_gossiping, end):
    node = start_gossiping()
    assert node.get(f"/transactions/{ID}").status == 404
    assert ID in node.get(f"/transactions/{ID}").json()["error"]
    post(node, payment(1))
    assert state(node, payment(1)) == ("pending", None)
    node.mine()
    assert state(node, payment(1)) == ("in the chain", 2)
    node.mine()
    end(node)
    assert state(start_gossiping(), payment(1)) == ("in the chain", 2)


@pytest.mark.parametrize("name", [ID[:-1], ID + "0", ID.upper(), "x", "%22", "g" * 32])
def test_a_name_that_is_no_id_is_refused_in_words(shared_node, name):
    answer = shared_node.get(f"/transactions/{name}")
    assert answer.status == 400
    assert "32 lower-case hex digits" in answer.json()["error"]


def test_the_other_paths_of_transactions_stay_what_they_are(shared_node):
    assert shared_node.get("/transactions/pending").status == 200
    assert shared_node.get("/transactions/new").status == 405
    assert shared_node.post(f"/transactions/{ID}").status == 405


# MARK: - Blocks of others


def test_a_block_of_others_settles_what_it_carries_and_gives_it_back(start_gossiping, start_peer, end, directory):
    chains = [[GENESIS]]
    peer = start_peer(serving_newest(chains))
    node = start_gossiping("--peer", peer.address)
    post(node, payment(1))
    post(node, payment(2))
    carrying = extended(forge(forged_chain(2), [payment(1), payment(3), {"sender": "a", "id": payment(2)["id"]}]), 4)
    for chain, waiting in [
        (carrying, [2]),
        (forged_chain(6, name="another"), [1, 2, 3]),
        (extended(carrying, 8), [2]),
        (forged_chain(10, name="third"), [1, 2, 3]),
    ]:
        chains.append(chain)
        assert node.resolve().was_replaced
        for _ in range(2):
            assert sorted(each["amount"] for each in pending(node)) == waiting
            for number in (1, 3):
                expected = ("pending", None) if number in waiting else ("in the chain", 3)
                assert state(node, payment(number)) == expected
                assert post(node, payment(number)) == (expected[1] or len(chain) + 1)
            end(node)
            node = start_gossiping("--peer", peer.address)
    assert sorted(each["amount"] for each in node.mined_payments()) == [1, 2, 3]
    assert node.stop() == 0
    assert findings(directory) == []


def test_a_chain_that_carries_one_twice_is_refused_by_name(start_kept, start_peer, directory):
    """Whether a node gossips or not: other nodes would refuse what it mined on such a chain."""
    fork = forge(forged_chain(3), [payment(1)])
    apart = forge(extended(fork, 6), [payment(2), payment(1)])
    chains = [extended(apart, 8)]
    node = start_kept("--peer", start_peer(serving_newest(chains)).address)
    id = payment(1)["id"]
    verdict = f"refused at block 7: its transaction {id} is in block 4 already"
    assert list(node.resolve().verdicts.values()) == [verdict]
    # In the part that both share.
    chains.append(fork)
    assert node.resolve().was_replaced
    chains.append(extended(apart, 9))
    assert list(node.resolve().verdicts.values()) == [verdict]
    chains.append(forge(fork, [payment(5), payment(5)]))
    assert list(node.resolve().verdicts.values()) == [
        f"refused at block 5: it carries transaction {payment(5)['id']} twice"
    ]
    assert node.chain() == fork
    # Other texts are other transactions, and a text that differs in shape isn't one at all.
    others = [payment(1, sender="eve"), {**payment(1), "memo": 1}, {**payment(1), "memo": 1}, payment(1, amount=1.0)]
    chains.append(forge(fork, others))
    assert node.resolve().was_replaced
    assert node.stop() == 0
    assert findings(directory) == []


def test_an_import_takes_and_refuses_as_a_node_does(start_gossiping, directory, tmp_path):
    node = start_gossiping()
    post(node, payment(1))
    assert node.stop() == 0
    file = tmp_path / "chain.json"
    twice = forge(forge(forged_chain(2), [payment(1)]), [payment(1)])
    file.write_bytes(chain_text(twice))
    result = forgechain("import", "--data-dir", directory, "--difficulty", 2, file)
    assert result.returncode == 1
    assert f"block 4: its transaction {payment(1)['id']} is in block 3 already" in result.stderr.decode()
    file.write_bytes(chain_text(twice[:3]))
    assert forgechain("import", "--data-dir", directory, "--difficulty", 2, file).returncode == 0
    assert findings(directory) == []
    node = start_gossiping()
    assert pending(node) == []
    assert state(node, payment(1)) == ("in the chain", 3)


# MARK: - What is kept


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE accepted SET id = NULL WHERE number = 1", "accepted transaction 1: it is kept under an id"),
        ("UPDATE accepted SET id = upper(id) || 'x' WHERE number = 1", "accepted transaction 1: it is kept under"),
        ("UPDATE accepted SET id = (SELECT id FROM accepted WHERE number = 2) WHERE number = 1", "transaction 1"),
        ("DELETE FROM carriage WHERE number = 2", "block 2: it is not recorded that it carries {"),
        ("DELETE FROM carriage WHERE number = 2", "accepted transaction 2: it is lost"),
        ("INSERT INTO pending VALUES (2)", "accepted transaction 2: it is pending, though block 2 carries it"),
        (
            "UPDATE carriage SET height = 3, hash = (SELECT hash FROM block WHERE height = 3) WHERE number = 2",
            "block 3: its transaction 1 is not accepted transaction 2",
        ),
    ],
)
def test_damage_to_the_books_is_found(start_gossiping, start_peer, directory, sql, said):
    chain = extended(forge([GENESIS], [payment(3), payment(2)]), 3)
    node = start_gossiping("--peer", start_peer(serving(chain)).address)
    post(node, payment(1))
    assert node.resolve().was_replaced
    assert node.stop() == 0
    assert findings(directory) == []
    # Of those that were brought, the second has the number 3.
    edit(directory, sql)
    assert any(said in line for line in findings(directory)), findings(directory)


@pytest.mark.limit(300)
@pytest.mark.parametrize("seed", range(6))
def test_every_id_is_once_in_the_chain_or_pending(start_gossiping, start_peer, directory, seed):
    """Random walks between branches with random contents, with restarts anywhere, against a model."""
    print(f"seed {seed}")
    draw = random.Random(seed)
    chains = [[GENESIS]]
    peer = start_peer(serving_newest(chains))
    node = start_gossiping("--peer", peer.address)
    branches: list[list[dict]] = [[GENESIS]]
    known: set[int] = set()

    def carried(chain: list[dict]) -> list[int]:
        return [each["amount"] for each in payments_in(chain) if each["sender"] == "alice"]

    for step in range(40):
        match draw.choice(["post", "post", "mine", "replace", "replace", "twice", "crash", "stop"]):
            case "post":
                number = draw.randrange(1, 30)
                chain = node.chain()
                blocks = [block["index"] for block in chain if payment(number) in block["transactions"]]
                assert post(node, payment(number)) == (blocks or [len(chain) + 1])[0]
                known.add(number)
            case "mine":
                node.mine()
            case "replace":
                branch = draw.choice(branches)
                chain = branch[: draw.randrange(1, len(branch) + 1)]
                length = len(node.chain()) + draw.choice([1, 1, 2])
                while len(chain) < length:
                    numbers = set(draw.choices(range(1, 30), k=2)) - set(carried(chain))
                    mark = {"sender": "peer", "recipient": str(step), "amount": len(chain)}
                    chain = forge(chain, [mark, *(payment(number) for number in numbers)])
                chains.append(chain)
                was_longer = len(chain) > len(node.chain())
                assert node.resolve().was_replaced == was_longer
            case "twice" if carried(node.chain()):
                chain = node.chain()
                chains.append(forge(chain, [payment(draw.choice(carried(chain)))]))
                assert not node.resolve().was_replaced
                chains.append(chain)
            case "crash":
                node.kill()
                node = start_gossiping("--peer", peer.address)
            case "stop":
                assert node.stop() == 0
                node = start_gossiping("--peer", peer.address)
        chain = node.chain()
        amounts = carried(chain)
        known |= set(amounts)
        assert len(amounts) == len(set(amounts))
        waiting = [each["amount"] for each in pending(node)]
        assert sorted(waiting) == sorted(known - set(amounts)), f"step {step}"
        branches.append(chain)
    assert node.stop() == 0
    assert findings(directory) == []
