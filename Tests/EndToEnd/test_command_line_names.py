"""What people type: commands that are none, options in other places, and amounts below zero."""

import csv
import io
import json
import os
import re
import signal
import subprocess

import pytest

from support.commands import complaint, run
from support.nodes import forgechain_binary
from support.terminal import Terminal
from support.waiting import SOON, eventually

USAGE = 64

#: What was typed, and which command was meant.
SLIPS = {
    "statsu": "status",
    "mien": "mine",
    "chian": "chain",
    "verfiy": "verify",
    "Status": "status",
    "version": "--version",
    "start": "serve",
    "blocks": "chain",
    "nodes": "peers",
    "mempool": "pending",
}


@pytest.mark.parametrize(("word", "meant"), SLIPS.items())
def test_an_unknown_command_says_which_was_meant(word, meant):
    said = complaint(word, status=USAGE)
    assert said.startswith(f"forgechain: There is no command forgechain {word}. Did you mean forgechain {meant}?")
    assert "forgechain --help" in said and "resolve" in said


@pytest.mark.parametrize("word", ["xyzzy", "", "張三", "chain\x1b[31m"])
def test_an_unknown_command_never_serves(word):
    assert "listens" not in complaint(word, status=USAGE)


def test_help_for_what_is_no_command_is_an_error():
    for flags in (["help", "nonsense"], ["nonsense", "--help"], ["nonsense", "-h"], ["key", "nonsense"], ["--help", "nonsense"]):
        said = complaint(*flags, status=USAGE)
        assert "There is no command forgechain" in said and "nonsense" in said
    for flags in (["help"], ["help", "chain"], ["help", "key", "list"], ["chain", "--help"], ["--help"], ["-h", "chain"]):
        result = run(*flags)
        assert (result.returncode, result.stderr) == (0, "") and "USAGE" in result.stdout, flags


def every_command() -> list[list[str]]:
    """Each command that the help lists."""
    described = json.loads(run("--experimental-dump-help").stdout)["command"]
    names = [command["commandName"] for command in described["subcommands"]]
    assert len(names) > 15
    return [[], *([name] for name in names if name != "help")]


def test_every_help_has_examples_that_the_parser_takes():
    for command in every_command():
        text = run(*command, "--help").stdout
        examples = re.findall(r"^ +(?:.*\| )?(forgechain\b.*?)(?: [>|] .*)?$", text.split("Examples:")[1].split("\n\n")[0], re.M)
        assert examples, command
        for example in examples:
            words = example.replace("RECIPIENT", "bob").split()[1:]
            # With --help behind it, each word before it is looked at, and nothing is done.
            result = run(*words, "--help")
            assert result.returncode == 0, (example, result)


def test_options_may_come_before_the_command(node):
    address = f"http://{node.address}"
    for early in (["--node", address], [f"--node={address}"], ["--json", "--node", str(node.port)]):
        result = run(*early, "status")
        assert result.returncode == 0 and node.get("/status").json()["tip"] in result.stdout, result
    assert run("--node", address, "send", "alice", "bob", "5").returncode == 0
    assert run("--node", address, "peers", "--add", "127.0.0.1:1").returncode == 0
    assert node.peers() == ["127.0.0.1:1"]
    assert node.mined_payments() == [{"amount": 5, "recipient": "bob", "sender": "alice"}]
    said = complaint("--node", address, "statsu", status=USAGE)
    assert "There is no command forgechain statsu. Did you mean forgechain status?" in said


def test_a_node_without_a_command_says_that_one_is_missing():
    said = complaint("--node", "http://127.0.0.1:5000", status=USAGE)
    assert "forgechain status --node http://127.0.0.1:5000" in said


@pytest.mark.parametrize("name", ["{port}", ":{port}", "localhost:{port}", "http://127.0.0.1:{port}/"])
def test_a_port_alone_is_a_node_of_this_machine(start_node, name):
    node = start_node(host="127.0.0.1")
    assert node.get("/status").json()["tip"] in run("status", "--node", name.format(port=node.port)).stdout
    environment = {**os.environ, "FORGECHAIN_NODE": str(node.port)}
    assert node.get("/status").json()["tip"] in run("status", env=environment).stdout


def test_no_port_means_80():
    result = run("status", "--node", "http://127.0.0.1")
    assert result.returncode == 69 and "http://127.0.0.1:80" in result.stderr


@pytest.mark.parametrize("amount", ["-5", "-0.5", "-.5e1"])
@pytest.mark.parametrize("place", ["last", "before an option", "behind an option"])
def test_a_negative_amount_is_an_amount(node, amount, place):
    option = ["--node", str(node.port)]
    words = {
        "last": [*option, "send", "alice", "bob", amount],
        "before an option": ["send", "alice", "bob", amount, *option],
        "behind an option": ["send", "alice", *option, "bob", amount],
    }[place]
    result = run(*words)
    expected = "no number" if amount == "-.5e1" else "negative"
    assert result.returncode in (1, USAGE) and expected in result.stderr, result


# MARK: - What the chain has


def test_the_newest_blocks_are_listed(node, tutorial_node):
    for asked in (node, tutorial_node):
        for _ in range(4):
            asked.mine()
        for last, shown in ((1, ["5"]), (3, ["3", "4", "5"]), (99, ["1", "2", "3", "4", "5"])):
            told = run("chain", "--last", str(last), "--node", str(asked.port)).stdout
            assert [line.split()[0] for line in told.splitlines()] == ["block", *shown]
    assert len(json.loads(run("chain", "--last", "2", "--json", "--node", str(node.port)).stdout)["chain"]) == 2
    assert "--last" in complaint("chain", "--last", "2", "--from", "2", status=USAGE)
    assert "--last" in complaint("chain", "--last", "0", status=USAGE)


def test_a_part_beyond_the_chain_is_told(node):
    assert run("chain", "--from", "9", "--node", str(node.port)).stdout == "The chain has no block 9 yet.\n"


def test_pending_transactions_are_listed(node):
    assert run("pending", "--node", str(node.port)).stdout == "Nothing pending.\n"
    for number in range(3):
        node.pay("alice", "bob", number)
    told = run("pending", "--node", str(node.port)).stdout
    assert [line.split(maxsplit=1) for line in told.splitlines()] == [
        [str(number + 1), f"alice -> bob: {number}"] for number in range(3)
    ]
    told = run("pending", "--from", "2", "--limit", "1", "--node", str(node.port)).stdout
    assert told.splitlines()[0].split(maxsplit=1) == ["2", "alice -> bob: 1"]
    assert told.splitlines()[1] == "1 of 3 transactions. The next begin at --from 3."
    answer = run("pending", "--json", "--node", str(node.port)).stdout
    assert json.loads(answer) == node.get("/transactions/pending").json()


@pytest.mark.parametrize("name", ["alice", "張 三&x=1", "a/b?c#d%20", "-", "é"])
def test_a_history_is_listed(node, name):
    node.pay(name, "bob", 5)
    node.mine()
    told = run("history", "--node", str(node.port), "--", name).stdout
    assert re.match(r" +1 +block 2 +", told) and told.endswith(" -> bob: 5\n")
    result = run("history", "nobody", "--node", str(node.port))
    assert result.returncode == 1 and "nobody" in result.stderr


def test_a_transaction_is_found_by_its_id(start_node):
    node = start_node("--gossip")
    identifier = "0123456789abcdef" * 2
    node.post("/transactions/new", {"sender": "alice", "recipient": "bob", "amount": 5, "id": identifier})
    told = run("tx", identifier, "--node", str(node.port)).stdout
    assert told == "alice -> bob: 5\nIt is pending: no block contains it yet.\n"
    node.mine()
    node.mine()
    told = run("tx", identifier, "--node", str(node.port)).stdout
    assert told == "alice -> bob: 5\nIt is in block 2, with 1 block on top of it.\n"
    assert "no id" in complaint("tx", "5", status=USAGE)
    assert run("tx", "f" * 32, "--node", str(node.port)).returncode == 1


def test_a_block_of_one_s_own_is_judged(node, tmp_path):
    node.mine()
    block = node.chain()[1]
    file = tmp_path / "block.json"
    file.write_text(json.dumps(block))
    result = run("explain", str(file), "--node", str(node.port))
    assert result.returncode == 0 and "Block 2, made " in result.stdout
    block["proof"] += 1
    command = [str(forgechain_binary()), "explain", "-", "--node", str(node.port)]
    result = subprocess.run(command, input=json.dumps(block).encode("utf-16"), capture_output=True, timeout=SOON)
    assert result.returncode == 2 and b"WRONG" in result.stdout
    result = subprocess.run(command, input=b"a=b", capture_output=True, timeout=SOON)
    assert result.returncode == 1 and b"it is a form" in result.stderr
    assert "cannot be read" in complaint("explain", str(tmp_path / "none"), status=1)


# MARK: - Pipes


def test_a_reader_that_has_enough_ends_an_export_quietly(node, start_node, tmp_path):
    directory = tmp_path / "kept"
    kept = start_node("--data-dir", str(directory))
    kept.mine()
    kept.stop()
    reader, writer = os.pipe()
    os.close(reader)
    command = [str(forgechain_binary()), "export", "--data-dir", str(directory)]
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, timeout=SOON)
    os.close(writer)
    assert (result.returncode, result.stderr) == (-signal.SIGPIPE, b"")
    # Nor is anything drawn between the bytes.
    with Terminal("export", "--data-dir", str(directory)) as terminal:
        assert terminal.wait() == 0
        assert terminal.shown().startswith('{"chain": [{"index": 1') and "\r" not in terminal.shown()


# MARK: - Data directories


@pytest.fixture
def kept(start_node, tmp_path):
    """A directory whose chain has four blocks, the second with payments, and that no node uses."""
    directory = tmp_path / "kept"
    node = start_node("--data-dir", str(directory))
    for name in ("bob", 'b"o,b', "張三\n"):
        node.pay("alice", name, 0.5)
    for _ in range(3):
        node.mine()
    chain = node.chain()
    node.stop()
    return str(directory), chain


def test_blocks_are_exported_as_lines(kept):
    directory, chain = kept
    told = run("export", "--jsonl", "--data-dir", directory).stdout
    assert [json.loads(line) for line in told.splitlines()] == chain
    told = run("export", "--jsonl", "--from", "2", "--limit", "2", "--data-dir", directory).stdout
    assert [json.loads(line) for line in told.splitlines()] == chain[1:3]
    assert run("export", "--jsonl", "--from", "5", "--data-dir", directory).stdout == ""


def test_a_part_is_exported_as_the_node_answers_it(kept):
    directory, chain = kept
    told = json.loads(run("export", "--from", "3", "--data-dir", directory).stdout)
    assert told == {"chain": chain[2:], "length": 4}
    assert json.loads(run("export", "--from", "9", "--data-dir", directory).stdout) == {"chain": [], "length": 4}
    assert "--from" in complaint("export", "--from", "0", "--data-dir", directory, status=USAGE)


def test_payments_are_exported_for_spreadsheets(kept):
    directory, chain = kept
    command = [str(forgechain_binary()), "export", "--csv", "--data-dir", directory]
    told = subprocess.run(command, capture_output=True, timeout=SOON).stdout.decode()
    head, *rows = csv.reader(io.StringIO(told, newline=""))
    assert head == ["block", "timestamp", "sender", "recipient", "amount", "id"]
    expected = [
        [str(block["index"]), json.dumps(block["timestamp"]), payment["sender"], payment["recipient"],
         json.dumps(payment["amount"]), ""]
        for block in chain for payment in block["transactions"]
    ]  # fmt: skip
    assert rows == expected and len(rows) == 6


def test_a_directory_is_emptied_only_when_somebody_says_so(kept, start_node):
    directory, chain = kept
    said = complaint("reset", "--data-dir", directory, status=1)
    assert "--yes" in said
    for answer in ("n", "", "yess"):
        with Terminal("reset", "--data-dir", directory) as terminal:
            eventually(lambda: "[y/N]" in terminal.shown(), "it asks")
            terminal.type(f"{answer}\n")
            assert terminal.wait() == 1
            assert "Nothing was deleted" in terminal.shown()
    node = start_node("--data-dir", directory)
    assert node.chain() == chain
    assert "in use" in complaint("reset", "--yes", "--data-dir", directory, status=1)
    node.stop()
    with Terminal("reset", "--data-dir", directory) as terminal:
        eventually(lambda: "[y/N]" in terminal.shown(), "it asks")
        terminal.type("y\n")
        assert terminal.wait() == 0
    assert "Nothing is kept" in complaint("reset", "--data-dir", directory, status=1)
    assert len(start_node("--data-dir", directory).chain()) == 1


def test_the_key_of_a_ledger_s_node_stays(start_node, tmp_path):
    directory = str(tmp_path)
    node = start_node("--rules", "ledger", "--data-dir", directory, difficulty=None)
    address = node.get("/status").json()["identifier"]
    node.stop()
    assert run("reset", "--yes", "--data-dir", directory).returncode == 0
    node = start_node("--rules", "ledger", "--data-dir", directory, difficulty=None)
    assert node.get("/status").json()["identifier"] == address
