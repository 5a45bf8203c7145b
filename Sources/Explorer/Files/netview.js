// The network: nodes that one can set against each other, and the tree of their chains.

import { byID, fill, h, write } from "./dom.js";
import { canForge, endOf, forgeries } from "./forgery.js";
import * as guides from "./guide.js";
import { cableBand, nodeColumn } from "./netparts.js";
import { guideCard } from "./netguide.js";
import { newsText, picture, situationText } from "./networds.js";
import * as net from "./network.js";
import { problem, proofOf } from "./rules.js";
import { search } from "./search.js";
import { situation } from "./situation.js";
import { style } from "./styles.js";
import { current, number, t } from "./text.js";
import { makeTree } from "./tree.js";

let state = net.fresh();

/** The guided run, or null. */
let guide = null;

/** Whether a step of it is being done. */
let isWorking = false;

/** How many guesses each node has tried that searches. */
const searching = new Map();

/** What ends all searches. */
let control = new AbortController();

/** What the forger did last: `{name, about, tried, isAlone}`; or null. */
let forged = null;

/** The parts of the view that stay while their contents change, and the language they were made for. */
let parts = null;

// MARK: Doing

function become(next) {
  state = next;
  draw();
}

/** Everything from the beginning, as a guided run or not; that one tells of blocks without a seal. */
function restart(isGuided, isSealed = !isGuided && state.settings.isSealed) {
  control.abort();
  control = new AbortController();
  state = net.fresh({ isGuided, isSealed });
  guide = isGuided ? guides.begin(state) : null;
  [forged, isWorking] = [null, false];
  searching.clear();
  draw();
}

/** Searches the proof of a draft; null if the search is ended. */
async function prove(name, previous, draft) {
  const { signal } = control;
  const { settings } = state;
  const found = await search(problem(previous, draft, settings), signal, (guesses) => {
    if (signal.aborted) return;
    searching.set(name, guesses);
    drawNodes();
  });
  return found && !signal.aborted
    ? { tried: found.tried, draft: { ...draft, proof: proofOf(draft, found.number, settings.isSealed) } } : null;
}

/** Runs a search for a node, and no second one meanwhile. Whether it was done. */
async function busy(name, action) {
  if (searching.has(name)) return false;
  const { signal } = control;
  searching.set(name, 0);
  drawNodes();
  try {
    return await action();
  } finally {
    if (!signal.aborted) searching.delete(name);
    draw();
  }
}

/** A node mines a block. If its chain changes meanwhile, it begins anew on top of that. */
const mine = (name) => busy(name, async () => {
  while (net.canMine(state, name)) {
    const found = await prove(name, net.tipOf(state, name).draft, net.draftFor(state, name));
    if (found === null) return false;
    const next = net.mined(state, name, found.draft);
    if (next !== null) {
      become(next);
      return true;
    }
  }
  return false;
});

/** What is wrong with a payment, or an empty text if it was sent. */
function send(name, payment) {
  const empty = Object.keys(payment).find((part) => payment[part] === "");
  if (empty) return t("field-empty", { field: t(`sandbox-${empty}`) });
  if (!/^(0|[1-9]\d*)(\.\d+)?$/.test(payment.amount)) return t("amount-bad");
  if (!net.canSend(state, name)) return t("net-pending-full", { n: net.mostPending });
  become(net.send(state, name, payment));
  return "";
}

const forge = (name) => busy(net.forger, async () => {
  let tried = 0;
  const { signal } = control;
  const tools = {
    clock: state.clock, settings: state.settings,
    async prove(previous, draft) {
      const found = await prove(net.forger, previous, draft);
      if (found === null) throw new DOMException("ended", "AbortError");
      tried += found.tried;
      return found.draft;
    },
  };
  try {
    const { drafts, about } = await forgeries[name].make(net.baseOf(state), tools);
    forged = { name, about, tried, isAlone: net.neighbours(state, net.forger).length === 0 };
    become(net.offer(state, drafts));
    return true;
  } catch (error) {
    if (!signal.aborted) throw error;
    return false;
  }
});

const actions = {
  mine, send,
  resolve: (name) => become(net.resolve(state, name)),
  setJoined: (key, isJoined) => become(net.setJoined(state, key, isJoined)),
  repent() {
    forged = null;
    become(net.repent(state));
  },
};

const guideActions = {
  async step() {
    if (isWorking) return;
    const { signal } = control;
    isWorking = true;
    draw();
    try {
      await guides.doStep(guide, {
        state: () => state, mine, send, resolve: actions.resolve,
        setGossip: (isGossiping) => become(net.setGossip(state, isGossiping)),
        join: (key) => actions.setJoined(key, true),
      });
    } finally {
      if (!signal.aborted) isWorking = false;
      draw();
    }
    if (isSheet.matches) lookAt(guides.stepOf(guide)?.look.at(-1));
  },
  next() {
    guide = guides.next(guide, state);
    draw();
  },
  restart: () => restart(true),
  /** The forger comes in, and the run is over. */
  leave() {
    guide = null;
    state = Object.entries(state.cables).filter(([, { pair }]) => pair.includes(net.forger))
      .reduce((next, [key]) => net.setJoined(next, key, true), state);
    location.hash = "#/network";
  },
};

// MARK: Showing

/** Whether the guide is a sheet over the network instead of a column beside it. */
const isSheet = matchMedia("(max-width: 55.99rem)");

const lookAt = (part) => document.querySelector(`#view-network [data-part="${part}"]`)?.scrollIntoView({
  block: "end", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
});

function drawNodes() {
  for (const [name, column] of Object.entries(parts?.columns ?? {})) column.update(state, searching.get(name));
}

/** What the forger did and what came of it; a lesson only if it came out as it does when somebody hears of it. */
function drawForgery() {
  const base = net.baseOf(state);
  const isOff = searching.has(net.forger);
  for (const [name, button] of Object.entries(parts.forgeries)) {
    button.setAttribute("aria-disabled", String(isOff || !canForge(name, base)));
    button.setAttribute("aria-pressed", String(forged?.name === name));
  }
  const { kind, rule, lesson } = forged ? endOf(forged.name, state.settings) : {};
  const isProvenAgain = state.settings.isSealed && ["rebuild", "ahead"].includes(forged?.name);
  const isSo = Object.values(state.cables).flatMap(({ verdicts }) => verdicts).some((each) =>
    each.asked === net.forger && each.kind === kind && each.fault?.rule === rule);
  fill(parts.forged, forged && [
    h("p", {}, t("sentences", {
      one: t(`forged-${forged.name}${isProvenAgain ? "-sealed" : ""}`, forged.about),
      two: t("forged-work", { n: number(forged.tried) }),
    })),
    forged.isAlone ? h("p", { class: "answer bad" }, t("forged-alone"))
      : isSo && h("p", { class: "lesson" }, t(`lesson-${lesson}`, forged.about)),
  ]);
}

function drawGuide() {
  if (guide === null) return;
  parts.guide.update(guide, state, isWorking);
  const look = guides.isOver(guide, state) ? [] : guides.stepOf(guide)?.look ?? [];
  for (const each of document.querySelectorAll("#view-network [data-part]")) {
    each.classList.toggle("look", look.includes(each.dataset.part));
  }
}

function draw() {
  if (parts === null) return;
  // Whether the run is guided decides which parts there are.
  frame();
  drawNodes();
  parts.cables.update(state);
  parts.tree.update(picture(state));
  parts.gossip.checked = state.isGossiping;
  parts.seal.checked = state.settings.isSealed;
  parts.sealed.hidden = !state.settings.isSealed;
  const stands = situation(state);
  parts.situation.className = `situation ${stands.kind}`;
  write(parts.situation, situationText(stands));
  const text = newsText(state.news) || t("net-begin", { n: state.nodes.alice.chain.length });
  write(parts.says, text);
  if (guide === null) drawForgery();
  drawGuide();
}

/** The forger's buttons, in the order of the demo. */
function workshop() {
  parts.forgeries = Object.fromEntries(Object.keys(forgeries).map((name) => [name, h("button", {
    type: "button", class: "quiet small", id: `forge-${name}`, "aria-pressed": "false",
    onclick: () => {
      if (canForge(name, net.baseOf(state))) forge(name);
      else fill(parts.forged, h("p", { class: "answer" }, t("net-cannot-forge")));
    },
  }, t(`forge-${name}`))]));
  parts.forged = h("div", { class: "forged", "aria-live": "polite" });
  return h("section", { class: "card workshop", "aria-labelledby": "workshop-title" },
    h("h2", { id: "workshop-title" }, t("net-workshop")), h("p", { class: "hint" }, t("net-workshop-hint")),
    h("div", { class: "forgeries" }, Object.values(parts.forgeries)), parts.forged);
}

function frame() {
  const key = `${current()} ${guide === null}`;
  if (parts?.key === key && byID("view-network").contains(parts.tree.element)) return;
  parts = { key, columns: Object.fromEntries(net.names.map((name) => [name, nodeColumn(name, actions)])) };
  const columns = Object.values(parts.columns);
  parts.cables = cableBand(columns, actions);
  parts.tree = makeTree({ label: t("net-tree") });
  parts.situation = h("p", { id: "network-situation", role: "status" });
  parts.says = h("p", { id: "network-says", class: "says", role: "status" });
  parts.gossip = h("input", { type: "checkbox", role: "switch", id: "net-gossip",
    onchange: () => become(net.setGossip(state, parts.gossip.checked)) });
  parts.seal = h("input", { type: "checkbox", role: "switch", id: "net-seal", "aria-describedby": "net-sealed",
    onchange: () => restart(false, parts.seal.checked) });
  parts.sealed = h("p", { class: "hint", id: "net-sealed" }, t("sandbox-sealed"));
  const button = (id, text, action) => h("button", { type: "button", class: "quiet", id, onclick: action }, t(text));
  if (guide !== null) parts.guide = guideCard(guideActions);
  fill(byID("view-network"),
    h("h1", {}, t("net-title")),
    h("p", { class: "lead" }, t("net-lead", { zeros: state.settings.difficulty })),
    h("div", { class: "row tools" },
      h("label", { for: "net-gossip", class: "inline", "data-part": "gossip" }, parts.gossip, t("net-gossip")),
      guide === null && h("label", { for: "net-seal", class: "inline" }, parts.seal, t("net-seal")),
      button("net-resolve-all", "net-resolve-all", () => become(net.resolveAll(state))),
      button("net-reset", "sandbox-reset", () => restart(guide !== null)),
      guide === null
        ? h("a", { class: "button", id: "net-to-guide", href: "#/network/guide" }, t("net-to-guide"))
        : h("a", { id: "net-from-guide", href: "#/network" }, t("net-from-guide")),
      h("a", { href: "#/race" }, t("race-title"))),
    parts.sealed,
    h("div", { class: "network" },
      h("div", { class: "stage" },
        h("div", { class: "nodes", "data-part": "nodes" }, columns.map((column) => column.element)),
        parts.cables.element,
        h("section", { class: "card", "data-part": "tree", "aria-labelledby": "net-tree-title" },
          h("h2", { id: "net-tree-title" }, t("net-tree")),
          parts.situation, parts.says, parts.tree.element,
          h("p", { class: "hint" }, t("net-tree-hint")))),
      guide === null ? workshop() : parts.guide.element));
}

/** Shows the network as it is, or begins the guided run. */
export async function showNetwork(part) {
  const isGuided = part === "guide";
  await Promise.all([style("network.css"), style("tree.css")]);
  if (isGuided !== (guide !== null)) {
    // Whoever ends the run keeps the network that came out of it.
    if (isGuided || guides.stepOf(guide) !== null) restart(isGuided);
    else guide = null;
  }
  frame();
  draw();
}
