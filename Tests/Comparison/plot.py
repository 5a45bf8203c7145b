"""The growth as a picture: one small panel per quantity, both axes logarithmic, in hand-written SVG."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from Comparison.growing import Cost


@dataclass(frozen=True)
class Line:
    """What one panel shows."""

    title: str
    unit: str
    values: list[float]


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


def svg(costs: Sequence[Cost]) -> str:
    blocks = [float(cost.blocks) for cost in costs]
    lines = [
        Line("start, to the first request", "s", [cost.start_seconds for cost in costs]),
        Line("GET /nodes/resolve from a peer", "s", [cost.resolve_seconds for cost in costs]),
        Line("GET /chain", "s", [cost.chain_seconds for cost in costs]),
        Line("most memory, resolving", "MB", [cost.resolving_bytes / 1e6 for cost in costs]),
    ]
    width, height = COLUMNS * PANEL_WIDTH, math.ceil(len(lines) / COLUMNS) * PANEL_HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">',
        "<title>What a chain costs by its number of blocks</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{width}" height="{height}"/>',
    ]
    for number, line in enumerate(lines):
        x, y = number % COLUMNS * PANEL_WIDTH, number // COLUMNS * PANEL_HEIGHT
        parts += [f'<g transform="translate({x} {y})">', *_panel(blocks, line), "</g>"]
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


def _panel(blocks: Sequence[float], line: Line) -> Iterator[str]:
    x = _Axis(blocks, LEFT, PANEL_WIDTH - RIGHT)
    y = _Axis(line.values, PANEL_HEIGHT - BOTTOM, TOP)
    yield f'<text class="title" x="{LEFT}" y="20">{line.title}, {line.unit}</text>'
    for decade in x.decades():
        yield f'<path class="grid" d="M{x(decade)} {TOP}V{PANEL_HEIGHT - BOTTOM}"/>'
        yield _text("tick", x(decade), PANEL_HEIGHT - BOTTOM + 17, "middle", f"{decade:,.0f}")
    for decade in y.decades():
        yield f'<path class="grid" d="M{LEFT} {y(decade)}H{PANEL_WIDTH - RIGHT}"/>'
        yield _text("tick", LEFT - 6, y(decade) + 4, "end", f"{decade:,.12g}")
    yield _proportional(x, y, blocks, line.values)
    points = [(x(block), y(value)) for block, value in zip(blocks, line.values, strict=True)]
    yield f'<polyline class="line" points="{" ".join(f"{left},{top}" for left, top in points)}"/>'
    for (left, top), value in zip(points, line.values):
        yield f'<circle class="point" cx="{left}" cy="{top}" r="3"/>'
        # To the left above a rising line; the first would leave the panel there, so it is to the right below.
        is_first = left == points[0][0]
        label_x, label_y, anchor = (left + 7, top + 14, "start") if is_first else (left - 6, top - 7, "end")
        yield _text("label", label_x, label_y, anchor, f"{value:,.0f}" if value >= 100 else f"{value:.2g}")


def _proportional(x: _Axis, y: _Axis, blocks: Sequence[float], values: Sequence[float]) -> str:
    """From the longest chain down: what it would be if it were proportional to the length."""
    lowest = y.decades()[0]
    shortest = max(blocks[0], blocks[-1] * lowest / values[-1])
    start = (x(shortest), y(values[-1] * shortest / blocks[-1]))
    return f'<path class="guide" d="M{start[0]} {start[1]}L{x(blocks[-1])} {y(values[-1])}"/>'


def _text(style: str, x: float, y: float, anchor: str, text: str) -> str:
    return f'<text class="{style}" x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}">{text}</text>'
