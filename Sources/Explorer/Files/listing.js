// Pages of what is long: blocks, and what is pending.

import { age } from "./ages.js";
import { byID, h, hashOf } from "./dom.js";
import { present } from "./live.js";
import { model } from "./model.js";
import { get } from "./node.js";
import { count, payment } from "./payments.js";
import { raw } from "./raw.js";
import { number, t } from "./text.js";

/** How many are on a page. */
const pageSize = 50;

const isIndex = (text) => /^[1-9]\d{0,14}$/.test(text ?? "");

/** Links to the pages beside one, null where there is none, and to what the node says. */
function pager(before, after, path) {
  return h("p", { class: "crumbs" },
    h("a", { href: "#/" }, t("block-back")),
    before && h("a", { href: before }, t("page-newer")), after && h("a", { href: after }, t("page-older")), raw(path));
}

async function summaries(first, last) {
  const blocks = [];
  for (let next = first; next !== null && next <= last;) {
    const found = await get(`/blocks?summary&from=${next}&limit=${last - next + 1}`);
    blocks.push(...found.blocks);
    next = found.next;
  }
  return blocks.reverse();
}

/** A page of blocks, newest first, down from one. */
export function showBlockList(text) {
  const length = model.status?.length ?? 1;
  const last = isIndex(text) ? Math.min(Number(text), length) : length;
  const first = Math.max(1, last - pageSize + 1);
  const title = () => h("h1", {}, t("blocks-title", { first: number(first), last: number(last) }));
  return present(byID("view-blocks"), [first, last], title, () => summaries(first, last), (blocks) => [
    title(),
    pager(last < length && `#/blocks/${Math.min(length, last + pageSize)}`, first > 1 && `#/blocks/${first - 1}`,
      `/blocks?summary&from=${first}&limit=${last - first + 1}`),
    h("ol", { class: "list card aligned" }, blocks.map((block) => h("li", {},
      h("a", { href: `#/block/${block.index}` }, `#${block.index}`), hashOf(block.hash),
      h("span", { class: "small" }, count(block.transactions)), h("span", { class: "small" }, age(block.timestamp))))),
  ]);
}

/** A page of what is pending, in the order in which it came. */
export function showPendingList(text) {
  const from = isIndex(text) ? Number(text) : 1;
  const title = () => h("h1", {}, t("pending-title"));
  const path = `/transactions/pending?from=${from}&limit=${pageSize}`;
  return present(
    byID("view-pending"), [from], title, () => get(path), (found) => [
      title(),
      h("p", { class: "hint" }, t("payments", { n: number(found.total) })),
      pager(from > 1 && `#/pending/${Math.max(1, from - pageSize)}`, found.next !== null && `#/pending/${found.next}`,
        path),
      h("ol", { class: "list card", start: from }, found.transactions.map((each) => h("li", {}, payment(each)))),
      found.total === 0 && h("p", { class: "empty" }, t("pending-none")),
    ]);
}
