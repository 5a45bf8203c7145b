"""A soak in short, and what judges one."""

import socket
import threading
import xml.etree.ElementTree as XML
from dataclasses import replace
from types import SimpleNamespace

import pytest
from support.waiting import SOON

from Soak import document, picture, run
from Soak.load import Client, Rates, Tally, _watch, clients
from Soak.sampling import Sample, sampling
from Soak.verdict import LONG_ENOUGH, MIB, Restart, Run, chain_cost, growth, kept, lost_and_twice, violations

RATES = Rates(payments=50, readings=20)
REST = Sample(seconds=0, memory=30 * MIB, kernel=0, descriptors=17, threads=4, disk=MIB, chain=1_000)


@pytest.mark.alone
@pytest.mark.measured
@pytest.mark.limit(180)
def test_three_nodes_under_load_and_restarts_lose_nothing_and_agree() -> None:
    done = run.soak(20, RATES)
    assert len(done.tally.acknowledged) > 100
    assert violations(done) == []
    assert "What is not" in document.text(done, RATES, "the clients")
    XML.fromstring(picture.svg(done.samples))


@pytest.mark.check
def test_a_look_for_payments_that_never_succeeds_ends(monkeypatch):
    def changes_between_two_pages(_):
        raise AssertionError("a page has changed")

    monkeypatch.setattr(run, "pending", changes_between_two_pages)
    monkeypatch.setattr(run, "AGREEMENT", 0.1)
    place = SimpleNamespace(name="node 1", node=None)
    with pytest.raises(AssertionError, match="in vain until node 1 has each of 1 acknowledged payments"):
        run._look_for(tally(), [place])


@pytest.mark.check
def test_what_ends_a_client_ends_the_run():
    with pytest.raises(ZeroDivisionError), clients([Standing()], Rates(payments=0, readings=1), "alice"):
        pass


@pytest.mark.check
def test_what_ends_the_sampling_ends_the_run():
    place = Standing()
    with pytest.raises(AttributeError), sampling([place], 0.001):
        assert place.was_looked_at.wait(SOON)


@pytest.mark.check
def test_a_watcher_that_connects_at_the_end_does_not_wait_for_events():
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = Standing(server.getsockname()[1])
        client = Client(place, tally(), over)
        # The end comes between the look whether it has come and the connection: nothing can be interrupted yet.
        place.is_up.wait = lambda _: over.set() or True
        _watch(client, 0)
        asked, _ = server.accept()
        with asked:
            assert asked.recv(1) == b""


class Standing:
    """A place whose node answers nothing."""

    def __init__(self, port: int = 1) -> None:
        self.name, self.epoch, self.is_up = "node 1", 0, threading.Event()
        self.was_looked_at = threading.Event()
        self._node = SimpleNamespace(host="127.0.0.1", port=port, address=f"127.0.0.1:{port}", is_running=True)

    @property
    def node(self) -> SimpleNamespace:
        self.was_looked_at.set()
        return self._node


def tally(**changes) -> Tally:
    return Tally(**{"payer": "alice", "acknowledged": {7}, "events": 1} | changes)


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
        seconds=3600, tally=tally(), samples={"node 1": samples, "node 2": samples[::2], "node 3": samples[1:]},
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
        ({"tally": tally(failures=["GET /chain: 500"])}, "1 requests failed, say GET /chain: 500"),
        ({"tally": tally(slowest=11)}, "a request took 11.0 s"),
        ({"tally": tally(acknowledged=set())}, "no payment was acknowledged"),
        ({"tally": tally(events=0)}, "no event was received"),
        ({"restarts": []}, "no node was restarted"),
        ({"samples": {"node 1": [REST, replace(REST, seconds=3000)]}}, "node 1 was looked at for 3000 s of 3600 s"),
        ({"samples": {"node 1": []}}, "node 1 was looked at for 0 s of 3600 s"),
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
