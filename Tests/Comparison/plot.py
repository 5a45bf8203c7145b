"""A growth as a picture: one small panel per quantity, both axes logarithmic, in hand-written SVG."""

import math
from collections.abc import Iterator, Sequence
from typing import TypeVar

from Comparison.growth import Growth

Cost = TypeVar("Cost")

PANEL_WIDTH, PANEL_HEIGHT = 345, 230
LEFT, RIGHT, TOP, BOTTOM = 52, 36, 40, 34
COLUMNS = 2

#: The page's own background, so that it is readable on any background.
STYLE = """
  .page { fill: #ffffff } text { fill: #1f2328; font: 12px system-ui, sans-serif }
  .label { paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
  .title { font-weight: 600; font-size: 13px } .tick { fill: #59636e; font-size: 11px }
  .grid { stroke: #d1d9e0; stroke-width: 1 } .guide { stroke: #818b98; stroke-dasharray: 3 4 }
  .line { fill: none; stroke: #0969da; stroke-width: 2 } .point { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #f0f6fc } .tick { fill: #9198a1 }
    .label { stroke: #0d1117 }
    .grid { stroke: #3d444d } .guide { stroke: #656c76 }
    .line { stroke: #4493f8 } .point { fill: #4493f8 }
  }
"""


def svg(growth: Growth[Cost], costs: Sequence[Cost]) -> str:
    by = growth.quantities[0]
    shown = [quantity for quantity in growth.quantities if quantity.panel]
    width, height = COLUMNS * PANEL_WIDTH, math.ceil(len(shown) / COLUMNS) * PANEL_HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">',
        f"<title>{growth.title}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{width}" height="{height}"/>',
    ]
    for number, quantity in enumerate(shown):
        x, y = number % COLUMNS * PANEL_WIDTH, number // COLUMNS * PANEL_HEIGHT
        points = [(float(by.value(cost)), quantity.value(cost) * quantity.unit.per) for cost in costs]
        # Logarithmic axes have no place for none.
        placed = [(left, top) for left, top in points if left > 0 and top > 0]
        if placed:
            panel = _panel(", ".join(filter(None, [quantity.panel, quantity.unit.name])), *map(list, zip(*placed)))
            parts += [f'<g transform="translate({x} {y})">', *panel, "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Axis:
    """Decades between two ends of the paper."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.first = math.floor(math.log10(min(values)))
        self.last = max(math.ceil(math.log10(max(values))), self.first + 1)
        self._start, self._end = start, end

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self.first) / (self.last - self.first)
        return round(self._start + share * (self._end - self._start), 1)

    def decades(self) -> list[float]:
        return [10.0**power for power in range(self.first, self.last + 1)]


def _panel(title: str, numbers: Sequence[float], values: Sequence[float]) -> Iterator[str]:
    x = _Axis(numbers, LEFT, PANEL_WIDTH - RIGHT)
    y = _Axis(values, PANEL_HEIGHT - BOTTOM, TOP)
    yield f'<text class="title" x="{LEFT}" y="20">{title}</text>'
    for decade in x.decades():
        yield f'<path class="grid" d="M{x(decade)} {TOP}V{PANEL_HEIGHT - BOTTOM}"/>'
        yield _text("tick", x(decade), PANEL_HEIGHT - BOTTOM + 17, "middle", f"{decade:,.0f}")
    for decade in y.decades():
        yield f'<path class="grid" d="M{LEFT} {y(decade)}H{PANEL_WIDTH - RIGHT}"/>'
        yield _text("tick", LEFT - 6, y(decade) + 4, "end", f"{decade:,.12g}")
    yield _proportional(x, y, numbers, values)
    points = [(x(number), y(value)) for number, value in zip(numbers, values, strict=True)]
    yield f'<polyline class="line" points="{" ".join(f"{left},{top}" for left, top in points)}"/>'
    for (left, top), value in zip(points, values):
        yield f'<circle class="point" cx="{left}" cy="{top}" r="3"/>'
        # To the left above a rising line; the first would leave the panel there, so it is to the right below.
        is_first = left == points[0][0]
        label_x, label_y, anchor = (left + 7, top + 14, "start") if is_first else (left - 6, top - 7, "end")
        yield _text("label", label_x, label_y, anchor, f"{value:,.0f}" if value >= 100 else f"{value:.2g}")


def _proportional(x: _Axis, y: _Axis, numbers: Sequence[float], values: Sequence[float]) -> str:
    """From the largest number down: what it would be if it were proportional to the number."""
    lowest = y.decades()[0]
    least = max(numbers[0], numbers[-1] * lowest / values[-1])
    start = (x(least), y(values[-1] * least / numbers[-1]))
    return f'<path class="guide" d="M{start[0]} {start[1]}L{x(numbers[-1])} {y(values[-1])}"/>'


def _text(style: str, x: float, y: float, anchor: str, text: str) -> str:
    return f'<text class="{style}" x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}">{text}</text>'
