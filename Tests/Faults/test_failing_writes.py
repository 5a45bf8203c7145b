"""Writes that fail: the request is refused, the stored data is still served, and nothing else ever follows."""

import errno
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from Faults.durable import DIFFICULTY, DurableNode, assert_verified, durable_node, node_command
from Faults.ledger import RIVAL, Ledger, names_of, payment
from Faults.load import Load, Rival
from Faults.prepared import OPERATIONS, Prepared, State
from Faults.shim import Shim
from support.chains import forge, transactions_of
from support.nodes import Program
from support.waiting import eventually
from support.wire import Answer

#: The answer to a request when the disk reports this.
STATUS = {errno.ENOSPC: 507, errno.EDQUOT: 507, errno.EFBIG: 507, errno.EIO: 503, errno.EROFS: 503}


@pytest.fixture
def data(prepared, tmp_path) -> Path:
    prepared.copy(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def shim(data, make_shim) -> Shim:
    return make_shim(data)


#: Makes a request that changes something, something else each time.
Request = Callable[[Prepared, DurableNode, int], tuple[str, str, Any]]


def paying(prepared: Prepared, node: DurableNode, n: int) -> tuple[str, str, Any]:
    return "POST", "/transactions/new", payment(f"payment {n}")


def mining(prepared: Prepared, node: DurableNode, n: int) -> tuple[str, str, Any]:
    return "GET", "/mine", None


def resolving(prepared: Prepared, node: DurableNode, n: int) -> tuple[str, str, Any]:
    chain = node.chain()
    longer = chain[: len(chain) - 2]
    while len(longer) <= len(chain):
        longer = forge(longer, [payment(f"theirs {n}", RIVAL)], DIFFICULTY)
    prepared.served = longer
    return "GET", "/nodes/resolve", None


def registering(prepared: Prepared, node: DurableNode, n: int) -> tuple[str, str, Any]:
    return "POST", "/nodes/register", {"nodes": [f"127.0.0.1:{n}"]}


#: The database's log is not full: no commit copies it.
PREPARED = pytest.mark.parametrize("prepared", [False], indirect=True, ids=[""])
REQUESTS = pytest.mark.parametrize("request_of", [paying, mining, resolving, registering])
ERRORS = pytest.mark.parametrize("error", STATUS, ids=errno.errorcode.get)


def assert_refused(answer: Answer | None, error: int, call: str) -> None:
    assert answer is not None, f"no answer when {call} fails"
    assert answer.status == STATUS[error], f"{answer.status} when {call} fails: {answer.body!r}"
    assert answer.error.endswith("."), f"no sentence: {answer.error}"

@pytest.mark.limit(600)
@PREPARED
@REQUESTS
@ERRORS
def test_what_cannot_be_kept_is_refused_until_it_can(prepared, data, shim, points, chance, request_of, error):
    with durable_node(data, shim=shim) as node:
        for call in points:
            request = request_of(prepared, node, call)
            before = State.of(node)
            shim.fail_from(call, error, torn=chance.random() < 0.5)
            answer = node.ask(*request)
            if answer.status in (200, 201):
                break
            assert_refused(answer, error, shim.names()[call - 1])
            assert State.of(node) == before
            node.assert_serves()
            assert_refused(node.ask(*request_of(prepared, node, 10_000 + call)), error, "all that follows")
            shim.disarm()
            assert State.of(node) == before
            assert node.ask(*request).status in (200, 201)
            assert State.of(node) != before
        assert call > 1, "nothing failed: this run proved too little"
        after = State.of(node)
        node.kill()
    assert_verified(data)
    with durable_node(data) as node:
        assert State.of(node) == after
        assert node.mine()["index"] == len(after.chain) + 1


@pytest.mark.limit(600)
@PREPARED
@REQUESTS
def test_one_write_that_fails_harms_one_request(prepared, data, shim, points, chance, request_of):
    with durable_node(data, shim=shim) as node:
        for call in points:
            request = request_of(prepared, node, call)
            before = State.of(node)
            shim.fail_once(call, errno.EIO, torn=chance.random() < 0.5)
            answer = node.ask(*request)
            if answer.status in (200, 201):
                break
            assert_refused(answer, errno.EIO, shim.names()[call - 1])
            assert State.of(node) == before
            assert node.ask(*request).status in (200, 201)
        assert call > 1, "nothing failed: this run proved too little"
        after = State.of(node)
        node.kill()
    assert_verified(data)
    with durable_node(data) as node:
        assert State.of(node) == after


@pytest.mark.limit(1_800)
@OPERATIONS
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
@pytest.mark.parametrize("is_once", [False, True], ids=["from then on", "once"])
def test_answers_hold_through_a_crash_when_writes_fail(
    prepared, tmp_path, make_shim, points, chance, operation, error, is_once
):
    """What was refused is not there. What was acknowledged is, though the log could not be copied."""
    data = tmp_path / "data"
    shim = make_shim(data)
    for call in points:
        prepared.copy(data)
        shim.disarm()
        with durable_node(data, shim=shim) as node:
            fail = shim.fail_once if is_once else shim.fail_from
            fail(call, error, torn=chance.random() < 0.5)
            answer = node.ask(operation.method, operation.target, operation.value)
            node.kill()
        if not shim.has_struck:
            break
        failed = shim.names()[call - 1]
        assert answer is not None, f"no answer when {failed} fails"
        assert_verified(data)
        with durable_node(data) as node:
            state = State.of(node)
        is_done = operation.is_done(prepared, state)
        assert is_done or state == prepared.state, f"neither old nor new when {failed} fails"
        # A failed sync leaves everything written. It is overwritten at once, unless that fails as well.
        is_unsure = b"may find it kept" in answer.body
        assert not (is_unsure and is_once), "a commit that could be overwritten was not"
        if not is_unsure:
            assert is_done == (answer.status in (200, 201)), f"{answer.status} when {failed} fails"
    assert call > 1, "nothing failed: this run proved too little"


@pytest.mark.limit(1_800)
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_start_that_fails_says_so_and_does_no_harm(prepared, tmp_path, make_shim, points, chance, error):
    """It may also succeed, and the node serve what it has; then it ends as usual."""
    data = tmp_path / "data"
    shim = make_shim(data)
    for call in points:
        prepared.copy(data)
        shim.fail_from(call, error, torn=chance.random() < 0.5)
        program = Program(node_command(data, shim=shim))
        try:
            eventually(lambda: "\n" in program.output or not program.is_running, f"{program} listens or ends")
            if program.stop() != 0:
                assert program.process.returncode == 1, program.report()
                assert re.fullmatch(r"forgechain: [^\n]+\n", program.errors), program.report()
        finally:
            program.kill()
        with durable_node(data) as node:
            assert State.of(node) == prepared.state, f"started when {shim.names()[call - 1]} failed"
        if not shim.has_struck:
            break
    assert call > 1, "nothing failed: this run proved too little"


@pytest.mark.limit(120)
def test_a_disk_that_is_full_at_times_under_load(tmp_path, make_shim, chance):
    """Many requests share a commit that fails: each is told, and none is half there."""
    data = tmp_path / "data"
    shim = make_shim(data)
    ledger = Ledger()
    with closing(Rival(ledger)) as rival, durable_node(data, shim=shim) as node:
        node.register(rival.address)
        load = Load(node, rival, ledger, "full", chance, refusal=STATUS[errno.ENOSPC])
        load.start()
        try:
            for _ in range(15):
                refused, accepted = len(ledger.refused), len(ledger.accepted)
                shim.fail_from(chance.randint(1, 40), errno.ENOSPC, torn=chance.random() < 0.5)
                load.wait(lambda refused=refused: len(ledger.refused) > refused + 20)
                known = set(ledger.refused)
                page = node.get("/transactions/pending?limit=1000").json()
                assert known.isdisjoint(names_of(page["transactions"] + transactions_of(node.chain())))
                shim.disarm()
                load.wait(lambda accepted=accepted: len(ledger.accepted) > accepted + 20)
        finally:
            load.end()
        ledger.check(node.chain(), node.pending())
        state = State.of(node)
        node.kill()
    assert_verified(data)
    with durable_node(data) as node:
        assert State.of(node) == state
        while node.pending():
            node.mine()
        ledger.check(node.chain(), node.pending())
