"""Requests to the server, to the letter: each of the tables', played against a node."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.limits import limits
from support.nodes import Node
from support.smuggling import PAYMENT
from support.wire import Answer

from Conformance.cases import Case, Then
from Conformance.every_case import QUICK, SLOW
from Conformance.playing import play

SMUGGLED_PAYMENT = json.loads(PAYMENT)

#: As long as the other servers take.
SHARED_NODE_FLAGS = limits(payment_bytes=1 << 20)


@pytest.fixture
def unharmed_node(shared_node: Node) -> Iterator[Node]:
    """A node that still serves after the test, and into which no payment was smuggled."""
    yield shared_node
    shared_node.assert_serves()
    if shared_node.get("/transactions/pending").json()["total"]:
        assert SMUGGLED_PAYMENT not in shared_node.mined_payments()


@pytest.mark.parametrize("case", QUICK, ids=str)
def test_a_request_is_answered_to_the_letter(unharmed_node: Node, case: Case) -> None:
    tag = unharmed_node.get("/chain").header("ETag") or ""
    answers = play(case, unharmed_node.connect, tag.encode())
    assert_answers_of_ours(case, answers)


@pytest.mark.limit(120)
@pytest.mark.parametrize("size", [1, 2, 7])
def test_it_does_not_matter_how_a_request_is_cut(unharmed_node: Node, size: int) -> None:
    tag = (unharmed_node.get("/chain").header("ETag") or "").encode()

    def complaint(case: Case) -> str | None:
        try:
            play(case.in_pieces(size), unharmed_node.connect, tag)
        except (AssertionError, OSError) as error:
            return f"{case}: {error}"
        return None

    with ThreadPoolExecutor(8) as pool:
        complaints = [each for each in pool.map(complaint, QUICK) if each]
    assert complaints == [], "\n".join(complaints)


def assert_answers_of_ours(case: Case, answers: list[Answer]) -> None:
    """What holds for every answer of a node: a date, and in a refusal the reason and what becomes of the connection."""
    for number, answer in enumerate(answers):
        assert answer.header("Date"), f"no Date: {answer.headers}"
        if answer.status >= 400 and case.method(number) != "HEAD":
            assert answer.error
    if answers and answers[-1].status >= 400 and case.then is Then.ENDS:
        assert answers[-1].header("Connection") == "close", answers[-1].headers


@pytest.mark.check
def test_no_two_cases_have_the_same_name() -> None:
    names = Counter(map(str, [*QUICK, *SLOW]))
    assert [name for name, count in names.items() if count > 1] == []
