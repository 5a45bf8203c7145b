"""Miners outside the node: what they are told to search for, and what becomes of what they say they have found."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.chains import is_valid_chain
from support.events import Watcher
from support.ledger import ALICE, BOB, CAROL, account, accept, judged, start_ledger
from support.nodes import Node, running_tutorial_node
from support.outside import forge, get_work, post_work, refuse, search
from support.reading import pending
from support.waiting import eventually

RULES = ("tutorial", "article", "ledger")


@pytest.fixture
def start(start_node):
    """Starts a node of some rules."""

    def start(rules: str, *flags: str) -> Node:
        return start_ledger(start_node, *flags) if rules == "ledger" else start_node("--rules", rules, *flags)

    return start


def is_kept(node: Node, rules: str) -> bool:
    if rules == "ledger":
        return bool(judged(node))
    return is_valid_chain(node.chain(), difficulty=2, rules=rules)


# MARK: - Blocks


@pytest.mark.check
@pytest.mark.parametrize("rules", RULES)
def test_one_miner_of_a_few_lines_mines_by_any_rules(start, rules):
    node = start(rules)
    for index in range(2, 6):
        work = get_work(node)
        assert (work["index"], work["rules"], work["id"]) == (index, rules, get_work(node)["id"])
        answer = forge(node, work)
        block = node.chain()[-1]
        assert (answer["index"], answer["message"]) == (index, "New Block Forged")
        assert all(answer[key] == block[key] for key in ("proof", "previous_hash", "transactions"))
        assert block["previous_hash"] == work["previous_hash"]
        assert block["transactions"][-1]["recipient"] == work["miner"] == node.greeting.split()[1]
    assert is_kept(node, rules)


@pytest.mark.parametrize("rules", RULES)
def test_it_says_what_the_tip_is(start, rules):
    node = start(rules)
    for _ in range(2):
        work, last = get_work(node), node.chain()[-1]
        assert work["last_proof"] == last["proof"] and work["index"] == last["index"] + 1
        assert work["previous_hash"] == node.get(f"/blocks/{last['index']}").json()["hash"]
        assert work.get("difficulty") == (None if rules == "ledger" else 2)
        assert work["prefix"].startswith(str(last["proof"]))
        assert work["suffix"] == ("" if rules == "article" else work["previous_hash"])
        node.mine()


def test_payments_that_wait_are_in_the_block_and_the_miner_who_is_named_is_paid(node):
    work = get_work(node)
    payment = node.pay("alice", "bob", 5)
    block = forge(node, work, miner="carol")
    assert block["transactions"] == [payment, {"sender": "0", "recipient": "carol", "amount": 1}]
    assert pending(node) == [] and node.chain()[-1]["transactions"] == block["transactions"]
    assert forge(node, get_work(node), miner="雪 \u0007")["transactions"][-1]["recipient"] == "雪 \u0007"


def test_a_ledger_pays_the_address_that_asked(start):
    node = start("ledger")
    mine, theirs = get_work(node, BOB.address), get_work(node, CAROL.address)
    assert mine["id"] != theirs["id"] != get_work(node)["id"] and mine["miner"] == BOB.address
    assert mine["reward"] == {"amount": 50, "nonce": 2, "recipient": BOB.address, "sender": "0"}
    assert "pays " + CAROL.address in refuse(node, theirs, 400, nonce=search(theirs), miner=BOB.address)
    assert forge(node, theirs, miner=CAROL.address)["transactions"] == [theirs["reward"]]
    assert account(node, CAROL)["balance"] == 50
    judged(node)


def test_a_ledger_s_work_stays_though_payments_come_and_are_replaced(start):
    node = start("ledger")
    node.get("/mine?count=3")
    cheap = ALICE.payment(BOB, 10, fee=1)
    accept(node, cheap)
    work = get_work(node)
    assert (work["transactions"], work["reward"]["amount"]) == (2, 51)
    accept(node, ALICE.payment(CAROL, 10, fee=2))
    accept(node, ALICE.payment(CAROL, 10, fee=2, nonce=1))
    assert forge(node, work)["transactions"][:-1] == [cheap]
    assert [payment["nonce"] for payment in pending(node)] == [1], "the one in its place is paid no more"
    assert len(forge(node, get_work(node))["transactions"]) == 2
    judged(node)


def test_a_ledger_takes_the_whole_proof_too(start):
    node = start("ledger")
    work = get_work(node)
    proof = int(work["seal"], 16) * 10**20 + search(work)
    answer = post_work(node, work, proof=proof)
    assert answer.status == 200 and answer.json()["proof"] == proof
    judged(node)


def test_it_is_told_and_relayed_like_any_other(start_node, start):
    node = start("ledger", "--gossip")
    other = start_ledger(start_node, "--gossip", "--peer", f"http://{node.address}")
    eventually(lambda: other.address in node.peers() or node.register(other.address), "they know each other")
    with Watcher(node) as watcher:
        watcher.first("status")
        block = forge(node, get_work(node))
        assert watcher.first("block")["index"] == block["index"]
    eventually(lambda: other.chain() == node.chain(), "the other has it")


def test_a_tutorial_node_follows(node):
    for _ in range(3):
        forge(node, get_work(node), miner="bob")
    with running_tutorial_node() as other:
        other.register(f"http://{node.address}")
        assert other.resolve().was_replaced and other.chain() == node.chain()


# MARK: - What is refused


@pytest.mark.parametrize("rules", RULES)
def test_stale_foreign_wrong_and_repeated_work_is_refused(start, rules):
    node, stranger = start(rules), start(rules)
    work = get_work(node)
    number = search(work)
    wrong = next(each for each in range(number + 1, number + 50) if search(work, each) != each)
    assert "SHA-256" in refuse(node, work, 400, nonce=wrong)
    assert ("0000ff" if rules == "ledger" else "2 zeros") in refuse(node, work, 400, nonce=wrong)
    forge(stranger, get_work(stranger))
    foreign = get_work(stranger)
    said = refuse(node, foreign, 404 if rules == "ledger" else 409, nonce=search(foreign))
    assert "GET /work" in said
    assert post_work(node, work, nonce=number).status == 200
    tip = get_work(node)["previous_hash"]
    for _ in range(2):
        said = refuse(node, work, 409, nonce=number)
        assert "the chain has 2 blocks" in said and tip in said
    assert len(node.chain()) == 2 and is_kept(node, rules)


@pytest.mark.parametrize("rules", RULES)
def test_of_many_who_have_found_it_one_forges(start, rules):
    node = start(rules)
    for height in range(2, 6):
        work = get_work(node)
        number = search(work)
        with ThreadPoolExecutor(16) as miners:
            answers = list(miners.map(lambda _: post_work(node, work, nonce=number), range(32)))
        assert sorted(answer.status for answer in answers) == [200] + 31 * [409]
        assert all("GET /work" in answer.json()["error"] for answer in answers if answer.status == 409)
        assert len(node.chain()) == height
    assert is_kept(node, rules)


@pytest.mark.parametrize("rules", RULES)
def test_it_runs_beside_miners_in_the_node(start, rules):
    node = start(rules)

    def outside(_) -> int:
        work = get_work(node)
        return post_work(node, work, nonce=search(work)).status

    def inside(_) -> int:
        return node.get("/mine?count=2").status

    with ThreadPoolExecutor(8) as miners:
        asked = [miners.submit(work, each) for each in range(10) for work in (outside, inside)]
        answers = [each.result() for each in asked]
    assert set(answers) <= {200, 409}
    forged = answers[::2].count(200) + 2 * answers[1::2].count(200)
    assert 1 + forged <= len(node.chain()) <= 1 + 10 + 20
    assert is_kept(node, rules)


LONG = "9" * 4_000

ODD = [
    (b"{", "not JSON"),
    (b"7", "not an object"),
    (b"[" * 1_500, "not JSON"),
    ({}, "id"),
    ({"id": 7, "nonce": 1}, "64 lower-case hex digits"),
    ({"id": "0" * 63, "nonce": 1}, "64 lower-case hex digits"),
    ({"id": "A" * 64, "nonce": 1}, "64 lower-case hex digits"),
    ({"id": None}, "64 lower-case hex digits"),
    ({"id": "ID"}, "either nonce or proof"),
    ({"id": "ID", "nonce": 1, "proof": 1}, "either nonce or proof"),
    ({"id": "ID", "nonce": 1, "recipient": "bob"}, "nothing but id, miner, nonce, proof"),
    *[({"id": "ID", key: value}, "not an integer")
      for key in ("nonce", "proof") for value in (-1, 1.0, "1", None, True, [1], {"a": 1})],
    *[({"id": "ID", "nonce": 1, "miner": value}, "The miner") for value in ("", "0", 7, None, "x" * 257, ["x"], "\ud800")],
    ({"id": "ID", "nonce": 2**64}, "2^64|SHA-256"),
    ({"id": "ID", "nonce": 10**20}, "2^64|below 10^20"),
    ({"id": "ID", "proof": 10**20}, "2^64|seal"),
    ({"id": "ID", "proof": 2**256 * 10**20}, "2^64|seal"),
    ({"id": "ID", "proof": int(LONG)}, "2^64|seal"),
    ({"id": "ID", "nonce": int(LONG)}, "2^64|below 10^20"),
]


@pytest.mark.parametrize("rules", RULES)
def test_what_is_no_work_is_refused_with_what_is_wrong(start, rules):
    node = start(rules)
    name = get_work(node)["id"]
    for body, reason in ODD:
        if not isinstance(body, bytes):
            body = json.dumps(body).replace('"ID"', f'"{name}"').encode()
        answer = node.request("POST", "/work", body)
        said = answer.json()["error"]
        wanted = reason.split("|")[-1 if rules == "ledger" else 0]
        assert answer.status == 400 and wanted in said, (body[:200], said)
    assert node.request("POST", "/work", b'"' + b"x" * 5_000 + b'"').status == 413
    assert len(node.chain()) == 1
    node.assert_serves()


@pytest.mark.parametrize("rules, query, status", [
    ("tutorial", "?miner=bob", 400), ("tutorial", "?more", 200), ("tutorial", "?minr=bob", 400),
    ("tutorial", "?miner=a&miner=b", 400),
    ("ledger", "?miner=bob", 400), ("ledger", "?miner=", 400), ("ledger", f"?miner={ALICE.address}0", 400),
    ("ledger", f"?miner={ALICE.address}&miner={BOB.address}", 400), ("ledger", f"?miner={'0' * 64}", 400),
    ("ledger", f"?miner={BOB.address.upper()}", 400), ("ledger", f"?miner={BOB.address}", 200), ("ledger", "?", 200),
])
def test_odd_questions_are_answered(start, rules, query, status):
    answer = start(rules).get("/work" + query)
    assert answer.status == status, answer.body
    assert status == 200 or answer.json()["error"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_proof_that_is_sent_to_mine_is_sent_on(node, method):
    for body in (b'{"proof": 7}', b'{"nonce": 7, "id": 1}'):
        answer = node.request(method, "/mine", body)
        assert answer.status == 400 and "POST /work" in answer.json()["error"]
    assert len(node.chain()) == 1
    for body in (b"proof", b"{", b"[]", b'{"miner": "bob"}', b'"' + b" " * 40_000 + b'"'):
        assert node.request(method, "/mine", body).status == 200


def test_who_may_mine_may_send_work(start_node, tmp_path):
    secret = tmp_path / "token"
    secret.touch(0o600)
    secret.write_text("0123456789abcdef")
    node = start_node("--token-file", str(secret))
    work = get_work(node)
    body = json.dumps({"id": work["id"], "nonce": search(work)}).encode()
    assert node.request("POST", "/work", body).status == 401
    assert node.request("POST", "/work", body, [("Origin", "http://elsewhere.example")]).status == 403
    assert node.request("POST", "/work", body, [("Authorization", "Bearer 0123456789abcdef")]).status == 200


def test_where_no_block_may_follow_there_is_no_work(start, start_node):
    for node in (start("ledger", "--max-chain-bytes", "500"), start_node("--max-chain-bytes", "500")):
        for answer in (node.get("/work"), node.get("/mine")):
            assert answer.status == 507 and "--max-chain-bytes" in answer.json()["error"]
    node = start("tutorial", "--checkpoint", f"2-{'0' * 64}")
    assert node.get("/work").status == 409
    assert "--checkpoint" in refuse(node, {"id": node.get("/blocks/1").json()["hash"]}, 409, nonce=search_first(node))


def search_first(node: Node) -> int:
    """The proof for a first block, which the node doesn't give out as work."""
    last = node.get("/blocks/1").json()
    return search({"prefix": str(last["block"]["proof"]), "suffix": last["hash"], "digits": 1, "target": "00" + 62 * "f"})


# MARK: - Floods


def test_a_flood_of_addresses_takes_nobody_else_s_work(start):
    node = start("ledger")
    work = get_work(node, BOB.address)
    before = node.memory_bytes()
    with node.connect() as client:
        for number in range(3_000):
            address = f"{number:064x}"[::-1]
            client.send(f"GET /work?miner={address} HTTP/1.1\r\nHost: {node.address}\r\n\r\n".encode())
            assert client.read_answer().status in (200, 400)
    assert node.memory_bytes() - before < 32 << 20
    # All of one client's are of one share, so its own oldest went.
    assert "too old" in refuse(node, work, 404, nonce=search(work))
    forge(node, get_work(node, BOB.address))
    judged(node)
