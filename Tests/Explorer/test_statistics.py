"""What a chain's blocks tell about searches and power, without a browser."""

import math
import random

from Explorer.javascript import run

SEED = 3


def call(name: str, *values):
    return run(f"const all = await load('statistics.js'); return all.{name}(...value);", values)


def test_guesses_are_counted_from_zero_and_a_ledger_s_stand_behind_the_seal():
    assert call("guessesOf", "0", False) == 1
    assert call("guessesOf", "35293", False) == 35294
    assert call("guessesOf", "77" + "60307".zfill(20), True) == 60308
    # Nobody counted up to these, and nothing else is a count.
    for proof in ("9" * 40, "1.5", "-1", "abc", ""):
        assert call("guessesOf", proof, False) is None


def test_every_search_is_in_one_bar_and_the_theory_makes_a_whole():
    bars = call("histogram", [0, 0.1, 0.25, 1, 3.999, 4, 17, 1e9])
    assert [bar["count"] for bar in bars if bar["count"]] == [2, 1, 1, 1, 3]
    assert [bar["from"] for bar in bars if bar["count"]] == [0, 0.25, 1, 3.75, 4]
    assert abs(sum(bar["theory"] for bar in bars) - 1) < 1e-12
    assert abs(bars[0]["theory"] - (1 - math.exp(-0.25))) < 1e-12


def test_searches_without_a_memory_take_an_average_more_after_an_average():
    generator = random.Random(SEED)
    found = call("memory", [generator.expovariate(1) for _ in range(20000)])
    assert abs(found["average"] - 1) < 0.03 and abs(found["more"] - 1) < 0.05
    assert abs(found["late"] / 20000 - math.exp(-1)) < 0.02
    assert call("memory", [0.5]) == {"average": 0.5, "late": 0, "more": None}
    assert call("memory", [])["average"] is None


def test_intervals_have_a_least_length_and_a_middle():
    blocks = [{"index": index, "timestamp": str(time)} for index, time in ((5, 10), (6, 12.5), (7, 12.5), (8, 11))]
    found = call("intervals", blocks)
    assert [each["index"] for each in found] == [6, 7, 8]
    assert [each["seconds"] for each in found] == [2.5, 0.001, 0.001]
    assert (call("median", [3, 1, 2]), call("median", [4, 1, 2, 3]), call("median", [])) == (2, 2.5, None)


def test_an_axis_has_two_ticks_at_least():
    marks = [1, 10, 100, 1000]
    assert call("ticks", 5, 200, marks) == [10, 100]
    assert call("ticks", 20, 30, marks) == [10, 100]
    assert call("ticks", 5, 20, marks) == [1, 10, 100]
    assert call("ticks", 2000, 3000, marks) == [1000]
    assert call("thinned", list(range(7)), 3) == [0, 3, 6]


def test_power_is_work_over_time():
    target = f"{2**240 - 1:064x}"
    headers = [{"index": index, "target": target, "timestamp": index * 2} for index in range(2, 9)]
    found = call("power", headers, 3)
    assert [(each["from"], each["to"]) for each in found] == [(3, 5), (6, 8)]
    assert all(each["seconds"] == 2 and each["power"] == 2**16 / 2 for each in found)
    # Nothing follows from blocks that took no time.
    assert call("power", [{**each, "timestamp": 1} for each in headers], 3) == []


def test_searches_in_the_page_take_what_chance_says():
    found = run(
        """
        const { searches } = await load("searches.js");
        const found = [];
        await searches(1, 400, new AbortController().signal, (guesses) => found.push(...guesses));
        const stopped = AbortSignal.abort();
        await searches(1, 400, stopped, () => found.push(null));
        return found;
        """)
    assert len(found) == 400 and min(found) >= 1
    # The average of 400 searches is within 5 of its deviations, each as large as the average, of 16.
    assert abs(sum(found) / 400 - 16) < 5 * 16 / 20
