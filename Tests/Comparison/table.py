"""The table: rows as they are measured, on the terminal and as Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from Comparison.turns import Spread


@dataclass(frozen=True)
class Aim:
    """An aim, and whether it was reached."""

    bound: str
    is_reached: bool

    def __str__(self) -> str:
        return f"{self.bound}: {'reached' if self.is_reached else 'MISSED'}"


def at_least(bound: float, ratio: Spread) -> Aim:
    return Aim(f"≥ {bound:g}", ratio.median >= bound)


def at_most(bound: float, figure: float) -> Aim:
    return Aim(f"≤ {bound:g}", figure <= bound)


def under(bound: float, unit: str, figure: float) -> Aim:
    return Aim(f"< {bound:g} {unit}", figure < bound)


@dataclass(frozen=True)
class Row:
    """One figure, and what it is compared with."""

    what: str
    ours: str
    peer: str = ""
    theirs: str = ""
    #: How many times as fast ours is: more is better, even where the figures are times.
    ratio: Spread | None = None
    aim: Aim | None = None

    def cells(self, is_judged: bool) -> list[str]:
        aim = str(self.aim) if self.aim and is_judged else ""
        return [self.what, self.ours, self.peer, self.theirs, ratio_text(self.ratio), aim]


def left_out(what: str, why: str) -> Row:
    return Row(what, "left out", peer=why)


def ratio_text(ratio: Spread | None) -> str:
    if ratio is None:
        return ""
    digits = 2 if ratio.median < 10 else 1 if ratio.median < 100 else 0
    if ratio.least == ratio.most:
        return f"{ratio.median:.{digits}f}"
    return f"{ratio.median:.{digits}f} ({ratio.least:.{digits}f} to {ratio.most:.{digits}f})"


HEADINGS = ["what", "ours", "beside", "its figure", "ratio", "aim"]
_WIDTHS = [52, 12, 36, 12, 22, 0]
#: Figures are aligned to the right, words to the left.
_IS_FIGURE = [False, True, False, True, True, False]


@dataclass
class Section:
    title: str
    rows: list[Row] = field(default_factory=list)


def terminal_line(cells: Iterable[str]) -> str:
    shown = [
        f"{cell:>{width}}" if is_figure else f"{cell:<{width}}"
        for cell, width, is_figure in zip(cells, _WIDTHS, _IS_FIGURE, strict=True)
    ]
    return "  ".join(shown).rstrip()


def markdown_table(headings: list[str], is_figure: list[bool], lines: Iterable[list[str]]) -> str:
    rule = ["--:" if right else "---" for right in is_figure]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [headings, rule, *lines])


def markdown(section: Section, is_judged: bool) -> str:
    lines = []
    for row in section.rows:
        cells = row.cells(is_judged)
        if row.aim and is_judged and not row.aim.is_reached:
            cells[-1] = f"**{cells[-1]}**"
        lines.append(cells)
    return f"## {section.title}\n\n{markdown_table(HEADINGS, _IS_FIGURE, lines)}\n"
