// The page of a transaction: whether it waits, or how deep in the chain it is.

import { byID, h, hashOf } from "./dom.js";
import { present } from "./live.js";
import { get } from "./node.js";
import { payment, paymentTable } from "./payments.js";
import { raw } from "./raw.js";
import { number, t } from "./text.js";

export function showTransaction(id) {
  const title = () => [h("h1", {}, t("transaction-title")), h("p", {}, hashOf(id, true))];
  const path = `/transactions/${encodeURIComponent(id)}`;
  return present(
    byID("view-transaction"), [id], title,
    () => get(path),
    (found) => [title(), h("p", { class: "crumbs" }, raw(path)), h("section", { class: "card" },
      h("p", {}, payment(found.transaction)),
      found.block === null
        ? h("p", {}, t("lookup-pending"))
        : h("p", {}, h("a", { href: `#/block/${found.block}` },
          t("lookup-in", { block: found.block, n: number(found.blocks_on_top) }))),
      paymentTable([found.transaction]))]);
}
