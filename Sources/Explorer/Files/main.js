// The page: which part is shown, and what is always visible.

import { showBlocks, showPending, startChain } from "./chain.js";
import { showBlock } from "./block.js";
import { showDescription } from "./description.js";
import { byID, fill, h, hashOf, perFrame } from "./dom.js";
import { showCheck, showMine, showSend } from "./forms.js";
import { showLookup } from "./lookup.js";
import { showSearch, startMining } from "./mining.js";
import { model, refreshAll, start, watch } from "./model.js";
import { showPeersPart, startPeers } from "./peers.js";
import { showPlots, span, startPlots } from "./plots.js";
import { apply, number, switchLanguage, t } from "./text.js";

// MARK: Which part

const views = ["home", "block", "lookup", "check", "api"];

function show() {
  const [name, argument] = location.hash.replace(/^#\//, "").split("/");
  const view = views.includes(name) ? name : "home";
  for (const each of views) byID(`view-${each}`).hidden = each !== view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view === "block") {
    let block = argument ?? "";
    try { block = decodeURIComponent(block); } catch { /* Keep it undecoded. */ }
    showBlock(block);
  } else if (view === "lookup") showLookup();
  else if (view === "check") showCheck();
  else if (view === "api") showDescription();
}

// MARK: What is always visible

function showConnection() {
  const place = byID("connection");
  const text = t(model.isConnected ? "connected" : "away");
  place.classList.toggle("away", !model.isConnected);
  if (place.textContent !== text) place.textContent = text;
}

function showFacts() {
  showConnection();
  const status = model.status;
  if (!status) return;
  document.title = `#${status.length} · Forgechain`;
  const facts = {
    "fact-length": number(status.length), "fact-pending": number(model.pending.total),
    "fact-peers": number(model.peers.filter((peer) => peer.state !== "this node").length),
    "fact-rules": status.rules, "fact-difficulty": status.difficulty, "fact-node": status.identifier,
    "fact-uptime": span(uptime()),
  };
  const [place, language] = [byID("facts"), document.documentElement.lang];
  if (place.lang !== language || place.children.length === 0) {
    place.lang = language;
    fill(place, Object.keys(facts).map((key) => h("div", {}, h("dt", {}, t(key)), h("dd", { id: key }))));
  }
  for (const [key, value] of Object.entries(facts)) {
    if (byID(key).textContent !== String(value)) byID(key).textContent = value;
  }
}

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
      by: by(event), length: number(event.length), ours: number(event.ours), common: event.common, reason: event.reason,
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
  byID("language").textContent = t("language");
  byID("language").lang = document.documentElement.lang === "en" ? "zh-CN" : "en";
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

byID("language").addEventListener("click", () => {
  switchLanguage();
  writeAll();
});

addEventListener("hashchange", () => {
  show();
  byID("content").focus({ preventScroll: true });
  scrollTo(0, 0);
});

watch("status", perFrame(showFacts));
watch("pending", perFrame(showFacts));
watch("peers", perFrame(showFacts));
watch("notices", perFrame(showNotices));
// The uptime grows on its own.
setInterval(() => { if (model.isConnected && !document.hidden) showFacts(); }, 1000);
startChain();
startPeers();
startMining();
startPlots();
writeAll();
start();
refreshAll();
