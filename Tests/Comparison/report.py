"""What was measured so far, printed as it comes."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from Comparison.growth import Growth
from Comparison.run import Run
from Comparison.table import HEADINGS, Row, Section, left_out, terminal_line
from Comparison.yardsticks import NotInstalled


@dataclass
class Report:
    run: Run
    sections: list[Section] = field(default_factory=list)
    growths: list[tuple[Growth, list[Any]]] = field(default_factory=list)
    #: Titles of what could not be measured; an error was printed for each.
    failures: list[str] = field(default_factory=list)

    def add(self, title: str, rows: Callable[[Run], Iterator[Row]]) -> None:
        """A section of the table. Rows that need what the machine lacks are left out; any other error is a failure of
        the run."""
        section = Section(title)
        self.sections.append(section)
        self._print(f"\n{title}\n{terminal_line(HEADINGS)}")
        with self._noted(title):
            try:
                for row in rows(self.run):
                    self._add(row, section)
            except NotInstalled as reason:
                self._add(left_out("all of it", str(reason)), section)

    def add_growth(self, growth: Growth) -> None:
        """A table and a picture, which are left out when the machine lacks what they need."""
        self._print(f"\n{growth.title}\n{growth.terminal_line(growth.headings)}")
        costs: list[Any] = []
        with self._noted(growth.title):
            try:
                for cost in growth.costs(self.run):
                    costs.append(cost)
                    self._print(growth.terminal_line(growth.cells(cost)))
            except NotInstalled as reason:
                self._print(f"left out: {reason}")
        if costs:
            self.growths.append((growth, costs))

    def _add(self, row: Row, section: Section) -> None:
        section.rows.append(row)
        self._print(terminal_line(row.cells(is_judged=not self.run.scale.is_quick)))

    @contextmanager
    def _noted(self, title: str) -> Iterator[None]:
        try:
            yield
        except Exception:
            traceback.print_exc()
            self.failures.append(title)

    @staticmethod
    def _print(text: str) -> None:
        print(text, flush=True)
