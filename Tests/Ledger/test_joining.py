"""Joining a ledger's network by a node's address, and moving its chain as a file."""

import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from Ledger import reference
from support.commands import CRASH, complaint, run
from support.ledger import ALICE, BOB, FLAGS, NETWORK, VECTORS, accept, account, judged, start_ledger
from support.nodes import Node, forgechain_binary, running_node
from support.peers import endless, saying, sending
from support.reading import pending
from support.waiting import SOON

REFUSED, USAGE = 1, 64

EASIEST = "0000" + "f" * 60


def genesis(folder: Path, *flags: str) -> tuple[str, str]:
    """The file of a new network that gives Alice 100, and the network's name."""
    made = run("genesis", "--target", EASIEST, "--grant", f"{ALICE.address}=100", *flags)
    file = folder / f"genesis{len(list(folder.iterdir()))}.json"
    file.write_text(made.stdout)
    return str(file), reference.block_hash(json.loads(made.stdout))


def network_of(node: Node) -> str:
    return node.get("/status").json()["genesis"]


# MARK: - By a node's address


@pytest.fixture
def start_kept(start_node: Callable[..., Node], tmp_path: Path) -> Callable[..., Node]:
    """Starts nodes, one after another, in one directory."""
    return lambda *flags: start_ledger(start_node, "--data-dir", str(tmp_path / "data"), *flags)


@pytest.mark.check
def test_a_network_is_joined_by_a_nodes_address_and_kept(start_node, start_kept, nowhere, tmp_path):
    file, name = genesis(tmp_path)
    seed = start_ledger(start_node, "--genesis", file)
    accept(seed, ALICE.payment(BOB, 5, network=name))
    seed.mine()
    joining = start_kept("--genesis", f"http://{seed.address}", "--peer", seed.address)
    assert network_of(joining) == name
    joining.logs(f"this ledger's network is {name}, as http://{seed.address} has it")
    assert joining.resolve().was_replaced and account(joining, BOB)["balance"] == 5
    joining.stop()
    # The next start needs neither the address nor the node.
    again = start_kept()
    assert network_of(again) == name and account(again, BOB)["balance"] == 5
    again.stop()
    away = start_kept("--genesis", f"http://{nowhere}")
    assert network_of(away) == name
    away.logs(f"no node answers at http://{nowhere}, so the network is the one that is kept, {name}")


def test_another_network_is_refused_with_both_names(start_node, start_kept, tmp_path):
    file, name = genesis(tmp_path)
    start_kept("--genesis", file).stop()
    # Another target, which asks for more zeros, is another network first of all.
    others = [genesis(tmp_path), genesis(tmp_path, "--target", "00000" + "f" * 59)]
    directory = ("--data-dir", str(tmp_path / "data"), "-p", "0", *FLAGS)
    for other, called in others:
        node = start_ledger(start_node, "--genesis", other)
        for source in (other, f"http://{node.address}"):
            result = run(*directory, "--genesis", source)
            said = result.stderr
            assert result.returncode == REFUSED and not CRASH.search(said)
            assert f"genesis {name}" in said and f"genesis {called}" in said


def test_what_sends_no_first_block_is_not_joined(start_node, start_peer, nowhere, tmp_path):
    start = ("-p", "0", "--data-dir", str(tmp_path / "data"), *FLAGS, "--genesis")
    assert "cannot be fetched" in complaint(*start, f"http://{nowhere}", status=REFUSED)
    assert "none of a ledger" in complaint(*start, f"http://{start_node().address}", status=REFUSED)
    for script, reason in [
        (saying(b"[]"), "something is missing"), (sending(b"x"), "does not answer in HTTP"),
        (saying(b'{"block": {"index": 1}}'), "none of a ledger"),
        (endless(b"HTTP/1.1 200 OK\r\n\r\n{", b'"x": 1, ' * 10_000), "more than 2098176 bytes"),
    ]:
        assert reason in complaint(*start, f"http://{start_peer(script).address}")
    assert "--genesis: " in complaint(*start, "https://example.org:5000", status=USAGE)
    assert "--genesis needs --rules ledger" in complaint("-p", "0", "--genesis", "http://127.0.0.1:1", status=USAGE)
    assert not (tmp_path / "data").exists()


# MARK: - By a chain's file


def take(chain: list[dict] | bytes, directory: Path, *flags: str, status: int = 0) -> str:
    """Import a chain; returns what is said."""
    text = chain if isinstance(chain, bytes) else json.dumps({"chain": chain, "length": len(chain)}).encode()
    command = [str(forgechain_binary()), "import", "--data-dir", str(directory), *FLAGS, *flags]
    result = subprocess.run(command, input=text, capture_output=True, timeout=SOON)
    said = result.stderr.decode()
    assert result.returncode == status and not CRASH.search(said) and said.count("\n") == 1, result
    return said


def sound(directory: Path) -> None:
    result = run("verify", "--data-dir", str(directory))
    assert result.returncode == 0, result


@pytest.mark.check
def test_a_chain_is_exported_and_imported(start_kept, start_node, tmp_path):
    file, name = genesis(tmp_path)
    node = start_kept("--genesis", file)
    accept(node, ALICE.payment(BOB, 5, network=name))
    node.mine()
    node.mine()
    chain = node.chain()
    node.stop()
    exported = run("export", "--data-dir", str(tmp_path / "data")).stdout.encode()
    target = tmp_path / "other"
    # Without its first block it is the practice network's, which it isn't.
    said = take(exported, target, status=REFUSED)
    assert "block 1 breaks the rule network" in said and name in said and NETWORK in said
    assert not target.exists()
    said = take(exported, target, "--genesis", file)
    assert said == f"{target}: the chain of the network {name} has 3 blocks and had 1.\n"
    sound(target)
    # By now the directory says which network it is.
    assert "only one with more work" in take(exported, target, status=REFUSED)
    with running_node(*FLAGS, "--data-dir", str(target), difficulty=None) as other:
        assert other.chain() == chain and account(other, BOB)["balance"] == 5
    wrong, called = genesis(tmp_path)
    said = take(exported, target, "--genesis", wrong, status=REFUSED)
    assert name in said and called in said


def test_an_import_goes_by_work_and_undoes_payments(start_node, tmp_path):
    directory = tmp_path / "data"
    node = start_ledger(start_node, "--data-dir", str(directory))
    node.mine()
    one = accept(node, ALICE.payment(BOB, 5))
    node.mine()
    other = accept(node, ALICE.payment(BOB, 44, nonce=1))
    short = node.chain()
    node.stop()
    # In the other chain Alice has nothing, and her payments are void; in the third they come back into a block.
    rules, chain = reference.GENESIS["rules"], short[:1]
    for second in range(1, 5):
        targets = [int(block.get("target", EASIEST), 16) for block in chain]
        target = reference.EASIEST
        if len(chain) > 2:
            before, last = (reference.milliseconds(block["timestamp"]) for block in chain[-2:])
            target = reference.next_target(rules, targets[-1], last - before)
        timestamp = reference.GENESIS["timestamp"] + second
        chain.append(reference.forge(rules, chain[-1], target, timestamp, [], BOB.address))
    said = take(chain, directory)
    assert said.endswith("has 5 blocks and had 3. 2 are gone: the chain's accounts don't allow them.\n"), said
    sound(directory)
    with running_node(*FLAGS, "--data-dir", str(directory), difficulty=None) as node:
        assert judged(node) == chain and pending(node) == []
        for identifier in (one, other):
            assert node.get(f"/transactions/{identifier}").status == 404


REFUSED_BLOCKS = {f"{number} {case['rule']}": case for number, case in enumerate(VECTORS["refused"]) if number % 4 == 0}


@pytest.mark.parametrize("case", REFUSED_BLOCKS.values(), ids=REFUSED_BLOCKS.keys())
def test_a_refused_chain_says_which_block_and_rule(tmp_path, case):
    chain = [*VECTORS["chain"][:-1], case["block"]]
    said = take(chain, tmp_path / "data", status=REFUSED)
    assert f"The chain is refused: block {len(chain)} breaks the rule {case['rule']}: " in said
    assert not (tmp_path / "data").exists()


def test_a_good_chain_is_taken_whole(tmp_path):
    assert f"of the network {NETWORK} has {len(VECTORS['chain'])} blocks" in take(VECTORS["chain"], tmp_path / "data")
    changed = copy.deepcopy(VECTORS["chain"])
    changed[0]["timestamp"] += 1
    said = take(changed, tmp_path / "data", status=REFUSED)
    assert "block 1 breaks the rule network" in said and reference.block_hash(changed[0]) in said
    sound(tmp_path / "data")


def test_a_directory_of_other_rules_is_named(tmp_path, start_node):
    start_node("--data-dir", str(tmp_path / "data")).stop()
    assert "Import with --rules tutorial" in take(VECTORS["chain"], tmp_path / "data", status=REFUSED)
