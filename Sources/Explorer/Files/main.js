// The page: which part is shown, and what is always visible.

import { showBlocks, showPending, startChain } from "./chain.js";
import { startAges } from "./ages.js";
import { showBlock, startBlock } from "./block.js";
import { byID, fill, h, hashOf } from "./dom.js";
import { startEqual } from "./equal.js";
import { showFind, startFind } from "./find.js";
import { plain } from "./json.js";
import { languages } from "./languages.js";
import { workOf } from "./ledger.js";
import { showBlockList, showPendingList } from "./listing.js";
import { showMine, showSearch, startMining } from "./mining.js";
import { model, refreshAll, rulesAreLedger, start, watch } from "./model.js";
import { showName } from "./name.js";
import { atMostEvery, perFrame } from "./pace.js";
import { showPeersPart, startPeers } from "./peers.js";
import { showPlots, span, startPlots } from "./plots.js";
import { showSend, startSend } from "./send.js";
import { apply, chooseLanguage, current, number, short, t, words } from "./text.js";
import { showTransaction } from "./transaction.js";

// MARK: Which part

/** Each view, by the first part of its address, and what shows it; the front page is always kept up to date. */
const views = {
  home: null, block: showBlock, name: showName, transaction: showTransaction,
  blocks: showBlockList, pending: showPendingList,
  // What the front page does without is loaded when it is wanted.
  sandbox: async (...parts) => (await import("./sandbox.js")).showSandbox(...parts),
  work: async () => (await import("./work.js")).showWork(),
  check: async () => (await import("./check.js")).showCheck(),
  api: async () => (await import("./description.js")).showDescription(),
};

/** Views of what changes as the chain does. */
const living = new Set(["block", "blocks", "pending", "name", "transaction", "api"]);

const decoded = (text) => {
  try { return decodeURIComponent(text); } catch { return text; }
};

/** The view in the address, and what follows its name there. */
function wanted() {
  const [name, ...parts] = location.hash.replace(/^#\//, "").split("/").map(decoded);
  return Object.hasOwn(views, name) ? [name, ...parts] : ["home"];
}

function show() {
  const [view, ...parts] = wanted();
  for (const each of Object.keys(views)) byID(`view-${each}`).hidden = each !== view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const isShown = views[view]?.(...(living.has(view) ? [parts[0] ?? "", ...parts.slice(1)] : parts));
  // While the node is away nothing is loaded; what was shown stays.
  Promise.resolve(isShown).then(showTitle, () => {});
}

/** What is looked at changes with the chain, and comes back with the node. */
const showAgain = atMostEvery(500, () => { if (living.has(wanted()[0])) show(); });

// MARK: What is always visible

function showConnection() {
  const place = byID("connection");
  const text = t(model.connection);
  place.classList.toggle("away", model.connection !== "live");
  document.body.classList.toggle("stale", model.connection === "away");
  if (place.textContent !== text) place.textContent = text;
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
  const facts = {
    "fact-length": number(status.length), "fact-pending": number(model.pending.total),
    "fact-peers": number(model.peers.filter((peer) => peer.state !== "this node").length),
    "fact-rules": status.rules, ...difficulty(status), "fact-node": shortName(status.identifier),
    "fact-uptime": span(uptime()),
  };
  const [place, language] = [byID("facts"), document.documentElement.lang];
  if (place.lang !== language || place.children.length !== Object.keys(facts).length) {
    place.lang = language;
    fill(place, Object.keys(facts).map((key) => h("div", {}, h("dt", {}, t(key)), h("dd", { id: key }))));
  }
  for (const [key, value] of Object.entries(facts)) {
    if (byID(key).textContent !== String(value)) byID(key).textContent = value;
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
      h("span", {}, `#${block.index} `, hashOf(block.hash)));
    return [
      h("p", {}, text),
      list.length > 0 && h("p", { class: "fallen" }, t("fell-out"), list.length < fallen && "…", list),
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

/** Redraws everything in the chosen language. */
function writeAll() {
  apply();
  showFind();
  byID("language").value = current();
  showFacts();
  showNotices();
  showBlocks();
  showPending();
  showMine();
  showSend();
  showPeersPart();
  showSearch();
  showPlots();
  show();
}

/** Each language by its own name, whatever is shown. */
fill(byID("language"), Object.entries(languages).map(([tag, { name, page }]) =>
  h("option", { value: tag, lang: page }, name)));
byID("language").addEventListener("change", async () => {
  await chooseLanguage(byID("language").value);
  writeAll();
});

addEventListener("hashchange", () => {
  show();
  byID("content").focus({ preventScroll: true });
  scrollTo(0, 0);
});

watch("status", perFrame(showFacts));
watch("status", showAgain);
watch("blocks", showAgain);
watch("pending", showAgain);
watch("pending", perFrame(showFacts));
watch("peers", perFrame(showFacts));
watch("notices", perFrame(showNotices));
// The uptime grows on its own.
setInterval(() => { if (model.connection !== "away" && !document.hidden) showFacts(); }, 1000);
startChain();
startPeers();
startMining();
startSend();
startFind();
startBlock();
startEqual();
startAges();
startPlots();
writeAll();
start();
refreshAll();
