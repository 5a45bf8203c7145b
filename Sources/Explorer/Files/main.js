// The page: which part is shown, and what is always visible.

import { showBlocks, showPending, startChain } from "./chain.js";
import { addressed, turnTo, whenAddressed } from "./address.js";
import { startAges } from "./ages.js";
import { byID, fill, h, hashOf, write } from "./dom.js";
import { startEqual } from "./equal.js";
import { showFind, startFind } from "./find.js";
import { complaint } from "./forms.js";
import { plain } from "./json.js";
import { workOf } from "./ledger.js";
import { startLanguages } from "./menu.js";
import { showMine, showSearch, startMining } from "./mining.js";
import { model, refreshAll, rulesAreLedger, start, watch } from "./model.js";
import { atMostEvery, perFrame } from "./pace.js";
import { showPeersPart, startPeers } from "./peers.js";
import { showSend, startSend } from "./send.js";
import { apply, number, short, span, t, words } from "./text.js";

// MARK: Which part

/** Each view, by the first part of its address, and what shows it; the front page is always kept up to date. */
const views = {
  home: null,
  // What the front page does without is loaded when it is wanted.
  block: async (...parts) => (await import("./block.js")).showBlock(...parts),
  name: async (...parts) => (await import("./name.js")).showName(...parts),
  transaction: async (...parts) => (await import("./transaction.js")).showTransaction(...parts),
  blocks: async (...parts) => (await import("./listing.js")).showBlockList(...parts),
  pending: async (...parts) => (await import("./listing.js")).showPendingList(...parts),
  learn: async (...parts) => (await import("./learn.js")).showLearn(...parts),
  sandbox: async (...parts) => (await import("./sandbox.js")).showSandbox(...parts),
  network: async (...parts) => (await import("./netview.js")).showNetwork(...parts),
  race: async () => (await import("./raceview.js")).showRace(),
  work: async () => (await import("./work.js")).showWork(),
  pictures: async () => (await import("./pictures.js")).showPictures(),
  check: async () => (await import("./check.js")).showCheck(),
  api: async () => (await import("./description.js")).showDescription(),
  forks: async (...parts) => (await import("./forks.js")).showForks(...parts),
  peers: async () => (await import("./peerview.js")).showPeersView(),
};

/** Views of what changes as the chain does. */
const living = new Set(["block", "blocks", "pending", "name", "transaction", "api", "forks"]);

const wanted = () => addressed(views, "home");

function show() {
  const [view, ...parts] = wanted();
  turnTo(views, view);
  bringCurrent();
  const isShown = views[view]?.(...(living.has(view) ? [parts[0] ?? "", ...parts.slice(1)] : parts));
  // While the node is away nothing is loaded; what was shown stays.
  Promise.resolve(isShown).then(showTitle, (error) => {
    if (model.connection === "live") reportError(error);
    const place = byID(`view-${view}`);
    if (place.children.length === 0) fill(place, h("h1", {}, "Forgechain"), complaint({ status: 0, message: "" }));
  });
}

/** Where the sections are in one line that is too long, the current one is in sight. */
function bringCurrent() {
  const link = document.querySelector("nav a[aria-current]");
  if (!link) return;
  const [box, inside] = [link.parentElement.getBoundingClientRect(), link.getBoundingClientRect()];
  if (inside.left < box.left || inside.right > box.right) {
    link.parentElement.scrollLeft += inside.left - box.left - box.width / 3;
  }
}

/** What is looked at changes with the chain, and comes back with the node. */
const showAgain = atMostEvery(500, () => { if (living.has(wanted()[0])) show(); });

// MARK: What is always visible

function showConnection() {
  const place = byID("connection");
  const text = t(model.connection);
  place.classList.toggle("away", model.connection !== "live");
  document.body.classList.toggle("stale", model.connection === "away");
  write(place, text);
}

/** A node's name; one that nobody chose is a long number. */
const shortName = (name) => (/^[0-9a-f]{32,64}$/.test(name) ? `${name.slice(0, 8)}…` : plain(name));

/** What tells this tab from others: what it shows, and of which node. */
function showTitle() {
  const [view, subject] = wanted();
  const { length, identifier } = model.status ?? {};
  const heading = byID(`view-${view}`).querySelector("h1")?.textContent;
  const about = view === "home" || !heading ? length && `#${length}` : heading.slice(0, 40) || subject;
  const node = identifier && `${shortName(identifier)} ${location.host}`;
  const title = [about, node, "Forgechain"].filter(Boolean).join(" · ");
  if (document.title !== title) document.title = title;
}

function showFacts() {
  showConnection();
  showTitle();
  const status = model.status;
  if (!status) return;
  writeFacts(byID("facts"), { "fact-length": number(status.length), "fact-pending": number(model.pending.total) });
  writeFacts(byID("facts-more"), {
    "fact-peers": number(model.peers.filter((peer) => peer.state !== "this node").length),
    "fact-rules": status.rules, ...difficulty(status), "fact-node": shortName(status.identifier),
    "fact-uptime": span(uptime()),
  });
}

/** Writes facts below their names; what says the same stays. */
function writeFacts(place, facts) {
  const language = document.documentElement.lang;
  if (place.lang !== language || place.children.length !== Object.keys(facts).length) {
    place.lang = language;
    fill(place, Object.keys(facts).map((key) => h("div", {}, h("dt", {}, t(key)), h("dd", { id: key }))));
  }
  for (const [key, value] of Object.entries(facts)) {
    write(byID(key), value);
  }
}

/** What a block costs: zeros, or on a ledger the guesses that its target asks for, and those in all blocks. */
const difficulty = (status) => (rulesAreLedger()
  ? { "fact-expected": short(workOf(status.target)), "fact-work": short(BigInt(`0x${status.work}`)) }
  : { "fact-difficulty": status.difficulty });

/** Whole seconds; it grows while the page is open. */
const uptime = () => Math.floor(Number(model.status.uptime) + (performance.now() - model.statusTime) / 1000);

/** How many orphaned blocks are listed, newest first. */
const fallenShown = 6;

/** What each kind of notice says. */
const said = {
  replaced(event) {
    const fallen = event.was - event.common;
    const values = { by: by(event), common: event.common, n: number(fallen), again: event.pending_again };
    const text = fallen > 0 ? t("replaced", values) : t("grown", { ...values, n: number(event.length - event.was) });
    const list = event.fell_out.slice(-fallenShown).map((block) =>
      h("a", { class: "name", href: `#/block/${block.hash}` }, `#${block.index} `, hashOf(block.hash)));
    return [
      h("p", {}, text),
      list.length > 0 && h("p", { class: "fallen" },
        t("fell-out"), list.length < fallen && h("span", {}, "…"), list,
        h("a", { href: "#/forks" }, t("forks-link"))),
    ];
  },

  refused(event) {
    const values = {
      by: by(event), length: number(event.length), ours: number(event.ours), common: event.common,
      reason: words({ ...event, reason: event.code }) ?? event.reason,
    };
    return [h("p", {}, t("refused", values))];
  },

  limit(event) {
    const values = { bytes: number(event.bytes), limit: number(event.limit) };
    return [h("p", {}, t("limit", values))];
  },
};

const by = (event) => event.by ?? t("somebody");

function showNotices() {
  fill(byID("notices"), model.notices.map((each) => {
    const dismiss = () => {
      model.notices = model.notices.filter((other) => other !== each);
      showNotices();
      byID("content").focus();
    };
    return h("div", { class: "notice", role: "status" },
      h("div", {}, said[each.name](each)),
      h("button", { type: "button", class: "quiet small", onclick: dismiss }, t("dismiss")));
  }));
}

/** The figures, and the commands beside links, once they are there. */
let plots = null;
let commands = null;

/** Redraws everything in the chosen language. */
function writeAll() {
  apply();
  showFind();
  showFacts();
  showNotices();
  showBlocks();
  showPending();
  showMine();
  showSend();
  showPeersPart();
  showSearch();
  plots?.showPlots();
  commands?.addCommands(byID("view-home"));
  if (hasMeanings) showMeanings();
  show();
}

// MARK: What the page says of itself

/** Where it is kept that somebody has read that. */
const placeOfRead = "forgechain what";

/** It is open until somebody closes it; its answers are open where there is room for them. */
function startWhat() {
  const what = byID("what");
  try { what.open = localStorage.getItem(placeOfRead) !== "closed"; } catch { /* Then it is open each time. */ }
  const answers = what.querySelectorAll(".question");
  const hasRoom = matchMedia("(min-width: 60rem)");
  const open = () => { for (const each of answers) each.open = hasRoom.matches; };
  open();
  hasRoom.addEventListener("change", open);
  what.addEventListener("toggle", (event) => {
    if (event.target !== what) return;
    try {
      if (what.open) localStorage.removeItem(placeOfRead);
      else localStorage.setItem(placeOfRead, "closed");
    } catch { /* The browser keeps nothing. */ }
  });
  // Words that one may not know get their meanings once somebody reads there.
  for (const place of [what, byID("facts-more")]) {
    for (const name of ["pointerenter", "focusin"]) place.addEventListener(name, showMeanings, { once: true });
  }
}

let hasMeanings = false;

async function showMeanings() {
  hasMeanings = true;
  const { explain } = await import("./words.js");
  const texts = [byID("hero-lead"), ...document.querySelectorAll("#what [data-t$=-says], #facts-more dt")];
  for (const each of texts) explain(each);
}

whenAddressed(show);

watch("status", perFrame(showFacts));
watch("status", showAgain);
watch("blocks", showAgain);
watch("pending", showAgain);
watch("pending", perFrame(showFacts));
watch("peers", perFrame(showFacts));
watch("notices", perFrame(showNotices));
// The uptime grows on its own.
setInterval(() => { if (model.connection !== "away" && !document.hidden) showFacts(); }, 1000);
startLanguages(writeAll);
startWhat();
startChain();
startPeers();
startMining();
startSend();
startFind();
startEqual();
startAges();
writeAll();
start();
refreshAll();
// What the first look does without.
import("./plots.js").then((module) => {
  plots = module;
  plots.startPlots();
  plots.showPlots();
}, () => {});
import("./raw.js").then((module) => {
  commands = module;
  module.addCommands(byID("view-home"));
}, () => {});
