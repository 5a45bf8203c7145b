// Other nodes: their state, and asking them for their chains.

import { byID, fill, h } from "./dom.js";
import { answerPlace, complaint, field, forgetAnswer, good, onSubmit, said } from "./forms.js";
import { shown } from "./json.js";
import { model, refreshAll, watch } from "./model.js";
import { ask, get } from "./node.js";
import { perFrame } from "./pace.js";
import { current, number, t } from "./text.js";

/** A peer's address, which is that of its own page. */
export const addressOf = (address) =>
  h("a", { class: "mono name", href: `http://${address}/`, rel: "noreferrer" }, address);

function peer(each) {
  const remove = async () => {
    try {
      await ask(`/nodes/${encodeURIComponent(each.address)}`, { method: "DELETE" });
      forgetAnswer(byID("resolve"));
      tell(() => good(t("peer-removed", { address: each.address })));
      refreshAll();
    } catch (error) {
      tell(() => complaint(error));
    }
  };
  return h("li", {},
    h("div", { class: "spread" },
      addressOf(each.address),
      h("button", {
        type: "button", class: "quiet small", onclick: remove,
        "aria-label": t("peer-remove-label", { address: each.address }),
      }, t("peer-remove"))),
    h("div", { class: "spread" },
      h("span", { class: `state ${each.state}` }, t(`state-${each.state}`)),
      each.length !== null && each.state !== "this node"
        && h("span", { class: "small" }, t("peer-blocks", { n: number(each.length) }))),
    each.fault !== null && said("div", { class: "small" }, each, each.fault));
}

/** What is shown: while nothing changes, nothing is drawn again, so that the focus stays. */
let shownPeers = null;

function showPeers() {
  const place = byID("peers");
  const state = shown([current(), model.peers]);
  if (state === shownPeers) return;
  shownPeers = state;
  const focused = place.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
  fill(place,
    model.peers.length === 0
      ? h("p", { class: "empty" }, t("peers-none"))
      : h("ul", { class: "list" }, model.peers.map(peer)));
  // Keeps the focus nearby when its peer is gone.
  if (focused) (place.querySelector(`[aria-label="${CSS.escape(focused)}"]`) ?? byID("peers-title")).focus();
}

function showRegister() {
  const form = byID("register");
  fill(form,
    h("div", { class: "row" },
      field("peer-address", "peer-address", { placeholder: "127.0.0.1:5001", inputmode: "url" }),
      h("button", { type: "submit", class: "quiet" }, t("peer-add"))),
    answerPlace());
  onSubmit(form, async () => {
    const address = byID("peer-address").value.trim();
    await ask("/nodes/register", { method: "POST", body: JSON.stringify({ nodes: [address] }) });
    byID("peer-address").value = "";
    refreshAll();
    return () => t("peer-added", { address });
  });
}

/** What draws the news about peers: a round's verdicts, or what came of a removal. */
let news = () => null;

function tell(draw) {
  news = draw;
  showNews();
}

const showNews = () => fill(byID("verdicts"), news());

function verdictOn(each) {
  return h("li", {},
    h("div", { class: "spread" },
      addressOf(each.address),
      each.length !== null && h("span", { class: "small" }, t("peer-blocks", { n: number(each.length) }))),
    said("div", {}, each, each.verdict));
}

/** What a round came to, as the name of a text. */
function outcome({ message, peers }) {
  if (peers.length === 0) return "resolve-nobody";
  return message === "Our chain was replaced" ? "resolve-replaced" : "resolve-kept";
}


function showResolve() {
  const form = byID("resolve");
  const isFocused = form.contains(document.activeElement);
  fill(form, h("button", { type: "submit", class: "quiet" }, t("resolve-button")), answerPlace());
  if (isFocused) form.querySelector("button").focus();
  onSubmit(form, async () => {
    tell(() => h("p", { class: "hint" }, t("resolving")));
    let found;
    try {
      found = await get("/nodes/resolve?summary", { method: "POST" });
    } catch (error) {
      tell(() => null);
      throw error;
    }
    tell(() => h("ul", { class: "list" }, found.peers.map(verdictOn)));
    refreshAll();
    return () => t(outcome(found));
  });
}

export function showPeersPart() {
  showPeers();
  showRegister();
  showResolve();
  showNews();
}

export function startPeers() { watch("peers", perFrame(showPeers)); }
