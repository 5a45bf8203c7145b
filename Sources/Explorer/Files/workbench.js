// The state of the sandbox: blocks that somebody edits, what they were before, and how to get from one to the other.
//
// A state is never changed; each action gives another.

import { example } from "./example.js";
import { digestOf } from "./sha256.js";
import { draftOf, judge, textOf, wrongField } from "./rules.js";

/** How many steps can be undone. */
const mostSteps = 100;

/** The largest state that an address holds, in characters, and the most blocks and payments in one. */
const mostCharacters = 20_000;
const mostBlocks = 8;
export const mostPayments = 20;

export const difficulties = [1, 2, 3, 4, 5];

const settingsOf = (rules) => ({ difficulty: 4, isSealed: false, rules });

/** The built-in chain as it was made. */
export const fresh = () => ({
  isExample: true, settings: settingsOf("tutorial"), base: example(false), drafts: example(false), guesses: 0,
  before: [],
});

/** A chain of somebody's; null if its blocks have more than a tutorial's blocks have. */
export function from(blocks, difficulty, rules) {
  const base = blocks.map(draftOf);
  const isTooMuch = (draft) => draft === null || draft.transactions.length > mostPayments;
  if (base.length === 0 || base.some(isTooMuch)) return null;
  const settings = { ...settingsOf(rules), difficulty };
  return { isExample: false, settings, base, drafts: base, guesses: 0, before: [] };
}

export const verdicts = (state) => judge(state.drafts, state.settings);

// MARK: Steps

/** The state with something changed, and a way back. */
function step(state, changes) {
  const { before, ...rest } = state;
  return { ...rest, ...changes, before: [...before, rest].slice(-mostSteps) };
}

export const canUndo = (state) => state.before.length > 0;

export const undo = (state) => ({ ...state.before.at(-1), before: state.before.slice(0, -1) });

const withDraft = (drafts, place, change) =>
  drafts.map((draft, each) => (each === place ? { ...draft, ...change } : draft));

/** A field of a block becomes another text. Typing on in the same field is one step. */
export function edit(state, place, field, text) {
  const drafts = withDraft(state.drafts, place, { [field]: text });
  return typed(state, `${place} ${field}`, drafts);
}

/** The same for a field of a payment. */
export function editPayment(state, place, number, field, text) {
  const transactions = state.drafts[place].transactions.map((each, other) =>
    (other === number ? { ...each, [field]: text } : each));
  return typed(state, `${place} ${number} ${field}`, withDraft(state.drafts, place, { transactions }));
}

function typed(state, where, drafts) {
  if (state.typedIn === where) return { ...state, drafts };
  return step(state, { drafts, typedIn: where });
}

const changed = (state, drafts) => step(state, { drafts, typedIn: null });

export function addPayment(state, place) {
  const { transactions } = state.drafts[place];
  if (transactions.length >= mostPayments) return state;
  const payment = { sender: "mallory", recipient: "mallory", amount: "100" };
  return changed(state, withDraft(state.drafts, place, { transactions: [...transactions, payment] }));
}

export function removePayment(state, place, number) {
  const transactions = state.drafts[place].transactions.filter((_, each) => each !== number);
  return changed(state, withDraft(state.drafts, place, { transactions }));
}

/** The built-in chain again, and a way back to what somebody made of it. */
export const renewed = (state) => step(state, { ...fresh(), typedIn: null });

export const setDifficulty = (state, difficulty) =>
  step(state, { settings: { ...state.settings, difficulty }, typedIn: null });

/** The first repair: a block carries the hash of the one before it again. */
export const writeHash = (state, place) =>
  changed(state, withDraft(state.drafts, place, linked(state.drafts[place], state.drafts[place - 1])));

/** A draft behind another one, which carries that one's hash. */
export const linked = (draft, previous) => ({ ...draft, previous_hash: digestOf(textOf(previous)) });

/** The second repair: a block has a proof that was found again, after so many guesses. */
export const writeProof = (state, place, proof, tried) =>
  step(state, { drafts: withDraft(state.drafts, place, { proof }), guesses: state.guesses + tried, typedIn: null });

/** Guesses that led to nothing count as well. */
export const countGuesses = (state, tried) => ({ ...state, guesses: state.guesses + tried });

/**
 * Goes over to blocks that were made by other rules, sealed or not: the chain as it would have been made, with what was
 * changed in the blocks' contents changed in them too.
 */
export function exchange(state, base, isSealed) {
  const drafts = base.map((draft, place) => {
    const [was, is] = [state.base[place], state.drafts[place]];
    const contents = Object.fromEntries(["index", "timestamp", "transactions"].map((field) =>
      [field, JSON.stringify(is[field]) === JSON.stringify(was[field]) ? draft[field] : is[field]]));
    return { ...draft, ...contents };
  });
  return step(state, { base, drafts, settings: { ...state.settings, isSealed }, typedIn: null });
}

// MARK: What is to be said

/** The place of the first block that is broken by itself, or -1. */
export const firstBroken = (judged) => judged.findIndex((each) => each.state === "broken");

/** What a block says, apart from its proof and the hash that it carries. */
const contents = ({ index, timestamp, transactions }) => JSON.stringify([index, timestamp, transactions]);

/** Whether the contents of the block at a place were changed. */
export const isChanged = (state, place) => contents(state.drafts.at(place)) !== contents(state.base.at(place));

/** Whether the newest block's contents were changed and nothing shows it. */
export const isUnnoticed = (state, judged) => isChanged(state, -1) && judged.every((each) => each.state === "ok");

/** How many others there are, each as fast as whoever repairs here. */
export const others = 3;

/** How many blocks they have mined on average while so many guesses were tried here. */
export const minedByOthers = (state) => Math.floor((others * state.guesses) / 16 ** state.settings.difficulty);

// MARK: Addresses

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
  .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const fromBase64 = (text) => new TextDecoder("utf-8", { fatal: true }).decode(
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (unit) => unit.charCodeAt(0)));

const packed = (draft) => [
  draft.index, draft.timestamp, draft.proof, draft.previous_hash,
  draft.transactions.map((each) => [each.sender, each.recipient, each.amount]),
];
const areTexts = (values, count) => Array.isArray(values) && values.length === count
  && values.every((each) => typeof each === "string");

function unpacked(value) {
  if (!Array.isArray(value) || value.length !== 5 || !areTexts(value.slice(0, 4), 4)) throw new TypeError("no block");
  const [index, timestamp, proof, previous_hash, payments] = value;
  if (!Array.isArray(payments) || payments.length > mostPayments || !payments.every((each) => areTexts(each, 3))) {
    throw new TypeError("no payments");
  }
  const transactions = payments.map(([sender, recipient, amount]) => ({ sender, recipient, amount }));
  return { index, timestamp, proof, previous_hash, transactions };
}

/** The state as a part of an address: what is edited, and unless it is the built-in chain what it was before. */
export function toFragment({ isExample, settings, base, drafts, guesses }) {
  const value = {
    d: settings.difficulty, s: settings.isSealed, r: settings.rules, g: guesses, b: drafts.map(packed),
    ...(isExample ? {} : { o: base.map(packed) }),
  };
  return base64(JSON.stringify(value));
}

/** The state of such a part; null if it is none. */
export function fromFragment(text) {
  try {
    if (text.length > mostCharacters) return null;
    const { d, s, r, g, b, o } = JSON.parse(fromBase64(text));
    const isWrong = !difficulties.includes(d) || typeof s !== "boolean" || !["tutorial", "article"].includes(r)
      || !Number.isSafeInteger(g) || g < 0;
    const drafts = b.map(unpacked);
    const base = o ? o.map(unpacked) : example(s);
    if (isWrong || drafts.length === 0 || drafts.length > mostBlocks || drafts.length !== base.length) return null;
    // Only what anybody edited may be wrong.
    if (base.some((each) => wrongField(each) !== null)) return null;
    const settings = { difficulty: d, isSealed: s, rules: r };
    return { isExample: !o, settings, base, drafts, guesses: g, before: [] };
  } catch {
    return null;
  }
}
