// Finding a block, a transaction, or what a name has paid and received.

import { byID, fill, h } from "./dom.js";
import { payment } from "./chain.js";
import { complaint, field } from "./forms.js";
import { get } from "./node.js";
import { number, t } from "./text.js";

/** How many entries of a history are shown. */
const shownAtMost = 100;

async function transaction(id) {
  const found = await get(`/transactions/${id}`);
  return h("section", { class: "card" },
    h("p", {}, payment(found.transaction)),
    found.block === null
      ? h("p", {}, t("lookup-pending"))
      : h("p", {}, h("a", { href: `#/block/${found.block}` },
        t("lookup-in", { block: found.block, n: number(found.blocks_on_top) }))));
}

async function history(name) {
  const found = await get(`/transactions?address=${encodeURIComponent(name)}&limit=${shownAtMost}`);
  return h("section", { class: "card" },
    h("h2", {}, t("lookup-history", { address: name, n: number(found.total) })),
    h("ul", { class: "list" }, found.transactions.map((each) => h("li", { class: "spread" },
      h("span", {}, payment(each.transaction)),
      h("a", { href: `#/block/${each.block}` }, `${t("in-block")} ${each.block}`)))),
    found.next !== null && h("p", { class: "small" }, t("lookup-more", { n: number(found.transactions.length) })));
}

async function search(text, result) {
  if (text === "") return;
  if (/^[1-9]\d{0,14}$/.test(text) || /^[0-9a-f]{64}$/i.test(text)) {
    location.hash = `#/block/${text}`;
    return;
  }
  try {
    // 32 digits are an id; if no transaction has it, they may still be a name.
    const isID = /^[0-9a-f]{32}$/.test(text);
    fill(result, isID ? await transaction(text).catch(() => history(text)) : await history(text));
  } catch (error) {
    fill(result, complaint(error));
  }
}

export function showLookup() {
  const result = h("div", { "aria-live": "polite" });
  const form = h("form", { role: "search" },
    h("div", { class: "row" },
      field("lookup-text", "lookup-field", { type: "search" }),
      h("button", { type: "submit" }, t("lookup-button"))));
  form.onsubmit = (event) => {
    event.preventDefault();
    search(byID("lookup-text").value.trim(), result);
  };
  fill(byID("view-lookup"), h("h1", {}, t("lookup-title")), h("p", { class: "lead" }, t("lookup-hint")), form, result);
}
