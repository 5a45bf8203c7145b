// The page of a block.

import { byID, h, hashOf } from "./dom.js";
import { explanation } from "./explanation.js";
import { plain } from "./json.js";
import { hasTarget, workOf } from "./ledger.js";
import { present } from "./live.js";
import { model } from "./model.js";
import { get } from "./node.js";
import { raw } from "./raw.js";
import { number, t, time } from "./text.js";

/** What only a ledger's block has: how hard it was to make, and what its payments come to. */
function ledgerFacts(block) {
  if (!hasTarget(block)) return null;
  const rows = [
    ["block-work", number(workOf(block.target))], ["block-target", hashOf(block.target)],
    ["block-merkle", hashOf(plain(block.merkle_root ?? null))],
  ];
  return h("dl", { class: "pairs" }, rows.map(([key, value]) => [h("dt", {}, t(key)), h("dd", {}, value)]));
}

function crumbs(index, isNewest) {
  return h("p", { class: "crumbs" },
    h("a", { href: "#/" }, t("block-back")),
    index > 1 && h("a", { href: `#/block/${index - 1}`, "data-key": "ArrowLeft" },
      t("block-before", { index: index - 1 })),
    !isNewest && h("a", { href: `#/block/${index + 1}`, "data-key": "ArrowRight" },
      t("block-after", { index: index + 1 })));
}

/** The arrow keys go to the blocks beside the one that is shown, unless they move something else. */
addEventListener("keydown", (event) => {
  const isTaken = event.target.closest?.("input, textarea, select, pre, .scroll")
    || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  const view = byID("view-block");
  if (!isTaken && !view.hidden) view.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click();
});

/** Draws what became of a fallen block; loaded with the first one. */
let fallenPart = null;

/** What the node says about a block, and of one that fell out of the chain, what became of it. */
async function load(name) {
  const path = `/blocks/${encodeURIComponent(name)}`;
  const value = await get(`${path}/explain`);
  if (value.in_chain) return value;
  fallenPart ??= (await import("./fates.js")).fallenPart;
  return { ...value, fallen: await get(path) };
}

/** The page of a block, by its index or hash. */
export const showBlock = (name) => (name === "" ? showBlock(String(model.status?.length ?? 1)) : present(
  byID("view-block"), [name],
  () => h("h1", {}, t("block-title", { index: name.length > 20 ? "" : plain(name) })),
  () => load(name),
  (value) => {
    const index = value.block?.index ?? Number(name);
    // The newest is the one whose hash no block carries yet.
    const isNewest = value.in_chain && value.checks.some((each) => each.rule === "sealed" && each.holds === null);
    return [
      h("h1", {}, t("block-title", { index }), isNewest && h("span", { class: "small" }, ` ${t("block-newest")}`),
        value.fallen && h("span", { class: "small" }, ` ${t("block-fell")}`)),
      crumbs(index, isNewest),
      value.block && h("p", { class: "hint" }, t(index === 1 ? "block-time-first" : "block-time", {
        time: time(value.block.timestamp) }), " ", h("span", { class: "mono" }, `(${plain(value.block.timestamp)})`)),
      value.block && ledgerFacts(value.block),
      value.in_chain && h("p", { class: "crumbs" },
        !hasTarget(value.block) && h("a", { href: `#/sandbox/block/${index}` }, t("block-sandbox")),
        raw(`/blocks/${value.hash}`)),
      h("div", { class: "stack" }, value.fallen && fallenPart(value.fallen), explanation(value)),
    ];
  }));
