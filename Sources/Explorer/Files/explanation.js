// What the node says about a block: each rule, what is hashed, and what was compared.

import { fill, h, hashOf, zerosMarked } from "./dom.js";
import { said } from "./forms.js";
import { plain } from "./json.js";
import { paymentTable } from "./payments.js";
import { gap, number, t } from "./text.js";

/** A rule's result. */
function check(finding) {
  const kind = finding.holds === true ? "holds" : finding.holds === false ? "broken" : "nothing";
  const differs = finding.expected !== null && finding.found !== null && finding.holds === false;
  return h("li", { class: `check ${kind}` },
    h("span", { class: "mark", role: "img", "aria-label": t(kind) }, { holds: "✓", broken: "✗", nothing: "–" }[kind]),
    h("div", {}, h("strong", {}, t(`rule-${finding.rule}`)), h("br"), said("span", {}, finding, finding.says)),
    differs && h("dl", { class: "mono" },
      h("dt", {}, t("expected")), h("dd", {}, finding.expected),
      h("dt", {}, t("found")), h("dd", {}, finding.found)));
}

/** The node's verdict. An old block that was changed can fit the one before it, while the next no longer fits it. */
function verdict(value) {
  const index = Number(value.block?.index);
  switch (value.verdict) {
    case "fits": return ["good", t("checks-hold")];
    case "next does not fit": return ["bad", t("checks-unsealed", { before: index - 1, next: index + 1 })];
    case "broken": return ["bad", t("checks-broken")];
    default: return ["", t("checks-unknown")];
  }
}

function guess(explanation) {
  const found = explanation.guess;
  if (!found) return h("p", { class: "empty" }, t(explanation.block?.index === 1 ? "guess-none" : "checks-unknown"));
  const parts = [["last-proof", found.last_proof], ["proof", found.proof], ["last-hash", found.last_hash]]
    .filter(([, value]) => value !== null);
  return [
    h("p", { class: "hint" }, t("guess-hint", { difficulty: found.difficulty })),
    h("pre", { class: "text", tabindex: "0" },
      parts.map(([name, value]) => h("span", { class: `part ${name}` }, String(value)))),
    h("ul", { class: "legend small" },
      parts.map(([name]) => h("li", {}, h("span", { class: `part ${name}` }, t(`guess-${name}`))))),
    h("p", { class: "hint" }, t("guess-hash", { zeros: found.zeros })),
    h("p", {}, zerosMarked(found.hash)),
  ];
}

/** How many payments of a block are shown at first, and how many more each time. */
const shownAtOnce = 200;

function transactions(block) {
  const all = Array.isArray(block.transactions) ? block.transactions : [];
  if (all.length === 0) return h("p", { class: "empty" }, t("transactions-none"));
  const place = h("div", {});
  const show = (n) => fill(place,
    paymentTable(all.slice(0, n)),
    all.length > n && h("button", { type: "button", class: "quiet", onclick: () => show(n + shownAtOnce) },
      t("payments-more", { n: number(all.length - n) })));
  show(shownAtOnce);
  return place;
}

/** What the node found, rule by rule, under its verdict. */
export function findings(value) {
  const [kind, says] = verdict(value);
  return [
    h("p", { class: `answer ${kind}` }, says, gap(), value.hash && t(value.in_chain ? "in-chain" : "not-in-chain")),
    h("ul", { class: "list" }, value.checks.map(check)),
  ];
}

/** Everything about a block. */
export function explanation(value) {
  return h("div", { class: "stack" },
    h("section", { class: "card" }, h("h2", {}, t("checks-title")), findings(value)),
    value.hash && h("section", { class: "card" },
      h("h2", {}, t("text-title")),
      value.text === null
        ? h("p", { class: "hint" }, t("text-long", { n: number(value.bytes), index: plain(value.hash) }))
        : [
          h("p", { class: "hint" }, t("text-hint", { n: number(value.bytes) })),
          h("pre", { class: "text", tabindex: "0" }, value.text)],
      h("p", {}, hashOf(value.hash, true))),
    value.hash && h("section", { class: "card" }, h("h2", {}, t("guess-title")), guess(value)),
    value.block && h("section", { class: "card" }, h("h2", {}, t("transactions-title")), transactions(value.block)));
}
