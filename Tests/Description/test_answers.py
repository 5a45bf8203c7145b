"""Every described answer occurs, as described, and without undescribed keys."""

import json

import pytest

from EndToEnd.test_mining import HARD, HARD_CHAIN
from support.chains import forged_chain
from support.description import Description
from support.events import Watcher
from support.gossip import status
from support.ledger import ALICE, BOB, start_ledger
from support.nodes import Node
from support.outside import search
from support.peers import serving
from support.statements import sentences, told, words_of
from support.waiting import eventually
from support.wire import Answer, request_bytes

#: What a page of another site sends.
FOREIGN = [("Origin", "http://elsewhere.example")]

#: Statuses of a node that is overloaded, ending, or unable to write: tests of their own cause these.
HARD_TO_COME_BY = {"503", "507"}

PAYMENT = {"sender": "alice", "recipient": "bob", "amount": 5}

#: A body above the limit.
TOO_LONG = b'"' + b"x" * (1 << 20) + b'"'


class Walker:
    """Queries a node and has each answer checked."""

    def __init__(self, description: Description, node: Node) -> None:
        self.description = description
        self.node = node
        self.words = words_of(node, "en")
        #: Those that were met.
        self.reasons: set[str] = set()

    def ask(self, method: str, path: str, target: str | None = None, body=None, headers=(), host=None) -> Answer:
        """One request; where HEAD is allowed, GET's target is requested that way too and has the same head."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        target = target or path
        answer = self.description.check(method, path, self.node.request(method, target, data, headers, host))
        self.check_sentences(answer)
        if method == "GET" and "head" in self.description.document["paths"][path]:
            head = self.description.check("HEAD", path, self.node.request("HEAD", target, None, headers, host))
            assert head.status == answer.status
            assert head.body == b""
        return answer

    def check_sentences(self, answer: Answer) -> None:
        """Each sentence is what its reason stands for, with its values: so it can be said in any language."""
        if answer.header("Content-Type") != "application/json" or answer.body == b"":
            return
        for sentence, said in sentences(answer.json()):
            assert told(said, self.words) == sentence
            self.reasons.add(said["reason"])

    def get(self, path: str, *targets: str, headers=()) -> None:
        for target in targets or (path,):
            self.ask("GET", path, target, headers=headers)


@pytest.fixture
def description(shared_node) -> Description:
    return Description(shared_node.get("/openapi.json").json())


def test_every_example_fits_its_schema(description):
    tried = 0
    for method, path, operation in description.operations():
        pieces = [description.resolved(each) for each in operation.get("parameters", [])]
        answers = [description.resolved(each) for each in operation["responses"].values()]
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for each in answers + bodies:
            pieces += each.get("content", {}).values()
        for piece in pieces:
            if "example" in piece:
                tried += 1
                assert description.faults(piece["schema"], piece["example"]) == [], f"{method} {path}"
    assert tried > 10


def test_every_operation_has_a_name_of_its_own_and_says_what_it_is(description):
    operations = [operation for _, _, operation in description.operations()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    for operation in operations:
        assert operation["summary"]
        for response in operation["responses"].values():
            assert description.resolved(response)["description"].endswith(".")
        for parameter in operation.get("parameters", []):
            assert "schema" in description.resolved(parameter)


@pytest.mark.check
def test_every_answer_comes_as_it_is_described(description, start_node, start_peer, nowhere, tmp_path):
    node = start_node("--gossip", difficulty=1)
    walker = Walker(description, node)
    read_pages(walker)
    forge_and_pay(walker)
    read_blocks(walker)
    meet_peers(walker, start_peer, nowhere)
    gossip(walker, start_node)
    conflict(walker)
    too_long(walker)
    compressed(walker)
    foreign(walker)
    misdirected(walker)
    secret = tmp_path / "token"
    secret.touch(0o600)
    secret.write_text("0123456789abcdef")
    unauthorized(Walker(description, start_node("--token-file", str(secret), difficulty=1)))
    keep_a_ledger(Walker(description, start_ledger(start_node)))
    Walker(description, start_node("--checkpoint", f"2-{'0' * 64}", difficulty=1)).get("/work")
    longer = start_peer(serving(HARD_CHAIN)).address
    for method in ("GET", "POST"):
        abandon(Walker(description, start_node(difficulty=HARD)), method, longer)
    watch(Walker(description, start_node("--gossip", difficulty=1)), start_peer)
    missing = {each for each in description.answers() - description.seen if each[2] not in HARD_TO_COME_BY}
    assert missing == set()


def read_pages(walker: Walker) -> None:
    walker.get("/")
    walker.get("/explorer/{file}", "/explorer/main.js", "/explorer/explorer.css", "/explorer/icon.svg")
    walker.get("/explorer/{file}", "/explorer/none", "/explorer/%FF")
    for path in ("/", "/explorer/{file}", "/chain", "/openapi.json"):
        target = path.replace("{file}", "main.js")
        tag = walker.ask("GET", path, target).header("ETag")
        assert walker.ask("GET", path, target, headers=[("If-None-Match", tag)]).status == 304
    walker.get("/status")
    # The node keeps no ledger.
    walker.get("/accounts/{address}", f"/accounts/{ALICE.address}")
    walker.get("/accounts")
    walker.get("/headers")
    walker.get("/transactions/{id}/proof", f"/transactions/{'0' * 64}/proof")
    walker.get("/health")
    walker.get("/metrics")


def forge_and_pay(walker: Walker) -> None:
    for method in ("GET", "POST"):
        walker.ask(method, "/mine")
        walker.ask(method, "/mine", "/mine?count=2")
        assert walker.ask(method, "/mine", "/mine?count=0").status == 400
    work_outside(walker)
    new = "/transactions/new"
    accepted = walker.ask("POST", new, body=PAYMENT).json()
    assert walker.ask("POST", new, body={}).status == 400
    one = "/transactions/{id}"
    walker.get("/transactions", "/transactions", "/transactions?from=99", "/transactions?limit=0")
    walker.get("/transactions/pending", "/transactions/pending", "/transactions/pending?from=99")
    walker.get("/transactions/pending", "/transactions/pending?limit=0")
    walker.get(one, f"/transactions/{accepted['id']}", f"/transactions/{'0' * 32}", "/transactions/x")
    walker.ask("GET", "/mine")
    walker.get(one, f"/transactions/{accepted['id']}")
    walker.get("/transactions", "/transactions?address=alice", "/transactions?address=nobody")


def work_outside(walker: Walker) -> None:
    work = walker.ask("GET", "/work").json()
    assert walker.ask("GET", "/work", "/work?minr=bob").status == 400
    done = {"id": work["id"], "nonce": search(work)}
    for body, status in ((done, 200), (done, 409), ({"id": work["id"]}, 400)):
        assert walker.ask("POST", "/work", body=body).status == status


def keep_a_ledger(walker: Walker) -> None:
    """What is elsewhere a 404 on a node without one is here for those that have it."""
    account, headers, proof = "/accounts/{address}", "/headers", "/transactions/{id}/proof"
    walker.ask("GET", "/mine", "/mine?count=2")
    payment = walker.ask("POST", "/transactions/new", body=ALICE.payment(BOB, 5, fee=1)).json()["id"]
    walker.get("/transactions/{id}", f"/transactions/{payment}")
    walker.get(proof, f"/transactions/{payment}/proof", "/transactions/x/proof")
    walker.ask("GET", "/mine")
    walker.get("/transactions/{id}", f"/transactions/{payment}")
    walker.get(proof, f"/transactions/{payment}/proof")
    walker.get(account, f"/accounts/{ALICE.address}", f"/accounts/{BOB.address}", "/accounts/alice")
    walker.get("/accounts", "/accounts", "/accounts?from=1&limit=1", "/accounts?from=99", "/accounts?limit=0")
    walker.get("/work", "/work", f"/work?miner={BOB.address}", "/work?miner=bob")
    assert walker.ask("POST", "/work", body={"id": "0" * 64, "nonce": 1}).status == 404
    walker.get(headers, headers, "/headers?from=2&limit=1", "/headers?from=99", "/headers?limit=0")
    walker.get("/status")
    walker.get("/blocks/{block}", "/blocks/3")
    walker.get("/blocks/{block}/explain", "/blocks/1/explain", "/blocks/3/explain")


def read_blocks(walker: Walker) -> None:
    for path in ("/chain", "/blocks"):
        walker.get(path, path, f"{path}?from=2&limit=1", f"{path}?from=0")
    walker.get("/blocks", "/blocks?from=99", "/blocks?summary")
    for name in ("1", "2", "latest", "newest", "99", "f" * 64):
        walker.get("/blocks/{block}", f"/blocks/{name}")
        walker.get("/blocks/{block}/explain", f"/blocks/{name}/explain")
    explain = "/blocks/explain"
    first, second, *_ = walker.node.chain()
    for body in (first, second, {}, 7, {"block": second, "after": first}, {**second, "index": 99, "more": None}):
        assert walker.ask("POST", explain, body=body).status == 200
    assert walker.ask("POST", explain, body=b"{").status == 400


def meet_peers(walker: Walker, start_peer, nowhere: str) -> None:
    register, resolve, one = "/nodes/register", "/nodes/resolve", "/nodes/{address}"
    walker.get("/nodes")
    longer = forged_chain(20, 1)
    peers = [start_peer(serving(longer)).address, nowhere]
    assert walker.ask("POST", register, body={"nodes": peers}).status == 201
    assert walker.ask("POST", register, body={"nodes": ["http://"]}).status == 400
    walker.get("/nodes")
    for method in ("GET", "POST"):
        assert walker.ask(method, resolve).status == 200
        assert walker.ask(method, resolve, f"{resolve}?summary").status == 200
        assert walker.ask(method, resolve, f"{resolve}?summary=7").status == 400
    walker.get("/nodes")
    walker.get("/blocks/{block}/explain", "/blocks/20/explain")
    (branch,) = walker.ask("GET", "/forks").json()["forks"]
    walker.get("/forks", "/forks?from=99", "/forks?limit=0")
    for block in branch["blocks"]:
        walker.get("/blocks/{block}", f"/blocks/{block['hash']}")
        walker.get("/blocks/{block}/explain", f"/blocks/{block['hash']}/explain")
    look = "/nodes/{address}/blocks"
    targets = [f"/nodes/{each}/blocks" for each in (*peers, "x:y", "127.0.0.1:9")]
    walker.get(look, *targets, f"{targets[0]}?from=9&limit=3", f"{targets[0]}?limit=21")
    for target, expected in ((peers[0], 200), (peers[0], 404), ("x:y", 400)):
        assert walker.ask("DELETE", one, f"/nodes/{target}").status == expected


def gossip(walker: Walker, start_node) -> None:
    other = start_node("--gossip", difficulty=1)
    word = {"forgechain": status(other), "transactions": [], "wants_peers": True}
    assert walker.ask("POST", "/gossip", body=word).status == 200
    assert walker.ask("POST", "/gossip", body={**word, "transactions": 1}).status == 400
    silent = Walker(walker.description, start_node(difficulty=1))
    assert silent.ask("POST", "/gossip", body=word).status == 404
    assert "id" not in silent.ask("POST", "/transactions/new", body=PAYMENT).json()


def conflict(walker: Walker) -> None:
    """An id that is taken."""
    payment = {**PAYMENT, "id": "0123456789abcdef" * 2}
    assert walker.ask("POST", "/transactions/new", body=payment).status == 201
    assert walker.ask("POST", "/transactions/new", body={**payment, "amount": 6}).status == 409


def too_long(walker: Walker) -> None:
    for method, path, status in walker.description.answers():
        if status == "413":
            assert walker.ask(method, path, body=TOO_LONG).status == 413


def compressed(walker: Walker) -> None:
    for method, path, status in walker.description.answers():
        if status == "415":
            assert walker.ask(method, path, body={}, headers=[("Content-Encoding", "gzip")]).status == 415


def foreign(walker: Walker) -> None:
    for method, path, status in walker.description.answers():
        if status == "403":
            target = path.replace("{address}", "127.0.0.1:1")
            assert walker.ask(method, path, target, headers=FOREIGN).status == 403


def misdirected(walker: Walker) -> None:
    for method, path, status in walker.description.answers():
        if status == "421" and method != "HEAD":
            assert walker.ask(method, path, host="evil.example:5000").status == 421


def unauthorized(walker: Walker) -> None:
    for method, path, status in walker.description.answers():
        if status == "401":
            assert walker.ask(method, path, path.replace("{address}", "127.0.0.1:1")).status == 401


def abandon(walker: Walker, method: str, longer: str) -> None:
    """A search that is abandoned for a longer chain."""
    node = walker.node
    node.register(longer)
    with node.connect() as client:
        client.send(request_bytes(method, "/mine", None, [], node.address))
        eventually(lambda: node.get("/status").json()["mining"], "it searches")
        walker.get("/status")
        assert node.resolve().was_replaced
        assert walker.description.check(method, "/mine", client.read_answer()).status == 409


def watch(walker: Walker, start_peer) -> None:
    """The head of an endless answer, and one event of each kind."""
    node, description = walker.node, walker.description
    response = description.document["paths"]["/events"]["get"]["responses"]["200"]
    ((kind, media),) = response["content"].items()
    with Watcher(node) as watcher:
        watcher.first("status")
        assert f"\r\nContent-Type: {kind}\r\n".encode() in watcher.head
        node.pay("alice", "bob", 5)
        node.mine()
        peer = start_peer(serving(forged_chain(4, 1))).address
        node.register(peer)
        # Peers are checked twice a second: one that comes and goes in between isn't reported.
        watcher.first("peer")
        assert node.resolve().was_replaced
        assert node.request("DELETE", f"/nodes/{peer}").status == 200
        watcher.until(lambda: [each for each in watcher.named("peer") if each["peer"] is None], "it is gone")
        # Tests of their own cause the others: for a client that doesn't read, a chain that is full or goes too deep.
        assert {event.name for event in watcher.events} == media["x-events"].keys() - {"missed", "limit", "refused"}
        for event in watcher.events:
            assert description.faults(media["x-events"][event.name], event.data) == [], event
    description.seen.add(("GET", "/events", "200"))
