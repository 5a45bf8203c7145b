// A small network: nodes with chains and pending payments, cables between them, and what each says of another's chain.
//
// A network is never changed; each action gives another. Proofs are searched elsewhere.

import { example } from "./example.js";
import { judge, textOf } from "./rules.js";
import { digestOf } from "./sha256.js";
import { mostPayments } from "./workbench.js";

export const honest = ["alice", "bob", "carol"];
export const forger = "mallory";
export const names = [...honest, forger];

/** Zeros that a proof begins with: found in a moment, and still some thousand guesses. */
const difficulty = 3;

/** The rules that all of them keep: the tutorial's, or with proofs that begin with their block's seal. */
const settingsOf = (isSealed) => ({ difficulty, isSealed, rules: "tutorial" });

/** How many blocks a chain may have: more can't be looked over. */
export const mostBlocks = 40;

/** How many payments may be sent to a node that has mined none of them. */
export const mostPending = 12;

/** How many characters a name or an amount in a payment may have. */
export const mostCharacters = 20;

/** How many chains that were replaced are remembered. */
const mostRemembered = 6;

/** Seconds from one block to the next. */
const pace = 60;

const pairs = names.flatMap((one, place) => names.slice(place + 1).map((other) => [one, other]));
const keyOf = (one, other) => names.filter((each) => each === one || each === other).join(" ");

/** A block with its hash. */
export const entryOf = (draft) => ({ draft, hash: digestOf(textOf(draft)) });

/** Everybody has the same blocks: the sandbox's five, or for the guided run only the first, and without the forger. */
export function fresh({ isGuided = false, isSealed = false } = {}) {
  const chain = example(isSealed).slice(0, isGuided ? 1 : undefined).map(entryOf);
  const isJoined = (pair) => !isGuided || !pair.includes(forger);
  return {
    settings: settingsOf(isSealed),
    nodes: Object.fromEntries(names.map((name) => [name, { chain, pending: [], isForging: false }])),
    cables: Object.fromEntries(pairs.map((pair) => [keyOf(...pair), { pair, isJoined: isJoined(pair), verdicts: [] }])),
    isGossiping: false, remembered: [], news: [], round: 0, sent: 0, clock: 1767225600 + 5 * pace,
  };
}

export const tipOf = (state, name) => state.nodes[name].chain.at(-1);
export const isReward = (payment) => payment.sender === "0";

/** What makes a payment that payment: its id, or for one without an id what it says. */
export const identity = ({ id, sender, recipient, amount }) => id ?? JSON.stringify([sender, recipient, amount]);

/** The payments in blocks, without rewards. */
export const paymentsIn = (chain) => chain.flatMap(({ draft }) => draft.transactions.filter((each) => !isReward(each)));

/** Who is joined to a node. */
export const neighbours = (state, name) => names.filter((other) =>
  other !== name && state.cables[keyOf(name, other)].isJoined);

/** How many blocks two chains have in common. */
export function commonLength(one, other) {
  const place = one.findIndex((each, at) => each.hash !== other[at]?.hash);
  return place < 0 ? one.length : place;
}

const withNode = (state, name, change) =>
  ({ ...state, nodes: { ...state.nodes, [name]: { ...state.nodes[name], ...change } } });
const withCable = (state, key, change) =>
  ({ ...state, cables: { ...state.cables, [key]: { ...state.cables[key], ...change } } });
const withNews = (state, ...news) => ({ ...state, news: [...state.news, ...news] });

/** The state at the beginning of an action: what others said before is no news. */
const begun = (state) => ({ ...state, news: [], round: state.round + 1 });

// MARK: Judging

/** The first payment that a chain has twice; only one with an id is known again. */
function repeated(chain) {
  const seen = new Set();
  for (const [place, { draft }] of chain.entries()) {
    for (const { id } of draft.transactions) {
      if (id !== undefined && seen.has(id)) return { place, rule: "twice" };
      seen.add(id);
    }
  }
  return null;
}

/**
 * What is wrong with a chain for those whose first block has this hash, and who keep these rules:
 * `{place, index, rule, ...}`, or null.
 */
export function faultIn(chain, genesis, settings) {
  if (chain[0].hash !== genesis) return { place: 0, index: chain[0].draft.index, rule: "genesis" };
  const judged = judge(chain.map((each) => each.draft), settings);
  const place = judged.findIndex((each) => each.state === "broken");
  const broken = judged[place]?.findings.find((each) => !each.holds);
  const twice = repeated(chain);
  if (place < 0 && twice === null) return null;
  const first = place >= 0 && (twice === null || place <= twice.place)
    ? { place, rule: broken?.rule ?? "shape", expected: broken?.expected, found: broken?.found } : twice;
  return { ...first, index: chain[first.place].draft.index };
}

/** What whoever has one chain says of another: its length is looked at first, and then each rule. */
function considered(ours, theirs, settings) {
  const lengths = { ours: ours.length, theirs: theirs.length };
  if (theirs.length <= ours.length) return { kind: "not-longer", ...lengths };
  const fault = faultIn(theirs, ours[0].hash, settings);
  return fault ? { kind: "refused", ...lengths, fault } : { kind: "longer", ...lengths };
}

/** A node goes over to a longer chain; payments that fall out wait again, unless the new chain has them. */
function taken(state, name, from) {
  const { chain: ours, pending } = state.nodes[name];
  const { chain } = state.nodes[from];
  const common = commonLength(ours, chain);
  const [fell, kept] = [ours.slice(common), new Set(paymentsIn(chain).map(identity))];
  const isWaiting = (each) => !kept.has(identity(each));
  const known = new Set(pending.map(identity));
  const again = paymentsIn(fell).filter((each) => isWaiting(each) && !known.has(identity(each)));
  const next = withNode(state, name, { chain, pending: [...again, ...pending.filter(isWaiting)] });
  const news = {
    name: "taken", node: name, from, theirs: chain.length, ours: ours.length, again,
    fell: fell.map(({ draft }) => draft.index),
  };
  if (fell.length === 0) return withNews(next, news);
  const others = state.remembered.filter((each) => each.chain.at(-1).hash !== ours.at(-1).hash);
  return withNews({ ...next, remembered: [...others, { name, chain: ours }].slice(-mostRemembered) }, news);
}

/** Writes verdicts on the cables that they came over, in place of earlier ones in the same direction. */
const written = (state, verdicts) => verdicts.reduce((next, verdict) => {
  const key = keyOf(verdict.asker, verdict.asked);
  const others = next.cables[key].verdicts.filter((each) => each.asker !== verdict.asker);
  return withNews(withCable(next, key, { verdicts: [...others, verdict] }), { name: "verdict", ...verdict });
}, state);

/** A node asks some neighbours and takes the longest valid chain, of equal ones the first; a tie changes nothing. */
function asked(state, asker, whom) {
  const { chain, isForging } = state.nodes[asker];
  if (isForging) return state;
  const found = whom.map((each) =>
    ({ asker, asked: each, round: state.round, ...considered(chain, state.nodes[each].chain, state.settings) }));
  const most = Math.max(0, ...found.filter((each) => each.kind === "longer").map((each) => each.theirs));
  const best = found.find((each) => each.kind === "longer" && each.theirs === most);
  const verdicts = found.map((each) =>
    (each.kind === "longer" ? { ...each, kind: each === best ? "taken" : "another" } : each));
  const next = written(state, verdicts);
  return best ? taken(next, asker, best.asked) : next;
}

/** What is new at a node goes from neighbour to neighbour, as long as somebody takes it. */
function spread(state, from) {
  let next = state;
  const waiting = [from];
  // Each time somebody is added, a chain has become longer.
  for (let teller = waiting.shift(); teller !== undefined; teller = waiting.shift()) {
    for (const each of neighbours(next, teller)) {
      if (tipOf(next, each).hash === tipOf(next, teller).hash) continue;
      const before = next.nodes[each].chain;
      next = asked(next, each, [teller]);
      if (next.nodes[each].chain !== before) waiting.push(each);
    }
  }
  return next;
}

/** A payment goes to everybody who can be reached and does not know it. */
function tell(state, from, payment) {
  let next = state;
  const [seen, waiting] = [new Set([from]), [from]];
  for (let teller = waiting.shift(); teller !== undefined; teller = waiting.shift()) {
    for (const each of neighbours(next, teller).filter((other) => !seen.has(other))) {
      seen.add(each);
      waiting.push(each);
      const { chain, pending } = next.nodes[each];
      const isKnown = [...paymentsIn(chain), ...pending].some((other) => identity(other) === identity(payment));
      if (!isKnown) next = withNode(next, each, { pending: [...pending, payment] });
    }
  }
  return next;
}

/** With gossip everybody tells what they have. */
function settled(state) {
  if (!state.isGossiping) return state;
  const spreading = names.reduce(spread, state);
  return names.reduce((next, name) =>
    next.nodes[name].pending.reduce((told, payment) => tell(told, name, payment), next), spreading);
}

// MARK: Doing

/** Whether a node may mine another block, or be sent another payment. */
export const canMine = (state, name) => state.nodes[name].chain.length < mostBlocks;
export const canSend = (state, name) => state.nodes[name].pending.length < mostPending;

/** A payment is sent to a node. It gets an id, by which it is known again wherever it comes. */
export function send(state, name, { sender, recipient, amount }) {
  if (!canSend(state, name)) return state;
  const id = digestOf(`payment ${state.sent}`).slice(0, 32);
  const payment = { sender, recipient, amount, id };
  const next = withNode({ ...begun(state), sent: state.sent + 1 }, name, {
    pending: [...state.nodes[name].pending, payment],
  });
  const news = withNews(next, { name: "sent", node: name, payment });
  return state.isGossiping ? tell(news, name, payment) : news;
}

/** The block that a node mines next, but for its proof. */
export function draftFor(state, name) {
  const { chain, pending } = state.nodes[name];
  return after(chain.at(-1), [...pending.slice(0, mostPayments - 1), { sender: "0", recipient: name, amount: "1" }],
    state.clock);
}

/** A block behind another one, but for its proof. */
export const after = ({ draft, hash }, transactions, clock) => ({
  index: String(BigInt(draft.index) + 1n), timestamp: String(clock), proof: "0", previous_hash: hash, transactions,
});

/** A node has found the proof of its draft; null if its chain has changed meanwhile. */
export function mined(state, name, draft) {
  const { chain, pending } = state.nodes[name];
  if (draft.previous_hash !== chain.at(-1).hash || !canMine(state, name)) return null;
  const inside = new Set(draft.transactions.map(identity));
  const next = withNode({ ...begun(state), clock: state.clock + pace }, name, {
    chain: [...chain, entryOf(draft)], pending: pending.filter((each) => !inside.has(identity(each))),
  });
  const news = withNews(next, { name: "mined", node: name, index: draft.index });
  return state.isGossiping ? spread(news, name) : news;
}

function resolved(state, name) {
  const next = asked(state, name, neighbours(state, name));
  return state.isGossiping ? spread(next, name) : next;
}

/** A node asks all its neighbours. With gossip others hear of what it takes. */
export const resolve = (state, name) => resolved(begun(state), name);

/** One after the other. */
export const resolveAll = (state) => names.reduce(resolved, begun(state));

/** Whether a verdict was given in the last action. */
export const isNews = (state, verdict) => verdict.round === state.round;

/** Cuts or joins a cable; what was said over it is gone. */
export function setJoined(state, key, isJoined) {
  return settled(withCable(begun(state), key, { isJoined, verdicts: [] }));
}

export const setGossip = (state, isGossiping) => settled({ ...begun(state), isGossiping });

/** The chain that the forger starts from: the longest valid one that she hears of. */
export function baseOf(state) {
  const { chain, isForging, base } = state.nodes[forger];
  const own = isForging ? base : chain;
  return neighbours(state, forger).map((name) => state.nodes[name].chain)
    .reduce((best, each) => (each.length > best.length ? each : best), own);
}

/** The forger offers blocks of any kind to everybody that she is joined to. */
export function offer(state, drafts) {
  const base = baseOf(state);
  const chain = drafts.map(entryOf);
  const next = withNode({ ...begun(state), clock: state.clock + pace }, forger, { chain, base, isForging: true });
  return neighbours(next, forger).reduce((told, name) => {
    const before = told.nodes[name].chain;
    const heard = asked(told, name, [forger]);
    return heard.isGossiping && heard.nodes[name].chain !== before ? spread(heard, name) : heard;
  }, next);
}

/** The forger gives up, and has what the others have. */
export const repent = (state) => {
  const next = withNode(begun(state), forger, { chain: baseOf(state), base: null, isForging: false });
  return settled(next);
};
