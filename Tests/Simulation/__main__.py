"""docs/SCALE.md and its picture, from what `forgechain-simulate scale` prints."""

import json
import math
import sys
from pathlib import Path
from typing import Any

from Comparison.plot import STYLE

_INTRODUCTION = """\
# What a network costs

`make scale` runs simulated networks without faults and writes this file. The nodes are real, on a simulated loop, wire
and disk. Every node gossips. The table gives the approximate number of peers of each node (two in a ring, the others
at random) and the approximate one-way latency (half to twice the figure). A commit takes up to 8 ms. Heartbeats are
left out: one message of about 800 bytes, with its answer, every 5 s to each peer, whatever the size of the network.

Messages are requests. Bytes are those of requests and answers, in the whole network for one block or one transaction.
Times run from when the first node has it until half, 95 % and all of them have it: medians of ten.
"""

_LIMITS = """\
## Where it stops

- For one block, each node sends a message to most of its peers and makes one fetch. So the number of messages grows
  with nodes times peers, and the time with the number of hops across the network, that is with the logarithm of its
  size. Neither depends on the length of the chain.
- Every node stores and checks every block and every transaction. So the network can handle only as much as one node
  can: more nodes make it safer, not faster.
- A node accepts at most 128 peers, and finds at most 16 of them by itself. With eight peers each, several thousand
  nodes are a few hops apart. Nothing controls the shape of the network, so an unlucky one may depend on a few nodes.
- A tip is announced by its length and hash, and then fetched: three one-way trips per hop. Sending a block of a few
  transactions along with the tip would save two of them, and would be the next improvement; then announcing a
  transaction's id first, so that it isn't sent over every link; then headers without their transactions.
"""

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 690, 260, 60, 130, 40, 40


def _table(figures: list[dict[str, Any]], name: str) -> list[str]:
    lines = [
        "| nodes | peers | one way, ms | messages | messages per node | kB | half, ms | 95 %, ms | all, ms |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for figure in figures:
        cost = figure[name]
        times = " | ".join(f"{value:,.0f}" for value in cost["milliseconds"]) or "never | never | never"
        lines.append(
            f"| {figure['nodes']:,} | {figure['degree']} | {figure['latency_milliseconds']} | {cost['messages']:,.0f} "
            f"| {cost['messages'] / figure['nodes']:.1f} | {cost['bytes'] / 1000:,.0f} | {times} |"
        )
    return lines


def _svg(figures: list[dict[str, Any]]) -> str:
    latency = max(figure["latency_milliseconds"] for figure in figures)
    shown = [figure for figure in figures if figure["latency_milliseconds"] == latency]
    nodes = sorted({figure["nodes"] for figure in shown})
    most = max(figure["block"]["milliseconds"][-1] for figure in shown)
    step = 10 ** math.floor(math.log10(most))

    def x(count: float) -> float:
        share = math.log(count / nodes[0]) / math.log(nodes[-1] / nodes[0]) if len(nodes) > 1 else 0.5
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(_HEIGHT - _BOTTOM - value / (most * 1.05) * (_HEIGHT - _TOP - _BOTTOM), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img">',
        "<title>Until all nodes have a block, by the number of nodes and of peers</title>",
        f'<style>{STYLE}</style><rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
        f'<text class="title" x="{_LEFT}" y="20">until all nodes have a block, ms (one way: about {latency} ms)</text>',
    ]
    for tick in range(0, int(most / step) + 1):
        height = y(tick * step)
        parts.append(f'<path class="grid" d="M{_LEFT} {height}H{_WIDTH - _RIGHT}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 6}" y="{height + 4}" text-anchor="end">{tick * step:,}</text>')
    for count in nodes:
        place = f'x="{x(count)}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle"'
        parts.append(f'<text class="tick" {place}>{count:,} nodes</text>')
    for degree in sorted({figure["degree"] for figure in shown}):
        line = [figure for figure in shown if figure["degree"] == degree]
        points = [(x(figure["nodes"]), y(figure["block"]["milliseconds"][-1])) for figure in line]
        parts.append(f'<polyline class="line" points="{" ".join(f"{a},{b}" for a, b in points)}"/>')
        parts += [f'<circle class="point" cx="{a}" cy="{b}" r="3"/>' for a, b in points]
        parts.append(f'<text class="label" x="{points[-1][0] + 8}" y="{points[-1][1] + 4}">{degree} peers</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    folder = Path(sys.argv[1])
    figures = [json.loads(line) for line in sys.stdin]
    (folder / "scale.svg").write_text(_svg(figures))
    text = [
        _INTRODUCTION,
        "## A block\n",
        *_table(figures, "block"),
        "\n![Until all nodes have a block, by the number of nodes](scale.svg)\n",
        "## A transaction\n",
        *_table(figures, "transaction"),
        "",
        _LIMITS.rstrip(),
    ]
    (folder / "SCALE.md").write_text("\n".join(text) + "\n")


main()
