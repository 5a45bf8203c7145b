// Payments for people: who pays whom, with links to what is known of them.

import { h, hashOf } from "./dom.js";
import { plain } from "./json.js";
import { idOf, isAddress, isUnnamed } from "./ledger.js";
import { number, t } from "./text.js";

/** A longer name gets no page of its own: it wouldn't fit into an address. */
const linkedLength = 500;

/** The number of transactions, in words. */
export const count = (n) => t("payments", { n: number(n) });

/** A name as a link to its page; names may be any JSON value, and only strings can be asked for. */
export function nameOf(value) {
  if (value === "0") return t("reward");
  const isLinked = typeof value === "string" && value !== "" && value.length <= linkedLength;
  if (!isLinked) return plain(value ?? null);
  return h("a", { class: "name", href: `#/name/${encodeURIComponent(value)}` },
    isAddress(value) || isUnnamed(value) ? hashOf(value) : plain(value));
}

/** A payment on one line. */
export function payment(transaction) {
  const { sender, recipient, amount, fee } = transaction;
  return h("span", { class: "payment" },
    nameOf(sender), " → ", nameOf(recipient), `${t("colon")}${plain(amount ?? null)}`,
    fee !== undefined && h("span", { class: "small" }, ` ${t("payment-fee", { fee: plain(fee) })}`));
}

/** The columns of a ledger's payments besides those that all have. */
const ledgerColumns = ["fee", "nonce", "memo", "signature"];

function cell(transaction, key) {
  const value = transaction[key];
  if (value === undefined) return h("td", {});
  if (key === "signature" && typeof value === "string") {
    return h("td", {}, h("a", { href: `#/transaction/${idOf(transaction)}` }, hashOf(value)));
  }
  return h("td", { class: "number" }, plain(value));
}

/** A table of payments; what only a ledger has is shown where there is any. */
export function paymentTable(transactions) {
  const more = ledgerColumns.filter((key) => transactions.some((each) => each?.[key] !== undefined));
  return h("div", { class: "scroll", tabindex: more.length > 0 ? "0" : null, role: more.length > 0 ? "region" : null,
    "aria-label": more.length > 0 ? t("transactions-title") : null },
  h("table", {},
    h("thead", {}, h("tr", {}, ["from", "to", "amount", ...more].map((key) => h("th", { scope: "col" }, t(key))))),
    h("tbody", {}, transactions.map((each) => h("tr", {},
      h("td", {}, nameOf(each?.sender)), h("td", {}, nameOf(each?.recipient)), cell(each ?? {}, "amount"),
      more.map((key) => cell(each ?? {}, key)))))));
}
