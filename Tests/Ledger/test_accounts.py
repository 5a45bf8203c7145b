"""The list of a ledger's accounts, richest first, page by page."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from Ledger import reference
from support.commands import complaint, run
from support.ledger import ALICE, BOB, CAROL, accept, judged, start_ledger
from support.nodes import Node
from support.outside import forge, get_work
from support.reading import page


def listed(node: Node, limit: int = 1000) -> list[dict]:
    """All pages."""
    accounts, start = [], 1
    while start:
        part = page(node, "/accounts", **{"from": start, "limit": limit})
        assert part["limit"] == limit and part["from"] == start and len(part["accounts"]) <= limit
        accounts, start = accounts + part["accounts"], part["next"]
    assert len(accounts) == part["total"]
    return accounts


def expected(node: Node) -> list[dict]:
    """What the rules in Python make of the chain."""
    accounts, _ = reference.check_chain(judged(node), reference.GENESIS)
    known = {each for each in {**accounts.balances, **accounts.nonces}
             if accounts.balances.get(each) or accounts.nonces.get(each)}
    rows = [{"address": each, "balance": accounts.balances.get(each, 0), "nonce": accounts.nonces.get(each, 0)}
            for each in known]
    return sorted(rows, key=lambda row: (-row["balance"], row["address"]))


@pytest.fixture
def ledger(start_node) -> Node:
    return start_ledger(start_node)


def test_all_accounts_are_listed_richest_first(ledger):
    assert page(ledger, "/accounts") == {
        "accounts": [], "block": 1, "from": 1, "limit": 100, "next": None, "total": 0}
    ledger.get("/mine?count=4")
    for nonce in range(20):
        # Of some the same.
        recipient = f"{nonce:02x}" + "07" * 31
        accept(ledger, ALICE.payment(recipient, 1 + nonce % 4, nonce=nonce))
    accept(ledger, ALICE.payment(BOB, 200 - sum(1 + nonce % 4 for nonce in range(20)), nonce=20))
    ledger.get("/mine?count=3")
    wanted = expected(ledger)
    assert len(wanted) == 22 and wanted[0]["address"] in (ALICE.address, BOB.address)
    for limit in (1, 3, 21, 22, 1000):
        assert listed(ledger, limit) == wanted
    assert page(ledger, "/accounts")["block"] == 8


def test_who_has_paid_all_away_is_last(ledger):
    ledger.mine()
    accept(ledger, ALICE.payment(BOB, 50))
    before = page(ledger, "/accounts")
    assert [each["address"] for each in before["accounts"]] == [ALICE.address], "what waits doesn't count"
    forge(ledger, get_work(ledger, BOB.address))
    after = listed(ledger)
    assert after == expected(ledger) and after[-1] == {"address": ALICE.address, "balance": 0, "nonce": 1}


def test_it_is_of_the_newest_block_while_blocks_come(ledger):
    def mine_and_list(number: int) -> None:
        index = ledger.mine()["index"] if number % 2 else 1
        got = page(ledger, "/accounts")
        assert got["block"] >= index
        assert sum(each["balance"] for each in got["accounts"]) == 50 * (got["block"] - 1)

    with ThreadPoolExecutor(8) as clients:
        list(clients.map(mine_and_list, range(60)))


def test_the_list_has_an_end_though_there_are_more(start_node, tmp_path):
    limits = tmp_path / "limits"
    limits.write_text("listed-accounts = 2\n")
    node = start_ledger(start_node, "--limits", str(limits))
    node.get("/mine?count=2")
    accept(node, ALICE.payment(BOB, 30))
    accept(node, ALICE.payment(CAROL, 20, nonce=1))
    node.mine()
    first = page(node, "/accounts", limit=1)
    assert (first["total"], first["next"]) == (3, 2)
    second = page(node, "/accounts", **{"from": 2, "limit": 5})
    assert second["next"] is None and [each["address"] for each in second["accounts"]] == [BOB.address]
    assert node.get("/accounts?from=3").json()["accounts"] == []
    beyond = node.get("/accounts?from=4")
    assert beyond.status == 404 and "richest 2 of 3" in beyond.json()["error"]


@pytest.mark.parametrize("query, status", [
    ("", 200), ("?", 200), ("?from=1", 200), ("?from=2", 404), ("?from=0", 400), ("?limit=0", 400), ("?limit=1001", 400),
    ("?from=x", 400), ("?from=1&from=1", 400), ("?address=" + ALICE.address, 200), (f"?from={2**62}", 400), ("?%ff", 200),
    ("?limt=1", 400),
])
def test_odd_questions_are_answered(start_node, query, status):
    answer = start_ledger(start_node).get("/accounts" + query)
    assert answer.status == status, answer.body
    assert status == 200 or answer.json()["error"]


def test_other_rules_have_no_such_list(node):
    answer = node.get("/accounts")
    assert answer.status == 404 and "--rules ledger" in answer.json()["error"]


# MARK: - The command


def test_the_command_lists_them(ledger, tmp_path):
    home = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    seed = tmp_path / "seed"
    seed.touch(0o600)
    seed.write_text("02" * 32)
    assert run("key", "import", "bob", str(seed), "--no-passphrase", env=home).returncode == 0
    ledger.get("/mine?count=30")
    accept(ledger, ALICE.payment(BOB, 1200))
    accept(ledger, ALICE.payment(CAROL, 7, nonce=1))
    ledger.mine()
    place = ("--node", f"http://{ledger.address}")
    shown = run("accounts", *place, env=home)
    assert shown.returncode == 0, shown
    assert [line.split() for line in shown.stdout.splitlines()] == [
        ["balance", "payments", "address"],
        ["1", "1,200", "0", BOB.address, "bob"],
        ["2", "343", "2", ALICE.address],
        ["3", "7", "0", CAROL.address],
    ]
    part = run("accounts", "--from", "2", "--limit", "1", *place, env=home).stdout.splitlines()
    assert part[1].split()[0] == "2" and part[-1] == "2 of 3: --from 3"
    answer = json.loads(run("accounts", "--limit", "2", "--json", *place, env=home).stdout)
    assert answer == ledger.get("/accounts?limit=2").json()
    assert "--limit" in complaint("accounts", "--limit", "0", *place, env=home)
    assert "nothing is at 9" in complaint("accounts", "--from", "9", *place, status=1, env=home)


def test_the_command_says_that_a_node_has_no_ledger(node):
    assert "keeps no ledger" in complaint("accounts", "--node", f"http://{node.address}", status=1)
