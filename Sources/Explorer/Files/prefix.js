// The block whose hash begins with some digits, among more than the page keeps.

import { get } from "./node.js";

/** How many blocks are asked for at once, and how often: further back one has to know the number or the whole hash. */
const pageSize = 1000;
const mostPages = 10;

/** The newest such block of a chain of this length, or undefined. */
export async function blockBeginningWith(text, length) {
  let last = length;
  for (let pages = 0; pages < mostPages && last >= 1; pages += 1) {
    const first = Math.max(1, last - pageSize + 1);
    const { blocks } = await get(`/blocks?summary&from=${first}&limit=${last - first + 1}`);
    const found = blocks.findLast((block) => block.hash.startsWith(text));
    if (found || blocks.length === 0) return found;
    last = first - 1;
  }
  return undefined;
}
