// What became of a chain that somebody edits: which blocks were changed, who still carries an old hash, and how it
// stands beside the chain of the others.

import { isChanged, minedByOthers } from "./workbench.js";

const work = ({ proof, previous_hash }) => JSON.stringify([proof, previous_hash]);

/**
 * Of each block: whether its contents were changed (`isChanged`), whether only its proof or the hash that it carries
 * was (`isRedone`), the number of the next block if that carries the hash from before (`carrier`, else null), and
 * whether it is the newest and changed and no rule notices it (`isUnnoticed`).
 */
export function marks(state, judged) {
  return judged.map(({ draft, findings, wrong }, place) => {
    const isOther = isChanged(state, place);
    const behind = judged[place + 1];
    const isLost = wrong === null && behind?.findings.some(({ rule, holds }) => rule === "previous_hash" && !holds);
    return {
      isChanged: isOther,
      isRedone: !isOther && work(draft) !== work(state.base[place]),
      carrier: isOther && isLost ? behind.draft.index : null,
      isUnnoticed: isOther && behind === undefined && wrong === null && findings.every(({ holds }) => holds),
    };
  });
}

const numbers = (judged, state) => judged.filter((each) => each.state === state).map(({ draft }) => draft.index);

/**
 * How the chain stands: `broken` and `behind` are the numbers of the blocks that don't fit and of those behind one, and
 * `kind` is `broken`, `whole` as it was made, `unnoticed` if only the newest block was changed and nothing shows it, or
 * for a chain that was changed and is whole `shorter`, `equal` or `longer` than that of the others: `ours` and `theirs`
 * are the lengths. The others go on mining while proofs are searched here. `all` are the marks, for who has them.
 */
export function standing(state, judged, all = marks(state, judged)) {
  const [broken, behind] = [numbers(judged, "broken"), numbers(judged, "hanging")];
  if (broken.length > 0) return { kind: "broken", broken, behind };
  const [ours, before] = [judged.at(-1).draft, state.base.at(-1)].map(({ index }) => Number(index));
  const theirs = before + minedByOthers(state);
  const isAsMade = all.every(({ isChanged, isRedone }) => !isChanged && !isRedone);
  const isUnnoticed = all.at(-1).isUnnoticed && all.slice(0, -1).every((each) => !each.isChanged && !each.isRedone);
  const kind = isAsMade ? "whole" : isUnnoticed ? "unnoticed"
    : ours < theirs ? "shorter" : ours > theirs ? "longer" : "equal";
  return { kind, broken, behind, ours, theirs };
}
