// What makes blocks a chain, for blocks that somebody edits: their hashes, their proofs, and what no longer fits.
//
// A draft is a block as it is typed: index, timestamp and proof are texts, and so is each payment's amount.

import { canonical } from "./canonical.js";
import { Spelled } from "./json.js";
import { nonceDigits } from "./ledger.js";
import { digestOf } from "./sha256.js";

const isNumber = (text) => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
const isInteger = (text) => /^(0|[1-9]\d*)$/.test(text);

/** The first field that is no number where there has to be one, or null. */
export function wrongField(draft) {
  if (!isInteger(draft.index)) return "index";
  if (!isNumber(draft.timestamp)) return "timestamp";
  if (!isInteger(draft.proof)) return "proof";
  return draft.transactions.every((each) => isNumber(each.amount)) ? null : "amount";
}

const valueOf = ({ index, timestamp, proof, previous_hash, transactions }) => ({
  index: new Spelled(index),
  previous_hash,
  proof: new Spelled(proof),
  timestamp: new Spelled(timestamp),
  transactions: transactions.map((each) => ({ ...each, amount: new Spelled(each.amount) })),
});

/** The text of a draft that is hashed; it has to have no wrong field. */
export const textOf = (draft) => canonical(valueOf(draft));

/** A draft of a block that was parsed; null if it has anything but a block's fields, or other kinds of values. */
export function draftOf(block) {
  const keys = ["index", "previous_hash", "proof", "timestamp", "transactions"];
  if (Object.keys(block).sort().join() !== keys.join() || !Array.isArray(block.transactions)) return null;
  const isText = (value) => typeof value === "string";
  const simple = block.transactions.every((each) => Object.keys(each).sort().join() === "amount,recipient,sender"
    && isText(each.sender) && isText(each.recipient) && isNumber(String(each.amount)));
  if (!simple || !isText(block.previous_hash)) return null;
  const draft = {
    index: String(block.index), timestamp: String(block.timestamp), proof: String(block.proof),
    previous_hash: block.previous_hash,
    transactions: block.transactions.map((each) => ({ ...each, amount: String(each.amount) })),
  };
  return wrongField(draft) === null ? draft : null;
}

/** What a ledger puts before the nonce in a proof: the digest of the block without its proof, as a number. */
export function sealOf(draft) {
  const { proof, ...rest } = valueOf(draft);
  return BigInt(`0x${digestOf(canonical(rest))}`);
}

/** What stands before and behind a proof in the guess of the block that follows `previous`. */
export function problem(previous, draft, { difficulty, isSealed, rules }) {
  const after = rules === "article" ? "" : digestOf(textOf(previous));
  return isSealed
    ? { before: `${previous.proof}${sealOf(draft)}`, after, width: nonceDigits, zeros: difficulty }
    : { before: previous.proof, after, zeros: difficulty };
}

/** The proof that a number found for a draft makes. */
export const proofOf = (draft, number, isSealed) =>
  (isSealed ? `${sealOf(draft)}${String(number).padStart(nonceDigits, "0")}` : String(number));

/** How many zeros a hash begins with. */
export const zerosOf = (hash) => /^0*/.exec(hash)[0].length;

function findings(draft, previous, hash, settings) {
  const found = [];
  const add = (rule, expected, is, holds = expected === is) => found.push({ rule, holds, expected, found: is });
  if (!previous || previous.hash === null) return found;
  add("index", String(BigInt(previous.draft.index) + 1n), draft.index);
  add("previous_hash", previous.hash, draft.previous_hash);
  if (settings.isSealed) {
    const seal = String(sealOf(draft));
    add("seal", seal, draft.proof.slice(0, -nonceDigits));
  }
  const guess = `${previous.draft.proof}${draft.proof}${settings.rules === "article" ? "" : previous.hash}`;
  const digest = digestOf(guess);
  add("proof", "0".repeat(settings.difficulty), digest, zerosOf(digest) >= settings.difficulty);
  return found;
}

/**
 * Judges drafts in a row. Each gets its hash (null if a field is wrong), what was compared with the one before, and a
 * state: `ok`, `broken` by itself, or `hanging` on one that is. The first is not judged: what precedes isn't here.
 */
export function judge(drafts, settings) {
  const judged = [];
  for (const draft of drafts) {
    const wrong = wrongField(draft);
    const previous = judged.at(-1);
    const hash = wrong === null ? digestOf(textOf(draft)) : null;
    const found = wrong === null ? findings(draft, previous, hash, settings) : [];
    const isBroken = wrong !== null || found.some((each) => !each.holds);
    const state = isBroken ? "broken" : previous && previous.state !== "ok" ? "hanging" : "ok";
    judged.push({ draft, wrong, hash, findings: found, state });
  }
  return judged;
}

/** The parts of two hashes as runs of digits that are equal or differ. */
export function runs(one, other) {
  const parts = [];
  for (let place = 0; place < one.length; place += 1) {
    const isEqual = one[place] === other[place];
    if (parts.at(-1)?.isEqual === isEqual) parts.at(-1).text += one[place];
    else parts.push({ isEqual, text: one[place] });
  }
  return parts;
}
