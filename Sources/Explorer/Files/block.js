// A block spelled out: what is hashed, what is compared, and the result.

import { byID, fill, h, hashOf, zerosMarked } from "./dom.js";
import { model } from "./model.js";
import { get, plain } from "./node.js";
import { complaint } from "./forms.js";
import { current, number, t, time } from "./text.js";

/** A rule's result. The node's own sentence is in English; in Chinese the rule is described in general. */
function check(finding, otherRules) {
  const kind = finding.holds === true ? "holds" : finding.holds === false ? "broken" : "nothing";
  const general = finding.rule === "proof" && otherRules
    ? t("says-proof-other", { rules: otherRules }) : t(`says-${finding.rule}-${finding.holds}`);
  const says = current() === "en" || general.startsWith("says-") ? finding.says : general;
  const differs = finding.expected !== null && finding.found !== null && finding.holds === false;
  return h("li", { class: `check ${kind}` },
    h("span", { class: "mark", role: "img", "aria-label": t(kind) }, { holds: "✓", broken: "✗", nothing: "–" }[kind]),
    h("div", {}, h("strong", {}, t(`rule-${finding.rule}`)), h("br"), says),
    differs && h("dl", { class: "mono" },
      h("dt", {}, t("expected")), h("dd", {}, finding.expected),
      h("dt", {}, t("found")), h("dd", {}, finding.found)));
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

function transactions(block) {
  const all = Array.isArray(block.transactions) ? block.transactions : [];
  if (all.length === 0) return h("p", { class: "empty" }, t("transactions-none"));
  const shownFirst = all.slice(0, 200);
  const cell = (value) => h("td", {}, value === undefined ? "" : plain(value));
  return h("table", {},
    h("thead", {}, h("tr", {}, ["from", "to", "amount"].map((key) => h("th", { scope: "col" }, t(key))))),
    h("tbody", {}, shownFirst.map((each) => h("tr", {},
      h("td", {}, each.sender === "0" ? t("reward") : plain(each.sender ?? null)),
      cell(each.recipient), cell(each.amount))),
    all.length > shownFirst.length
      && h("tr", {}, h("td", { colspan: "3", class: "small" }, t("pending-more", { n: number(all.length - 200) })))));
}

/** Everything about a block. */
export function explanation(value) {
  const verdict = value.holds === true ? "checks-hold" : value.holds === false ? "checks-broken" : "checks-unknown";
  return h("div", { class: "stack" },
    h("section", { class: "card" },
      h("h2", {}, t("checks-title")),
      h("p", { class: `answer ${value.holds === false ? "bad" : "good"}` },
        t(verdict), " ", value.hash && t(value.in_chain ? "in-chain" : "not-in-chain")),
      h("ul", { class: "list" }, value.checks.map((each) => check(each, value.guess?.other_rules)))),
    value.hash && h("section", { class: "card" },
      h("h2", {}, t("text-title")),
      value.text === null
        ? h("p", { class: "hint" }, t("text-long", { n: number(value.bytes), index: value.hash }))
        : [
          h("p", { class: "hint" }, t("text-hint", { n: number(value.bytes) })),
          h("pre", { class: "text", tabindex: "0" }, value.text)],
      h("p", {}, hashOf(value.hash, true))),
    value.hash && h("section", { class: "card" }, h("h2", {}, t("guess-title")), guess(value)),
    value.block && h("section", { class: "card" }, h("h2", {}, t("transactions-title")), transactions(value.block)));
}

let asked = 0;

/** The page of a block, by its index or hash. */
export async function showBlock(name) {
  const view = byID("view-block");
  asked += 1;
  const number = asked;
  fill(view, h("p", { class: "hint" }, t("loading")));
  try {
    const value = await get(`/blocks/${encodeURIComponent(name)}/explain`);
    if (number !== asked) return;
    const index = value.block?.index ?? Number(name);
    const isNewest = index === model.status?.length;
    fill(view,
      h("h1", {}, t("block-title", { index }), isNewest && h("span", { class: "small" }, ` ${t("block-newest")}`)),
      h("p", { class: "crumbs" },
        h("a", { href: "#/" }, t("block-back")),
        index > 1 && h("a", { href: `#/block/${index - 1}` }, t("block-before", { index: index - 1 })),
        !isNewest && h("a", { href: `#/block/${index + 1}` }, t("block-after", { index: index + 1 }))),
      value.block && h("p", { class: "hint" }, `${t("block-time")} ${time(value.block.timestamp)} `,
        h("span", { class: "mono" }, `(${plain(value.block.timestamp)})`)),
      explanation(value));
  } catch (error) {
    if (number === asked) fill(view, h("h1", {}, t("block-title", { index: name })), complaint(error));
  }
}
