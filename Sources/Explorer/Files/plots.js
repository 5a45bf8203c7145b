// Figures of blocks: how long each took, and how many guesses; the page of a chain has them of its newest blocks.

import { byID, fill } from "./dom.js";
import { aim, area, bar, dot, figure, linear, logarithmic, tickX, tickY } from "./figure.js";
import { workOf } from "./ledger.js";
import { model, rulesAreLedger, watch } from "./model.js";
import { perFrame } from "./pace.js";
import { guessesOf, intervals, leastInterval, median, thinned, ticks } from "./statistics.js";
import { number, short, span, t } from "./text.js";

/** How many blocks are drawn. */
const drawn = 60;

/** How many ticks an axis has at most. */
const mostTicks = 6;

/** Times that people have words for, in seconds. */
const times = [
  leastInterval, 0.01, 0.1, 1, 10, 60, 600, 3600, 6 * 3600, 86400, 10 * 86400, 100 * 86400, 1000 * 86400, 1e4 * 86400,
];

/** Columns for so many values; few values aren't made wider. */
function columns(count) {
  const step = (area.right - area.left) / Math.max(count, 12);
  return { step, x: (place) => area.left + place * step };
}

const ends = (blocks, { step, x }) => [
  tickX(`#${blocks[0].index}`, x(0), "start"),
  blocks.length > 4 && tickX(`#${blocks.at(-1).index}`, x(blocks.length - 0.5) + step / 2, "end"),
];

/** How long each block took, on an axis on which a pause is as readable as a hurry; `aimed` seconds, or undefined. */
export function intervalPlot(blocks, aimed) {
  const found = intervals(blocks);
  if (found.length < 2) return figure(t("plot-intervals"), t("plot-few"));
  const all = [...found.map((each) => each.seconds), ...(aimed ? [aimed] : [])];
  const marks = ticks(Math.min(...all), Math.max(...all), times);
  const [low, high] = [Math.min(...all, ...marks), Math.max(...all, ...marks)];
  const y = logarithmic(low, high, area.bottom - 4, area.top);
  const places = columns(found.length);
  const seconds = found.map((each) => each.seconds);
  const values = {
    n: number(found.length), span: span(seconds.reduce((sum, each) => sum + each, 0)), half: span(median(seconds)),
    longest: span(Math.max(...seconds)), aim: aimed && span(aimed),
  };
  return figure(t("plot-intervals"), t(aimed ? "plot-intervals-aim" : "plot-intervals-says", values),
    thinned(marks, mostTicks).map((mark) => tickY(span(mark), y(mark))), ends(found, places),
    aimed && aim(y(aimed)),
    found.map((each, place) => dot(places.x(place) + places.step / 2, y(each.seconds),
      t("plot-interval", { index: each.index, span: span(each.seconds) }))));
}

function workPlot(blocks) {
  const found = blocks.map((block) => ({ index: block.index, guesses: guessesOf(block.proof, rulesAreLedger()) }))
    .filter((each) => each.guesses !== null);
  if (found.length === 0 || !model.status) return figure(t("plot-work"), t("plot-few"));
  const expected = rulesAreLedger() ? Number(workOf(model.status.target)) : 16 ** model.status.difficulty;
  const guesses = found.map((each) => each.guesses);
  const average = guesses.reduce((sum, each) => sum + each, 0) / guesses.length;
  // A proof from another program needn't be the smallest; such an outlier must not flatten the rest.
  const top = Math.min(Math.max(...guesses, expected), 8 * expected);
  const y = linear(0, top, area.bottom, area.top);
  const places = columns(found.length);
  const says = t("plot-work-says", { n: number(guesses.length), average: short(average), expected: short(expected) });
  // The top has a tick unless it would stand on the one of what is expected.
  const marks = [0, expected, ...(y(expected) - y(top) > 14 ? [top] : [])];
  return figure(t("plot-work"), says,
    marks.map((mark) => tickY(short(mark), y(mark))), ends(found, places),
    found.map((each, place) => bar(places.x(place) + 1, places.step - 2, y(Math.min(each.guesses, top)),
      t("plot-guesses", { index: each.index, n: number(each.guesses) }))),
    aim(y(expected)));
}

export function showPlots() {
  // The first block's time is when the genesis block was designed, not when this chain began.
  const blocks = model.blocks.slice(0, drawn).reverse().filter((block) => block.index > 1);
  fill(byID("plots"), intervalPlot(blocks), workPlot(blocks));
}

export function startPlots() { watch("blocks", perFrame(showPlots)); }
