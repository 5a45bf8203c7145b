"""A soak in short, and what judges one."""

import xml.etree.ElementTree as XML
from dataclasses import replace

import pytest

from Soak import document, picture
from Soak.load import Rates, Tally
from Soak.run import soak
from Soak.sampling import Sample
from Soak.verdict import LONG_ENOUGH, MIB, Restart, Run, chain_cost, growth, kept, lost_and_twice, violations

RATES = Rates(payments=50, readings=20)
REST = Sample(seconds=0, memory=30 * MIB, kernel=0, descriptors=17, threads=4, disk=MIB, chain=1_000)


@pytest.mark.alone
@pytest.mark.measured
@pytest.mark.limit(180)
def test_three_nodes_under_load_and_restarts_lose_nothing_and_agree() -> None:
    run = soak(20, RATES)
    assert len(run.restarts) == 2
    assert len(run.tally.acknowledged) > 100
    assert violations(run) == []
    assert "What is not" in document.text(run, RATES, "the clients")
    XML.fromstring(picture.svg(run.samples))


def made_up(more_per_hour: float = 0, **changes) -> Run:
    """An hour in which the chain grows by 10 MiB, each byte of which costs three of memory, with peaks between."""
    samples = []
    for second in range(0, 3600, 5):
        chain = 1_000 + 10 * MIB * second // 3600
        peak = 20 * MIB if second % 15 else 0
        memory = 30 * MIB + 3 * (chain - 1_000) + int(more_per_hour * MIB * second / 3600) + peak
        samples.append(replace(REST, seconds=second, memory=memory, chain=chain))
    end = replace(REST, memory=60 * MIB, chain=1_000 + 10 * MIB)
    run = Run(
        seconds=3600, tally=Tally("alice"), samples={"node 1": samples, "node 2": samples[::2], "node 3": samples[1:]},
        restarts=[Restart("node 2", "SIGKILL", 0.1, 0.5)], before={"node 1": REST}, after={"node 1": end}, fresh=end,
        blocks=700, lost=[], twice=[],
    )
    return replace(run, **changes)


@pytest.mark.check
def test_what_the_chain_costs_is_no_growth():
    run = made_up()
    assert chain_cost(run) == pytest.approx(3)
    assert growth(run) == pytest.approx(0, abs=0.1)
    assert kept(run) == 0
    assert violations(run) == []


@pytest.mark.check
def test_what_grows_beyond_the_chain_is_found():
    assert growth(made_up(12)) == pytest.approx(12, abs=0.3)
    assert violations(made_up(12)) == ["node 1's memory grows by 12.0 MiB an hour beyond its chain"]
    assert violations(made_up(12, seconds=LONG_ENOUGH - 1)) == []


@pytest.mark.check
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lost": [7, 8]}, "2 acknowledged payments are lost, say [7, 8]"),
        ({"twice": [9]}, "1 payments were mined twice, say [9]"),
        ({"problems": ["node 2 logged: error"]}, "node 2 logged: error"),
        ({"tally": Tally("alice", failures=["GET /chain: 500"])}, "1 requests failed, say GET /chain: 500"),
        ({"tally": Tally("alice", slowest=11)}, "a request took 11.0 s"),
        (
            {"restarts": [Restart("node 3", "SIGTERM", 0.1, 21)]},
            "node 3 and the others agreed 21.0 s after SIGTERM",
        ),
        (
            {"after": {"node 1": replace(REST, memory=60 * MIB, descriptors=30)}},
            "node 1 has 30 descriptors, 17 before",
        ),
        ({"after": {"node 1": replace(REST, memory=60 * MIB, threads=30)}}, "node 1 has 30 threads, 4 before"),
        ({"after": {"node 1": replace(REST, memory=90 * MIB)}}, "node 1 has 30 MiB more than a fresh process"),
    ],
)
def test_each_violation_is_said(changes, words):
    assert violations(made_up(**changes)) == [words]


@pytest.mark.check
def test_payments_are_counted_once():
    assert lost_and_twice({1, 2, 3}, [3, 1, 3, 4, 4]) == ([2], [3, 4])


@pytest.mark.check
def test_the_picture_is_small_and_has_a_line_of_each_node_in_each_panel():
    text = picture.svg(made_up().samples)
    assert len(text) < 60_000
    lines = [each for each in XML.fromstring(text).iter() if each.tag.endswith("polyline")]
    assert len(lines) == 18


@pytest.mark.check
@pytest.mark.parametrize(("most", "expected"), [(4, 1), (17, 5), (60, 20), (0.9, 0.5), (1, 0.5), (130, 50)])
def test_steps_of_an_axis_are_round(most, expected):
    assert picture.step(most) == expected


@pytest.mark.check
def test_what_is_not_as_it_has_to_be_is_bold():
    text = document.text(made_up(lost=[5]), RATES, "the clients")
    assert "| lost | **1** | 0 |" in text
    assert "- 1 acknowledged payments are lost, say [5]" in text
    assert "**" not in document.text(made_up(), RATES, "the clients").replace("**bold**", "")
