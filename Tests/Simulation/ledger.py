"""docs/LEDGER.md, its Chinese pair and their picture, from what `forgechain-simulate ledger` prints."""

import json
import math
import sys
from pathlib import Path
from typing import Any

from Comparison.plot import STYLE

_ENGLISH = """\
# What a ledger's window does

A network of the ledger chooses how long a block should take, and over how many blocks its target adapts: the *window*.
After each block the target moves by a small step. If the block took longer than asked for, the next is a little easier;
if it took less, a little harder. A step is one part in `window` of the way. So a short window follows sooner, and a long
one is calmer. `make ledger-figures` runs what follows and writes this file.

## Block time when power jumps

{nodes} simulated nodes mine at 10 s a block. Then the hash power of all of them becomes {jump} times what it was, and
{each} blocks later it goes back. The nodes are real; clock, network and power are simulated. Means of {runs} runs.

| seconds a block, on average | {windows} |
|---|{rules}|
{times}

![Seconds a block takes, by the number of blocks since the jump](ledger.svg)

When power grows tenfold, the blocks come ten times as fast until the target has followed, so that is soon over. When
power falls, each block takes ten times as long, and the same number of blocks takes much longer: after a
fall the network is slow for about a window of blocks. A window of 144 is on time again (within 10 %) after 600 blocks,
and one of 30 after 150.

## Odds of a private fork

Somebody pays, and mines in secret from the block before the payment. The goods are handed over when the payment has so
many blocks, its own among them. Once the secret chain has more work in it, it is shown, and the payment is gone. Each
figure is the share of {races} such races that the rival wins; a rival that is 100 blocks behind gives up. The rival dates
its blocks as it finds them or a millisecond apart, whichever is better for it: tight stamps make each of its blocks
harder than the one before, and worth more. It does not gain work by that, but its luck averages out over fewer blocks.

{odds}

With more than half of all power a rival wins always, whatever the window. With less, more confirmations help; and a
long window helps, because tight stamps take longer to make blocks harder. So take a short window for a class, where
power comes and goes, and a long one where money is worth something.
"""

_CHINESE = """\
# 账本的窗口有什么作用

账本网络自己选定出一个区块应当用多久，以及难度目标在多少个区块内跟上变化，后者叫作*窗口*。每出一个区块，目标就移动一小步：
这个区块用时比规定的长，下一个就容易一点；用时短，下一个就难一点。一步是全程的 1/窗口。所以窗口短，跟得快；窗口长，更平稳。
下面的内容由 `make ledger-figures` 运行并写入本文件。

## 算力突变时的出块时间

{nodes} 个模拟节点以 10 秒一个区块挖矿。随后全部算力变为原来的 {jump} 倍，{each} 个区块之后又恢复原状。节点是真的；时钟、网络和算力
是模拟的。数字是 {runs} 次运行的平均值。

| 平均每个区块的秒数 | {windows} |
|---|{rules}|
{times}

![突变之后，每个区块所用的秒数](ledger.svg)

算力涨到十倍，在目标跟上之前区块来得快十倍，所以这一段很快就过去。算力跌下去，每个区块要用十倍的时间，同样多的区块就要
久得多：算力下跌之后，网络大约要慢一个窗口那么多的区块。窗口为 144 时，600 个区块之后回到规定的时间（误差 10 % 以内）；
窗口为 30 时，150 个区块之后。

## 秘密分叉得手的概率

有人付了款，同时从付款之前的那个区块开始秘密挖矿。付款所在的区块连同其后的区块达到一定数目，货物就交付了。一旦秘密的链累积了
更多工作量，它就被公开，付款随之消失。每个数字是 {races} 次这样的竞赛里对手获胜的比例；落后 100 个区块的对手会放弃。对手给区块
标注的时间，或是真实的时间，或是每个只相差一毫秒，取对它更有利的一种：时间标得很密，它的每个区块都比前一个更难，也更值钱。
这样做并不增加工作量，但区块变少了，运气就不容易被平均掉。

{odds}

拥有一半以上算力的对手总会获胜，窗口多长都一样。不到一半时，确认越多越安全；窗口越长也越安全，因为时间标得再密，
区块变难也要更久。所以课堂上算力来来去去，宜用短窗口；钱真正有价值的地方，宜用长窗口。
"""

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 690, 300, 50, 130, 40, 40

#: How many blocks one point of a line is the mean of, and how long a line's ends are, in seconds.
_BUCKET, _LEAST, _MOST = 25, 0.8, 120

_TICKS = (1, 2, 5, 10, 20, 50, 100)


def _mean(figure: dict[str, Any], start: int, end: int) -> float:
    """Of the blocks from one to another, counted from the first jump on."""
    before = figure["blocks_before"]
    seconds = figure["seconds"][before + start : before + end]
    return sum(seconds) / len(seconds)


def _periods(each: int) -> list[tuple[int, int]]:
    return [(-100, 0), *((jump + start, jump + end) for jump in (0, each) for start, end in _AFTER)]


def _check(figures: list[dict[str, Any]]) -> None:
    """That the words are true: the time asked for comes back, within a tenth, after so many blocks."""
    for figure in figures:
        start = {30: 150, 144: 600}[figure["window"]]
        for jump in (0, figure["blocks_each"]):
            seconds = _mean(figure, jump + start, jump + start + 200)
            if not 0.9 <= seconds / figure["block_time_seconds"] <= 1.1:
                sys.exit(f"a window of {figure['window']}: {seconds:.2f} s after {start} blocks")


#: Blocks after a jump that are looked at.
_AFTER = [(0, 50), (150, 350), (600, 1000)]

_ROWS = {
    "en": ["before", *(f"{{}}, blocks {start + 1} to {end}" for start, end in _AFTER)],
    "zh": ["突变之前", *(f"{{}}，第 {start + 1} 到 {end} 个区块" for start, end in _AFTER)],
}
_JUMPS = {"en": ("power times ten", "power as before"), "zh": ("算力变为十倍", "算力恢复原状")}


def _times(figures: list[dict[str, Any]], language: str) -> str:
    before, *after = _ROWS[language]
    names = [before, *(row.format(jump) for jump in _JUMPS[language] for row in after)]
    periods = _periods(figures[0]["blocks_each"])
    return "\n".join(
        f"| {name} | " + " | ".join(f"{_mean(figure, *period):.1f}" for figure in figures) + " |"
        for name, period in zip(names, periods, strict=True)
    )


_HEAD = {
    "en": ("window", "rival's share of power", "{} blocks", "1 block"),
    "zh": ("窗口", "对手的算力份额", "{} 个区块", "1 个区块"),
}


def _odds(figures: list[dict[str, Any]], language: str) -> str:
    window, share, many, one = _HEAD[language]
    counts = [one if count == 1 else many.format(count) for count in figures[0]["confirmations"]]
    lines = [f"| {share} | {window} | {' | '.join(counts)} |", "|--:|--:|" + "--:|" * len(counts)]
    for number, part in enumerate(figures[0]["shares"]):
        for figure in figures:
            values = " | ".join(_percent(value, figure["races"]) for value in figure["odds"][number])
            lines.append(f"| {part:.0%} | {figure['window']} | {values} |".replace("%", " %"))
    return "\n".join(lines)


def _percent(value: float, races: int) -> str:
    if value == 0:
        return f"< {1 / races:.3%}"
    return f"{value:.0%}" if value >= 0.1 else f"{value:.1%}" if value >= 0.01 else f"{value:.2%}"


def _svg(figures: list[dict[str, Any]]) -> str:
    before, each = figures[0]["blocks_before"], figures[0]["blocks_each"]

    def x(block: float) -> float:
        return round(_LEFT + (block + before) / (before + 2 * each) * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(seconds: float) -> float:
        # Logarithmic: as far up as down.
        share = (math.log(seconds) - math.log(_LEAST)) / (math.log(_MOST) - math.log(_LEAST))
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img">',
        "<title>Seconds a block takes, by the number of blocks since hash power became ten times what it was</title>",
        f'<style>{STYLE} .other {{ stroke-dasharray: 6 3; stroke: #bc4c00 }}'
        f" @media (prefers-color-scheme: dark) {{ .other {{ stroke: #f0883e }} }}</style>",
        f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
        f'<text class="title" x="{_LEFT}" y="20">seconds a block, means of {_BUCKET} blocks</text>',
    ]
    for tick in _TICKS:
        parts.append(f'<path class="grid" d="M{_LEFT} {y(tick)}H{_WIDTH - _RIGHT}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 6}" y="{y(tick) + 4}" text-anchor="end">{tick}</text>')
    for block in range(0, 2 * each + 1, each // 2):
        place = f'x="{x(block)}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle"'
        parts.append(f'<text class="tick" {place}>{block:,}</text>')
    for block, name in ((0, "power × 10"), (each, "power ÷ 10")):
        parts.append(f'<path class="guide" d="M{x(block)} {_TOP}V{_HEIGHT - _BOTTOM}"/>')
        parts.append(f'<text class="tick" x="{x(block) + 5}" y="{_TOP + 10}">{name}</text>')
    # The labels stand where the lines are apart: at their highest.
    for number, figure in enumerate(sorted(figures, key=lambda figure: -figure["window"])):
        points = [
            (x(start + _BUCKET / 2), y(_mean(figure, start, start + _BUCKET)))
            for start in range(-before, 2 * each, _BUCKET)
        ]
        style = "line other" if number else "line"
        parts.append(f'<polyline class="{style}" points="{" ".join(f"{a},{b}" for a, b in points)}"/>')
        label = f'x="{_WIDTH - _RIGHT + 40}" y="{_TOP + 20 * number + 4}"'
        line = f"M{_WIDTH - _RIGHT + 10} {_TOP + 20 * number}h24"
        parts.append(f'<path class="{style}" d="{line}"/><text class="label" {label}>window {figure["window"]}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    folder = Path(sys.argv[1])
    figures = [json.loads(line) for line in sys.stdin]
    _check(figures)
    first = figures[0]
    (folder / "ledger.svg").write_text(_svg(figures))
    for language, text, name in (("en", _ENGLISH, "LEDGER.md"), ("zh", _CHINESE, "LEDGER.zh-CN.md")):
        window = _HEAD[language][0]
        written = text.format(
            nodes=first["nodes"], jump=f"{first['jump']:g}", each=f"{first['blocks_each']:,}", runs=first["runs"],
            races=f"{first['races']:,}", windows=" | ".join(f"{window} {figure['window']}" for figure in figures),
            rules="|".join("--:" for _ in figures), times=_times(figures, language), odds=_odds(figures, language),
        )  # fmt: skip
        (folder / name).write_text(written)


if __name__ == "__main__":
    main()
