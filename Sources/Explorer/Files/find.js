// The search box: a block, a transaction or a name, from wherever one is.

import { byID } from "./dom.js";
import { model } from "./model.js";
import { get } from "./node.js";
import { t } from "./text.js";

/** How many digits of a hash are enough: fewer are more likely a name. */
const prefixLength = 6;

/** Whether the node answers a request for this. */
const isThere = (path) => get(path).then(() => true, () => false);

/** The block whose hash begins with this: one that is loaded, of a remembered branch, or further back in the chain. */
async function beginningWith(text) {
  if (text.length < prefixLength || text.length >= 64 || !/^[0-9a-f]+$/.test(text)) return undefined;
  const isFound = (block) => block.hash.startsWith(text);
  const loaded = model.blocks.find(isFound);
  if (loaded) return loaded;
  const { forks } = await get("/forks").catch(() => ({ forks: [] }));
  const fallen = forks.flatMap(({ blocks }) => blocks).find(isFound);
  if (fallen) return fallen;
  const { blockBeginningWith } = await import("./prefix.js");
  return blockBeginningWith(text, (model.blocks.at(-1)?.index ?? 1) - 1).catch(() => undefined);
}

/** The address of the view that shows what the text names. */
async function addressOf(text) {
  const index = /^#?([1-9]\d{0,14})$/.exec(text)?.[1];
  if (index) return `#/block/${index}`;
  if (["latest", "newest", "最新"].includes(text.toLowerCase())) return `#/block/${model.status?.length ?? "latest"}`;
  const digits = text.toLowerCase();
  const block = await beginningWith(digits);
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
