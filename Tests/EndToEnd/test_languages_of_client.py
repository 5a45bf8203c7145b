"""Every command that asks a node, in the language of whoever gives it: no sentence of English is left."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from Ledger import reference
from Ledger.test_receipt import CHAIN, HEIGHT, ID
from support.chains import forged_chain
from support.commands import CRASH, run
from support.languages import LOCALES, english_in, environment, said
from support.ledger import ALICE, BOB, accept, start_ledger
from support.light import LightPeer
from support.nodes import Node
from support.peers import Peer, saying, serving
from support.resolving import resolve_from
from support.terminal import Terminal
from support.waiting import eventually

#: The exit statuses of a command that has said what it has to: the last is for what isn't a node's answer.
SAID = {0, 1, 2, 64, 70}

#: Names in payments and of keys, and what a node calls itself, in no language.
NAMES = re.compile(r"\b(?:alice|bob|carol|mallory|latest|till|UTF-8|SHA-256|JSON|JSON\.|HTTP|Ed25519)\b")

#: What a block or a request is made of, as it stands there.
TERMS = re.compile(
    r"\b[0-9a-f]{12,}\b|\b(?:index|proof|previous_hash|shape|canonical|sealed|hash|nonce|id|target|GET)\b"
    # The members of a proof that lacks all of them.
    r"|\bblock\W+count\W+path\W+position \w+ transaction\b"
)

#: The parser's own advice below a refusal, which is English.
USAGE = re.compile(r"^(?:usage:|  see 'forgechain|\s+forgechain ).*", re.I | re.M | re.S)


def left_in_english(text: str, language: str) -> list[str]:
    """The lines that have words of English: a run of them, or one without which no sentence is made."""
    wrong = []
    # A hashed text is shown as it is, in lines of its own.
    for line in USAGE.sub("", text.replace("Error: ", "")).splitlines():
        if re.match(r'\s+(?:\{"|"|[^ ]{30,}$)|.*": ', line):
            continue
        bare = TERMS.sub("|", NAMES.sub("|", line))
        if english_in(bare, language) or english_in(bare, "es"):
            wrong.append(line)
    return wrong


class Speaker:
    """Gives commands in a language, and remembers which."""

    def __init__(self, language: str, home: Path) -> None:
        self.language, self.home = language, home
        self.given: set[str] = set()

    def ask(self, node: Node | Peer, *flags: object, **more: str) -> str:
        """What a command says of a node, in which nothing is English."""
        return self.say(*flags, "--node", f"http://{node.address}", **more)

    def say(self, *flags: object, **more: str) -> str:
        result = said(self.language, *flags, XDG_DATA_HOME=str(self.home), **more)
        text = (result.stdout + result.stderr).decode()
        assert result.returncode in SAID and not CRASH.search(text), (flags, result)
        assert text.strip(), f"{flags} says nothing"
        assert left_in_english(text, self.language) == [], f"{flags}:\n{text}"
        self.given.add(str(flags[0]))
        return text

    def watch(self, node: Node, act: Callable[[], object], *words: str) -> None:
        """What a watcher is told while something happens, until the words are there."""
        flags = ("watch", "--node", f"http://{node.address}")
        with Terminal(*flags, env=environment(self.language)) as terminal:
            eventually(lambda: f"http://{node.address}" in terminal.shown() or "\n" in terminal.shown(), "it begins")
            act()
            eventually(lambda: all(word in terminal.shown() for word in words), f"{words} in {terminal.shown()}")
            shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "\n", terminal.shown())
        assert left_in_english(shown, self.language) == [], shown
        self.given.add("watch")


@pytest.fixture(params=LOCALES)
def speaker(request, tmp_path) -> Speaker:
    return Speaker(request.param, tmp_path / "data")


def commands() -> set[str]:
    """Those that ask a node, as the help lists them."""
    told = re.split(r"^([A-Z ]+) SUBCOMMANDS:$", run("--help").stdout, flags=re.M)
    groups = dict(zip(told[1::2], told[2::2], strict=True))
    return {
        name for group in ("CLIENT", "LEDGER") for name in re.findall(r"^  (\w+) ", groups[group], flags=re.M)
    } - {"genesis", "key"}


OF_ANY_CHAIN = {
    "mine", "send", "chain", "block", "explain", "forks", "pending", "tx", "history", "peers", "resolve", "watch",
    "status",
}  # fmt: skip
OF_A_LEDGER = {"balance", "accounts", "receipt"}


def test_each_command_is_tried_here():
    assert commands() == OF_ANY_CHAIN | OF_A_LEDGER


@pytest.mark.limit(180)
@pytest.mark.parametrize("rules", ["tutorial", "article"])
def test_commands_about_any_chain(speaker, start_node, start_peer, tmp_path, rules):
    node, other = start_node("--rules", rules, "--gossip"), start_node("--rules", rules)
    for flags in (["pending"], ["history", "alice"], ["forks"], ["peers"], ["chain", "--from", "9"], ["status"]):
        speaker.ask(node, *flags)
    sent = speaker.ask(node, "send", "alice", "bob", "5", "--id", "0" * 32)
    assert "0" * 32 in sent
    speaker.ask(node, "tx", "0" * 32)
    speaker.ask(node, "pending")
    speaker.ask(node, "mine")
    speaker.ask(node, "tx", "0" * 32)
    speaker.ask(node, "send", "bob", "carol", "1")
    speaker.ask(node, "mine", "--count", "2")
    speaker.ask(node, "tx", "0" * 32)
    for flags in (
        ["chain"], ["block"], ["block", "1"], ["history", "alice"], ["history", "bob", "--limit", "1"],
        ["tx", "1" * 32], ["block", "99"], ["send", "0", "bob", "5"], ["status"],
    ):  # fmt: skip
        speaker.ask(node, *flags)
    block = tmp_path / "block.json"
    for change in ({}, {"proof": 1}, {"previous_hash": "f" * 64}, {"index": "three"}, {"index": 77}):
        block.write_text(json.dumps(node.chain()[1] | change))
        speaker.ask(node, "explain", block)
    # A branch falls out, with a payment that waits again and one that nobody posted here.
    other.pay("mallory", "carol", 3)
    assert other.get("/mine?count=4").status == 200
    speaker.ask(node, "peers", "--add", other.address)
    speaker.ask(node, "resolve")
    fallen = speaker.ask(node, "forks")
    assert "alice -> bob: 5" in fallen
    speaker.ask(node, "peers")
    speaker.ask(node, "peers", "--remove", other.address)
    broken = forged_chain(9)
    broken[4]["proof"] += 1
    for chain in (broken, forged_chain(2)):
        peer = start_peer(serving(chain))
        speaker.ask(node, "peers", "--add", peer.address)
        speaker.ask(node, "resolve")
    speaker.watch(node, lambda: (node.pay("alice", "bob", 7), node.mine()), "alice -> bob: 7")
    assert speaker.given == OF_ANY_CHAIN


def test_what_a_watcher_is_told_of_chains_and_peers(speaker, start_node):
    node, other = start_node(), start_node()
    node.pay("alice", "bob", 5)
    node.mine()
    assert other.get("/mine?count=3").status == 200
    speaker.watch(node, lambda: resolve_from(node, other), other.address)
    node.mine()
    other.get("/mine?count=3")
    speaker.watch(node, lambda: (node.resolve(), node.mine()), other.address)


@pytest.mark.limit(120)
def test_lists_in_parts(speaker, start_node):
    node = start_node("--rules", "tutorial", difficulty=1)
    for number in range(3):
        node.pay("alice", "bob", number + 1)
    speaker.ask(node, "pending", "--limit", "1")
    node.mine()
    node.get("/mine?count=5")
    speaker.ask(node, "history", "alice", "--limit", "2")
    node.get("/mine")
    speaker.ask(node, "chain")


@pytest.mark.limit(120)
def test_commands_about_a_ledger(speaker, start_node, tmp_path):
    seed = tmp_path / "seed"
    seed.write_text((bytes([1]) * 32).hex())
    seed.chmod(0o600)
    home = {"XDG_DATA_HOME": str(speaker.home)}
    node = start_ledger(start_node)
    speaker.ask(node, "balance")
    imported = said("en", "key", "import", "alice", seed, "--no-passphrase", **home)
    assert imported.returncode == 0, imported
    node.mine()
    for flags in (
        ["send", BOB.address, "5", "--from", "alice"],
        ["send", BOB.address, "1", "--from", "alice", "--memo", "茶"],
        ["send", BOB.address, "99999999", "--from", "alice"],
        ["send", BOB.address, "1", "--from", "alice", "--network", "f" * 64],
        ["send", BOB.address, "1", "--from", "nobody"],
        ["balance", "alice", BOB.address],
        ["pending"],
        ["mine"],
        ["block"],
        ["block", "1"],
        ["chain"],
        ["accounts"],
        ["accounts", "--limit", "1"],
        ["history", ALICE.address],
        ["status"],
    ):
        speaker.ask(node, *flags)
    identifier = accept(node, ALICE.payment(BOB, 2, nonce=2, memo="茶"))
    speaker.ask(node, "receipt", identifier)
    speaker.ask(node, "tx", identifier)
    node.mine()
    assert identifier[:12] not in speaker.ask(node, "receipt", identifier)
    speaker.ask(node, "tx", identifier)
    late = start_ledger(start_node, pays=BOB)
    late.mine()
    here = ["--node", f"http://{node.address}"]
    speaker.ask(late, "receipt", identifier, *here)
    for kept in (HEIGHT, len(CHAIN)):
        with closing(LightPeer(CHAIN[:kept])) as peer:
            speaker.ask(peer, "receipt", ID)
    assert speaker.given >= OF_A_LEDGER


def test_what_is_wrong_with_what_nodes_show(speaker):
    reward = reference.transaction_id(CHAIN[HEIGHT - 1]["transactions"][-1])
    lies: dict[str, Callable[[LightPeer], object]] = {
        "no headers": lambda peer: setattr(peer, "forge_page", lambda page: page | {"headers": []}),
        "too many": lambda peer: setattr(peer, "forge_page", lambda page: page | {"total": 1 << 40}),
        "a wrong header": lambda peer: setattr(
            peer, "forge_page",
            lambda page: page | {"headers": [header | {"proof": header.get("proof", 0) + 1} for header in page["headers"]]},
        ),
        "no parts": lambda peer: setattr(peer, "forge_proof", lambda proof: proof and {}),
        "a page without anything": lambda peer: setattr(peer, "forge_page", lambda page: {}),
        "a wrong proof": lambda peer: setattr(peer, "forge_proof", lambda proof: proof and proof | {"position": 0}),
    }  # fmt: skip
    with closing(LightPeer(CHAIN)) as honest:
        here = ["--node", f"http://{honest.address}"]
        for lie in lies.values():
            with closing(LightPeer(CHAIN)) as liar:
                lie(liar)
                speaker.ask(liar, "receipt", ID)
                speaker.ask(liar, "receipt", reward, *here)


def test_a_node_without_a_ledger(speaker, start_node):
    node = start_node()
    for flags in (["accounts"], ["balance", ALICE.address], ["receipt", "0" * 64]):
        speaker.ask(node, *flags)


@pytest.mark.parametrize("answer", [
    b"[]", b"{}", b"{", b"\xff", b"", b'{"chain": [{}]}', b'{"chain": [1, {', b'{"chain": 5}', b"<html>",
], ids=repr)  # fmt: skip
def test_what_answers_but_is_no_node(speaker, answer):
    with closing(Peer(saying(answer))) as peer:
        for command in (["chain"], ["status"], ["resolve"], ["pending"], ["block", "1"], ["watch"]):
            speaker.ask(peer, *command)


@pytest.mark.parametrize("flags", [
    ["mine", "--count", "0"], ["mine", "--quiet", "--json"], ["send", "a", "b", "1", "--quiet", "--json"],
    ["send", "a", "b", "1", "--fee", "1"], ["send", "a", "1.5", "--from", "alice"], ["send", "a", "x", "--from", "alice"],
    ["send", "a", "-1", "--from", "alice"], ["send", "a", "1", "--from", "alice", "--id", "0" * 32],
    ["send", "a", "b", "five"], ["send", "a", "b", "1", "--id", "x"],
    ["chain", "--from", "0"], ["chain", "--last", "0"], ["chain", "--limit", "0"], ["chain", "--last", "1", "--limit", "1"],
    ["block", "x"], ["tx", "x"], ["history", "a", "--limit", "2000"], ["pending", "--from", "0"],
    ["accounts", "--from", "0"], ["accounts", "--limit", "0"], ["forks", "--limit", "0"],
    ["receipt", "x"], ["receipt", "0" * 64, "--timeout", "0"], ["receipt", "0" * 64, "--network", "x"],
    ["peers", "--add", "ftp://x"], ["status", "--node", "a b"],
], ids=" ".join)  # fmt: skip
def test_values_that_no_command_takes_are_refused_in_it(speaker, flags):
    text = speaker.say(*flags)
    # In English nothing has changed its meaning: the same command is refused there.
    assert said("en", *flags).returncode == 64, text
