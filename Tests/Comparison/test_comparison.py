"""What the benchmarks' table says follows from the measurements, and what is measured is what it says."""

import json
import shutil
from xml.etree import ElementTree

import pytest

from Comparison import plot, serving
from Comparison.growing import Cost
from Comparison.probe import latencies, percentile
from Comparison.table import Row, Section, at_least, left_out, markdown, under
from Comparison.turns import Spread, in_turn
from Comparison.validating import as_tutorial_node_sends
from Comparison.yardsticks import Yardsticks
from support.chains import forged_chain, is_valid_chain
from support.nodes import DIFFICULTY
from support.peers import chain_text


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


def test_the_plot_is_a_picture_without_a_program():
    costs = [Cost(blocks, *[blocks * 1.5] * 7) for blocks in (1_000, 10_000, 100_000)]
    tags = {element.tag.rsplit("}", 1)[-1] for element in ElementTree.fromstring(plot.svg(costs)).iter()}
    assert tags <= {"svg", "title", "style", "rect", "g", "text", "path", "polyline", "circle"}


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
