// The exercises of the lessons, and how an answer is judged.
//
// An exercise asks for a text, a number, a choice, or for something that is done in the lesson's widget, whose state it
// then looks at. A verdict is `{isRight}`, with the hash that was looked at if there is one.

import { example } from "./example.js";
import { merkleDepth, merkleLevels } from "./merkle.js";
import { commonLength, faultIn, fresh, isReward, setJoined } from "./network.js";
import { digestOf } from "./sha256.js";
import { textOf } from "./rules.js";
import { begin, lineOf } from "./tally.js";
import * as bench from "./workbench.js";

/** What is typed as people type it: digits of full width, and spaces, commas or points between thousands. */
const digitsOf = (answer) => answer.normalize("NFKC").replace(/[\s,]|(?<=\d)\.(?=\d{3}(?!\d))/g, "");

const beginsWith = (start, hash) => ({ isRight: hash !== null && hash.startsWith(start), hash });

const number = (right) => ({ asks: "number", check: (answer) => ({ isRight: digitsOf(answer) === String(right) }) });
const choice = (right) => ({ asks: "choice", check: (answer) => ({ isRight: answer === String(right) }) });
const widget = (check) => ({ asks: "widget", check: (_, state) => check(state) });

/** The block that the lesson on proofs follows: always the same, so that there is an answer to write down. */
const last = example(false).at(-1);
export const problem = { before: last.proof, after: digestOf(textOf(last)) };

const proof = (zeros) => ({
  asks: "number",
  check(answer) {
    const digits = digitsOf(answer);
    if (!/^(0|[1-9]\d{0,18})$/.test(digits)) return { isRight: false };
    const line = lineOf(problem, digits);
    return { isRight: line.zeros >= zeros, hash: line.hash };
  },
});

/** The place of block 3 among the blocks of a workbench. */
export const third = 2;

/** How many payments the tree of the lesson on money has. */
export const leaves = 4;

/** The nodes of the lesson on consensus. */
export const pair = ["alice", "bob"];

/** How many confirmations alice's payment of 5 to bob has in a chain. */
function confirmations(chain) {
  const isWanted = ({ sender, recipient, amount }) => sender === "alice" && recipient === "bob" && Number(amount) === 5;
  const place = chain.findIndex(({ draft }) => draft.transactions.some(isWanted));
  return place < 0 ? 0 : chain.length - place;
}

/** Whether two nodes have valid chains that part. */
function isForked({ nodes, settings }) {
  const [one, other] = pair.map((name) => nodes[name].chain);
  const common = commonLength(one, other);
  const isValid = (chain) => faultIn(chain, one[0].hash, settings) === null;
  return common < one.length && common < other.length && [one, other].every(isValid);
}

const hashAt = (state, place) => bench.verdicts(state)[place].hash;

/** The lessons' exercises, in the order in which they stand there. */
export const exercises = {
  hash: [
    { asks: "text", check: (answer) => beginsWith("a", answer === "" ? null : digestOf(answer)) },
    number(64),
    widget(({ one, other }) => ({
      isRight: one !== "" && other !== "" && one !== other && digestOf(one)[0] === digestOf(other)[0],
    })),
  ],
  block: [
    widget((state) => beginsWith("a", hashAt(state, third))),
    {
      asks: "text",
      check: (answer, state) => ({ isRight: answer.trim().toLowerCase() === hashAt(state, third) }),
    },
    number(41),
  ],
  transaction: [
    widget(({ nodes }) => ({ isRight: confirmations(nodes.alice.chain) > 0 })),
    widget(({ nodes }) => ({ isRight: confirmations(nodes.alice.chain) >= 3 })),
    {
      asks: "text",
      check: (answer) => ({ isRight: isReward({ sender: answer.normalize("NFKC").replace(/["'\s“”]/g, "") }) }),
    },
  ],
  proof: [proof(1), number(16 ** 3), proof(2)],
  api: [
    { asks: "text", check: (answer, { firstHash }) => ({ isRight: answer.trim().toLowerCase() === firstHash }) },
    number(404),
    choice(1),
  ],
  consensus: [
    widget((state) => ({ isRight: isForked(state) })),
    widget(({ remembered }) => ({ isRight: remembered.length > 0 })),
    choice(2),
  ],
  limits: [
    widget((state) => ({ isRight: !state.settings.isSealed && bench.isUnnoticed(state, bench.verdicts(state)) })),
    widget((state) => ({ isRight: state.settings.isSealed && bench.verdicts(state).at(-1).state === "broken" })),
    choice(2),
  ],
  // A change goes through one hash of each level.
  money: [number(merkleLevels(Array(leaves).fill("")).length), number(merkleDepth(8)), choice(1)],
};

/** What a lesson's widget begins with. */
export const beginnings = {
  hash: () => ({ one: "", other: "" }),
  block: bench.fresh,
  transaction: () => fresh({ isGuided: true }),
  proof: () => begin(problem, 1),
  /** Only two of the network's nodes are joined. */
  consensus: () => pair.reduce((state, name) => setJoined(state, `${name} carol`, false), fresh({ isGuided: true })),
  limits: bench.fresh,
};
