"""What a person at a terminal sees that programs don't: a node's banner, and long output a page at a time."""

import re
import signal
import subprocess

import pytest

from support.chains import block_hash, forged_chain
from support.commands import complaint, run
from support.nodes import Node, forgechain_binary
from support.peers import chain_text, serving
from support.terminal import Terminal
from support.waiting import SOON, eventually

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def banner(*flags: str) -> dict[str, str]:
    """What a node says at a terminal, by the words at the left; it ends by Ctrl-C."""
    with Terminal("-p", "0", "--difficulty", "2", *flags) as terminal:
        eventually(lambda: "to stop" in terminal.shown() or terminal.process.poll() is not None, "it begins")
        text = ESCAPES.sub("", terminal.shown())
        terminal.type("\x03")
        assert terminal.wait() == 0
    first, second, *rows = text.splitlines()
    port = re.fullmatch(r"Forgechain \S+ listens on http://\S+:(\d+)", first)
    assert port and second, text
    told = {row[2:14].strip(): row[14:] for row in rows if row.startswith("  ")}
    return {name: value.replace(port[1], "PORT") for name, value in told.items()}


def test_a_node_says_where_its_page_is_and_what_it_has(directory):
    subprocess.run(
        [forgechain_binary(), "import", "--difficulty", "2", "--data-dir", directory],
        input=chain_text(forged_chain(3)), capture_output=True, timeout=SOON, check=True,
    )  # fmt: skip
    told = banner("--host", "127.0.0.1", "--data-dir", str(directory), "--peer", "127.0.0.1:1")
    assert told == {
        "page": "http://localhost:PORT",
        "kept in": str(directory),
        "chain": f"3 blocks, the newest {block_hash(forged_chain(3)[-1])[:12]}",
        "rules": "tutorial, 2 leading zeros",
        "peers": "1",
        "to stop": "Ctrl-C; what was accepted is kept",
    }


def test_a_node_that_keeps_nothing_says_so():
    told = banner("--host", "127.0.0.1", "--ephemeral")
    assert told["kept in"].startswith("memory alone") and told["to stop"] == "Ctrl-C"
    assert told["peers"].startswith("none yet")


def test_programs_get_two_lines(node):
    node.assert_serves()
    assert len(node.output.splitlines()) == 2


# MARK: - Long output


def shown(node: Node, *words: str, pager: str | None, **variables: str) -> tuple[int, str]:
    env = variables | ({} if pager is None else {"FORGECHAIN_PAGER": pager})
    with Terminal(*words, "--node", node.address, columns=120, env=env) as terminal:
        return terminal.wait(), ESCAPES.sub("", terminal.shown())


PAGED = [("chain",), ("history", "bob"), ("pending",)]


@pytest.mark.parametrize("words", PAGED, ids=lambda words: words[0])
def test_a_list_is_shown_by_the_pager(node, words):
    node.pay("alice", "bob", 1)
    node.mine()
    node.pay("alice", "bob", 2)
    status, text = shown(node, *words, pager="sed s/^/paged:/")
    assert status == 0 and text and all(line.startswith("paged:") for line in text.splitlines()), text
    plain = shown(node, *words, "--no-pager", pager="sed s/^/paged:/")
    assert plain == (0, text.replace("paged:", ""))
    assert shown(node, *words, pager="cat") == plain == shown(node, *words, pager="")
    # The more particular variable is heeded first.
    assert shown(node, *words, pager="cat", PAGER="sed s/^/paged:/") == plain
    assert shown(node, *words, pager=None, PAGER="sed s/^/paged:/") == (0, text)


def test_colours_pass_through_the_pager(node):
    env = {"FORGECHAIN_PAGER": "sed s/^/paged:/"}
    with Terminal("chain", "--node", node.address, env=env) as terminal:
        assert terminal.wait() == 0
        assert "paged:\x1b[" in terminal.shown()


def test_a_pager_that_is_not_there_loses_nothing(node):
    status, text = shown(node, "chain", pager="no-such-pager -x")
    assert status == 0 and "no-such-pager" in text and "9bd58252bbed" in text


def test_a_pager_that_is_left_early_is_no_failure(start_node):
    node = start_node(difficulty=1)
    for _ in range(4):
        assert node.get("/mine?count=1000").status == 200
    status, text = shown(node, "chain", pager="head -n 3")
    assert status == 0 and len(text.splitlines()) == 3, text


def test_the_exit_status_is_that_of_the_command(node, start_peer, nowhere):
    chain = forged_chain(4)
    chain[2]["previous_hash"] = "0" * 64
    peer = start_peer(serving(chain))
    with Terminal("chain", "--node", peer.address, env={"FORGECHAIN_PAGER": "sed s/^/paged:/"}) as terminal:
        assert terminal.wait() == 2
        assert "WRONG" in terminal.shown()
    with Terminal("chain", "--node", nowhere, env={"FORGECHAIN_PAGER": "sed s/^/paged:/"}) as terminal:
        assert terminal.wait() == 69
        assert "forgechain: No node answers" in terminal.shown()


def test_what_goes_elsewhere_is_not_paged(node, monkeypatch):
    monkeypatch.setenv("FORGECHAIN_PAGER", "sed s/^/paged:/")
    assert "paged:" not in run("chain", "--node", node.address).stdout
    status, text = shown(node, "chain", "--json", pager="sed s/^/paged:/")
    assert status == 0 and text.startswith('{"chain": ')


def test_ctrl_c_is_the_pager_s(node):
    env = {"FORGECHAIN_PAGER": "cat; echo waits; read x < /dev/tty"}
    with Terminal("chain", "--node", node.address, env=env) as terminal:
        eventually(lambda: "waits" in terminal.shown(), "the pager waits")
        terminal.process.send_signal(signal.SIGINT)
        terminal.type("\n")
        assert terminal.wait() == 0


# MARK: - Little output


def test_quietly_mined_blocks_are_their_hashes(node):
    first = run("mine", "--quiet", "--node", node.address)
    more = run("mine", "-q", "--count", "3", "--node", node.address)
    assert first.returncode == more.returncode == 0
    said = (first.stdout + more.stdout).splitlines()
    assert said == [block_hash(block) for block in node.chain()[1:]]


def test_quietly_sent_transactions_are_their_ids(start_node):
    node, gossiping = start_node(), start_node("--gossip")
    assert run("send", "alice", "bob", "5", "-q", "--node", node.address).stdout == ""
    words = ["send", "alice", "bob", "5", "--quiet", "--id", "0" * 31 + "1", "--node", gossiping.address]
    assert run(*words).stdout == "0" * 31 + "1\n"
    assert "--json" in complaint(*words, "--json", status=64)
    assert "--json" in complaint("mine", "--json", "--quiet", status=64)


@pytest.mark.parametrize(
    "words",
    ["key new", "key list", "key show", "key import", "key export", "key remove"]
    + ["demo fork", "demo tamper", "demo ledger"],
)
def test_each_command_below_a_command_has_examples(words):
    text = run(*words.split(), "--help").stdout
    assert f"Examples:\n  forgechain {words}" in text, text
