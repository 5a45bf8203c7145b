"""What a soak's nodes took, as a picture: one small panel per quantity over the time, in hand-written SVG."""

import math
from collections.abc import Callable, Iterator, Sequence

from Comparison.plot import BOTTOM, COLUMNS, LEFT, PANEL_HEIGHT, PANEL_WIDTH, STYLE, TOP

from Soak.sampling import Sample

_RIGHT = 14

#: Points of a line, at most; each is the most of the samples that it stands for.
_POINTS = 120

_OTHER_LINES = """
  .second { stroke: #bf8700; stroke-width: 1.2 } .third { stroke: #1a7f37; stroke-width: 1.2 }
  .first-name { fill: #0969da } .second-name { fill: #9a6700 } .third-name { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    .second { stroke: #d29922 } .third { stroke: #3fb950 }
    .first-name { fill: #4493f8 } .second-name { fill: #d29922 } .third-name { fill: #3fb950 }
  }
"""
_ORDER = ["first", "second", "third"]

_PANELS: list[tuple[str, Callable[[Sample], float]]] = [
    ("memory of the process, MiB", lambda each: each.memory / (1 << 20)),
    ("memory of its sockets in the kernel, KiB", lambda each: each.kernel / 1024),
    ("descriptors", lambda each: each.descriptors),
    ("threads", lambda each: each.threads),
    ("disk, MiB", lambda each: each.disk / (1 << 20)),
    ("the chain, MiB", lambda each: each.chain / (1 << 20)),
]


def svg(samples: dict[str, list[Sample]]) -> str:
    width, height = COLUMNS * PANEL_WIDTH, math.ceil(len(_PANELS) / COLUMNS) * PANEL_HEIGHT + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">',
        "<title>What three nodes took during the soak</title>",
        f"<style>{STYLE}{_OTHER_LINES}</style>",
        f'<rect class="page" width="{width}" height="{height}"/>',
    ]
    for number, name in enumerate(samples):
        place = f'x="{LEFT + 70 * number}" y="{height - 10}"'
        parts.append(f'<text class="{_ORDER[number]}-name" {place}>{name}</text>')
    for number, (title, figure) in enumerate(_PANELS):
        x, y = number % COLUMNS * PANEL_WIDTH, number // COLUMNS * PANEL_HEIGHT
        parts += [f'<g transform="translate({x} {y})">', *_panel(title, figure, list(samples.values())), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def step(most: float, count: int = 4) -> float:
    """1, 2 or 5 of some power of ten, so that about so many steps lead to the most."""
    power = 10.0 ** math.floor(math.log10(max(most, 1e-9) / count))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor * count >= most)


def thinned(values: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The most of each of so many parts."""
    size = math.ceil(len(values) / _POINTS)
    return [max(values[start : start + size], key=lambda each: each[1]) for start in range(0, len(values), size or 1)]


def _panel(title: str, figure: Callable[[Sample], float], lines: Sequence[Sequence[Sample]]) -> Iterator[str]:
    shown = [thinned([(each.seconds, figure(each)) for each in line]) for line in lines]
    points = [point for line in shown for point in line]
    end, most = max(seconds for seconds, _ in points), max(1.0, *(value for _, value in points))
    minutes = end >= 300
    across, up = step(end / 60 if minutes else end), step(most)

    def x(seconds: float) -> float:
        return round(LEFT + seconds / end * (PANEL_WIDTH - LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(PANEL_HEIGHT - BOTTOM - value / (most * 1.05) * (PANEL_HEIGHT - TOP - BOTTOM), 1)

    yield f'<text class="title" x="{LEFT}" y="20">{title}</text>'
    for number in range(int(most / up) + 1):
        height = y(number * up)
        yield f'<path class="grid" d="M{LEFT} {height}H{PANEL_WIDTH - _RIGHT}"/>'
        yield f'<text class="tick" x="{LEFT - 6}" y="{height + 4}" text-anchor="end">{number * up:,.6g}</text>'
    for number in range(1, int((end / 60 if minutes else end) / across) + 1):
        value = number * across
        place = f'x="{x(value * 60 if minutes else value)}" y="{PANEL_HEIGHT - BOTTOM + 17}" text-anchor="middle"'
        yield f'<text class="tick" {place}>{value:g} {"min" if minutes else "s"}</text>'
    for name, line in reversed(list(zip(_ORDER, shown))):
        yield f'<polyline class="line {name}" points="{" ".join(f"{x(a)},{y(b)}" for a, b in line)}"/>'
