"""What the benchmarks' table says follows from the measurements, and what is measured is what it says."""

import dataclasses
import json
import math
import re
import shutil
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from Comparison import document, plot, serving
from Comparison.accepting import clients_of
from Comparison.growth import MILLISECONDS, NUMBER, Growth, Quantity, medians
from Comparison.probe import latencies, percentile
from Comparison.report import Report
from Comparison.run import Chains, Run
from Comparison.scale import QUICK
from Comparison.table import Row, Section, at_least, left_out, markdown, under
from Comparison.turns import Spread, in_turn
from Comparison.validating import as_tutorial_node_sends
from Comparison.yardsticks import Yardsticks
from support.chains import forged_chain, is_valid_chain
from support.nodes import DIFFICULTY
from support.peers import chain_text
from support.waiting import eventually


@dataclass(frozen=True)
class Point:
    """What grows in these tests."""

    number: float
    seconds: float


POINTS = Growth(
    by="points",
    picture="points.svg",
    quantities=[
        Quantity("points", NUMBER, lambda point: point.number),
        Quantity("time", MILLISECONDS, lambda point: point.seconds, "time"),
    ],
    costs=lambda run: iter([]),
    note="A note.",
)


#: One that reaches an aim of 0.9, and one that misses it.
RATIOS = Spread(1, 0.9, 1.1), Spread(0.5, 0.4, 0.6)


def test_ratios_are_taken_within_each_round():
    assert Spread.of_ratios([10, 40, 90], [10, 20, 30]) == Spread(median=2, least=1, most=3)


def test_every_other_round_goes_backwards():
    order = []
    samples = in_turn(3, {name: lambda name=name: order.append(name) or len(order) for name in "ab"})
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert samples == {"a": [1, 4, 5], "b": [2, 3, 6]}


@pytest.mark.parametrize(("median", "is_reached"), [(0.9, True), (0.899, False), (2, True)])
def test_an_aim_is_reached_or_not(median, is_reached):
    assert at_least(0.9, Spread(median, 0, 9)).is_reached == is_reached


def test_a_time_has_to_be_under_its_bound():
    assert under(10, "ms", 9.99).is_reached
    assert not under(10, "ms", 10).is_reached


def test_a_missed_aim_is_said_to_be_missed_unless_nothing_is_judged():
    ratio = Spread(0.5, 0.4, 0.6)
    section = Section("A title", [Row("what", "1 /s", "a peer", "2 /s", ratio, at_least(0.9, ratio))])
    assert "| 0.50 (0.40 to 0.60) | **≥ 0.9: MISSED** |" in markdown(section, is_judged=True)
    assert "MISSED" not in markdown(section, is_judged=False)


def test_what_is_left_out_says_why():
    assert left_out("wrk", "it is not there").cells(is_judged=True)[:3] == ["wrk", "left out", "it is not there"]


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile([5, 1, 4, 2, 3], 50) == 3
    assert percentile(list(range(1, 101)), 99) == 99
    assert percentile([7], 99) == 7


def test_of_rounds_each_figure_has_its_own_median():
    assert medians([Point(1, 9), Point(1, 7), Point(1, 8)]) == Point(1, 8)


def test_a_figure_is_in_its_unit_and_one_that_does_not_apply_is_left_out():
    assert POINTS.cells(Point(1_000, 0.002)) == ["1,000", "2.00 ms"]
    assert POINTS.cells(Point(1_000, math.nan)) == ["1,000", ""]


def test_the_plot_is_a_picture_without_a_program():
    picture = ElementTree.fromstring(plot.svg(POINTS, [Point(number, number * 1.5) for number in (1, 4, 16)]))
    tags = {element.tag.rsplit("}", 1)[-1] for element in picture.iter()}
    assert tags == {"svg", "title", "style", "rect", "g", "text", "path", "polyline", "circle"}


def test_the_plot_leaves_out_what_has_no_logarithm():
    costs = [Point(0, 1), Point(1, 0), Point(2, math.nan), Point(3, 1), Point(4, 1)]
    assert plot.svg(POINTS, costs).count("<circle") == 2
    assert plot.svg(POINTS, costs[:3]).count("<circle") == 0


def test_one_growth_takes_its_place_in_the_document(tmp_path):
    place = tmp_path / document.NAME
    report = Report(Run(QUICK, tmp_path, Yardsticks(tmp_path), Chains(tmp_path)))
    facts = [("processor", "a slow one")]
    document.write(tmp_path, report, facts)
    for seconds in (0.001, 0.002):
        report.growths = [(POINTS, [Point(1, seconds), Point(2, seconds)])]
        document.replace(tmp_path, report, facts)
    text = place.read_text()
    assert "| 2 | 2.00 ms |" in text and "1.00 ms" not in text
    assert re.findall("(?m)^## (.*)$", text) == [POINTS.title, "How it is measured"]
    assert (tmp_path / POINTS.picture).exists()
    with pytest.raises(AssertionError, match="another processor"):
        document.replace(tmp_path, report, [("processor", "a fast one")])
    assert place.read_text() == text


def test_one_table_takes_its_place_in_the_document_and_is_counted_with_the_others(tmp_path):
    report = Report(Run(dataclasses.replace(QUICK, is_quick=False), tmp_path, Yardsticks(tmp_path), Chains(tmp_path)))
    reached, missed = ([Row("… what", "1 /s", "a peer", "2 /s", ratio, at_least(0.9, ratio))] for ratio in RATIOS)
    report.sections = [Section("One", reached), Section("Two", [*missed, Row("more", "3 s")])]
    report.growths = [(POINTS, [Point(1, 1), Point(2, 2)])]
    document.write(tmp_path, report, [])
    place = tmp_path / document.NAME
    assert "Of 2 aims, 1 were reached. Missed:\n\n- Two; what beside a peer: 0.50, aimed at ≥ 0.9\n" in place.read_text()
    report.growths = []
    report.sections = [Section("Three", missed), Section("Two", reached)]
    document.replace(tmp_path, report, [])
    text = place.read_text()
    assert re.findall("(?m)^## (.*)$", text) == ["One", "Two", "Three", POINTS.title, "How it is measured"]
    assert "Of 3 aims, 2 were reached. Missed:\n\n- Three; what beside a peer: 0.50, aimed at ≥ 0.9\n\n|" in text


def test_connections_ask_once_and_stay(node):
    before = node.open_sockets()
    with clients_of(node, "/health", 3):
        assert node.open_sockets() == before + 3
    eventually(lambda: node.open_sockets() == before, "they are closed")


def test_a_chain_is_rewritten_as_a_tutorial_node_sends_it(tutorial_node):
    tutorial_node.mine()
    sent = tutorial_node.get("/chain").body
    assert as_tutorial_node_sends(json.dumps(json.loads(sent)).encode()) == sent
    ours = forged_chain(3)
    assert is_valid_chain(json.loads(as_tutorial_node_sends(chain_text(ours)))["chain"], DIFFICULTY)


def test_latencies_are_taken_until_it_is_over(node):
    asked = iter([False] * 20 + [True])
    assert len(latencies(node, lambda: next(asked))) == 20


@pytest.mark.skipif(shutil.which("cc") is None, reason="cc is not installed")
@pytest.mark.parametrize("mode", ["stock", "tuned"])
def test_the_bare_server_sends_what_a_node_sends(node, tmp_path, mode):
    node.mine()
    get_body, post_body = tmp_path / "get", tmp_path / "post"
    answer = node.get("/chain")
    get_body.write_bytes(answer.body)
    post_body.write_bytes(b"accepted")
    with Yardsticks(tmp_path).running_evhttp(mode, get_body, post_body, answer.header("ETag")) as server:
        serving.assert_same_answer(node, server, "/chain")
        answer = server.post("/transactions/new", {"any": "body"})
        assert (answer.status, answer.body) == (201, b"accepted")
