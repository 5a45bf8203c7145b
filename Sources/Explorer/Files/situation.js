// How the honest nodes of the network stand to each other: agreed, one behind, forked, or a fork just settled.

import { commonLength, honest, tipOf } from "./network.js";

/** How many blocks all chains that part have in common, or null if each is the beginning of the longest. */
function forkOf(chains) {
  const pairs = chains.flatMap((one, place) => chains.slice(place + 1).map((other) => [one, other]));
  const parted = pairs.map(([one, other]) => [commonLength(one, other), Math.min(one.length, other.length)])
    .filter(([common, shorter]) => common < shorter).map(([common]) => common);
  return parted.length > 0 ? Math.min(...parted) : null;
}

/**
 * `{kind, ...}`: `agree`; `behind`, with the names of those whose chain is only shorter; a fork that is `tied`, or one
 * branch `ahead`, with the names of those that have it, and with `index`, the number of the first block that differs,
 * and `branches`, how many of them there are; or `settled`: the last action ended a fork, and `fell` has for each node
 * `{node, blocks}`.
 */
export function situation(state) {
  const chains = honest.map((name) => state.nodes[name].chain);
  const most = Math.max(...chains.map((chain) => chain.length));
  const leading = honest.filter((name) => state.nodes[name].chain.length === most);
  const common = forkOf(chains);
  if (common !== null) {
    const branches = new Set(chains.filter((chain) => chain.length > common).map((chain) => chain[common].hash)).size;
    const isTied = new Set(leading.map((name) => tipOf(state, name).hash)).size > 1;
    const index = chains.find((chain) => chain.length > common)[common].draft.index;
    return { kind: isTied ? "tied" : "ahead", index, branches, names: leading };
  }
  const fell = state.news
    .filter(({ name, node, fell: blocks }) => name === "taken" && honest.includes(node) && blocks.length > 0)
    .map(({ node, fell: blocks }) => ({ node, blocks }));
  if (fell.length > 0) return { kind: "settled", fell };
  const names = honest.filter((name) => !leading.includes(name));
  return names.length > 0 ? { kind: "behind", names } : { kind: "agree" };
}
