"""Taking turns: a busy neighbour then slows ours and its peers alike, and ratios hold where rates don't."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Sample = TypeVar("Sample")


@dataclass(frozen=True)
class Spread:
    """The result of several rounds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(statistics.median(values), min(values), max(values))

    @classmethod
    def of_ratios(cls, numerators: Sequence[float], denominators: Sequence[float]) -> "Spread":
        """Each ratio is taken within its round: rounds aren't mixed."""
        return cls.of([above / below for above, below in zip(numerators, denominators, strict=True)])


def in_turn(rounds: int, measures: Mapping[str, Callable[[], Sample]]) -> dict[str, list[Sample]]:
    """Each measure once per round. Every other round runs in reverse, so that none is always first."""
    samples: dict[str, list[Sample]] = {name: [] for name in measures}
    for number in range(rounds):
        names = list(measures) if number % 2 == 0 else list(measures)[::-1]
        for name in names:
            samples[name].append(measures[name]())
    return samples
