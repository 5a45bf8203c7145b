"""A node of the ledger, over HTTP: signed payments, forks, restarts, and the rules in Python as the judge."""

import json
import os
import re
from signal import SIGKILL, SIGTERM

import pytest

from Ledger import reference
from support.commands import complaint, run
from support.gossip import status
from support.ledger import (
    ALICE, BOB, CAROL, FLAGS, NETWORK, accept, account, judged, refuse, start_ledger, work_of)
from support.nodes import Node, running_node
from support.reading import page, pending


@pytest.fixture
def ledger(start_node) -> Node:
    """A node on which Alice has 150."""
    node = start_ledger(start_node)
    assert node.get("/mine?count=3").status == 200
    return node


# MARK: - Payments


@pytest.mark.check
def test_a_payment_waits_is_mined_and_counts(ledger):
    payment = ALICE.payment(BOB, 30, fee=2, memo="für 🍵")
    name = accept(ledger, payment)
    assert account(ledger, ALICE)["pending_out"] == 32 and account(ledger, BOB)["pending_in"] == 30
    assert account(ledger, ALICE)["balance"] == 150 and account(ledger, ALICE)["next_nonce"] == 1
    assert pending(ledger) == [payment]
    assert accept(ledger, payment) == name, "it is answered as the first time"
    block = ledger.mine()
    assert block["transactions"] == [
        payment, {"amount": 52, "nonce": 5, "recipient": ALICE.address, "sender": "0"}]
    assert account(ledger, ALICE)["balance"] == 170 and account(ledger, BOB)["balance"] == 30
    assert ledger.get(f"/transactions/{name}").json()["block"] == 5
    assert accept(ledger, payment) == name and pending(ledger) == []
    judged(ledger)


def test_a_node_without_an_address_is_paid_with_a_key_of_its_own(start_node, tmp_path):
    node = start_node(*FLAGS, "--data-dir", str(tmp_path / "data"), difficulty=None)
    recipient = node.mine()["transactions"][-1]["recipient"]
    assert node.greeting.split()[1] == recipient
    assert (tmp_path / "data" / "node.key").stat().st_mode & 0o777 == 0o600
    assert node.stop(SIGTERM) == 0
    again = start_node(*FLAGS, "--data-dir", str(tmp_path / "data"), difficulty=None)
    assert again.mine()["transactions"][-1]["recipient"] == recipient


def test_what_is_no_file_is_no_key(tmp_path):
    """A pipe too is refused: whoever opens one otherwise waits until somebody writes to it."""
    os.mkfifo(tmp_path / "node.key", 0o600)
    said = complaint("serve", "-p", "0", *FLAGS, "--data-dir", str(tmp_path))
    assert f"{tmp_path}/node.key, which should hold the key that is paid, is no file" in said


def test_refusals_say_what_to_do(ledger):
    for nonce in (0, 2):
        accept(ledger, ALICE.payment(BOB, 10, fee=10, nonce=nonce))
    taken = refuse(ledger, ALICE.payment(CAROL, 10, fee=11), 409)
    fee = int(re.search(r"a fee of (\d+)", taken)[1])
    assert fee == 12 and "nonce 1" in taken
    assert "costs 131" in refuse(ledger, ALICE.payment(BOB, 131, nonce=1), 409)
    assert "at most 64" in refuse(ledger, ALICE.payment(BOB, 1, nonce=64), 409)
    assert "has 0" in refuse(ledger, BOB.payment(ALICE, 1), 409)
    assert "signature does not hold" in refuse(ledger, {**ALICE.payment(BOB, 1, nonce=1), "amount": 2}, 400)
    assert "signature does not hold" in refuse(ledger, ALICE.payment(BOB, 1, nonce=1, network="0" * 64), 400)
    accept(ledger, ALICE.payment(CAROL, 10, fee=fee))
    assert [payment["nonce"] for payment in pending(ledger)] == [2, 0]
    assert len(ledger.mine()["transactions"]) == 2, "one behind a gap waits"
    used = refuse(ledger, ALICE.payment(BOB, 10), 409)
    assert "in the chain" in used and "nonce 1" in used
    unsigned = {"sender": "alice", "recipient": "bob", "amount": 5}
    assert "not signed" in refuse(ledger, unsigned, 400) and NETWORK in refuse(ledger, unsigned, 400)
    judged(ledger)


MALFORMED = {
    "no JSON": (b"{", "not JSON"),
    "a list": (b"[]", "not signed"),
    "a number": (b"7", "not signed"),
    "deep": (b"[" * 10_000, "not JSON"),
    "deep in a memo": (b'{"signature": 1, "memo": ' + b'[' * 400 + b']' * 400 + b'}', ""),
    **{
        f"{key} {value!r:.30}": ({key: value}, rule)
        for key, values, rule in [
            ("amount", [0, -1, 2**53, 2**63, 2**64, 10**400, 1.0, 1e308, True, None, "1", [1]], "amount"),
            ("fee", [-1, 2**53, 2**63, -(2**63), 1.5, False, None, {}], "amount"),
            ("nonce", [-1, 2**53, 2**64, 0.0, None, "0"], "amount"),
            ("recipient", ["", "bob", "0", BOB.address.upper(), BOB.address + "0", 7, None, "01" + "00" * 31], "address"),
            ("sender", ["0", None, "ff" * 32, ALICE.address[:-1] + "é"], "address"),
            ("memo", ["", "x" * 257, "\ud800", "\udfff x", "\0" * 43, 7, None, ["x"]], "memo"),
            ("signature", ["", "0" * 128, "ab" * 63, 7, None, "é" * 128, "00" * 31 + "80" + "00" * 32], "signature"),
            ("more", [1], "transaction"),
        ]
        for value in values
    },
}


@pytest.mark.parametrize("body, says", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_payments_are_refused_by_the_rule_and_harm_nothing(ledger_of_all, body, says):
    if not isinstance(body, bytes):
        body = json.dumps({**ALICE.payment(BOB, 1), **body}).encode()
    answer = ledger_of_all.request("POST", "/transactions/new", body, [("Content-Type", "application/json")])
    assert answer.status == 400, answer.body
    assert says in answer.json()["error"], answer.body
    assert pending(ledger_of_all) == []
    ledger_of_all.assert_serves()


@pytest.fixture(scope="module")
def ledger_of_all():
    with running_node(*FLAGS, "--pay-to", ALICE.address, difficulty=None) as node:
        node.get("/mine?count=2")
        yield node


def test_the_largest_numbers_overflow_nothing(ledger):
    most = 2**53 - 1
    for amount, fee, nonce in [(most, most, 0), (1, most, 0), (most, 0, 63), (1, 150, 0)]:
        assert "The sender has 150" in refuse(ledger, ALICE.payment(BOB, amount, fee, nonce), 409)
    assert "too far ahead" in refuse(ledger, ALICE.payment(BOB, 1, most, most), 409)
    accept(ledger, ALICE.payment(BOB, 1, 149))
    judged(ledger)


# MARK: - Restarts, and the network of a directory


@pytest.mark.parametrize("how", [SIGTERM, SIGKILL])
def test_a_restart_keeps_chain_accounts_and_what_waits(start_node, tmp_path, how):
    directory = ("--data-dir", str(tmp_path / "data"))
    node = start_ledger(start_node, *directory)
    node.get("/mine?count=3")
    accept(node, ALICE.payment(BOB, 30))
    node.mine()
    waiting = [ALICE.payment(BOB, 3, 1, nonce=1), BOB.payment(ALICE, 3, 2), ALICE.payment(BOB, 3, 3, nonce=3)]
    for payment in waiting:
        accept(node, payment)
    before = node.get("/chain").body, [account(node, each) for each in (ALICE, BOB)], work_of(node)
    if how == SIGKILL:
        node.kill()
    else:
        assert node.stop(how) == 0
    assert run("verify", *directory).returncode == 0
    node = start_ledger(start_node, *directory)
    assert (node.get("/chain").body, [account(node, each) for each in (ALICE, BOB)], work_of(node)) == before
    assert pending(node) == waiting
    assert node.mine()["transactions"][:-1] == [waiting[1], waiting[0]], "by fee, and not beyond a gap"
    judged(node)


@pytest.fixture
def genesis(tmp_path):
    """The path of a first block of another network, on which Bob has something."""
    block = {**reference.GENESIS, "timestamp": 1795392001.5}
    block["transactions"] = [{"amount": 2**52, "recipient": BOB.address, "sender": "0"}]
    path = tmp_path / "genesis.json"
    path.write_text(json.dumps(block))
    return path


def test_a_directory_keeps_its_network(start_node, tmp_path, genesis):
    directory = ("--data-dir", str(tmp_path / "data"))
    network = reference.block_hash(json.loads(genesis.read_text()))
    node = start_ledger(start_node, *directory, "--genesis", str(genesis))
    assert status(node)["genesis"] == network
    assert "signature" in refuse(node, BOB.payment(ALICE, 1), 400)
    accept(node, BOB.payment(ALICE, 2**51, 2**51, network=network))
    node.mine()
    assert account(node, ALICE)["balance"] == 2**52 + 50
    assert node.stop() == 0
    node = start_ledger(start_node, *directory)
    assert status(node)["genesis"] == network and len(node.chain()) == 2
    assert node.stop() == 0
    other = tmp_path / "other.json"
    other.write_text(json.dumps(reference.GENESIS))
    said = complaint("serve", "-p", "0", *FLAGS, *directory, "--genesis", str(other))
    assert network in said or "network" in said, said
    said = complaint("serve", "-p", "0", *directory)
    assert "ledger" in said, said
    assert run("verify", *directory).returncode == 0


@pytest.mark.parametrize("flags, names", [
    ([*FLAGS, "--difficulty", "4"], "--difficulty"),
    ([*FLAGS, "--pay-to", "alice"], "--pay-to"),
    ([*FLAGS, "--pay-to", ALICE.address.upper()], "--pay-to"),
    ([*FLAGS, "--node-id", "alice"], "--node-id"),
    (["--pay-to", ALICE.address], "--pay-to"),
    (["--genesis", "/dev/null"], "--genesis"),
    ([*FLAGS, "--genesis", "/dev/null"], "JSON"),
    ([*FLAGS, "--genesis", "/nowhere/at/all"], "/nowhere/at/all"),
])
def test_wrong_flags_are_refused(flags, names):
    assert names in complaint("serve", "-p", "0", "--ephemeral", *flags)


# MARK: - Light clients


def test_headers_and_a_path_show_a_payment_to_whoever_has_no_blocks(ledger):
    names = [accept(ledger, ALICE.payment(BOB, 1, fee, nonce)) for nonce, fee in enumerate([3, 1, 4, 1, 5])]
    ledger.get("/mine?count=4")
    last, target, time = reference.GENESIS, reference.EASIEST, None
    headers = []
    while len(headers) < 7:
        start = len(headers) + 2
        got = page(ledger, "/headers", **{"from": start, "limit": 3})
        assert got["total"] == 8 and got["headers"]
        headers += got["headers"]
    work = 0
    for height, block in enumerate(headers, 2):
        if height > 3:
            elapsed = reference.milliseconds(last["timestamp"]) - time
            target = reference.next_target(reference.GENESIS["rules"], target, elapsed)
        reference.check_header(last, {**block, "transactions": []}, target)
        time, last = reference.milliseconds(last["timestamp"]), block
        work += reference.work(target)
    assert work_of(ledger) == work
    for name in names:
        proof = ledger.get(f"/transactions/{name}/proof").json()
        assert proof["header"] == headers[proof["block"] - 2]
        assert reference.transaction_id(proof["transaction"]) == name
        assert root_of(proof) == proof["header"]["merkle_root"]


def root_of(proof: dict) -> str:
    """What a leaf and its path come to, as RFC 9162 computes it."""
    node = reference.sha256(b"\0" + reference.text(proof["transaction"]))
    position, last = proof["position"], proof["count"] - 1
    for sibling in map(bytes.fromhex, proof["path"]):
        if position % 2 or position == last:
            node = reference.sha256(b"\1" + sibling + node)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            node = reference.sha256(b"\1" + node + sibling)
        position, last = position // 2, last // 2
    assert last == 0
    return node.hex()


@pytest.mark.parametrize("target, wanted", [
    ("/headers?from=0", 400), ("/headers?limit=0", 400), ("/headers?limit=1001", 400), ("/headers?from=-1", 400),
    (f"/headers?from={2**63 - 1}", 400), (f"/headers?from={2**62 - 1}", 404), ("/headers?from=x", 400),
    ("/headers?more=1", 200), ("/headers?form=1", 400), ("/headers", 200), ("/headers?from=1&limit=1", 200),
    ("/headers?from=4", 200), ("/headers?from=5", 404), ("/accounts/", 404), ("/accounts/0", 400), ("/accounts/%00", 400),
    ("/accounts/%ff%fe", 400), (f"/accounts/{'A' * 64}", 400), (f"/accounts/{'0' * 63}1", 200),
    (f"/accounts/{ALICE.address}%00", 400), (f"/transactions/{'0' * 64}/proof", 404), ("/transactions/x/proof", 400),
    (f"/transactions/{'0' * 32}/proof", 400),
])
def test_odd_questions_are_answered(ledger_of_all, target, wanted):
    answer = ledger_of_all.get(target)
    assert answer.status == wanted, answer.body
    assert answer.status == 200 or answer.json()["error"]
    ledger_of_all.assert_serves()


def test_other_rules_know_no_accounts(node):
    for target in [f"/accounts/{ALICE.address}", "/headers", f"/transactions/{'0' * 64}/proof"]:
        answer = node.get(target)
        assert answer.status == 404 and "ledger" in answer.json()["error"], answer.body


def test_the_command_shows_a_ledger_s_network_target_and_work(ledger):
    rows = dict(line.split(maxsplit=1) for line in run("status", "--node", ledger.address).stdout.splitlines())
    status = ledger.get("/status").json()
    assert (rows["network"], rows["target"]) == (NETWORK, status["target"])
    assert rows["work"] == f"{work_of(ledger):,} guesses"
    assert "difficulty" not in rows, "a number of zeros is not what is asked for"
