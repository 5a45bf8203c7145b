// The chain as linked blocks, and the transactions that wait to get into it.

import { byID, fill, h, hashOf } from "./dom.js";
import { plain } from "./json.js";
import { canLoadOlder, loadOlder, model, watch } from "./model.js";
import { perFrame } from "./pace.js";
import { count, payment } from "./payments.js";
import { ago, number, t } from "./text.js";

function card(block) {
  const previous = typeof block.previous_hash === "string" ? block.previous_hash : plain(block.previous_hash);
  return h("li", { class: model.arrived.delete(block.index) ? "new" : null },
    h("a", { class: "block", href: `#/block/${block.index}` },
      h("span", { class: "number" }, `#${block.index}`),
      h("dl", {},
        h("dt", {}, t("block-hash")), h("dd", {}, hashOf(block.hash)),
        h("dt", {}, t("block-holds")), h("dd", {}, count(block.transactions)),
        h("dt", {}, t("block-previous")), h("dd", {}, hashOf(previous)),
        h("dt", {}, t("block-made")), h("dd", {}, ago(block.timestamp)))));
}

// Cards are kept by hash, so that existing ones stay unchanged, along with the focus and the reader's place.
const cards = new Map();
let shownLanguage = null;

/** How many blocks are shown at first (fewer on a phone, where other things are below), and how many more each time. */
const step = matchMedia("(max-width: 40rem)").matches ? 5 : 10;
let shownCount = step;

async function showMore() {
  shownCount += step;
  if (shownCount > model.blocks.length) await loadOlder();
  showBlocks();
}

export function showBlocks() {
  if (shownLanguage !== document.documentElement.lang) cards.clear();
  shownLanguage = document.documentElement.lang;
  const blocks = model.blocks.slice(0, shownCount);
  const known = new Set(blocks.map((block) => block.hash));
  for (const hash of cards.keys()) if (!known.has(hash)) cards.delete(hash);
  const list = byID("blocks");
  const wanted = blocks.map((block) => {
    if (!cards.has(block.hash)) cards.set(block.hash, card(block));
    return cards.get(block.hash);
  });
  for (const element of [...list.children]) if (!wanted.includes(element)) element.remove();
  wanted.forEach((element, position) => {
    if (list.children[position] !== element) list.insertBefore(element, list.children[position] ?? null);
  });
  byID("older").hidden = shownCount >= model.blocks.length && !canLoadOlder();
}

export function showPending() {
  const { total, transactions } = model.pending;
  const rest = total - transactions.length;
  fill(byID("pending"),
    total === 0
      ? h("p", { class: "empty" }, t("pending-none"))
      : h("ul", { class: "list" },
        transactions.map((each) => h("li", {}, payment(each))),
        rest > 0 && h("li", { class: "small" }, t("pending-more", { n: number(rest) }))));
}

// Screen readers announce new blocks now and then, not each time.
let saidIndex = null;
function say() {
  const newest = model.blocks[0]?.index;
  if (newest === undefined || newest === saidIndex) return;
  const added = newest - (saidIndex ?? newest);
  saidIndex = newest;
  if (added > 0) {
    byID("spoken").textContent = added === 1
      ? t("said-block", { index: newest }) : t("said-blocks", { n: number(added), index: newest });
  }
}

export function startChain() {
  watch("blocks", perFrame(showBlocks));
  // Blocks that are there when the page opens aren't announced.
  watch("blocks", () => { saidIndex ??= model.blocks[0]?.index ?? null; });
  watch("pending", perFrame(showPending));
  byID("older").addEventListener("click", () => showMore().catch(() => {}));
  setInterval(say, 3000);
  // Ages grow on their own.
  setInterval(() => {
    if (document.hidden) return;
    cards.clear();
    const focused = document.activeElement?.getAttribute?.("href");
    showBlocks();
    if (focused?.startsWith("#/block/")) document.querySelector(`#blocks a[href="${focused}"]`)?.focus();
  }, 30000);
}
