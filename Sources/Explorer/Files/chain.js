// The picture of the chain: the block that is made next, with what is pending, and the blocks that hang together.

import { age } from "./ages.js";
import { detailsOf, loadDetails } from "./details.js";
import { byID, fill, h, hashOf } from "./dom.js";
import { plain } from "./json.js";
import { canLoadOlder, loadOlder, model, watch } from "./model.js";
import { atMostEvery, perFrame } from "./pace.js";
import { count, nameOf, payment } from "./payments.js";
import { number, t } from "./text.js";

/** How many payments a card shows. */
const paymentsShown = 3;

function contents(block) {
  const details = detailsOf(block);
  const payments = details?.payments ?? [];
  return [
    h("p", { class: "count" }, count(block.transactions)),
    payments.length > 0 && h("ul", { class: "payments" },
      payments.slice(0, paymentsShown).map((each) => h("li", {}, payment(each))),
      payments.length > paymentsShown
        && h("li", { class: "small" }, t("pending-more", { n: number(payments.length - paymentsShown) }))),
    details?.miner !== undefined && h("p", { class: "small" }, t("block-miner"), " ", nameOf(details.miner)),
  ];
}

function card(block) {
  const previous = typeof block.previous_hash === "string" ? block.previous_hash : plain(block.previous_hash);
  const inside = h("div", { class: "inside" }, contents(block));
  const element = h("li", { class: model.arrived.delete(block.index) ? "new" : null },
    h("div", { class: "block" },
      h("div", { class: "spread" },
        h("a", { class: "number", href: `#/block/${block.index}` }, `#${block.index}`),
        block.index > 1 && h("span", { class: "small" }, age(block.timestamp))),
      inside,
      h("dl", {},
        h("dt", {}, t("block-hash")), h("dd", {}, hashOf(block.hash)),
        h("dt", {}, t("block-previous")),
        h("dd", {}, block.index === 1 ? t("block-first") : hashOf(previous)))));
  return { element, renew: () => fill(inside, contents(block)) };
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

const shownBlocks = () => model.blocks.slice(0, shownCount);

const completeCards = atMostEvery(400, async () => {
  const blocks = shownBlocks();
  if (!await loadDetails(blocks)) return;
  for (const block of blocks) cards.get(block.hash)?.renew();
});

export function showBlocks() {
  if (shownLanguage !== document.documentElement.lang) cards.clear();
  shownLanguage = document.documentElement.lang;
  const blocks = shownBlocks();
  const known = new Set(blocks.map((block) => block.hash));
  for (const hash of cards.keys()) if (!known.has(hash)) cards.delete(hash);
  const list = byID("blocks");
  const wanted = blocks.map((block) => {
    if (!cards.has(block.hash)) cards.set(block.hash, card(block));
    return cards.get(block.hash).element;
  });
  for (const element of [...list.children]) if (!wanted.includes(element)) element.remove();
  wanted.forEach((element, position) => {
    if (list.children[position] !== element) list.insertBefore(element, list.children[position] ?? null);
  });
  const rest = shownCount >= model.blocks.length && !canLoadOlder();
  byID("older").hidden = rest;
  const oldest = model.blocks.at(-1)?.index ?? 1;
  byID("oldest").hidden = !rest || oldest === 1;
  byID("oldest").href = `#/blocks/${oldest - 1}`;
  completeCards();
}

export function showPending() {
  const { total, transactions } = model.pending;
  const rest = total - transactions.length;
  byID("next-title").textContent = t("next-title", { index: (model.status?.length ?? 0) + 1 });
  fill(byID("pending"),
    total === 0
      ? h("p", { class: "empty" }, t("pending-none"))
      : h("ul", { class: "list" },
        transactions.map((each) => h("li", {}, payment(each))),
        rest > 0 && h("li", { class: "small" },
          h("a", { href: "#/pending" }, t("pending-more", { n: number(rest) })))));
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
  for (const part of ["pending", "status"]) watch(part, perFrame(showPending));
  byID("older").addEventListener("click", () => showMore().catch(() => {}));
  setInterval(say, 3000);
}
