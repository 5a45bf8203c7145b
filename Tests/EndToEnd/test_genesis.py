"""The first block of a ledger's network, judged by the rules' reference."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.commands import CRASH, complaint, run
from support.nodes import ROOT, forgechain_binary
from support.waiting import SOON

sys.path.insert(0, str(ROOT / "Tests" / "Ledger"))
import reference  # noqa: E402

EASIEST = "0000" + "f" * 60
ADDRESS = "5" * 64


def genesis(*flags: str, env: Mapping[str, str] | None = None) -> tuple[dict, str]:
    """The block, and what is said about it."""
    result = run("genesis", *flags, env=env)
    assert result.returncode == 0 and not CRASH.search(result.stderr), result
    block = json.loads(result.stdout)
    assert result.stdout.encode() == reference.text(block) + b"\n"
    assert block["proof"] == 100 and block["previous_hash"] == "1"
    reference.check_chain([block])
    assert reference.block_hash(block) in result.stderr and result.stderr.count("\n") == 1
    return block, result.stderr


@pytest.mark.check
def test_it_keeps_the_rules_and_fits_the_machine():
    begin = time.time()
    block, said = genesis()
    assert begin <= block["timestamp"] <= time.time()
    rules = block["rules"]
    assert {name: rules[name] for name in rules if name != "target"} == {
        "block_time_ms": 10_000, "halving_blocks": 210_000, "name": "ledger", "reward": 50, "window": 144,
    }  # fmt: skip
    expected = reference.work(int(rules["target"], 16))
    assert f"{expected:,} guesses" in said and re.search(r"this machine made [\d.,]+( \w+)? a second", said)
    assert expected > 65_536 and block["transactions"] == []
    assert "Money wants a first block of its own" in said


def test_a_target_that_is_given_is_taken():
    block, said = genesis("--target", EASIEST)
    assert block["rules"]["target"] == EASIEST
    assert "65,536 guesses" in said and "a second" not in said


def test_an_easy_network_is_as_easy_as_may_be():
    assert genesis("--block-time", "0.001")[0]["rules"]["target"] <= EASIEST


def test_all_is_as_it_was_said(tmp_path: Path):
    home = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    assert run("key", "new", "alice", env=home).returncode == 0
    alice = run("key", "show", "alice", env=home).stdout.strip()
    flags = ["--block-time", "2.5", "--window", "30", "--reward", "7", "--halving", "100", "--target", EASIEST]
    block, _ = genesis(*flags, "--grant", f"{ADDRESS}=12", "--grant", "alice=1000", env=home)
    assert block["rules"] == {
        "block_time_ms": 2_500, "halving_blocks": 100, "name": "ledger", "reward": 7, "target": EASIEST, "window": 30,
    }  # fmt: skip
    assert block["transactions"] == [
        {"amount": 12, "recipient": ADDRESS, "sender": "0"}, {"amount": 1000, "recipient": alice, "sender": "0"},
    ]  # fmt: skip


def test_a_node_runs_on_it(start_node, tmp_path):
    path = tmp_path / "genesis.json"
    path.write_text(run("genesis", "--target", EASIEST, "--grant", f"{ADDRESS}=12").stdout)
    node = start_node("--rules", "ledger", "--genesis", str(path), difficulty=None)
    status = node.get("/status").json()
    assert status["rules"] == "ledger"
    assert status["genesis"] == reference.block_hash(json.loads(path.read_text()))


@pytest.mark.parametrize(
    "flags",
    [
        ["--block-time", "0"], ["--block-time", "-1"], ["--block-time", "100001"], ["--block-time", "nan"],
        ["--window", "1"], ["--window", "10001"], ["--reward", "-1"], ["--reward", str(1 << 53)], ["--halving", "0"],
        ["--target", "f" * 64], ["--target", "0" * 64], ["--target", "1"], ["--target", EASIEST.upper()],
        ["--grant", ADDRESS], ["--grant", f"{ADDRESS}=0"], ["--grant", f"{ADDRESS}=1.5"], ["--grant", "=1"],
        ["--grant", f"{'0' * 64}=1"], ["--grant", "nobody=1"], ["--grant", ""],
        ["--reward", str(1 << 40)], ["--grant", f"{ADDRESS}={(1 << 53) - 1}"],
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line(flags, tmp_path):
    target = [] if "--target" in flags else ["--target", EASIEST]
    assert complaint("genesis", *target, *flags, env={**os.environ, "XDG_DATA_HOME": str(tmp_path)})


def test_a_full_disk_is_told():
    with open("/dev/full", "wb") as full:
        command = [str(forgechain_binary()), "genesis", "--target", EASIEST]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=SOON)
    assert done.returncode == 74 and done.stderr.count(b"\n") == 1
