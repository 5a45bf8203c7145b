// Other nodes: their state, and asking them for their chains.

import { byID, fill, h } from "./dom.js";
import { answerPlace, complaint, field, good, onSubmit } from "./forms.js";
import { model, refreshAll, watch } from "./model.js";
import { ask, get } from "./node.js";
import { perFrame } from "./pace.js";
import { number, t } from "./text.js";

function peer(each) {
  const remove = async () => {
    try {
      await ask(`/nodes/${encodeURIComponent(each.address)}`, { method: "DELETE" });
      fill(byID("verdicts"), good(t("peer-removed", { address: each.address })));
      refreshAll();
    } catch (error) {
      fill(byID("verdicts"), complaint(error));
    }
  };
  return h("li", {},
    h("div", { class: "spread" },
      h("strong", { class: "mono" }, each.address),
      h("button", {
        type: "button", class: "quiet small", onclick: remove,
        "aria-label": t("peer-remove-label", { address: each.address }),
      }, t("peer-remove"))),
    h("div", { class: "spread" },
      h("span", { class: `state ${each.state}` }, t(`state-${each.state}`)),
      each.length !== null && h("span", { class: "small" }, t("peer-blocks", { n: number(each.length) }))),
    each.fault !== null && h("div", { class: "small" }, each.fault));
}

function showPeers() {
  const place = byID("peers");
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
    return t("peer-added", { address });
  });
}

function showResolve() {
  const form = byID("resolve");
  fill(form, h("button", { type: "submit" }, t("resolve-button")), answerPlace());
  onSubmit(form, async () => {
    const place = byID("verdicts");
    fill(place, h("p", { class: "hint" }, t("resolving")));
    let found;
    try {
      found = await get("/nodes/resolve?summary", { method: "POST" });
    } finally {
      fill(place);
    }
    fill(place, h("ul", { class: "list" }, found.peers.map((each) => h("li", {},
      h("div", { class: "spread" },
        h("strong", { class: "mono" }, each.address),
        each.length !== null && h("span", { class: "small" }, t("peer-blocks", { n: number(each.length) }))),
      h("div", {}, each.verdict)))));
    refreshAll();
    return t(found.message === "Our chain was replaced" ? "resolve-replaced" : "resolve-kept");
  });
}

export function showPeersPart() {
  showPeers();
  showRegister();
  showResolve();
}

export function startPeers() { watch("peers", perFrame(showPeers)); }
