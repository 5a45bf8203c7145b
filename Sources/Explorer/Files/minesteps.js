// A node of the small network mines: the search for the proof, and what becomes of the network.

import { draftFor, mined, tipOf } from "./network.js";
import { problem, proofOf } from "./rules.js";
import { search } from "./search.js";

/** The network after a node has mined a block; null if the signal ends it, or its chain is as long as it may be. */
export async function withBlock(state, name, signal) {
  const [draft, { settings }] = [draftFor(state, name), state];
  const found = await search(problem(tipOf(state, name).draft, draft, settings), signal);
  return found && mined(state, name, { ...draft, proof: proofOf(draft, found.number, settings.isSealed) });
}
