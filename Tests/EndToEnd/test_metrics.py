"""Metrics for Prometheus: GET /metrics."""

import itertools
import json
import os
import re
import threading
import time

import pytest

from EndToEnd.test_continuous_mining import ENDLESS
from Ledger import reference
from support.chains import forged_chain
from support.events import Watcher
from support.gossip import connect, wait_for_state
from support.ledger import ALICE, BOB, accept, refuse, start_ledger
from support.metrics import Figures, figures, parsed
from support.nodes import ROOT, Node
from support.peers import serving, silent
from support.waiting import eventually
from support.wire import request_bytes

REQUESTS = "http_requests_total"
SECONDS = "http_request_duration_seconds"


def requests(told: Figures, method: str, route: str, status: int) -> float:
    return told(REQUESTS, method=method, route=route, status=str(status))


# MARK: - The format


def test_every_figure_says_what_it_is_and_of_what_kind(node):
    node.mine()
    answer = node.get("/metrics")
    assert answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8"
    told = parsed(answer.body.decode())
    assert [family.name for family in told.families if not family.documentation.endswith(".")] == []
    assert {family.type for family in told.families} == {"counter", "gauge", "histogram"}
    names = [family.name for family in told.families]
    assert len(set(names)) == len(names)
    lines = answer.body.decode().splitlines()
    # The parser removes the suffix that counters must have.
    counters = [line.split()[2] for line in lines if line.startswith("# TYPE") and line.endswith(" counter")]
    assert [name for name in counters if not name.endswith("_total")] == []


def test_its_head_alone_can_be_asked_for_and_nothing_else_be_done(shared_node):
    assert shared_node.request("HEAD", "/metrics").body == b""
    assert shared_node.request("POST", "/metrics").header("Allow") == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("name", ['a"b', "a\\b", "é\u2028x", "{}=,", "\\n"])
def test_a_node_is_named_as_it_was(start_node, name):
    told = figures(start_node("--node-id", name))
    [labels] = [dict(labels) for sample, labels in told.samples if sample == "forgechain_info"]
    assert (labels["node"], labels["version"]) == (name, told.labels("forgechain_info", "version").pop())


def test_histograms_add_up(node):
    for _ in range(20):
        node.mine()
        node.pay("bob", "carol", 1)
        node.get("/chain")
    told = figures(node)
    histograms = [family for family in told.families if family.type == "histogram"]
    assert {family.name for family in histograms} >= {SECONDS, "forgechain_event_loop_lag_seconds"}
    for family in histograms:
        series: dict[frozenset, list[tuple[float, float]]] = {}
        for sample in family.samples:
            if sample.name == f"{family.name}_bucket":
                labels = dict(sample.labels)
                bound = float(labels.pop("le"))
                series.setdefault(frozenset(labels.items()), []).append((bound, sample.value))
        for labels, buckets in series.items():
            bounds, counts = zip(*buckets, strict=True)
            assert list(bounds) == sorted(set(bounds)), family.name
            assert list(counts) == sorted(counts), family.name
            assert bounds[-1] == float("inf")
            assert counts[-1] == told.samples[(f"{family.name}_count", labels)]
            total = told.samples[(f"{family.name}_sum", labels)]
            # As precisely as the buckets allow.
            least = sum(
                below * (count - fewer)
                for (below, fewer), (_, count) in zip([(0, 0), *buckets], buckets, strict=False)
            )
            assert total >= least
            if counts[-1] == counts[-2]:
                assert total <= bounds[-2] * counts[-1]


# MARK: - Requests


def test_requests_are_counted_by_method_route_and_status(node):
    node.mine()
    node.post("/mine")
    for _ in range(3):
        node.get("/chain")
    node.get("/chain?from=1")
    node.request("HEAD", "/chain")
    tag = node.get("/chain").header("ETag")
    node.request("GET", "/chain", headers=[("If-None-Match", tag)])
    node.pay("bob", "carol", 1)
    node.request("POST", "/transactions/new", b"nonsense")
    node.get("/blocks/1")
    node.get("/blocks/2")
    node.get("/blocks/999")
    for path in ("/nothing", "/nothing/else", "/chain/"):
        node.request("PUT", path)
    node.request("DELETE", "/chain")
    told = figures(node)
    expected = {
        ("GET", "/mine", 200): 1,
        ("POST", "/mine", 200): 1,
        ("GET", "/chain", 200): 5,
        ("HEAD", "/chain", 200): 1,
        ("GET", "/chain", 304): 1,
        ("DELETE", "/chain", 405): 1,
        ("POST", "/transactions/new", 201): 1,
        ("POST", "/transactions/new", 400): 1,
        ("GET", "/blocks/{block}", 200): 2,
        ("GET", "/blocks/{block}", 404): 1,
        ("PUT", "other", 404): 3,
    }
    assert {key: requests(told, *key) for key in expected} == expected
    assert told.total(REQUESTS) == sum(expected.values())
    for method, route in {key[:2] for key in expected}:
        assert told(f"{SECONDS}_count", method=method, route=route) == told.total(REQUESTS, method=method, route=route)
    # Each request counts once it is answered, so the second one reports the first.
    assert requests(told, "GET", "/metrics", 200) == 0
    assert requests(figures(node), "GET", "/metrics", 200) == 1


@pytest.mark.parametrize(
    ("status", "data"),
    [
        (400, b"GET / HTTP/1.1\r\n\r\n"),
        (400, b"nonsense\r\n\r\n"),
        (431, b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20_000 + b"\r\n\r\n"),
        (413, b"POST /mine HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n"),
        (417, b"POST /mine HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 1\r\n\r\n"),
        (501, b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (505, b"GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
    ],
)
def test_what_is_refused_before_it_comes_to_a_route_counts(shared_node, status, data):
    before = figures(shared_node)
    with shared_node.connect() as connection:
        connection.send(data)
        assert connection.read_answer().status == status
    after = figures(shared_node)

    def refused(told: Figures) -> float:
        return told.total(REQUESTS, route="other", status=str(status))

    assert refused(after) == refused(before) + 1
    # That one, and the first of the two requests for metrics.
    assert after.total(REQUESTS) == before.total(REQUESTS) + 2


def test_a_foreign_page_counts_where_it_wanted_to_go(shared_node):
    shared_node.request("GET", "/mine", headers=[("Sec-Fetch-Site", "cross-site")]).assert_refusal(403)
    assert requests(figures(shared_node), "GET", "/mine", 403) == 1


def test_nobody_can_make_more_than_so_many_be_counted_apart(shared_node):
    known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"]
    methods = [*known, "CONNECT", "BREW", "get", "G\u00c9T"]
    paths = ["/chain", "/blocks/7", "/nothing", '/"}', "/metrics"]

    def ask(number: int) -> None:
        for method, path in itertools.product(methods, paths):
            target = f"{path}{number}" if path == "/nothing" else f"{path}?{number}"
            with shared_node.connect() as connection:
                connection.send(request_bytes(method, target.replace('"', "%22"), None, [("Connection", "close")]))
                connection.read_answer(method)

    ask(1)
    first = figures(shared_node)
    for number in range(2, 6):
        ask(number)
    second = figures(shared_node)
    assert set(second.samples) == set(first.samples)
    assert second.labels(REQUESTS, "method") <= {*known, "other"}
    assert len(second.labels(REQUESTS, "route")) < 40


def test_a_client_that_left_counts_as_499(start_node):
    node = start_node(difficulty=ENDLESS)
    with node.connect() as connection:
        connection.send(request_bytes("GET", "/mine"))
        eventually(lambda: figures(node)("forgechain_mining_active") == 1, "it searches")
    eventually(lambda: requests(figures(node), "GET", "/mine", 499) == 1, "it is counted")
    eventually(lambda: figures(node)("forgechain_mining_active") == 0, "it searches no more")
    assert figures(node).total(REQUESTS, route="/mine") == 1


def test_those_who_watch_count_when_they_begin(node):
    with Watcher(node) as watcher:
        watcher.first("status")
        told = figures(node)
        assert requests(told, "GET", "/events", 200) == 1
        assert told("http_event_clients") == 1
        # This one, and the one that asks.
        assert told("http_connections") == 2
    eventually(lambda: figures(node)("http_event_clients") == 0, "it is gone")
    told = figures(node)
    assert told.total(REQUESTS, route="/events") == 1
    assert told("http_connections") == 1


# MARK: - The chain


def test_blocks_and_payments_count_as_they_are_made(node):
    for number in range(3):
        node.pay("bob", "carol", number)
    node.post("/transactions/new", {"sender": "bob"})
    node.mine()
    node.mine()
    node.pay("bob", "carol", 3)
    told = figures(node)
    assert told("forgechain_chain_height") == 3
    assert told("forgechain_blocks_forged_total") == 2
    assert told("forgechain_transactions_accepted_total") == 4
    assert told("forgechain_transactions_pending") == 1
    assert told("forgechain_storage_commits_total", result="kept") == 6
    assert told("forgechain_storage_commits_total", result="failed") == 0
    assert told("forgechain_storage_commit_duration_seconds_count") == 6
    assert told("forgechain_storage_commit_batch_size_sum") == 6
    proofs = sum(block["proof"] for block in node.chain()[1:])
    assert told("forgechain_mining_guesses_total") >= proofs


def test_a_ledger_counts_its_work_fees_signatures_and_refusals(start_node):
    node = start_ledger(start_node)
    node.get("/mine?count=2")
    accept(node, ALICE.payment(BOB, 10, fee=3))
    for number in (1, 2):
        accept(node, ALICE.payment(BOB, 10, fee=4, nonce=number))
    told = figures(node)
    assert told("forgechain_ledger_fees_pending") == 11
    target = int(node.get("/status").json()["target"], 16)
    assert told("forgechain_ledger_expected_guesses") == reference.work(target)
    assert told("forgechain_ledger_work") == 2 * 2**16
    assert told("forgechain_ledger_accounts") == 1
    assert told("forgechain_ledger_signatures_total", how="verified") == 3
    assert len(node.mine()["transactions"]) == 4
    refused = {
        "signature": [{**ALICE.payment(BOB, 1, nonce=3), "amount": 2}, {"sender": "alice"}],
        "balance": [ALICE.payment(BOB, 10**6, nonce=3)], "nonce": [ALICE.payment(BOB, 1)],
        "address": [ALICE.payment("bob", 1)], "amount": [ALICE.payment(BOB, 0)],
        "transaction": [ALICE.payment(BOB, 1, more=1)], "memo": [ALICE.payment(BOB, 1, memo="")],
    }
    for rule, payments in refused.items():
        for payment in payments:
            refuse(node, payment, 409 if rule in ("balance", "nonce") else 400)
    told = figures(node)
    for rule in told.labels("forgechain_ledger_payments_refused_total", "rule"):
        assert told("forgechain_ledger_payments_refused_total", rule=rule) == len(refused.get(rule, [])), rule
    assert told("forgechain_ledger_fees_pending") == 0 and told("forgechain_ledger_fees_earned_total") == 11
    # The block that was forged is checked as any other.
    assert told("forgechain_ledger_signatures_total", how="remembered") >= 3
    assert figures(start_node(difficulty=1)).labels("forgechain_ledger_payments_refused_total", "rule") == set()


def test_a_chain_that_grows_is_not_replaced(start_node, start_peer):
    node, peer = start_node(), start_peer(serving(forged_chain(4)))
    node.register(peer.address)
    assert node.resolve().was_replaced
    told = figures(node)
    assert told("forgechain_chain_height") == 4
    assert told("forgechain_blocks_received_total") == 3
    assert told("forgechain_chain_replacements_total") == 0
    assert told("forgechain_blocks_fallen_out_total") == 0


def test_a_replaced_chain_counts_with_what_fell_out(start_node):
    first, second = start_node("--node-id", "first"), start_node("--node-id", "second")
    first.mine()
    first.mine()
    for _ in range(4):
        second.mine()
    assert figures(first)("forgechain_chain_tip") != figures(second)("forgechain_chain_tip")
    first.register(second.address)
    assert first.resolve().was_replaced
    told, theirs = figures(first), figures(second)
    assert told("forgechain_chain_replacements_total") == 1
    assert told("forgechain_blocks_fallen_out_total") == 2
    assert told("forgechain_blocks_received_total") == 4
    assert told("forgechain_blocks_forged_total") == 2
    assert told("forgechain_chain_tip") == theirs("forgechain_chain_tip")
    assert theirs("forgechain_chain_replacements_total") == 0
    assert not first.resolve().was_replaced
    assert figures(first)("forgechain_chain_replacements_total") == 1


def test_what_gossip_brings_counts(start_node):
    first, second = start_node("--gossip"), start_node("--gossip")
    connect([first, second])
    first.pay("bob", "carol", 1)
    first.mine()
    eventually(lambda: figures(second)("forgechain_chain_height") == 2, "the block is there")
    told = figures(second)
    assert told("forgechain_blocks_received_total") == 1
    assert told("forgechain_blocks_forged_total") == 0
    assert told("forgechain_transactions_accepted_total") <= 1
    assert told.total(REQUESTS, method="POST", route="/gossip", status="200") >= 1


def test_peers_count_by_their_states(start_node, nowhere):
    node, other = start_node("--gossip"), start_node("--gossip")
    stranger = start_node("--gossip", difficulty=3)
    told = figures(node)
    assert told.labels("forgechain_peers", "state") == {"unknown", "up", "down", "other network", "this node"}
    assert told.total("forgechain_peers") == 0
    node.register(other.address, stranger.address, nowhere, node.address)
    for address, state in [
        (other.address, "up"),
        (stranger.address, "other network"),
        (nowhere, "down"),
        (node.address, "this node"),
    ]:
        wait_for_state(node, address, state)
    told = figures(node)
    for state in ("up", "down", "other network", "this node"):
        assert told("forgechain_peers", state=state) == 1, state
    assert told("forgechain_peers", state="unknown") == 0


def test_peers_that_nobody_has_spoken_to_are_unknown(start_node, start_peer):
    node, peer = start_node(), start_peer(silent)
    node.register(peer.address)
    assert figures(node)("forgechain_peers", state="unknown") == 1


def test_guesses_count_while_a_search_runs(start_node):
    node = start_node("--mine", difficulty=ENDLESS)
    eventually(lambda: figures(node)("forgechain_mining_active") == 1, "it searches")
    before = eventually(lambda: figures(node)("forgechain_mining_guesses_total"), "it guesses")
    eventually(lambda: figures(node)("forgechain_mining_guesses_total") > before, "it goes on guessing")


# MARK: - The process and its loop


def test_what_the_process_uses_is_told(node):
    began = time.time()
    told = figures(node)
    assert told("process_cpu_seconds_total") == pytest.approx(node.cpu_seconds(), abs=0.5)
    assert told("process_resident_memory_bytes") == pytest.approx(node.memory_bytes(), rel=0.2)
    assert told("process_virtual_memory_bytes") > told("process_resident_memory_bytes")
    # Its start is given in ticks of the system.
    assert told("process_start_time_seconds") <= began + 1
    assert told("process_start_time_seconds") > began - 60
    # The first request may have made the system open something.
    descriptors = len(os.listdir(f"/proc/{node.process.pid}/fd"))
    assert abs(told("process_open_fds") - descriptors) <= 2
    assert told("process_max_fds") >= 1024


def test_the_loops_lag_is_measured_all_the_time(node):
    count = figures(node)("forgechain_event_loop_lag_seconds_count")
    eventually(lambda: figures(node)("forgechain_event_loop_lag_seconds_count") >= count + 3, "it is measured")


def test_counters_are_exact_under_load_and_never_go_back(start_node):
    node = start_node("--mine", "--no-empty-blocks")
    clients, each = 8, 100
    over = threading.Event()
    looks: list[Figures] = []

    def load() -> None:
        with node.connect() as connection:
            for number in range(each):
                body = b'{"sender": "bob", "recipient": "carol", "amount": %d}' % number
                connection.send(request_bytes("POST", "/transactions/new", body))
                assert connection.read_answer().status == 201
                connection.send(request_bytes("GET", "/blocks/1"))
                assert connection.read_answer().status == 200

    def look() -> None:
        while not over.is_set():
            looks.append(figures(node))

    threads = [threading.Thread(target=load) for _ in range(clients)]
    watcher = threading.Thread(target=look)
    for thread in [*threads, watcher]:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    watcher.join()
    told = figures(node)
    assert requests(told, "POST", "/transactions/new", 201) == clients * each
    assert requests(told, "GET", "/blocks/{block}", 200) == clients * each
    assert requests(told, "GET", "/metrics", 200) == len(looks)
    assert told("forgechain_transactions_accepted_total") == clients * each
    for earlier, later in itertools.pairwise([*looks, told]):
        for family in earlier.families:
            if family.type == "gauge":
                continue
            for sample in family.samples:
                key = (sample.name, frozenset(sample.labels.items()))
                assert later.samples[key] >= sample.value, key


def test_a_node_that_starts_again_counts_anew(start_kept):
    node = start_kept()
    node.mine()
    assert node.stop() == 0
    told = figures(start_kept())
    assert told("forgechain_chain_height") == 2
    assert told("forgechain_blocks_forged_total") == 0


# MARK: - The dashboard and the rules in docker/


def named_metrics() -> dict[str, set[str]]:
    """By file, the names in its expressions."""
    dashboard = json.loads((ROOT / "docker/grafana/forgechain.json").read_text())
    texts = {
        "dashboard": [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
        + [annotation["expr"] for annotation in dashboard["annotations"]["list"]]
        + [variable["definition"] for variable in dashboard["templating"]["list"]],
        "rules": re.findall(r"expr: (.*)", (ROOT / "docker/prometheus-rules.yml").read_text()),
    }
    pattern = r"\b(?:forgechain|http|process)_\w+"
    return {file: {name for text in all for name in re.findall(pattern, text)} for file, all in texts.items()}


@pytest.mark.parametrize("file", ["dashboard", "rules"])
def test_what_is_shown_is_what_there_is(node, start_node, file):
    node.mine()
    names = named_metrics()[file]
    assert len(names) > 2
    of_ledgers = {name for name in names if name.startswith("forgechain_ledger_")}
    assert names - figures(node).names == of_ledgers
    assert of_ledgers - figures(start_ledger(start_node)).names == set()


def test_no_picture_covers_another():
    dashboard = json.loads((ROOT / "docker/grafana/forgechain.json").read_text())
    taken: dict[tuple[int, int], str] = {}
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        for cell in itertools.product(
            range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"])
        ):
            assert cell[0] < 24
            assert taken.setdefault(cell, panel["title"]) == panel["title"]
    numbers = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(numbers)) == len(numbers)
