"""Every row of the API: its words, status codes and keys, and the HTTP around them."""

import json
import re

import pytest

from support.chains import GENESIS, block_hash, canonical, find_proof, forged_chain
from support.nodes import DIFFICULTY, running_node
from support.peers import serving
from support.wire import request_bytes

BLOCK_KEYS = {"index", "timestamp", "transactions", "proof", "previous_hash"}

#: Each path with the methods it allows. HEAD goes wherever GET changes nothing, and is tested separately.
ROUTES = {
    "/mine": {"GET", "POST"},
    "/transactions/new": {"POST"},
    "/chain": {"GET", "HEAD"},
    "/nodes/register": {"POST"},
    "/nodes/resolve": {"GET", "POST"},
    "/nodes": {"GET", "HEAD"},
    "/health": {"GET", "HEAD"},
}
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "TRACE"]
PAYMENT = {"sender": "alice", "recipient": "bob", "amount": 5}


# MARK: - /chain


def test_a_new_chain_is_the_genesis_block(node):
    answer = node.get("/chain")
    assert answer.status == 200
    assert answer.json() == {"chain": [GENESIS], "length": 1}


def test_blocks_are_sent_as_the_text_that_is_hashed(node):
    node.pay("алиса", "bob\n", 1e16)
    node.mine()
    body = node.get("/chain").body.decode("ascii")
    for block in json.loads(body)["chain"]:
        assert set(block) == BLOCK_KEYS
        assert canonical(block) in body


# MARK: - /mine


@pytest.mark.check
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_mine_tells_the_block_it_forged(node, method):
    answer = node.request(method, "/mine")
    assert answer.status == 200
    forged = answer.json()
    assert set(forged) == {"message", "index", "transactions", "proof", "previous_hash"}
    assert forged["message"] == "New Block Forged"
    assert forged["index"] == 2
    assert forged["proof"] == find_proof(GENESIS, DIFFICULTY)
    assert forged["previous_hash"] == block_hash(GENESIS)
    block = node.chain()[1]
    assert {key: block[key] for key in BLOCK_KEYS - {"timestamp"}} == {
        key: value for key, value in forged.items() if key != "message"
    }


def test_mining_pays_the_node_with_the_last_transaction():
    node_id = "0123456789abcdef0123456789abcdef"
    with running_node("--node-id", node_id) as node:
        assert node_id in node.greeting
        payment = node.pay("alice", "bob", 5)
        assert node.mine()["transactions"] == [payment, {"sender": "0", "recipient": node_id, "amount": 1}]


def test_a_node_without_a_name_makes_one_up(node, start_node):
    names = [each.mine()["transactions"][-1]["recipient"] for each in (node, start_node())]
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in names), names
    assert names[0] != names[1]


def test_a_mine_request_may_carry_a_body(node):
    assert node.post("/mine", {"anything": [1, 2]}).status == 200


# MARK: - /transactions/new


def test_a_transaction_is_promised_to_the_next_block(node):
    answer = node.post("/transactions/new", PAYMENT)
    assert answer.status == 201
    assert answer.json() == {"message": "Transaction will be added to Block 2"}
    node.mine()
    answer = node.post("/transactions/new", PAYMENT)
    assert answer.json() == {"message": "Transaction will be added to Block 3"}
    assert node.mined_payments() == [PAYMENT]
    assert node.mined_payments() == []


@pytest.mark.check
def test_transactions_are_mined_in_the_order_they_were_posted(node):
    posted = [node.pay("alice", f"recipient {n}", n) for n in range(20)]
    assert node.mined_payments() == posted


def test_equal_transactions_are_both_meant(node):
    assert node.pay("alice", "bob", 5) == node.pay("alice", "bob", 5)
    assert node.mined_payments() == [PAYMENT, PAYMENT]


@pytest.mark.parametrize("missing", ["sender", "recipient", "amount"])
def test_a_missing_field_is_named_missing(node, missing):
    values = {key: value for key, value in PAYMENT.items() if key != missing}
    answer = node.post("/transactions/new", values)
    assert answer.status == 400
    assert "Missing values" in answer.error


def test_only_the_tutorials_three_fields_are_kept(node):
    assert node.post("/transactions/new", {**PAYMENT, "memo": "hello", "fee": 3}).status == 201
    assert node.mined_payments() == [PAYMENT]


def test_the_last_value_of_a_repeated_key_counts(node):
    body = b'{"sender": "0", "recipient": "bob", "amount": -1, "sender": "alice", "amount": 5}'
    assert node.request("POST", "/transactions/new", body).status == 201
    assert node.mined_payments() == [PAYMENT]


@pytest.mark.parametrize(
    "amount", [0, 0.0, 1, 2**64, 10**100, 10**4299, 0.1, 5e-324, 1.7976931348623157e308, 1e16, 1e-05]
)
def test_any_finite_amount_from_zero_on_is_kept_exactly(node, amount):
    payment = node.pay("alice", "bob", amount)
    node.mine()
    assert canonical(payment) in node.get("/chain").body.decode("ascii")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data; boundary=x",
        "nonsense",
        "",
        None,
    ],
)
def test_the_content_type_of_a_request_is_not_asked(node, content_type):
    headers = [] if content_type is None else [("Content-Type", content_type)]
    body = json.dumps(PAYMENT).encode()
    assert node.request("POST", "/transactions/new", body, headers).status == 201
    assert node.mined_payments() == [PAYMENT]
    assert node.request("POST", "/nodes/register", b'{"nodes": ["node2:5000"]}', headers).status == 201


@pytest.mark.parametrize("pretty", [{"indent": 4}, {"separators": (",", ":")}, {"ensure_ascii": False}])
def test_json_may_be_spaced_and_escaped_in_any_way(node, pretty):
    payment = {"sender": "Zoë \U0001f600", "recipient": "bob/\x7f", "amount": 1.5}
    body = b"\r\n\t " + json.dumps(payment, **pretty).encode() + b" \n"
    assert node.request("POST", "/transactions/new", body).status == 201
    assert node.mined_payments() == [payment]


# MARK: - /nodes


def test_register_answers_with_all_nodes(node):
    answer = node.post("/nodes/register", {"nodes": ["http://127.0.0.1:5001"]})
    assert answer.status == 201
    assert answer.json() == {"message": "New nodes have been added", "total_nodes": ["127.0.0.1:5001"]}
    answer = node.post("/nodes/register", {"nodes": ["node2:5000"]})
    assert sorted(answer.json()["total_nodes"]) == ["127.0.0.1:5001", "node2:5000"]
    assert sorted(node.peers()) == ["127.0.0.1:5001", "node2:5000"]


def test_an_empty_list_registers_nothing(node):
    answer = node.post("/nodes/register", {"nodes": []})
    assert answer.status == 201
    assert answer.json()["total_nodes"] == []


@pytest.mark.parametrize(
    "values", [{}, {"nodes": None}, {"nodes": "127.0.0.1:5001"}, {"node": []}, {"nodes": {}}]
)
def test_registering_without_a_list_is_an_error(node, values):
    answer = node.post("/nodes/register", values)
    assert answer.status == 400
    assert "Error: Please supply a valid list of nodes" in answer.error
    assert node.peers() == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_resolving_alone_leaves_our_chain(node, method):
    node.mine()
    answer = node.request(method, "/nodes/resolve")
    assert answer.status == 200
    assert answer.json() == {"message": "Our chain is authoritative", "chain": node.chain(), "peers": []}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_resolving_against_a_longer_chain_replaces_ours(node, start_node, method):
    longer = start_node()
    longer.mine()
    node.register(longer.address)
    value = node.request(method, "/nodes/resolve").json()
    assert set(value) == {"message", "new_chain", "peers"}
    assert value["message"] == "Our chain was replaced"
    assert value["new_chain"] == node.chain() == longer.chain()
    assert value["peers"] == [
        {"address": longer.address, "length": 2, "reason": "taken", "values": {}, "verdict": "taken"}]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_resolving_may_leave_out_the_chain(node, start_node, method):
    longer = start_node()
    longer.mine()
    node.register(longer.address)
    verdicts = [
        {"address": longer.address, "length": 2, "reason": reason, "values": {}, "verdict": reason.replace("_", " ")}
        for reason in ("taken", "not_longer")]
    for verdict, message in zip(verdicts, ("Our chain was replaced", "Our chain is authoritative"), strict=True):
        value = node.request(method, "/nodes/resolve?summary").json()
        assert value == {"length": 2, "message": message, "peers": [verdict]}


@pytest.mark.parametrize("query", ["", "x=1", "x=%zz", "%ff", "x=1&x=2", "_=1", "x=summary"])
def test_resolving_ignores_a_query_as_the_tutorial_does(node, query):
    assert node.get("/nodes/resolve?" + query).json().keys() == {"message", "chain", "peers"}


@pytest.mark.parametrize("query", ["summary=no", "summary&summary", "Summary", "sumary", "x=1&summary=%zz"])
def test_resolving_with_a_query_that_cannot_be_read_is_refused(node, query):
    node.get("/nodes/resolve?" + query).assert_refusal(400, "query")


def test_health_answers_while_the_node_serves(node):
    answer = node.get("/health")
    assert answer.status == 200
    assert isinstance(answer.json(), dict)


# MARK: - HTTP


@pytest.mark.parametrize(
    "path", ["/explorer", "/chains", "/chain/", "/Chain", "/transactions/", "/nodes/", "/mine/x", "/.."]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_path_is_not_found(shared_node, method, path):
    answer = shared_node.request(method, path)
    assert answer.status == 404
    assert answer.error


@pytest.mark.parametrize(
    "method, path", [(method, path) for path in ROUTES for method in METHODS if method not in ROUTES[path]]
)
def test_a_method_that_is_not_allowed_is_told_which_are(shared_node, method, path):
    answer = shared_node.request(method, path)
    assert answer.status == 405
    assert answer.error
    allow = answer.header("Allow")
    assert allow is not None, answer
    assert {each.strip() for each in allow.split(",")} == ROUTES[path] | {"OPTIONS"}


@pytest.mark.parametrize("path", ROUTES)
def test_options_are_told(shared_node, path):
    answer = shared_node.request("OPTIONS", path)
    assert answer.status == 204
    assert answer.body == b""
    assert answer.header("Content-Length") is None
    assert set(answer.header("Allow").split(", ")) == ROUTES[path] | {"OPTIONS"}
    assert answer.header("Access-Control-Allow-Methods") is None


@pytest.mark.parametrize("path", ["/chain", "/nodes", "/health"])
def test_head_answers_as_get_does_without_the_body(node, path):
    get, head = node.get(path), node.request("HEAD", path)
    assert head.status == get.status == 200
    assert head.body == b""
    assert head.header("Content-Length") == str(len(get.body))
    assert head.header("Content-Type") == get.header("Content-Type")


@pytest.mark.parametrize("path", ["/mine", "/nodes/resolve"])
def test_head_starts_no_work(node, start_peer, path):
    """HEAD is a safe method: clients that mean to change nothing follow links with it."""
    peer = start_peer(serving(forged_chain(3)))
    node.register(peer.address)
    node.pay("alice", "bob", 5)
    with node.connect() as connection:
        connection.send(request_bytes("HEAD", path) + request_bytes("GET", "/chain"))
        answer = connection.read_answer("HEAD")
        assert answer.status == 405
        assert answer.header("Allow") == "GET, POST, OPTIONS"
        assert connection.read_answer().json() == {"chain": [GENESIS], "length": 1}
    assert peer.heads == []


@pytest.mark.parametrize("path, status", [("/nowhere", 404), ("/transactions/new", 405), ("/mine", 405)])
def test_head_is_refused_without_a_body_too(shared_node, path, status):
    with shared_node.connect() as connection:
        connection.send(request_bytes("HEAD", path) + request_bytes("GET", "/health"))
        assert connection.read_answer("HEAD").status == status
        assert connection.read_answer().status == 200


@pytest.mark.parametrize("target", ["/health?", "/health?x=1", "/health?a&b==&%00&?", "/health?http://x/"])
def test_a_query_is_not_part_of_the_path(shared_node, target):
    assert shared_node.get(target).status == 200


@pytest.mark.parametrize("target", ["/%68ealth", "/he%61lth", "/%68%65%61%6C%74%68", "/%68%65%61%6c%74%68"])
def test_a_path_may_be_percent_encoded(shared_node, target):
    assert shared_node.get(target).status == 200


def test_a_percent_is_decoded_once(shared_node):
    assert shared_node.get("/%2568ealth").status == 404


def test_a_connection_serves_many_requests(node):
    with node.connect() as connection:
        for n in range(2, 12):
            connection.send(request_bytes("POST", "/transactions/new", json.dumps(PAYMENT).encode()))
            assert connection.read_answer().json() == {"message": f"Transaction will be added to Block {n}"}
            connection.send(request_bytes("GET", "/mine"))
            assert connection.read_answer().json()["index"] == n
        connection.send(request_bytes("GET", "/nowhere"))
        assert connection.read_answer().status == 404
        connection.send(request_bytes("GET", "/chain"))
        assert connection.read_answer().json()["length"] == 11


def test_answers_tell_their_type_and_length(shared_node):
    for target in ("/chain", "/nodes", "/health", "/mine", "/nodes/resolve", "/nowhere"):
        answer = shared_node.get(target)
        assert answer.header("Content-Type").split(";")[0] == "application/json", target
        assert answer.header("Content-Length") == str(len(answer.body)), target
        assert answer.body.isascii(), target


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/chian", "/chain"), ("/node/register", "/nodes/register"), ("/transaction/new", "/transactions/new"),
        ("/Mine", "/mine"), ("//mine", "/mine"), ("/chain.json", "/chain"), ("/api/chain", "/chain"),
        ("/api/v1/chain", "/chain"), ("/a/../chain", "/chain"), ("/chain)", "/chain"), ("/block/3", "/blocks/3"),
        ("/blocks/1/", "/blocks/1"), ("/blockchain/blocks/latest", "/blocks/latest"), ("/last_block", "/blocks/latest"),
        ("/get_chain", "/chain"), ("/full_chain", "/chain"), ("/mine_block", "/mine"),
        ("/mempool", "/transactions/pending"),
        ("/new_transaction", "/transactions/new"), ("/register", "/nodes/register"), ("/consensus", "/nodes/resolve"),
        ("/peers", "/nodes"), ("/balance/bob", "/transactions?address=bob"), ("/swagger.json", "/openapi.json"),
        ("/index.html", "/"), ("/ping", "/health"),
    ],
)  # fmt: skip
def test_a_path_that_is_nearly_one_is_told(node, path, meant):
    node.get(path).assert_refusal(404, f"There is nothing at {path}. Did you mean {meant}? The paths are ")
    assert "Did you mean" not in node.get("/wallets").error


@pytest.mark.parametrize(
    ("method", "path", "meant"),
    [
        ("POST", "/transactions", "/transactions/new"), ("POST", "/transactions/add", "/transactions/new"),
        ("POST", "/nodes", "/nodes/register"), ("GET", "/nodes/get", "/nodes"),
    ],
)  # fmt: skip
def test_a_method_that_another_path_takes_is_told(node, method, path, meant):
    node.request(method, path).assert_refusal(405, f"Did you mean {method} {meant}?")
    assert "Did you mean" not in node.request("PUT", path).error


def test_what_a_browser_or_a_hand_leaves_in_a_first_line_is_told(node):
    node.request("get", "/chain").assert_refusal(501, "capital letters: GET")
    node.get("/chain#top").assert_refusal(400, "has a #")
