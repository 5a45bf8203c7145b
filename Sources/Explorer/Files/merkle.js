// The tree of hashes over a block's payments, as a ledger makes it (RFC 6962, section 2.1).

import { sha256 } from "./sha256.js";

const encoder = new TextEncoder();
const bytesOf = (hash) => Uint8Array.from(hash.match(/../g), (digits) => parseInt(digits, 16));

// The first byte tells leaves from pairs, so that nobody can pass one off as the other.
const leafOf = (text) => sha256(Uint8Array.of(0, ...encoder.encode(text)));
const pairOf = (left, right) => sha256(Uint8Array.of(1, ...bytesOf(left), ...bytesOf(right)));

/** The hashes of texts, then of pairs of them, and so on up to the root, which is alone in the last level. */
export function merkleLevels(texts) {
  const levels = [texts.map(leafOf)];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    levels.push(below.filter((_, place) => place % 2 === 0).map((left, place) =>
      // The last one of an odd number goes up as it is.
      (2 * place + 1 < below.length ? pairOf(left, below[2 * place + 1]) : left)));
  }
  return levels;
}

/** The places of the hashes that lead from a text to the root, level by level: null where it goes up as it is. */
export function merklePath(count, place) {
  const path = [];
  for (let [width, at] = [count, place]; width > 1; width = Math.ceil(width / 2), at = Math.floor(at / 2)) {
    path.push((at ^ 1) < width ? at ^ 1 : null);
  }
  return path;
}

/** How many hashes lead from one of so many texts to the root, at most. */
export const merkleDepth = (count) => merklePath(count, 0).length;
