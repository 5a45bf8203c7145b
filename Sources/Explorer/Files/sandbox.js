// The sandbox: five blocks that can be edited, and what becomes of the chain.

import { copyButton } from "./copy.js";
import { byID, enable, fill, h } from "./dom.js";
import { draftCard } from "./draftcard.js";
import { example } from "./example.js";
import { findings } from "./explanation.js";
import { complaint } from "./forms.js";
import { parse } from "./json.js";
import { model } from "./model.js";
import { ask, get, hasNode, urlOf } from "./node.js";
import { curl } from "./operations.js";
import { atMostEvery } from "./pace.js";
import { problem, proofOf, textOf } from "./rules.js";
import { drawSummary, frame } from "./sandboxframe.js";
import { search } from "./search.js";
import { marks, standing } from "./standing.js";
import { style } from "./styles.js";
import { current, number, t } from "./text.js";
import * as bench from "./workbench.js";

let state = bench.fresh();

/** The search under way, or null; and how many guesses it has tried. */
let searching = null;
let tried = 0;

/** What was asked of the node, and its answer: `{index, command, value}` or `{index, command, error}`. */
let asked = null;

/** What went wrong with an address or the node's blocks, as the name of a text. */
let trouble = null;

// MARK: Doing

function become(next) {
  searching?.abort();
  state = next;
  asked = null;
  trouble = null;
  draw();
}

const actions = {
  edit: (...values) => become(bench.edit(state, ...values)),
  editPayment: (...values) => become(bench.editPayment(state, ...values)),
  addPayment: (place) => become(bench.addPayment(state, place)),
  removePayment: (place, payment) => become(bench.removePayment(state, place, payment)),
  writeHash: (place) => become(bench.writeHash(state, place)),
  searchProof: (place) => working((signal) => prove(place, signal)),
  seal: () => setSealed(true),
  ask: hasNode ? askNode : null,
};

/** Runs what searches, until it is done or something else is done. */
async function working(action) {
  searching?.abort();
  const control = new AbortController();
  searching = control;
  tried = 0;
  draw();
  try {
    await action(control.signal);
  } finally {
    if (searching === control) searching = null;
    draw();
  }
}

/** Searches a number for a draft that follows another; counts the guesses, also those that led to nothing. */
async function find(previous, draft, settings, signal) {
  const found = await search(problem(previous, draft, settings), signal, (guesses) => {
    tried = guesses;
    drawWork();
  });
  if (!found) state = bench.countGuesses(state, tried);
  tried = 0;
  return found;
}

/** Searches the proof of a block again. Whether it was found. */
async function prove(place, signal) {
  const [previous, draft] = [state.drafts[place - 1], state.drafts[place]];
  const found = await find(previous, draft, state.settings, signal);
  if (!found) return false;
  const proof = proofOf(draft, found.number, state.settings.isSealed);
  state = bench.writeProof(state, place, proof, found.tried);
  draw();
  return true;
}

/** Repairs block after block, to the end. */
const repairAll = () => working(async (signal) => {
  for (;;) {
    const judged = bench.verdicts(state);
    const place = bench.firstBroken(judged);
    if (place < 0) return;
    const broken = judged[place].findings.filter((each) => !each.holds).map((each) => each.rule);
    if (judged[place].wrong !== null || broken.includes("index")) {
      trouble = "sandbox-by-hand";
      return;
    }
    if (broken.includes("previous_hash")) {
      state = bench.writeHash(state, place);
      draw();
    }
    if (!await prove(place, signal)) return;
  }
});

/** Goes over to sealed blocks or back. A chain that isn't the built-in one has to be made anew for that. */
function setSealed(isSealed) {
  if (state.isExample) return become(bench.exchange(state, example(isSealed), isSealed));
  return working(async (signal) => {
    const settings = { ...state.settings, isSealed };
    const base = [state.base[0]];
    for (const draft of state.base.slice(1)) {
      const linked = bench.linked(draft, base.at(-1));
      const found = await find(base.at(-1), linked, settings, signal);
      if (!found) return;
      base.push({ ...linked, proof: proofOf(linked, found.number, isSealed) });
    }
    state = bench.exchange(state, base, isSealed);
  });
}

async function askNode(place) {
  const [previous, draft] = [state.drafts[place - 1], state.drafts[place]];
  const { index } = draft;
  const [path, method, body] = ["/blocks/explain", "POST", `{"block": ${textOf(draft)}, "after": ${textOf(previous)}}`];
  const command = curl({ method, url: urlOf(path), body });
  try {
    asked = { index, command, value: parse(await ask(path, { method, body })) };
  } catch (error) {
    asked = { index, command, error };
  }
  drawAnswer();
  byID("sandbox-node").scrollIntoView({ block: "nearest" });
}

/** How many blocks of the node's are taken. */
const taken = 5;

/** Takes the node's blocks around one, so that two follow it if there are two, unless something else is wanted then. */
async function takeFromNode(name, isWanted) {
  const status = model.status ?? await get("/status");
  const middle = /^[1-9]\d{0,14}$/.test(name) ? Number(name) : status.length;
  const first = Math.max(1, Math.min(middle - 2, status.length - taken + 1));
  const { blocks } = await get(`/blocks?from=${first}&limit=${taken}`);
  if (!isWanted()) return;
  isAsking = false;
  const difficulty = Math.min(status.difficulty, bench.difficulties.at(-1));
  const next = status.rules === "ledger" ? null : bench.from(blocks, difficulty, status.rules);
  if (next) become(next);
  else {
    become(bench.fresh());
    trouble = status.rules === "ledger" ? "sandbox-of-ledger" : "sandbox-too-odd";
  }
}

// MARK: Showing

/** The cards, and what they were built for: they stay while only texts in them change. */
let cards = [];
let builtFor = null;

function build() {
  const shape = JSON.stringify([current(), state.drafts.map((draft) => draft.transactions.length)]);
  if (shape === builtFor) return;
  builtFor = shape;
  const focused = document.activeElement?.id;
  cards = state.drafts.map((draft, place) => draftCard(
    place, draft, actions, place === state.drafts.length - 1));
  fill(byID("sandbox-chain"), cards.map((card) => card.element));
  if (!focused?.startsWith("sandbox-")) return;
  // Where a payment was removed the next one stands, or else the button that adds one.
  (byID(focused) ?? byID(`${focused.split("-").slice(0, 2).join("-")}-add`))?.focus();
}

function drawWork() {
  const guesses = state.guesses + tried;
  const mined = bench.minedByOthers({ ...state, guesses });
  fill(byID("sandbox-work"), guesses > 0 && h("p", { class: "small" },
    t("sandbox-work", { n: number(guesses), others: number(bench.others), mined: number(mined) })));
}

/** Brings a block into sight, as far as it goes below what stays at the top. */
const showBlock = (place) => cards[place]?.element.scrollIntoView({
  block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
});

function drawAnswer() {
  const status = model.status ?? {};
  fill(byID("sandbox-node"), asked && h("section", { class: "card" },
    h("div", { class: "spread" }, h("h2", {}, t("sandbox-node-title", { index: asked.index })),
      copyButton(() => asked.command, "api-curl", "small")),
    asked.error ? complaint(asked.error) : [
      h("p", { class: "hint" }, t("sandbox-node-rules", { rules: status.rules, difficulty: status.difficulty })),
      findings(asked.value)]));
}

/** The address whose state this is. While another one stands there already, that isn't overwritten. */
let address = null;

/** How many addresses were shown, and whether the node's blocks are on their way for the last one. */
let shown = 0;
let isAsking = false;

/** The address always has the state, so that it can be linked; going back leaves the sandbox at once. */
const writeAddress = atMostEvery(300, () => {
  if (location.hash !== address || isAsking) return;
  history.replaceState(null, "", `#/sandbox/${bench.toFragment(state)}`);
  address = location.hash;
});

function draw() {
  const judged = bench.verdicts(state);
  build();
  const marked = marks(state, judged);
  judged.forEach((each, place) => cards[place].update(each, marked[place], state.settings.isSealed));
  byID("sandbox-difficulty").value = String(state.settings.difficulty);
  byID("sandbox-seal").checked = state.settings.isSealed;
  enable(byID("sandbox-undo"), bench.canUndo(state));
  drawSummary(standing(state, judged, marked), {
    isSearching: searching !== null, isSealed: state.settings.isSealed, trouble,
  });
  drawWork();
  drawAnswer();
  // While the node's blocks are asked for, the address is theirs.
  if (!isAsking) writeAddress();
}

const url = () => `${location.origin}${location.pathname}#/sandbox/${bench.toFragment(state)}`;

/** What the buttons around the blocks do. */
const doings = {
  begin: () => become(bench.fresh()),
  take: hasNode ? () => { location.hash = "#/sandbox/block/latest"; } : null,
  choose: (difficulty) => become(bench.setDifficulty(state, difficulty)),
  seal: setSealed,
  showBroken: () => showBlock(bench.firstBroken(bench.verdicts(state))),
  repair: repairAll,
  stop: () => searching?.abort(),
  undo: () => { if (bench.canUndo(state)) become(bench.undo(state)); },
  url,
};

/** Addresses that begin with a chain as it was made, each with the place of the block to change. */
const beginnings = { old: () => 1, newest: () => state.drafts.length - 1 };

/** Begins anew, with the first amount of one block ready to be changed. */
function beginAt(placeOf) {
  become(bench.renewed(state));
  const place = placeOf();
  byID(`sandbox-${place}-0-amount`)?.focus({ preventScroll: true });
  byID(`sandbox-${place}-0-amount`)?.select();
  // Whoever follows a link is brought to the top; this comes behind it.
  requestAnimationFrame(() => cards[place].element.scrollIntoView({ block: "start" }));
}

/**
 * Shows the state in the address, the node's blocks around `block/<number>`, a fresh chain for `old` and `newest`, or
 * what was there before.
 */
export async function showSandbox(fragment, name) {
  // The same address again, as in another language, leaves what was done since.
  const isAnother = location.hash !== address;
  address = location.hash;
  if (isAnother) {
    shown += 1;
    isAsking = fragment === "block" && hasNode;
  }
  const request = shown;
  await style("sandbox.css");
  if (request !== shown) return;
  frame(doings);
  builtFor = null;
  if (isAnother && isAsking) {
    draw();
    try {
      await takeFromNode(name ?? "latest", () => request === shown);
    } catch (error) {
      if (request !== shown) return;
      isAsking = false;
      fill(byID("sandbox-note"), complaint(error));
      return;
    }
    if (request !== shown) return;
  } else if (isAnother && Object.hasOwn(beginnings, fragment ?? "")) {
    draw();
    beginAt(beginnings[fragment]);
    return;
  } else if (isAnother && fragment) {
    const found = bench.fromFragment(fragment);
    become(found ?? bench.fresh());
    if (!found) trouble = "sandbox-bad-address";
  }
  draw();
}
