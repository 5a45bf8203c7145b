// What a forger does to a chain, in each of the ways that the demo of forgeries has. Proofs are searched elsewhere.

import { after, entryOf, forger, isReward, mostBlocks } from "./network.js";
import { problem, proofOf } from "./rules.js";
import { Guesses } from "./search.js";
import { linked } from "./workbench.js";

/** By how much an amount is raised. */
const factor = 100;

const hasPayment = ({ draft }) => draft.transactions.some((each) => !isReward(each));

/** The block whose payment is changed: one that two others stand behind, or at least one. */
function oldPlace(chain) {
  const before = (count) => chain.slice(1, Math.max(1, chain.length - count)).findLastIndex(hasPayment);
  const place = before(2) >= 0 ? before(2) : before(1);
  return place < 0 ? null : place + 1;
}

const newestPlace = (chain) => (chain.length > 1 && hasPayment(chain.at(-1)) ? chain.length - 1 : null);

const repeatable = (chain) => chain.flatMap(({ draft }) => draft.transactions).find((each) => each.id !== undefined);

/** The same block with a hundred times the amount in its first payment. */
function raised(draft) {
  const place = draft.transactions.findIndex((each) => !isReward(each));
  const transactions = draft.transactions.map((each, at) =>
    (at === place ? { ...each, amount: String(factor * Number(each.amount)) } : each));
  return { ...draft, transactions };
}

/** The first block whose proof is to be searched again: a seal covers the changed one itself. */
const firstOf = (place, { settings }) => (settings.isSealed ? place : place + 1);

/** What was changed, for people. */
function change(draft) {
  const { sender, recipient, amount } = draft.transactions.find((each) => !isReward(each));
  return { index: draft.index, payment: `${sender} → ${recipient}`, was: amount, is: String(factor * Number(amount)) };
}

/** A block on top of others, with its proof; that makes the chain longer than the others'. */
async function onTop(drafts, { clock, prove }, transactions = []) {
  const reward = { sender: "0", recipient: forger, amount: "1" };
  const draft = after(entryOf(drafts.at(-1)), [...transactions, reward], clock);
  return [...drafts, await prove(drafts.at(-1), draft)];
}

/** Blocks of which some from a place on are linked and proven again. */
async function again(drafts, from, to, { prove }) {
  const made = drafts.slice(0, from);
  for (const draft of drafts.slice(from, to)) made.push(await prove(made.at(-1), linked(draft, made.at(-1))));
  return [...made, ...drafts.slice(to)];
}

/** A block with a proof that has a zero too few: a sixteenth of the search. */
function cheaply(previous, draft, settings) {
  const { before, after: behind, width = 1, zeros } = problem(previous, draft, settings);
  const digits = (number) => String(number).padStart(width, "0");
  let number = 0;
  while (new Guesses(before, digits(number), behind).zeros() !== zeros - 1) number += 1;
  return { ...draft, proof: proofOf(draft, number, settings.isSealed) };
}

/** The blocks with an old payment changed, and where. */
function changedOld(chain) {
  const place = oldPlace(chain);
  const drafts = chain.map((each, at) => (at === place ? raised(each.draft) : each.draft));
  return { place, drafts, about: change(chain[place].draft) };
}

/**
 * Each forgery by its name: how it ends with those who have the chain that it is made from, whether a chain has what it
 * takes, and what it makes of that: `{drafts, about}`, where `about` are values for its text. `tools` are `clock`,
 * `settings`, and `prove(previous, draft)`, which gives the draft with a proof that was searched.
 */
export const forgeries = {
  amount: {
    ends: { kind: "refused", rule: "previous_hash" },
    isPossible: (chain) => oldPlace(chain) !== null,
    async make(chain, tools) {
      const { drafts, about } = changedOld(chain);
      return { drafts: await onTop(drafts, tools), about };
    },
  },
  link: {
    ends: { kind: "refused", rule: "proof" },
    isPossible: (chain) => oldPlace(chain) !== null,
    async make(chain, tools) {
      const { place, drafts, about } = changedOld(chain);
      const mended = drafts.map((each, at) => (at === place + 1 ? linked(each, drafts[place]) : each));
      return { drafts: await onTop(mended, tools), about: { ...about, next: mended[place + 1].index } };
    },
  },
  proof: {
    ends: { kind: "refused", rule: "previous_hash" },
    isPossible: (chain) => oldPlace(chain) !== null && oldPlace(chain) < chain.length - 2,
    async make(chain, tools) {
      const { place, drafts, about } = changedOld(chain);
      const mended = await again(drafts, place + 1, place + 2, tools);
      return { drafts: await onTop(mended, tools), about: { ...about, next: mended[place + 1].index } };
    },
  },
  rebuild: {
    ends: { kind: "not-longer" },
    isPossible: (chain) => oldPlace(chain) !== null,
    async make(chain, tools) {
      const { place, drafts, about } = changedOld(chain);
      return { drafts: await again(drafts, firstOf(place, tools), drafts.length, tools), about };
    },
  },
  ahead: {
    ends: { kind: "taken" },
    isPossible: (chain) => oldPlace(chain) !== null,
    async make(chain, tools) {
      const { place, drafts, about } = changedOld(chain);
      return { drafts: await onTop(await again(drafts, firstOf(place, tools), drafts.length, tools), tools), about };
    },
  },
  newest: {
    ends: { kind: "taken" },
    isPossible: (chain) => newestPlace(chain) !== null,
    async make(chain, tools) {
      const place = newestPlace(chain);
      const drafts = chain.map((each, at) => (at === place ? raised(each.draft) : each.draft));
      return { drafts: await onTop(drafts, tools), about: change(chain[place].draft) };
    },
  },
  index: {
    ends: { kind: "refused", rule: "index" },
    isPossible: () => true,
    async make(chain, tools) {
      const drafts = await onTop(chain.map((each) => each.draft), tools);
      const [{ index: is }, wrong] = [drafts.at(-1), "99"];
      return { drafts: [...drafts.slice(0, -1), { ...drafts.at(-1), index: wrong }], about: { is, wrong } };
    },
  },
  cheap: {
    ends: { kind: "refused", rule: "proof" },
    isPossible: () => true,
    async make(chain, { clock, settings }) {
      const prove = (previous, draft) => cheaply(previous, draft, settings);
      const drafts = await onTop(chain.map((each) => each.draft), { clock, prove });
      const { difficulty } = settings;
      return { drafts, about: { index: drafts.at(-1).index, zeros: difficulty - 1, asked: difficulty } };
    },
  },
  twice: {
    ends: { kind: "refused", rule: "twice" },
    isPossible: (chain) => repeatable(chain) !== undefined,
    async make(chain, tools) {
      const payment = repeatable(chain);
      const drafts = await onTop(chain.map((each) => each.draft), tools, [payment]);
      return { drafts, about: { payment: `${payment.sender} → ${payment.recipient}`, index: drafts.at(-1).index } };
    },
  },
  other: {
    ends: { kind: "refused", rule: "genesis" },
    isPossible: () => true,
    async make(chain, tools) {
      let drafts = [{ ...chain[0].draft, timestamp: String(tools.clock) }];
      while (drafts.length <= chain.length) drafts = await onTop(drafts, tools);
      return { drafts, about: { n: drafts.length } };
    },
  },
};

/** Those that leave the changed block with the proof that it had, which doesn't begin with its new seal. */
const withoutSeal = ["amount", "link", "proof", "newest"];

/** How a forgery ends with those who keep these rules, and the name of what it teaches: `{kind, rule, lesson}`. */
export const endOf = (name, { isSealed }) => (isSealed && withoutSeal.includes(name)
  ? { kind: "refused", rule: "seal", lesson: "seal" } : { ...forgeries[name].ends, lesson: name });

/** Whether a forgery can be made of a chain, and leaves it no longer than a chain may be. */
export const canForge = (name, chain) => chain.length < mostBlocks && forgeries[name].isPossible(chain);
