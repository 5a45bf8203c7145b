// Where the payments of fallen blocks are, and what became of a fallen block.

import { age } from "./ages.js";
import { h } from "./dom.js";
import { payment } from "./payments.js";
import { number, t } from "./text.js";

/** Where a payment is: it waits again, a block of the chain has it, or it is gone, with the reason. */
function fate({ fate: word, carried_by: block, reason }) {
  if (word === "carried") {
    return h("span", { class: "good" }, t("fate-carried"), " ",
      h("a", { href: `#/block/${block}` }, t("block-title", { index: block })));
  }
  if (word === "waiting") return h("a", { href: "#/pending" }, t("fate-waiting"));
  return h("span", { class: "bad" }, `${t("fate-gone")}${t("colon")}`, t(`gone-${reason}`));
}

/** A list of payments, each with where it is; `total` is how many there are, shown or not. */
export function fates(payments, total) {
  if (total === 0) return h("p", { class: "empty" }, t("fates-none"));
  return [
    h("ul", { class: "list fates" }, payments.map((each) => h("li", { class: "spread" },
      payment(each.transaction), h("span", { class: "small" }, fate(each))))),
    total > payments.length && h("p", { class: "hint" }, t("pending-more", { n: number(total - payments.length) })),
  ];
}

/** When a branch fell out, and for what: a sentence. */
export const whatHappened = ({ time, by, length, replaced_by: next, fork }) => h("p", { class: "hint" },
  time !== null && [age(time), t("colon")],
  t("fork-happened", {
    n: number(length), by: by ?? t("somebody"), index: number(fork.index), length: number(next.length),
  }));

/** What the page of a fallen block says before all else. */
export const fallenPart = ({ block, fork, payments }) => h("section", { class: "card" },
  h("h2", {}, t("fell-title")),
  whatHappened(fork),
  h("p", { class: "crumbs" },
    h("a", { href: `#/block/${block.index}` }, t("fell-instead", { index: block.index })),
    h("a", { href: "#/forks" }, t("forks-link"))),
  h("h3", {}, t("fates-title")),
  fates(payments, block.transactions.filter((each) => each?.sender !== "0").length));
