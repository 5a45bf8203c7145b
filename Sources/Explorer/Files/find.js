// The search box: a block, a transaction or a name, from wherever one is.

import { byID } from "./dom.js";
import { model } from "./model.js";
import { get } from "./node.js";
import { t } from "./text.js";

/** How many digits of a hash are enough: fewer are more likely a name. */
const prefixLength = 6;

/** Whether the node answers a request for this. */
const isThere = (path) => get(path).then(() => true, () => false);

/** The block among the loaded ones whose hash begins with this. */
const beginningWith = (text) =>
  text.length >= prefixLength && /^[0-9a-f]+$/.test(text) && model.blocks.find((block) => block.hash.startsWith(text));

/** The block of a remembered branch whose hash begins with this, if there is one. */
async function fallenBeginningWith(text) {
  if (text.length < prefixLength || !/^[0-9a-f]+$/.test(text)) return undefined;
  const { forks } = await get("/forks").catch(() => ({ forks: [] }));
  return forks.flatMap(({ blocks }) => blocks).find((block) => block.hash.startsWith(text));
}

/** The address of the view that shows what the text names. */
async function addressOf(text) {
  const index = /^#?([1-9]\d{0,14})$/.exec(text)?.[1];
  if (index) return `#/block/${index}`;
  if (["latest", "newest", "最新"].includes(text.toLowerCase())) return `#/block/${model.status?.length ?? "latest"}`;
  const digits = text.toLowerCase();
  const block = beginningWith(digits) ?? await fallenBeginningWith(digits);
  if (block) return `#/block/${block.hash}`;
  // These digits are a hash or an id; if the chain has neither, they may still be a name.
  if (/^[0-9a-f]{64}$/.test(digits) && await isThere(`/blocks/${digits}`)) return `#/block/${digits}`;
  if (/^([0-9a-f]{32}|[0-9a-f]{64})$/.test(text) && await isThere(`/transactions/${text}`)) {
    return `#/transaction/${text}`;
  }
  return `#/name/${encodeURIComponent(text)}`;
}

export function showFind() {
  byID("find").placeholder = t("find-example");
}

export function startFind() {
  byID("find-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = byID("find").value.trim();
    if (text !== "") location.hash = await addressOf(text);
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    byID("find").focus();
  });
}
