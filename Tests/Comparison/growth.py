"""What grows by the number of something: the figures that one table and one picture show."""

import dataclasses
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from Comparison.run import Run

Cost = TypeVar("Cost")


@dataclass(frozen=True)
class Unit:
    """How a figure is shown."""

    name: str
    #: How many of it one second, or one byte, has.
    per: float
    digits: int

    def text(self, value: float) -> str:
        """Nothing for what isn't a number: it doesn't apply there."""
        return f"{value * self.per:,.{self.digits}f} {self.name}".rstrip() if value == value else ""


NUMBER = Unit("", 1, 0)
SECONDS, MILLISECONDS, MICROSECONDS = Unit("s", 1, 3), Unit("ms", 1e3, 2), Unit("µs", 1e6, 1)
MEGABYTES, KILOBYTES, BYTES = Unit("MB", 1e-6, 1), Unit("kB", 1e-3, 0), Unit("B", 1, 0)


@dataclass(frozen=True)
class Quantity(Generic[Cost]):
    """One column of the table."""

    heading: str
    unit: Unit
    #: In seconds, or bytes.
    value: Callable[[Cost], float]
    #: The title of its panel in the picture, if it has one.
    panel: str = ""


@dataclass(frozen=True)
class Growth(Generic[Cost]):
    """One table with its picture."""

    by: str
    picture: str
    #: The first is the number that it grows by.
    quantities: Sequence[Quantity[Cost]]
    #: Measures them, by an ascending number.
    costs: Callable[[Run], Iterator[Cost]]
    #: What one has to know to understand the figures.
    note: str

    @property
    def title(self) -> str:
        return f"Growth by {self.by}"

    @property
    def headings(self) -> list[str]:
        return [quantity.heading for quantity in self.quantities]

    def cells(self, cost: Cost) -> list[str]:
        return [quantity.unit.text(quantity.value(cost)) for quantity in self.quantities]

    def terminal_line(self, cells: Sequence[str]) -> str:
        return "  ".join(f"{cell:>{max(len(heading), 11)}}" for heading, cell in zip(self.headings, cells, strict=True))


def medians(costs: Sequence[Cost]) -> Cost:
    """Of several rounds, figure by figure."""
    first = costs[0]
    names = [field.name for field in dataclasses.fields(first)]
    return type(first)(*(statistics.median(getattr(cost, name) for cost in costs) for name in names))
