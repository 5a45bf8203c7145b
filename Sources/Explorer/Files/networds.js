// The network in words: what nodes say of each other's chains, what has happened, and the chains as a tree.

import { commonLength, faultIn, forger, honest, identity, isReward, names, paymentsIn } from "./network.js";
import { zerosOf } from "./rules.js";
import { number, t } from "./text.js";

export const paymentText = (payment) => {
  const { sender, recipient, amount } = payment;
  return isReward(payment) ? t("net-reward", { name: recipient, amount })
    : `${sender} → ${recipient}${t("colon")}${amount}`;
};

const sentences = (all) => all.reduce((one, two) => t("sentences", { one, two }));

const list = (values) => values.join(t("list-and"));

/** Why a chain is refused, in the words of the sandbox. */
function reason({ place, rule, expected, found }) {
  const index = place + 1;
  switch (rule) {
    case "genesis": return t("net-refused-genesis");
    case "previous_hash": return t("net-refused-link", { before: place, index });
    case "twice": return t("net-refused", { index, reason: t("net-twice") });
    case "proof": return t("net-refused", {
      index, reason: t("sandbox-proof-says", { zeros: zerosOf(found), asked: expected.length }),
    });
    default: return t("net-refused", { index, reason: t(`not-${rule}`) });
  }
}

/** What a node says of another's chain. */
export function verdictText({ kind, theirs, ours, fault }) {
  if (kind === "refused") return reason(fault);
  return t(`net-${kind}`, { theirs: number(theirs), ours: number(ours) });
}

const says = {
  sent: ({ node, payment }) => t("news-sent", { node, payment: paymentText(payment) }),
  mined: ({ node, index }) => t("news-mined", { node, index }),
  taken({ node, from, theirs, ours, fell, again }) {
    return sentences([
      t("news-taken", { node, from, theirs, ours }),
      fell.length > 0 && t("news-fell", { node, n: fell.length, blocks: list(fell) }),
      again.length > 0 && t("news-again", { n: again.length, payments: list(again.map(paymentText)) }),
    ].filter(Boolean));
  },
};

/** How many things that happened at once are told. */
const mostTold = 4;

/** What was said, once for all who said the same. */
function verdicts(said) {
  const askers = new Map();
  for (const each of said) {
    const key = `${each.asked} ${verdictText(each)}`;
    askers.set(key, { ...each, askers: [...askers.get(key)?.askers ?? [], each.asker] });
  }
  return [...askers.values()].map((each) =>
    t("net-says", { askers: list(each.askers), asked: each.asked, verdict: verdictText(each) }));
}

/** What has happened in an action: what was sent or mined, and who took whose chain, or else what all said. */
export function newsText(news) {
  const told = news.filter(({ name }) => name !== "verdict").map((each) => says[each.name](each));
  const isTaken = news.some(({ name }) => name === "taken");
  const said = news.filter(({ name }) => name === "verdict");
  const isKept = said.length > 0 && said.every(({ kind }) => kind === "not-longer");
  const kept = () => t("net-kept", { askers: list([...new Set(said.map(({ asker }) => asker))]) });
  const all = [...told, ...(isTaken ? [] : isKept ? [kept()] : verdicts(said))].slice(0, mostTold);
  return all.length > 0 ? sentences(all) : "";
}

/** How the nodes stand to each other. */
export function situationText({ kind, index, branches, names: whose, fell = [] }) {
  const one = t(`net-${kind}`, { index, n: branches, names: list(whose ?? []), resolve: t("resolve-button") });
  const blocks = [...new Set(fell.flatMap((each) => each.blocks))];
  if (blocks.length === 0) return one;
  const node = list(fell.map((each) => each.node));
  return sentences([one, t("news-fell", { node, n: blocks.length, blocks: list(blocks) })]);
}

// MARK: The tree

/** Where the payments of a block that fell out are: waiting again, or in a block of the chain. */
function noteOf(state, { draft }) {
  const inside = draft.transactions.filter((each) => !isReward(each)).map(identity);
  if (inside.length === 0) return null;
  const isInside = (each) => inside.includes(identity(each));
  if (honest.some((name) => state.nodes[name].pending.some(isInside))) return t("net-waits-again");
  const blocks = honest.flatMap((name) => state.nodes[name].chain).filter((each) => paymentsIn([each]).some(isInside));
  return blocks.length > 0 ? t("net-is-in", { index: blocks[0].draft.index }) : null;
}

function blockOf(entry, more) {
  const { draft, hash } = entry;
  const reward = draft.transactions.find(isReward);
  return {
    hash, previous: draft.previous_hash, index: draft.index, corner: reward && t("net-by", { name: reward.recipient }),
    lines: draft.transactions.filter((each) => !isReward(each)).map(paymentText), ...more,
  };
}

/** The chains of all nodes, and those that were replaced, as the tree draws them. */
export function picture(state) {
  const fault = faultIn(state.nodes[forger].chain, state.nodes[honest[0]].chain[0].hash, state.settings);
  const held = names.map((name) => ({
    name, isAside: name === forger && fault !== null,
    blocks: state.nodes[name].chain.map((entry, place) => {
      const isBroken = name === forger && fault !== null && place >= fault.place;
      return blockOf(entry, { isBroken, note: isBroken && place === fault.place ? t("net-refused-here") : null });
    }),
  }));
  const remembered = state.remembered.map(({ name, chain }) => {
    const kept = Math.max(...names.map((each) => commonLength(chain, state.nodes[each].chain)));
    const blocks = chain.map((entry, place) => blockOf(entry, { note: place < kept ? null : noteOf(state, entry) }));
    return { name, isRemembered: true, blocks };
  });
  return [...held, ...remembered];
}
