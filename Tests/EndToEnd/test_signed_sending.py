"""Paying on a ledger from the command line: with whose key, to whom, and what the node is told."""

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from Ledger import reference
from support.commands import CRASH, complaint, run
from support.ledger import accept, address
from support.nodes import Node
from support.peers import saying
from support.terminal import Terminal
from support.waiting import eventually

REFUSED, USAGE, UNAVAILABLE, NO_ANSWER = 1, 64, 69, 70

EASIEST = "0000" + "f" * 60
SEEDS = {"alice": bytes(range(32)), "bob": bytes(range(1, 33))}
ALICE, BOB = (address(seed) for seed in SEEDS.values())
STRANGER = address(bytes(32))


@pytest.fixture
def home(tmp_path: Path) -> Mapping[str, str]:
    """An environment in which Alice and Bob have keys, Bob's locked by "sesame"."""
    home = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("sesame\n")
    passphrase.chmod(0o600)
    for name, flags in [("alice", ["--no-passphrase"]), ("bob", ["--passphrase-file", str(passphrase)])]:
        seed = tmp_path / name
        seed.write_text(SEEDS[name].hex())
        seed.chmod(0o600)
        assert run("key", "import", name, str(seed), *flags, env=home).returncode == 0
    return {**home, "PASSPHRASE": str(passphrase)}


@pytest.fixture
def node(start_node: Callable[..., Node], home: Mapping[str, str], tmp_path: Path) -> Node:
    """A node of a network that gives Alice 1000 and Bob 10."""
    genesis = tmp_path / "genesis.json"
    made = run("genesis", "--target", EASIEST, "--grant", "alice=1000", "--grant", f"{BOB}=10", env=home)
    genesis.write_text(made.stdout)
    return start_node("--rules", "ledger", "--genesis", str(genesis), difficulty=None)


def ask(node, home: Mapping[str, str], *flags: str, status: int = 0) -> str:
    place = node if isinstance(node, str) else node.address
    result = run(*flags, "--node", f"http://{place}", env=home)
    assert result.returncode == status and not CRASH.search(result.stderr), result
    return result.stderr if status else result.stdout


def test_the_fee_is_the_node_s_unless_it_is_given(start_node, node, home, tmp_path):
    genesis = str(tmp_path / "genesis.json")
    # Its blocks have room for some thirty payments.
    small = start_node("--rules", "ledger", "--genesis", genesis, "--max-block-bytes", "16384", difficulty=None)
    assert small.get(f"/accounts/{ALICE}").json()["next_fee"] == 1
    key, network = Ed25519PrivateKey.from_private_bytes(SEEDS["alice"]), small.get("/status").json()["genesis"]
    for nonce in range(40):
        payment = {"amount": 1, "fee": 5, "nonce": nonce, "recipient": BOB, "sender": ALICE}
        accept(small, reference.sign(key, network, payment))

    def asked() -> int:
        return small.get(f"/accounts/{ALICE}").json()["next_fee"]

    # It is looked at again after some seconds.
    eventually(lambda: asked() > 5, "the fee follows what waits")
    fee = asked()
    ask(small, home, "send", "bob", "1", "--from", "alice")
    ask(small, home, "send", "bob", "1", "--from", "alice", "--fee", "2")
    waiting = small.get("/transactions/pending?from=41").json()["transactions"]
    assert [payment["fee"] for payment in waiting] == [fee, 2]
    # Who pays it comes before all of them.
    other = {"amount": 1, "fee": fee, "nonce": 0, "recipient": ALICE, "sender": BOB}
    accept(small, reference.sign(Ed25519PrivateKey.from_private_bytes(SEEDS["bob"]), network, other))
    assert small.mine()["transactions"][0]["sender"] == BOB


def payments(node: Node) -> list[dict]:
    """What is mined now, without the reward."""
    return node.mine()["transactions"][:-1]


@pytest.mark.check
def test_a_payment_is_signed_and_mined(node, home):
    told = ask(node, home, "send", "bob", "5", "--from", "alice")
    identifier = re.fullmatch(r"Transaction will be added to Block 2\.\nIts id is ([0-9a-f]{64})\.\n", told)[1]
    [payment] = payments(node)
    signature = payment.pop("signature")
    assert payment == {"amount": 5, "fee": 1, "nonce": 0, "recipient": BOB, "sender": ALICE}
    assert len(signature) == 128
    assert node.get(f"/transactions/{identifier}").json()["block"] == 2
    assert ask(node, home, "balance") == "alice  994\nbob     15\n"


def test_payments_go_one_after_the_other(node, home):
    for _ in range(3):
        ask(node, home, "send", BOB, "5", "--from", "alice", "--fee", "2", "--memo", "tea für Bob")
    assert "alice  1,000  -21 waits\nbob       10  +15 waits\n" == ask(node, home, "balance")
    mined = payments(node)
    assert [payment["nonce"] for payment in mined] == [0, 1, 2]
    assert {(payment["fee"], payment["memo"]) for payment in mined} == {(2, "tea für Bob")}


def test_a_key_may_be_named_by_its_address(node, home):
    ask(node, home, "send", BOB, "5", "--from", ALICE)
    assert [payment["sender"] for payment in payments(node)] == [ALICE]
    assert "None of your keys" in ask(node, home, "send", BOB, "5", "--from", STRANGER, status=REFUSED)


def test_a_locked_key_needs_its_passphrase(node, home):
    assert "--passphrase-file" in ask(node, home, "send", "alice", "5", "--from", "bob", status=REFUSED)
    ask(node, home, "send", "alice", "5", "--from", "bob", "--passphrase-file", home["PASSPHRASE"])
    assert [payment["sender"] for payment in payments(node)] == [BOB]


def test_a_refusal_of_the_node_is_told(node, home):
    flags = ["--from", "bob", "--passphrase-file", home["PASSPHRASE"]]
    assert "The sender has 10" in ask(node, home, "send", "alice", "50", *flags, status=REFUSED)
    ask(node, home, "send", "bob", "5", "--from", "alice")
    payments(node)
    assert "nonce" in ask(node, home, "send", "bob", "6", "--from", "alice", "--nonce", "0", status=REFUSED)
    # The same once more is no second payment.
    ask(node, home, "send", "bob", "5", "--from", "alice", "--nonce", "0")
    assert payments(node) == []


def test_json_is_what_the_node_sends(node, home):
    assert set(json.loads(ask(node, home, "send", "bob", "5", "--from", "alice", "--json"))) == {"id", "message"}
    lines = ask(node, home, "balance", "alice", STRANGER, "--json").splitlines()
    assert [json.loads(line) for line in lines] == [
        node.get(f"/accounts/{one}").json() for one in (ALICE, STRANGER)
    ]


def test_balances_are_of_names_and_addresses(node, home):
    assert ask(node, home, "balance", "bob", STRANGER) == f"bob{' ' * 63}10\n{STRANGER}   0\n"
    assert "There is no key carol" in ask(node, home, "balance", "carol", status=REFUSED)
    empty = {**home, "XDG_DATA_HOME": home["XDG_DATA_HOME"] + "-none"}
    assert "forgechain key new" in ask(node, empty, "balance", status=REFUSED)


def test_who_is_not_there_pays_nobody(node, home):
    assert "There is no key carol" in ask(node, home, "send", "bob", "5", "--from", "carol", status=REFUSED)
    assert "There is no key carol" in ask(node, home, "send", "carol", "5", "--from", "alice", status=REFUSED)
    assert payments(node) == []


def test_another_node_is_told_nothing(start_node, nowhere, home):
    """One without a ledger takes payments without a signature, and would take the key's name for a person's."""
    other = start_node()
    for command in (["send", "bob", "5", "--from", "alice"], ["balance"]):
        assert "keeps no ledger" in ask(other, home, *command, status=REFUSED)
        assert ask(nowhere, home, *command, status=UNAVAILABLE)
    assert other.mined_payments() == []


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b'{"length": 1, "tip": "x", "rules": "ledger", "genesis": "\x1b[31m"}', b"not JSON"]
)
def test_what_is_no_node_is_told_nothing(start_peer, home, body):
    peer = start_peer(saying(body))
    said = ask(peer.address, home, "send", "bob", "5", "--from", "alice", status=NO_ANSWER)
    assert said[:-1].isprintable()
    assert [head.split()[1] for head in peer.heads] == [b"/status"]


WRONG = {
    "no amount": ["bob", "--from", "alice"],
    "three names": ["alice", "bob", "5", "--from", "alice"],
    "a broken amount": ["bob", "0.5", "--from", "alice"],
    "no money": ["bob", "0", "--from", "alice"],
    "too much": ["bob", str(1 << 53), "--from", "alice"],
    "no fee": ["bob", "5", "--from", "alice", "--fee", "x"],
    "too much of a fee": ["bob", "5", "--from", "alice", "--fee", str(1 << 53)],
    "a long memo": ["bob", "5", "--from", "alice", "--memo", "x" * 257],
    "an empty memo": ["bob", "5", "--from", "alice", "--memo", ""],
    "an id": ["bob", "5", "--from", "alice", "--id", "0" * 32],
    "a fee without a key": ["alice", "bob", "5", "--fee", "1"],
    "a memo without a key": ["alice", "bob", "5", "--memo", "tea"],
    "two names without a key": ["bob", "5"],
}


@pytest.mark.parametrize("flags", WRONG.values(), ids=WRONG.keys())
def test_wrong_use_asks_nobody(home, flags):
    assert complaint("send", *flags, "--node", "127.0.0.1:1", status=USAGE, env=home)


# MARK: - On a terminal


@pytest.mark.parametrize(("said", "status"), [("y\n", 0), ("n\n", REFUSED), ("\n", REFUSED)])
def test_a_stranger_is_asked_about(node, home, said, status):
    flags = ["send", STRANGER, "5", "--from", "alice", "--node", f"http://{node.address}"]
    with Terminal(*flags, env=home, columns=400) as terminal:
        eventually(lambda: f"never seen {STRANGER}" in terminal.shown(), "it asks")
        terminal.type(said)
        assert terminal.wait() == status
    assert len(payments(node)) == (0 if status else 1)
    if status == 0:
        with Terminal(*flags, env=home, columns=400) as terminal:
            assert terminal.wait() == 0 and "never seen" not in terminal.shown()


def test_nobody_is_asked_who_says_so(node, home):
    flags = ["send", STRANGER, "5", "--from", "alice", "--yes", "--node", f"http://{node.address}"]
    with Terminal(*flags, env=home) as terminal:
        assert terminal.wait() == 0 and "never seen" not in terminal.shown()


def test_a_passphrase_is_asked_for_before_anything_is_sent(node, home):
    flags = ["send", "alice", "5", "--from", "bob", "--node", f"http://{node.address}"]
    for typed, status in [("Sesame\n", REFUSED), ("sesame\n", 0)]:
        assert payments(node) == []
        with Terminal(*flags, env=home) as terminal:
            eventually(lambda: "Passphrase of bob: " in terminal.shown(), "it asks")
            terminal.type(typed)
            assert terminal.wait() == status
    assert len(payments(node)) == 1


# MARK: - Networks


@pytest.fixture
def other_node(start_node, home, tmp_path) -> Node:
    """A node of another network, on which Alice has something too."""
    genesis = tmp_path / "other.json"
    genesis.write_text(run("genesis", "--target", EASIEST, "--grant", "alice=7", env=home).stdout)
    return start_node("--rules", "ledger", "--genesis", str(genesis), difficulty=None)


def network_of(node: Node) -> str:
    return node.get("/status").json()["genesis"]


@pytest.mark.check
def test_a_key_signs_for_the_network_of_its_first_payment(node, other_node, home):
    """Whoever runs a node can't have a payment that counts elsewhere."""
    one, other = network_of(node), network_of(other_node)
    first = run("send", "bob", "5", "--from", "alice", "--node", f"http://{node.address}", env=home)
    assert f"alice signs for this network alone: {one}" in first.stderr
    said = ask(other_node, home, "send", "bob", "5", "--from", "alice", status=REFUSED)
    assert one in said and other in said and "Nothing was signed" in said
    assert payments(other_node) == []
    # By its address, it is the same key; and another key may be another network's.
    assert one in ask(other_node, home, "send", BOB, "5", "--from", ALICE, status=REFUSED)
    ask(node, home, "send", "bob", "5", "--from", "alice")
    assert len(payments(node)) == 2
    kept = Path(home["XDG_DATA_HOME"]) / "forgechain" / "networks" / ALICE
    assert kept.read_text() == one + "\n" and kept.stat().st_mode & 0o777 == 0o600


def test_a_network_may_be_said(node, other_node, home):
    one, other = network_of(node), network_of(other_node)
    said = ask(node, home, "send", "bob", "5", "--from", "alice", "--network", other, status=REFUSED)
    assert one in said and other in said and payments(node) == []
    ask(other_node, home, "send", "bob", "5", "--from", "alice", "--network", other)
    # What is said counts once, and what is kept stays.
    ask(node, home, "send", "bob", "5", "--from", "alice", "--network", one)
    assert other in ask(node, home, "send", "bob", "5", "--from", "alice", status=REFUSED)
    assert len(payments(node)) == len(payments(other_node)) == 1
    assert complaint("send", "bob", "5", "--from", "alice", "--network", "x", status=USAGE, env=home)
    assert complaint("send", "alice", "bob", "5", "--network", one, status=USAGE, env=home)


def test_a_network_that_cannot_be_read_is_no_first_one(node, home):
    ask(node, home, "send", "bob", "5", "--from", "alice")
    kept = Path(home["XDG_DATA_HOME"]) / "forgechain" / "networks" / ALICE
    kept.write_text("no hash")
    assert f"{kept} names no network" in ask(node, home, "send", "bob", "5", "--from", "alice", status=REFUSED)
    kept.chmod(0o644)
    assert "chmod 600" in ask(node, home, "send", "bob", "5", "--from", "alice", status=REFUSED)


def test_the_network_is_shown_before_a_question(node, home):
    flags = ["send", STRANGER, "5", "--from", "alice", "--node", f"http://{node.address}"]
    for said in ("alice signs for this network alone", "The network is"):
        with Terminal(*flags, env=home, columns=400) as terminal:
            eventually(lambda: "never seen" in terminal.shown(), "it asks")
            shown = terminal.shown()
            assert 0 <= shown.index(f"{said}") < shown.index(network_of(node)) < shown.index("never seen")
            terminal.type("n\n")
            assert terminal.wait() == REFUSED
        if said.startswith("alice"):
            # Who has signed nothing is bound to nothing.
            assert not (Path(home["XDG_DATA_HOME"]) / "forgechain" / "networks").exists()
            ask(node, home, "send", "bob", "5", "--from", "alice")


# MARK: - Nodes that pay a key


def test_a_node_pays_a_key_by_its_name(start_node, home):
    node = start_node("--rules", "ledger", "--ephemeral", "--pay-to", "alice", difficulty=None, env=home)
    assert node.mine()["transactions"][-1]["recipient"] == ALICE
    said = complaint("--rules", "ledger", "-p", "0", "--ephemeral", "--pay-to", "carol", status=USAGE, env=home)
    assert "no key carol" in said
