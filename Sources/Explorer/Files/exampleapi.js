// What a node would answer that has the example's chain: for a page that comes from no node.

import { example } from "./example.js";
import { textOf } from "./rules.js";
import { digestOf } from "./sha256.js";

const texts = example(false).map(textOf);

/** The hash of the first block of every chain by the tutorial's rules. */
export const firstHash = digestOf(texts[0]);

const paths = ["/blocks/{index}", "/chain", "/nodes", "/status", "/transactions/pending"];

/** The status and the text of an answer to GET. */
export function exampleAnswer(path) {
  const said = (text) => ({ status: 200, text });
  const refused = (sentence) => ({ status: 404, text: `{"error": "${sentence}"}` });
  if (path === "/chain") return said(`{"chain": [${texts.join(", ")}], "length": ${texts.length}}`);
  if (path === "/transactions/pending") {
    return said('{"from": 1, "limit": 100, "next": null, "total": 0, "transactions": []}');
  }
  if (path === "/nodes") return said('{"nodes": [], "total_nodes": []}');
  if (path === "/status") {
    const tip = digestOf(texts.at(-1));
    return said(`{"difficulty": 5, "length": ${texts.length}, "rules": "tutorial", "tip": "${tip}"}`);
  }
  const [, number] = /^\/blocks\/(\d{1,9})$/.exec(path) ?? [];
  const text = texts[Number(number) - 1];
  if (text) return said(`{"block": ${text}, "hash": "${digestOf(text)}"}`);
  if (number) return refused(`There is no block ${number}: the chain has blocks 1 to ${texts.length}.`);
  return refused(`There is nothing at ${path.replace(/["\\]/g, "")}. The paths are ${paths.join(", ")}.`);
}
