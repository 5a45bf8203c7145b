"""Chains with proofs larger than any machine word: a tutorial node takes them, and so does this one."""

import json
import subprocess

import pytest

from support.chains import block_hash, canonical, find_proof, forge, forged_chain, is_valid_chain
from support.commands import run
from support.nodes import forgechain_binary
from support.peers import chain_text, saying, serving
from support.resolving import assert_kept, assert_taken
from support.waiting import SOON, eventually

#: Digits of a proof, and zeros of its guess: the longest that Python reads takes long to find.
LENGTHS = [(20, 4), (98, 4), (4_300, 2)]


def with_long_proofs(digits: int, difficulty: int) -> list[dict]:
    """A chain with a short proof between long ones, and a long one at its end."""
    chain = forged_chain(2, difficulty)
    for index in range(3, 6):
        first = 0 if index == 4 else 9 * 10 ** (digits - 1) + index
        block = {
            "index": index,
            "previous_hash": block_hash(chain[-1]),
            "proof": find_proof(chain[-1], difficulty, first),
            "timestamp": index + 0.5,
            "transactions": [{"amount": 10**25, "recipient": "bob", "sender": "alice"}],
        }
        # Extra keys, which come before the proof.
        chain.append({"a": {"proof": 1}, **block} if index == 3 else block)
    assert [len(str(block["proof"])) == digits for block in chain[2:]] == [True, False, True]
    return chain


@pytest.fixture(params=LENGTHS, ids=lambda length: f"{length[0]} digits")
def long_chain(request) -> tuple[list[dict], int]:
    return with_long_proofs(*request.param), request.param[1]


def assert_served(node, chain: list[dict]) -> None:
    """Byte for byte as CPython would print it, whole and in part."""
    assert is_valid_chain(chain, node.get("/status").json()["difficulty"])
    body = node.get("/chain").body.decode("ascii")
    assert ", ".join(map(canonical, chain)) in body
    assert json.loads(body)["chain"] == chain
    for block in chain:
        answer = node.get(f"/blocks/{block['index']}")
        assert answer.json()["block"] == block and canonical(block) in answer.body.decode("ascii")
    for last, block in zip(chain, chain[1:]):
        found = node.get(f"/blocks/{block['index']}/explain").json()
        text = f"{last['proof']}{block['proof']}{block_hash(last)}"
        assert found["holds"] is True and found["guess"]["text"] == text
        assert (found["guess"]["last_proof"], found["guess"]["proof"]) == (last["proof"], block["proof"])


def test_they_are_taken_kept_served_explained_and_mined_upon(
    start_kept, start_node, start_peer, directory, end, long_chain
):
    chain, difficulty = long_chain
    node = start_kept(difficulty=difficulty)
    assert_taken(node, start_peer(serving(chain)), chain)
    assert_served(node, chain)
    end(node)

    node = start_kept(difficulty=difficulty)
    assert_served(node, chain)
    forged = node.mine()
    mined = node.chain()
    assert mined[:-1] == chain and forged["proof"] == find_proof(chain[-1], difficulty)
    assert_served(node, mined)

    other = start_node(difficulty=difficulty)
    other.register(node.address)
    assert other.resolve().was_replaced
    assert_served(other, mined)
    assert node.stop() == 0
    assert run("verify", "--data-dir", directory).returncode == 0


def test_they_go_through_export_and_import(start_node, tmp_path, long_chain):
    chain, difficulty = long_chain
    flags = ["--data-dir", str(tmp_path / "data"), "--difficulty", str(difficulty)]
    binary = str(forgechain_binary())
    subprocess.run([binary, "import", *flags], input=chain_text(chain), check=True, timeout=SOON)
    exported = subprocess.run([binary, "export", *flags[:2]], check=True, timeout=SOON, capture_output=True)
    assert json.loads(exported.stdout)["chain"] == chain
    assert_served(start_node(*flags[:2], difficulty=difficulty), chain)


def test_they_are_shown_by_the_command_line(start_node, start_peer):
    chain = with_long_proofs(98, 2)
    node = start_node()
    assert_taken(node, start_peer(serving(chain)), chain)
    url = f"http://{node.address}"
    digits = str(chain[4]["proof"])
    assert f"{digits[:8]}... (98 digits)" in run("chain", "--node", url).stdout
    said = run("block", "5", "--node", url)
    assert said.returncode == 0 and digits in "".join(said.stdout.split()), said
    assert run("mine", "--node", url).returncode == 0


def test_a_peer_of_the_same_kind_tells_of_them(start_node, start_peer):
    """In gossip, where a block travels alone."""
    chain = with_long_proofs(98, 2)
    first = start_node("--gossip")
    second = start_node("--gossip", "--peer", first.address)
    assert_taken(first, start_peer(serving(chain)), chain)
    first.mine()
    eventually(lambda: second.chain() == first.chain(), "the other has the chain")


def test_a_proof_of_more_digits_than_python_reads_is_refused(start_node, start_peer):
    chain = forged_chain(3)
    number = f'"proof": {chain[2]["proof"]}'
    body = chain_text(chain).decode()
    assert body.count(number) == 1
    long = body.replace(number, f'"proof": 1{"0" * 4_300}').encode()
    assert_kept(start_node(), start_peer(saying(long)), "^refused.* integer of more than 4300 digits")


@pytest.mark.parametrize("proof", ["-1", "-18446744073709551616", "1.0", "true", "null", '"7"'])
def test_what_is_no_proof_is_refused_with_the_reason(shared_node, start_peer, proof):
    chain = forged_chain(3, 1)
    number = f'"proof": {chain[2]["proof"]}'
    body = chain_text(chain).decode().replace(number, f'"proof": {proof}')
    verdict = "^refused at block 3: proof is not an integer from 0 on$"
    assert_kept(shared_node, start_peer(saying(body.encode())), verdict)


def test_minus_zero_is_zero(start_node, start_peer):
    """As Python reads it, in a block that zero fits."""
    chain = forged_chain(2, 1)
    while find_proof(chain[1], 1) != 0:
        chain = forge(chain[:1], [{"instead_of": block_hash(chain[1])}], 1)
    chain = forge(chain, difficulty=1)
    body = chain_text(chain).decode()
    assert body.count('"proof": 0') == 1
    node = start_node(difficulty=1)
    assert_taken(node, start_peer(saying(body.replace('"proof": 0', '"proof": -0').encode())), chain)
    assert canonical(chain[2]) in node.get("/chain").body.decode()
