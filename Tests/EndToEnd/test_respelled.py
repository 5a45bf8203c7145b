"""Chains that break because a program printed or hashed a block in another spelling: the refusal names the cause."""

import hashlib
import json
import subprocess

import pytest

from support.chains import GENESIS, forge
from support.nodes import DIFFICULTY, forgechain_binary
from support.peers import chain_text, serving
from support.waiting import SOON


def hashed_as(text: str, printed: dict) -> list[dict]:
    """A chain whose third block names the hash of a text, and which was printed with another second block."""
    chain = forge([GENESIS], printed["transactions"], timestamp=printed["timestamp"])
    values = {'"PROOF"': str(chain[1]["proof"]), "HASH": chain[1]["previous_hash"]}
    for name, value in values.items():
        text = text.replace(name, value)
    chain = forge(chain)
    chain[2]["previous_hash"] = hashlib.sha256(text.encode()).hexdigest()
    return chain


def second(timestamp: str, transactions: str) -> str:
    return (
        f'{{"index": 2, "previous_hash": "HASH", "proof": "PROOF", "timestamp": {timestamp}, '
        f'"transactions": [{transactions}]}}'
    )


CASES = {
    "a float printed as an integer": (
        second("1700000000.0", ""),
        {"timestamp": 1700000000, "transactions": []},
        "5.0 in place of 5 in timestamp: a program printed a float as an integer",
    ),
    "an amount printed as an integer": (
        second("7.5", '{"amount": 5.0, "recipient": "bob", "sender": "ann"}'),
        {"timestamp": 7.5, "transactions": [{"amount": 5, "recipient": "bob", "sender": "ann"}]},
        "5.0 in place of 5 in amount: a program printed a float as an integer",
    ),
    "characters that were not escaped": (
        second("7.5", '{"amount": 5, "recipient": "李四", "sender": "張三"}'),
        {"timestamp": 7.5, "transactions": [{"amount": 5, "recipient": "李四", "sender": "張三"}]},
        "characters beyond ASCII as they are",
    ),
    "an escape that was escaped": (
        second("7.5", '{"amount": 5, "recipient": "bob", "sender": "\\u5f35"}'),
        {"timestamp": 7.5, "transactions": [{"amount": 5, "recipient": "bob", "sender": "\\u5f35"}]},
        "a program escaped an escape",
    ),
    "keys that were not sorted": (
        '{"index":2,"timestamp":7.5,"transactions":[],"proof":"PROOF","previous_hash":"HASH"}',
        {"timestamp": 7.5, "transactions": []},
        "the keys in the order of the tutorial's code",
    ),
}


@pytest.mark.parametrize(("text", "printed", "said"), CASES.values(), ids=CASES.keys())
def test_the_cause_is_in_verdict_import_and_explanation(node, start_peer, tmp_path, text, printed, said):
    chain = hashed_as(text, printed)
    verdict = assert_refused(node, start_peer(serving(chain)))
    assert verdict.startswith("refused at block 3: previous_hash is not the hash of block 2, but the hash of it with ")
    assert said in verdict
    file = tmp_path / "chain.json"
    file.write_bytes(chain_text(chain))
    flags = ["--data-dir", str(tmp_path / "kept"), "--difficulty", str(DIFFICULTY)]
    command = [str(forgechain_binary()), "import", *flags, str(file)]
    result = subprocess.run(command, capture_output=True, timeout=SOON)
    assert result.returncode == 1 and said in result.stderr.decode()
    explained = node.post("/blocks/explain", {"block": chain[2], "after": chain[1]}).json()
    [check] = [check for check in explained["checks"] if check["rule"] == "previous_hash"]
    assert check["holds"] is False and said in check["says"]


def assert_refused(node, peer) -> str:
    node.register(peer.address)
    [finding] = node.get("/nodes/resolve").json()["peers"]
    assert node.chain() == [GENESIS]
    return finding["verdict"]
