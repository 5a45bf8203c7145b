"""What was measured so far, printed as it comes."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from Comparison import growing
from Comparison.run import Run
from Comparison.table import HEADINGS, Row, Section, left_out, terminal_line
from Comparison.yardsticks import NotInstalled


@dataclass
class Report:
    run: Run
    sections: list[Section] = field(default_factory=list)
    costs: list[growing.Cost] = field(default_factory=list)
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

    def add_growth(self) -> None:
        self._print(f"\n{growing.TITLE}\n{growing.terminal_line(growing.HEADINGS)}")
        with self._noted(growing.TITLE):
            for cost in growing.costs(self.run):
                self.costs.append(cost)
                self._print(growing.terminal_line(cost.cells()))

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
