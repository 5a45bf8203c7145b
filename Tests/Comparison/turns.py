"""Measuring in turn: a busy neighbour then slows ours and its peers alike, and ratios hold where rates don't."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Sample = TypeVar("Sample")


@dataclass(frozen=True)
class Spread:
    """What came of several rounds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(statistics.median(values), min(values), max(values))

    @classmethod
    def of_ratios(cls, numerators: Sequence[float], denominators: Sequence[float]) -> "Spread":
        """Each ratio within its round: rounds are not mixed."""
        return cls.of([above / below for above, below in zip(numerators, denominators, strict=True)])


def in_turn(rounds: int, measures: Mapping[str, Callable[[], Sample]]) -> dict[str, list[Sample]]:
    """Each measure once a round. Every other round goes backwards, so that none is always the first."""
    samples: dict[str, list[Sample]] = {name: [] for name in measures}
    for number in range(rounds):
        names = list(measures) if number % 2 == 0 else list(measures)[::-1]
        for name in names:
            samples[name].append(measures[name]())
    return samples
