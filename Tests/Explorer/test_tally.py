"""Guesses in slow motion, without a browser."""

import hashlib

from Explorer.javascript import run

PROBLEM = {"before": "100", "after": "9bd58252bbed62b0af795f7c177c9b115bbb161f41df0ac728443cfb2b9e2067"}


def zeros(number: int) -> int:
    digest = hashlib.sha256(f"{PROBLEM['before']}{number}{PROBLEM['after']}".encode()).hexdigest()
    return len(digest) - len(digest.lstrip("0"))


def tally(difficulty: int, *counts: int) -> dict:
    script = """
        const { begin, tried } = await load("tally.js");
        return value.counts.reduce(tried, begin(value.problem, value.difficulty));
        """
    return run(script, {"problem": PROBLEM, "difficulty": difficulty, "counts": counts})


def test_guesses_are_counted_by_their_zeros_however_many_are_made_at_once():
    found = tally(8, 1, 8, 91, 1900)
    numbers = range(2000)
    assert found["next"] == 2000 and found["found"] is None
    assert found["counts"] == [sum(min(zeros(n), 6) == k for n in numbers) for k in range(7)]
    best = max(numbers, key=lambda n: (zeros(n), -n))
    assert found["best"] == {"number": best, "zeros": zeros(best)}
    assert [line["number"] for line in found["lines"]] == list(range(1999, 1987, -1))
    assert [line["zeros"] for line in found["lines"]] == [zeros(n) for n in range(1999, 1987, -1)]


def test_it_ends_with_the_first_proof():
    proof = next(n for n in range(10**6) if zeros(n) >= 2)
    found = tally(2, 5000, 5000)
    assert (found["found"], found["next"], found["lines"][0]["number"]) == (proof, proof + 1, proof)
    assert sum(found["counts"]) == proof + 1


def test_the_shares_of_the_theory_make_a_whole():
    shares = run(
        """
        const { theory, mostCounted } = await load("tally.js");
        return Array.from({ length: mostCounted + 1 }, (_, zeros) => theory(zeros));
        """)
    assert abs(sum(shares) - 1) < 1e-12
    assert shares[0] == 15 / 16 and shares[1] == 15 / 256
