// Plots of the loaded blocks: when they were made, and how many guesses they took.

import { byID, fill, h } from "./dom.js";
import { nonceDigits, workOf } from "./ledger.js";
import { model, rulesAreLedger, watch } from "./model.js";
import { perFrame } from "./pace.js";
import { number, short, t } from "./text.js";

const [width, height, margin] = [420, 180, { left: 46, right: 10, top: 12, bottom: 22 }];
const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

/** How many blocks are drawn. */
const drawn = 60;

/** A duration in seconds, in words. */
export function span(seconds) {
  if (seconds < 120) return t("seconds", { n: number(seconds, seconds < 10 ? 2 : 0) });
  if (seconds < 7200) return t("minutes", { n: number(seconds / 60, 0) });
  return t("hours", { n: number(seconds / 3600, 1) });
}

function figure(title, says, ...drawing) {
  return h("figure", {},
    h("h3", {}, title),
    drawing.length > 0 && h("svg",
      { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${says}` },
      h("line", { class: "axis", x1: margin.left, x2: width - margin.right, y1: height - margin.bottom,
        y2: height - margin.bottom }),
      drawing),
    h("figcaption", {}, says));
}

const label = (text, x, y, anchor) => h("text", { class: "tick", x, y, "text-anchor": anchor }, text);

function heights(blocks) {
  const times = blocks.map((block) => Number(block.timestamp));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  if (blocks.length < 3 || last <= first) return figure(t("plot-height"), t("plot-height-few"));
  const [low, high] = [blocks[0].index, blocks.at(-1).index];
  const x = (time) => margin.left + inner.width * (time - first) / (last - first);
  const y = (index) => margin.top + inner.height * (1 - (index - low) / (high - low));
  const path = blocks.map((block, position) => (position === 0
    ? `M${x(times[0])} ${y(block.index)}` : `H${x(times[position])}V${y(block.index)}`)).join("");
  const says = t("plot-height-says", {
    n: number(blocks.length), span: span(last - first), each: span((last - first) / (blocks.length - 1)),
  });
  return figure(t("plot-height"), says,
    h("path", { class: "curve", d: path }),
    label(`#${low}`, margin.left - 6, y(low), "end"), label(`#${high}`, margin.left - 6, y(high) + 8, "end"),
    label(span(last - first), width - margin.right, height - 6, "end"));
}

/** A ledger's proof is a seal with the number that was counted up behind it, in so many digits. */
const nonceSize = 10n ** BigInt(nonceDigits);

/** The search starts at 0 and finds the smallest number, so that is how many guesses came before it. */
function guessesFor(block) {
  const proof = String(block.proof);
  return Number(rulesAreLedger() && /^\d+$/.test(proof) ? BigInt(proof) % nonceSize : proof) + 1;
}

function work(blocks) {
  // Nobody counted up to a number of more digits.
  const guesses = blocks.map(guessesFor).filter(Number.isSafeInteger);
  if (guesses.length === 0 || !model.status) return figure(t("plot-work"), t("plot-height-few"));
  const expected = rulesAreLedger() ? Number(workOf(model.status.target)) : 16 ** model.status.difficulty;
  const average = guesses.reduce((sum, each) => sum + each, 0) / guesses.length;
  // A proof from another program needn't be the smallest; such an outlier must not flatten the rest.
  const top = Math.min(Math.max(...guesses, expected), 8 * expected);
  const step = inner.width / Math.max(guesses.length, 12);
  const y = (value) => margin.top + inner.height * (1 - Math.min(value, top) / top);
  const says = t("plot-work-says", { n: number(guesses.length), average: short(average), expected: short(expected) });
  return figure(t("plot-work"), says,
    guesses.map((each, position) => h("rect", {
      class: "bar", x: margin.left + position * step + 1, width: Math.max(step - 2, 1), y: y(each),
      height: height - margin.bottom - y(each),
    })),
    h("line", { class: "mean", x1: margin.left, x2: width - margin.right, y1: y(expected), y2: y(expected) }),
    label(short(expected), margin.left - 6, y(expected) + 4, "end"),
    label(`#${blocks[0].index}`, margin.left, height - 6, "start"),
    label(`#${blocks.at(-1).index}`, width - margin.right, height - 6, "end"));
}

export function showPlots() {
  // The first block's time is when the genesis block was designed, not when this chain began.
  const blocks = model.blocks.slice(0, drawn).reverse().filter((block) => block.index > 1);
  fill(byID("plots"), heights(blocks), work(blocks));
}

export function startPlots() { watch("blocks", perFrame(showPlots)); }
