// The guided run through a fork, in the eight steps of the demo. Each step can be done by a button, or by hand: it is
// over when the network is as it should be, whoever brought it there.

import { commonLength, honest, identity, paymentsIn, tipOf } from "./network.js";

const chainOf = (state, name) => state.nodes[name].chain;
const lengthOf = (state, name) => chainOf(state, name).length;
const longest = (state) => Math.max(...honest.map((name) => lengthOf(state, name)));
const agree = (state) => new Set(honest.map((name) => tipOf(state, name).hash)).size === 1;

/** How often a chain has a payment. */
const times = (chain, payment) => paymentsIn(chain).filter((each) => identity(each) === identity(payment)).length;

/** Two honest nodes whose chains part, the longer one's first; null if there are none. */
function fork(state) {
  const pairs = honest.flatMap((longer) => honest.map((shorter) => ({ longer, shorter })));
  return pairs.find(({ longer, shorter }) => {
    const [one, other] = [chainOf(state, longer), chainOf(state, shorter)];
    return one.length > other.length && commonLength(one, other) < other.length;
  }) ?? null;
}

/** Whether there is a fork that loses a payment when it ends. */
function isForked(state) {
  const found = fork(state);
  if (found === null) return false;
  const shorter = chainOf(state, found.shorter);
  return paymentsIn(shorter.slice(commonLength(chainOf(state, found.longer), shorter))).length > 0;
}

/** Bob mines a payment, and carol more blocks than he has. */
async function makeFork({ send, mine, state }) {
  await send("bob", { sender: "dan", recipient: "eve", amount: "7" });
  await mine("bob");
  while (lengthOf(state(), "carol") <= lengthOf(state(), "bob") && await mine("carol"));
}

/** Payments that fell out of a chain since the state at a step's beginning. */
const fallen = (state, mark) => state.remembered.filter((each) => !mark.remembered.includes(each))
  .flatMap(({ name, chain }) => paymentsIn(chain.slice(commonLength(chain, chainOf(state, name)))));

/**
 * The steps: each with a name for its texts, the parts of the view to look at, what does it, and whether it is over.
 * `mark` is the state when the step began.
 */
export const steps = [
  { name: "nodes", look: ["nodes", "cables"], isOver: () => true, run: async () => {} },
  {
    name: "payment", look: ["alice"],
    isOver: (state) => honest.some((name) =>
      state.nodes[name].pending.length > 0 || paymentsIn(chainOf(state, name)).length > 0),
    run: ({ send }) => send("alice", { sender: "ann", recipient: "shop", amount: "5" }),
  },
  {
    name: "mining", look: ["alice", "tree"],
    isOver: (state) => honest.some((name) => paymentsIn(chainOf(state, name)).length > 0),
    async run({ mine, state }) {
      await mine(honest.find((name) => state().nodes[name].pending.length > 0));
    },
  },
  {
    name: "behind", look: ["bob", "carol", "cables"],
    isOver: (state) => agree(state) && longest(state) > 1,
    async run({ resolve, mine, state }) {
      const behind = () => honest.filter((name) => lengthOf(state(), name) < longest(state()));
      for (const name of behind()) await resolve(name);
      // Of equal ones each keeps its own, until one becomes longer.
      if (!agree(state())) await mine("alice");
      for (const name of behind()) await resolve(name);
    },
  },
  {
    name: "fork", look: ["bob", "carol", "tree"],
    isOver: isForked,
    run: makeFork,
  },
  {
    name: "longest", look: ["bob", "cables", "tree"],
    isOver: (state, mark) => fallen(state, mark).length > 0,
    async run(tools) {
      if (!isForked(tools.state())) await makeFork(tools);
      await tools.resolve(fork(tools.state())?.shorter ?? "bob");
    },
  },
  {
    name: "again", look: ["bob", "tree"],
    isOver: (state, mark) => agree(state) && longest(state) > longest(mark)
      && honest.every((name) => mark.nodes[name].pending.every((each) => times(chainOf(state, name), each) === 1)),
    async run({ mine, resolve, state }) {
      const has = (name) => state().nodes[name].pending.length > 0;
      const miner = honest.find(has) ?? "bob";
      await resolve(miner);
      await mine(miner);
      for (const name of honest) await resolve(name);
    },
  },
  {
    name: "gossip", look: ["gossip", "alice", "carol", "tree"],
    isOver: (state, mark) => state.isGossiping && agree(state) && paymentsIn(chainOf(state, "bob")).length
      > paymentsIn(chainOf(mark, "bob")).length,
    isGossiping: true,
    async run({ send, mine }) {
      await send("alice", { sender: "fay", recipient: "gus", amount: "3" });
      await mine("carol");
    },
  },
];

/** A run of the guide: which step, and how the network was when that began. */
export const begin = (state) => ({ place: 0, mark: state });

export const stepOf = (guide) => steps[guide.place] ?? null;

export const isOver = (guide, state) => stepOf(guide)?.isOver(state, guide.mark) ?? true;

/**
 * Does the step under way. `tools` are `send`, `mine`, `resolve`, `setGossip` and `join`, which act on the network, and
 * `state()`. Whatever was cut or switched by hand is first put as the step needs it.
 */
export async function doStep(guide, tools) {
  const { isGossiping = false, run } = stepOf(guide);
  for (const [key, { pair, isJoined }] of Object.entries(tools.state().cables)) {
    if (!isJoined && pair.every((name) => honest.includes(name))) await tools.join(key);
  }
  if (tools.state().isGossiping !== isGossiping) await tools.setGossip(isGossiping);
  await run(tools);
}

export const next = (guide, state) => ({ place: Math.min(guide.place + 1, steps.length), mark: state });

