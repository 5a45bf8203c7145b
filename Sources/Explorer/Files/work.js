// Proof of work in slow motion: one number after the other, its hash, and the zeros that it begins with.

import { byID, enable, fill, h, show, write, zerosMarked } from "./dom.js";
import { example } from "./example.js";
import { digestOf } from "./sha256.js";
import { model, rulesAreLedger } from "./model.js";
import { get, hasNode } from "./node.js";
import { raw } from "./raw.js";
import { textOf } from "./rules.js";
import { begin, lineOf, mostCounted, theory, tried } from "./tally.js";
import { number, percent, t } from "./text.js";
import { difficulties } from "./workbench.js";

/** How often guesses are made, in milliseconds, and how many at once. */
const paces = { slow: { every: 500, count: 1 }, fast: { every: 40, count: 7 }, find: { every: 0, count: 2000 } };

let tally = null;

/** The index of the block that the proof would make. */
let height = 0;

/** The timer of the pace under way, or null. */
let timer = null;

/** The block that a proof would follow: the node's newest, or one of the example where a proof has a seal in it. */
async function newest() {
  const status = hasNode ? model.status ?? await get("/status") : null;
  if (status === null || status.rules === "ledger") {
    const last = example(false).at(-1);
    return { index: Number(last.index), proof: last.proof, hash: digestOf(textOf(last)), rules: "tutorial" };
  }
  const { block, hash } = await get(`/blocks/${status.length}`);
  return { index: block.index, proof: String(block.proof), hash, rules: status.rules };
}

async function start(difficulty) {
  pause();
  const { index, proof, hash, rules } = await newest();
  height = index + 1;
  tally = begin({ before: proof, after: rules === "article" ? "" : hash }, difficulty);
  draw();
}

function pause() {
  clearTimeout(timer);
  timer = null;
}

function guess(count) {
  tally = tried(tally, count);
  if (tally.found !== null) pause();
  draw();
}

/** Goes on at a pace until the proof is found, another is chosen, or the view is left. */
function run({ every, count }) {
  pause();
  const go = () => {
    timer = setTimeout(go, every);
    if (byID("view-work").hidden) pause();
    else guess(count);
  };
  go();
}

// MARK: Showing

function line(each, isNew) {
  return h("li", { class: each.zeros >= tally.difficulty ? "found" : isNew ? "latest" : null },
    h("span", { class: "mono part proof" }, each.number), " ", zerosMarked(each.hash));
}

function bars() {
  const total = tally.next;
  const percentOf = (share) => percent(share, 4);
  return h("table", {},
    h("thead", {}, h("tr", {}, ["work-zeros", "work-counted", "work-share", "work-theory"].map((key) =>
      h("th", { scope: "col" }, t(key))))),
    h("tbody", {}, tally.counts.map((count, zeros) => h("tr", {},
      h("th", { scope: "row" }, zeros === mostCounted ? `${zeros}+` : zeros),
      h("td", { class: "number" }, number(count)),
      h("td", { class: "number" },
        h("meter", { min: 0, max: 1, value: total === 0 ? 0 : count / total, "aria-hidden": "true" }), " ",
        total === 0 ? "–" : percentOf(count / total)),
      h("td", { class: "number" }, percentOf(theory(zeros)))))));
}

function says() {
  const { best, found, difficulty, next } = tally;
  const average = number(16 ** difficulty);
  if (found !== null) return t("work-found", { proof: found, index: height, n: number(next), average });
  if (best === null) return t("work-begin", { difficulty, average });
  return t("work-best", { zeros: best.zeros, number: best.number, n: number(next), average });
}

function drawByHand() {
  const text = byID("work-hand").value.trim();
  const place = byID("work-hand-says");
  if (text === "") return fill(place);
  if (!/^(0|[1-9]\d{0,18})$/.test(text)) return fill(place, h("p", { class: "answer bad" }, t("work-hand-bad")));
  const each = lineOf(tally.problem, text);
  const isEnough = each.zeros >= tally.difficulty;
  return fill(place,
    h("p", {}, zerosMarked(each.hash)),
    h("p", { class: `answer ${isEnough ? "good" : ""}` },
      t(isEnough ? "work-hand-enough" : "work-hand-short", { zeros: each.zeros, difficulty: tally.difficulty })));
}

function draw() {
  const { before, after } = tally.problem;
  fill(byID("work-lead"), t("work-lead", { index: height }));
  fill(byID("work-text"),
    h("span", { class: "part last-proof" }, before), h("span", { class: "part proof" }, tally.found ?? tally.next),
    h("span", { class: "part last-hash" }, after));
  fill(byID("work-lines"), tally.lines.map((each, place) => line(each, place === 0)));
  fill(byID("work-bars"), bars());
  const text = says();
  const place = byID("work-says");
  place.className = `answer ${tally.found === null ? "" : "good"}`;
  write(place, text);
  for (const name of ["step", "slow", "fast", "find"]) enable(byID(`work-${name}`), tally.found === null);
  show(byID("work-stop"), timer !== null, byID("work-step"));
  byID("work-difficulty").value = String(tally.difficulty);
  drawByHand();
}

function frame() {
  const button = (name, action, isMain = false) =>
    h("button", { type: "button", id: `work-${name}`, class: isMain ? null : "quiet", onclick: action },
      t(`work-${name}`));
  const select = h("select", { id: "work-difficulty", onchange: () => start(Number(select.value)) },
    difficulties.map((each) => h("option", { value: each }, each)));
  const hand = byID("work-hand")?.value ?? "";
  fill(byID("view-work"),
    h("h1", {}, t("work-title")),
    h("p", { class: "lead", id: "work-lead" }),
    rulesAreLedger() && h("p", { class: "hint" }, t("work-ledger")),
    hasNode && !rulesAreLedger() && h("p", { class: "crumbs hint" }, raw("/blocks/latest")),
    h("div", { class: "row tools" },
      h("label", { for: "work-difficulty", class: "inline" }, t("fact-difficulty"), select),
      button("step", () => { pause(); guess(1); }, true),
      ["slow", "fast", "find"].map((name) => button(name, () => run(paces[name]))),
      button("stop", () => { pause(); draw(); }), button("reset", () => start(tally.difficulty))),
    h("pre", { class: "text", id: "work-text", tabindex: "0" }),
    h("p", { id: "work-says", role: "status" }),
    h("div", { class: "columns" },
      h("section", { class: "card" }, h("h2", {}, t("work-guesses")), h("ol", { id: "work-lines", class: "guesses" })),
      h("div", { class: "stack" },
        h("section", { class: "card" }, h("h2", {}, t("work-hand-title")),
          h("p", { class: "hint" }, t("work-hand-hint")),
          h("label", { for: "work-hand" }, t("sandbox-proof"),
            h("input", {
              id: "work-hand", inputmode: "numeric", autocomplete: "off", value: hand, oninput: drawByHand,
            })),
          h("div", { id: "work-hand-says", "aria-live": "polite" })),
        h("section", { class: "card" }, h("h2", {}, t("work-bars")), h("p", { class: "hint" }, t("work-bars-hint")),
          h("div", { id: "work-bars" })))));
}

export async function showWork() {
  pause();
  if (tally === null) {
    const first = example(false).at(-1);
    height = Number(first.index) + 1;
    tally = begin({ before: first.proof, after: digestOf(textOf(first)) }, 2);
    frame();
    draw();
    // Without a node the example stays.
    if (hasNode) await start(tally.difficulty).catch(() => {});
  }
  frame();
  draw();
}
