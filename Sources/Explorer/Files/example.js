// The chain that the sandbox begins with. Its proofs begin with five zeros, so they hold at each difficulty up to that.

import { proofOf, textOf } from "./rules.js";
import { digestOf } from "./sha256.js";

/** The difficulty that its proofs hold at. */
export const exampleDifficulty = 5;

const pays = (...payments) => payments.map(([sender, recipient, amount]) => ({ sender, recipient, amount }));

const contents = [
  { index: "1", timestamp: "1506057125.900785", transactions: [] },
  { index: "2", timestamp: "1767225600", transactions: pays(["alice", "bob", "5"], ["0", "carol", "1"]) },
  {
    index: "3", timestamp: "1767225660",
    transactions: pays(["bob", "dave", "2"], ["alice", "carol", "3"], ["0", "carol", "1"]),
  },
  { index: "4", timestamp: "1767225720", transactions: pays(["carol", "alice", "1"], ["0", "bob", "1"]) },
  { index: "5", timestamp: "1767225780", transactions: pays(["dave", "bob", "2"], ["0", "carol", "1"]) },
];

/** The numbers that were found for the blocks from the second on. */
const found = { plain: [310577, 1558916, 641374, 18010], sealed: [624084, 3504810, 476815, 260682] };

/** Five drafts of a valid chain. */
export function example(isSealed) {
  const first = { ...contents[0], previous_hash: "1", proof: "100" };
  return contents.slice(1).reduce((drafts, content, place) => {
    const draft = { ...content, previous_hash: digestOf(textOf(drafts.at(-1))), proof: "0" };
    const proof = proofOf(draft, found[isSealed ? "sealed" : "plain"][place], isSealed);
    return [...drafts, { ...draft, proof }];
  }, [first]);
}
