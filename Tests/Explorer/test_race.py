"""The race of a 51 % attack, held to published figures and to itself."""

import pytest

from Explorer.javascript import run


def theory(*cases: tuple[float, int]) -> list[float]:
    return run("const { theory } = await load('race.js'); return value.map(([q, z]) => theory(q, z));", cases)


def by_hand(q: float, z: int, most: int = 400) -> float:
    """The same by going through all states of the race: who is ahead, and how many blocks the honest have found."""
    p = 1 - q
    won, states = 0.0, {(0, 1): 1.0}
    for _ in range(most):
        after: dict[tuple[int, int], float] = {}
        for (honest, attacker), share in states.items():
            for each, chance in (((honest + 1, attacker), p), ((honest, attacker + 1), q)):
                if each[0] >= z and each[1] > each[0]:
                    won += share * chance
                elif share * chance > 1e-15:
                    after[each] = after.get(each, 0) + share * chance
        states = after
    return won


def test_the_theory_is_that_of_the_publications():
    # Rosenfeld's table, in percent; Nakamoto's own figures are lower, for instance 0.024 at the first.
    table = {(0.1, 6): 0.059, (0.1, 1): 20, (0.1, 2): 5.6, (0.3, 5): 19.762, (0.2, 4): 6.669}
    for found, wanted in zip(theory(*table), table.values(), strict=True):
        assert 100 * found == pytest.approx(wanted, abs=0.001)
    assert theory((0.5, 12), (0.6, 1)) == [1, 1]


@pytest.mark.parametrize(("share", "z"), [(0.1, 1), (0.2, 3), (0.3, 6)])
def test_the_theory_is_what_comes_of_all_possible_races(share: float, z: int):
    assert theory((share, z))[0] == pytest.approx(by_hand(share, z), abs=1e-6)


@pytest.mark.parametrize(("share", "z"), [(0.1, 1), (0.25, 2), (0.4, 6), (0.45, 12), (0.6, 4)])
def test_many_races_come_near_the_theory(share: float, z: int):
    won = run(
        """
        const { generator, wins } = await load("race.js");
        return wins(value[0], value[1], 20000, generator(7));
        """, [share, z])
    (wanted,) = theory((share, z))
    # Four standard deviations.
    assert won == pytest.approx(wanted, abs=4 * (wanted * (1 - wanted) / 20000) ** 0.5 + 1e-4)


def test_a_race_that_is_watched_ends_as_one_that_is_not():
    races = run(
        """
        const race = await load("race.js");
        return Array.from({ length: 300 }, (_, seed) => {
          const random = race.generator(seed);
          let each = race.begin(0.4, 3);
          while (each.ending === null) each = race.stepped(each, random);
          return [each.ending, race.isWon(0.4, 3, race.generator(seed)), each.honest, each.attacker, each.found.length];
        });
        """)
    for ending, is_won, honest, attacker, found in races:
        assert (ending == "won") is is_won
        assert is_won is (attacker > honest)
        assert honest >= 3 or ending == "lost"
        assert found == honest + attacker - 1 <= 2000
    assert {ending for ending, *_ in races} == {"won", "lost"}
