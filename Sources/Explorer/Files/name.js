// The page of a name: what it has sent and received, and on a ledger what it owns.

import { byID, h, hashOf } from "./dom.js";
import { plain } from "./json.js";
import { isAddress } from "./ledger.js";
import { present } from "./live.js";
import { rulesAreLedger } from "./model.js";
import { get } from "./node.js";
import { payment } from "./payments.js";
import { raw } from "./raw.js";
import { number, t } from "./text.js";
import { totals } from "./totals.js";

/** How many payments are on a page. */
const pageSize = 50;

function account(found) {
  const rows = [
    ["account-has", number(found.balance)], ["account-nonce", number(found.next_nonce)],
    ["account-pending-in", number(found.pending_in)], ["account-pending-out", number(found.pending_out)],
  ];
  return h("section", { class: "card" },
    h("h2", {}, t("account-title")),
    h("dl", { class: "facts", id: "account" }, rows.map(([key, value]) =>
      h("div", {}, h("dt", {}, t(key)), h("dd", { id: key }, value)))),
    h("p", { class: "hint" }, t("account-hint")));
}

/** How many of its payments are added up: all of a class, and the newest of a larger network. */
const mostCounted = 1000;

/** A name's payments from one to another, newest first. The node counts them from the oldest. */
async function payments(name, first, last) {
  const found = [];
  // Long payments come in shorter pages.
  for (let next = first; next !== null && next <= last;) {
    const path = `/transactions?address=${encodeURIComponent(name)}&from=${next}&limit=${last - next + 1}`;
    const page = await get(path);
    found.push(...page.transactions);
    next = page.next;
  }
  return found.slice(0, last - first + 1).reverse();
}

/** A page of a name's payments, newest first, of which page 1 has the newest; and what the newest come to. */
async function history(name, page) {
  let total;
  try {
    ({ total } = await get(`/transactions?address=${encodeURIComponent(name)}&limit=1`));
  } catch (error) {
    if (error.status !== 404) throw error;
    return { total: 0, transactions: [], sums: null };
  }
  const newest = await payments(name, Math.max(1, total - mostCounted + 1), total);
  const sums = { ...totals(name, newest), isAll: newest.length === total };
  const [start, end] = [(page - 1) * pageSize, Math.min(page * pageSize, total)];
  const isLoaded = end <= newest.length || start >= total;
  const transactions = isLoaded ? newest.slice(start, end) : await payments(name, total - end + 1, total - start);
  return { total, transactions, sums };
}

function figures({ received, sent, net, mined, isAll }) {
  const rows = { "name-received": received, "name-sent": sent, "name-net": net, "name-mined": mined };
  return [
    h("dl", { class: "facts" }, Object.entries(rows).map(([key, value]) =>
      h("div", {}, h("dt", {}, t(key)), h("dd", { id: key }, number(value, 8))))),
    !isAll && h("p", { class: "hint" }, t("name-newest", { n: number(mostCounted) })),
  ];
}

/** What names it in what is pending, of which no more than this is looked at. */
const mostPending = 1000;

async function waiting(name) {
  const { transactions } = await get(`/transactions/pending?limit=${mostPending}`);
  return transactions.filter((each) => each?.sender === name || each?.recipient === name);
}

function pager(name, page, total) {
  const pages = Math.ceil(total / pageSize);
  if (pages < 2) return null;
  const link = (to, key) => h("a", { href: `#/name/${encodeURIComponent(name)}/${to}` }, t(key));
  return h("p", { class: "crumbs" },
    page > 1 && link(page - 1, "page-newer"),
    h("span", { class: "small" }, t("page-of", { page: number(page), pages: number(pages) })),
    page < pages && link(page + 1, "page-older"));
}

export const showName = (name, pageText) => {
  const page = /^[1-9]\d{0,8}$/.test(pageText ?? "") ? Number(pageText) : 1;
  const hasAccount = rulesAreLedger() && isAddress(name);
  const title = () => h("h1", {}, isAddress(name) ? hashOf(name, true) : plain(name));
  return present(
    byID("view-name"), [name, page, hasAccount], title,
    () => Promise.all([history(name, page), hasAccount ? get(`/accounts/${name}`) : null, waiting(name)]),
    ([found, owned, pending]) => [
      title(),
      h("p", { class: "crumbs" },
        raw(hasAccount ? `/accounts/${name}` : `/transactions?address=${encodeURIComponent(name)}`)),
      h("div", { class: "stack" }, owned && account(owned), h("section", { class: "card" },
        h("h2", {}, t("name-history", { n: number(found.total) })),
        !hasAccount && h("p", { class: "hint" }, t("name-unchecked")),
        found.sums && figures(found.sums),
        pending.length > 0 && [
          h("h3", {}, t("pending-title")),
          h("ul", { class: "list", id: "name-pending" }, pending.map((each) => h("li", {}, payment(each))))],
        found.total === 0 && h("p", { class: "empty" }, t("name-none")),
        h("ul", { class: "list" }, found.transactions.map((each) => h("li", { class: "spread" },
          payment(each.transaction),
          h("a", { href: `#/block/${each.block}` }, `${t("in-block")} ${each.block}`)))),
        pager(name, page, found.total))),
    ]);
};
