// Pictures of many blocks: that a search has no memory, how long blocks took, and on a ledger the power behind them.

import { byID, fill, h } from "./dom.js";
import { aim, area, bar, curve, figure, linear, logarithmic, tickX, tickY } from "./figure.js";
import { complaint } from "./forms.js";
import { workOf } from "./ledger.js";
import { model, rulesAreLedger } from "./model.js";
import { get } from "./node.js";
import { intervalPlot } from "./plots.js";
import { raw } from "./raw.js";
import { searches } from "./searches.js";
import { guessesOf, histogram, lastBar, memory, power, thinned } from "./statistics.js";
import { number, percent, short, t } from "./text.js";

/** How many of the chain's newest blocks are looked at. */
const mostBlocks = 500;

/** How many searches a press makes, of which difficulty, and how many are remembered. */
const [pressed, zeros, mostSearches] = [200, 2, 5000];

/** How many stretches the power is told for, at most. */
const mostStretches = 40;

/** The searches that this page made, in averages. */
let made = [];

let searching = null;

/** The chain's newest blocks, oldest first, and how long one should take; null before they were asked for. */
let chain = null;

/** All pages of what the node has from a block on, up to its newest. */
async function all(pathFrom, key, from) {
  const found = [];
  for (let next = from; next !== null && found.length < mostBlocks;) {
    const page = await get(pathFrom(next, mostBlocks - found.length));
    found.push(...page[key]);
    next = page.next ?? null;
  }
  return found;
}

async function load() {
  const status = await get("/status");
  const isLedger = status.rules === "ledger";
  // Neither is the first block's time that of its making, nor has it a proof.
  const from = Math.max(2, status.length - mostBlocks + 1);
  if (status.length < 2) return { isLedger, blocks: [], difficulty: status.difficulty };
  const pathFrom = (next, limit) => `/${isLedger ? "headers?" : "blocks?summary&"}from=${next}&limit=${limit}`;
  const blocks = await all(pathFrom, isLedger ? "headers" : "blocks", from);
  const rules = isLedger ? (await get("/blocks/1")).block.rules : {};
  const aimed = Number(rules.block_time_ms) / 1000;
  return { isLedger, blocks, difficulty: status.difficulty, aimed, path: pathFrom(from, mostBlocks) };
}

/** How much each of the chain's blocks took of what it takes on average. */
function ratios({ blocks, isLedger, difficulty }) {
  return blocks.map(({ proof, target }) => {
    const guesses = guessesOf(proof, isLedger);
    return guesses === null ? null : guesses / (isLedger ? Number(workOf(target)) : 16 ** difficulty);
  }).filter((ratio) => ratio !== null);
}

// MARK: Figures

function memoryPlot(title, values) {
  if (values.length === 0) return figure(title, t("plot-few"));
  const bars = histogram(values);
  const top = Math.max(...bars.map((each) => Math.max(each.count / values.length, each.theory)));
  const y = linear(0, top, area.bottom, area.top);
  const x = linear(0, lastBar + bars[0].to, area.left, area.right);
  const step = x(bars[0].to) - x(0);
  const { average, late, more } = memory(values);
  const says = t(late > 0 ? "memory-says" : "memory-none", {
    n: number(values.length), average: number(average, 2), late: number(late), more: number(more ?? 0, 2),
  });
  const marks = thinned(Array.from({ length: 11 }, (_, place) => place / 20).filter((mark) => mark <= top), 6);
  return figure(title, says,
    marks.map((mark) => tickY(percent(mark), y(mark))),
    [0, 1, 2, 3, 4].map((mark) => tickX(t(mark === lastBar ? "memory-more" : "memory-times", { n: mark }), x(mark))),
    bars.map((each) => bar(x(each.from) + 1, step - 2, y(each.count / values.length),
      t(each.to === Infinity ? "memory-last" : "memory-bar", {
        from: number(each.from, 2), to: number(each.to, 2), n: number(each.count),
        expected: number(each.theory * values.length, 1),
      }))),
    curve(bars.slice(0, -1).map((each) => [x(each.from) + step / 2, y(each.theory)]), "theory"),
    curve([[x(lastBar), y(bars.at(-1).theory)], [x(lastBar) + step, y(bars.at(-1).theory)]], "theory"));
}

/** Powers of ten from one to another. */
function tens(low, high) {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  return Array.from({ length: Math.max(last, first + 1) - first + 1 }, (_, place) => 10 ** (first + place));
}

function powerPlot({ blocks, aimed }) {
  const stretch = Math.max(3, Math.ceil(blocks.length / mostStretches));
  const found = power(blocks, stretch);
  if (found.length < 2) return figure(t("power-title"), t("plot-few"));
  const asked = blocks.map((block) => ({ index: block.index, power: Number(workOf(block.target)) / aimed }));
  const all = [...found, ...asked].map((each) => each.power);
  const marks = tens(Math.min(...all), Math.max(...all));
  const y = logarithmic(marks[0], marks.at(-1), area.bottom, area.top);
  const x = linear(blocks[0].index, blocks.at(-1).index, area.left, area.right);
  const step = x(stretch) - x(0);
  const says = t("power-says", {
    n: number(stretch), power: short(found.at(-1).power), asked: short(asked.at(-1).power),
  });
  return figure(t("power-title"), says,
    thinned(marks, 6).map((mark) => tickY(short(mark), y(mark))),
    tickX(`#${blocks[0].index}`, area.left, "start"), tickX(`#${blocks.at(-1).index}`, area.right, "end"),
    found.map((each) => bar(x(each.from - 1) + 1, step - 2, y(each.power),
      t("power-bar", { from: each.from, to: each.to, power: short(each.power), seconds: number(each.seconds, 1) }))),
    curve(asked.map((each) => [x(each.index), y(each.power)]), "theory"));
}

// MARK: The view

async function search() {
  if (searching) return searching.abort();
  searching = new AbortController();
  const { signal } = searching;
  draw();
  await searches(zeros, pressed, signal, (guesses) => {
    made = [...made, ...guesses.map((each) => each / 16 ** zeros)].slice(-mostSearches);
    draw();
  });
  searching = null;
  return draw();
}

function draw() {
  if (!byID("pictures-memory")) return;
  fill(byID("pictures-memory"), memoryPlot(t("memory-here", { zeros }), made),
    chain && memoryPlot(t("memory-chain"), ratios(chain)));
  byID("pictures-search").textContent = t(searching ? "mine-stop" : "pictures-search", { n: pressed });
  fill(byID("pictures-time"), chain && [
    intervalPlot(chain.blocks, chain.isLedger ? chain.aimed : undefined), chain.isLedger && powerPlot(chain),
    chain.path && h("p", { class: "crumbs hint" }, raw(chain.path))]);
}

const legend = (name, key) => h("li", {},
  h("svg", { class: "key", viewBox: "0 0 20 10", "aria-hidden": "true" },
    name === "bar" ? h("rect", { class: "bar", width: 20, height: 10 })
      : h("path", { class: name, d: "M0 5H20" })), " ", t(key));

export async function showPictures() {
  fill(byID("view-pictures"),
    h("h1", {}, t("pictures-title")),
    h("div", { class: "stack" }, h("section", { class: "card" },
      h("h2", {}, t("memory-title")), h("p", { class: "lead" }, t("memory-lead")),
      h("p", {}, h("button", { type: "button", id: "pictures-search", onclick: search })),
      h("ul", { class: "legend" }, legend("bar", "memory-counted"), legend("theory", "memory-theory")),
      h("div", { class: "plots", id: "pictures-memory" })),
    h("section", { class: "card" },
      h("h2", {}, t("time-title")), h("p", { class: "lead" }, t(rulesAreLedger() ? "time-ledger" : "time-lead")),
      rulesAreLedger() && h("ul", { class: "legend" }, legend("bar", "power-counted"), legend("theory", "power-asked")),
      h("div", { class: "plots", id: "pictures-time" }))),
    h("div", { id: "pictures-trouble" }));
  draw();
  if (made.length === 0 && !searching) search();
  try {
    chain = await load();
    draw();
  } catch (error) {
    fill(byID("pictures-trouble"), complaint(error));
  }
}
