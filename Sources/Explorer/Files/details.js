// What is in the blocks that are shown, which summaries don't tell: payments, and who was paid for the block.

import { model } from "./model.js";
import { get } from "./node.js";

/** How many blocks' contents are kept. */
const kept = 200;

/** A longer block isn't asked for only to show three payments of it. */
const longest = 64 * 1024;

/** By the block's hash: `{payments, miner}`, or null while it is asked for or cannot be had. */
const known = new Map();

/** Who is paid by the reward, which is the last transaction from "0"; undefined if nobody is. */
const minerOf = (transactions) => transactions.findLast((each) => each?.sender === "0")?.recipient;

function contents(block) {
  const transactions = Array.isArray(block.transactions) ? block.transactions : [];
  return { payments: transactions.filter((each) => each?.sender !== "0"), miner: minerOf(transactions) };
}

/** A block's contents if they are known. */
export const detailsOf = (block) => known.get(block.hash) ?? null;

async function load(block) {
  known.set(block.hash, null);
  while (known.size > kept) known.delete(known.keys().next().value);
  const found = await get(`/blocks/${block.index}`);
  // After a replacement another block has this number.
  if (found.hash === block.hash) known.set(block.hash, contents(found.block));
}

/** Asks for what isn't known of these blocks; whether anything came. */
export async function loadDetails(blocks) {
  const wanted = blocks.filter((block) =>
    !known.has(block.hash) && block.transactions > 0 && (block.bytes ?? 0) <= longest && model.connection !== "away");
  const loaded = await Promise.all(wanted.map((block) => load(block).then(() => true, () => {
    known.delete(block.hash);
    return false;
  })));
  return loaded.includes(true);
}
