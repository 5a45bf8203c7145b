// Guesses one after the other, and what they come to: the best so far, and how many began with how many zeros.
//
// A tally is never changed; more guesses give another.

import { digestOf } from "./sha256.js";
import { Guesses } from "./search.js";

/** How many of the last guesses are remembered as lines. */
export const linesKept = 12;

/** Guesses with this many zeros or more are counted together. */
export const mostCounted = 6;

/** Nothing was tried yet, of numbers between two texts until a hash begins with so many zeros. */
export const begin = (problem, difficulty) => ({
  problem, difficulty, next: 0, lines: [], best: null, counts: Array(mostCounted + 1).fill(0), found: null,
});

/** The share of guesses that begin with so many zeros and no more, except where those with more are counted in. */
export const theory = (zeros) => (zeros === mostCounted ? 1 : 15 / 16) / 16 ** zeros;

/** A number as a line: its hash, and how many zeros that begins with. */
export function lineOf({ before, after }, number) {
  const hash = digestOf(`${before}${number}${after}`);
  return { number, hash, zeros: /^0*/.exec(hash)[0].length };
}

/** The tally after so many more guesses; it ends with the one that is found. */
export function tried(tally, count) {
  if (tally.found !== null) return tally;
  const { problem, difficulty } = tally;
  const counts = [...tally.counts];
  let { next, best, found } = tally;
  let guesses = new Guesses(problem.before, String(next), problem.after);
  for (const end = next + count; next < end && found === null; next += 1) {
    const zeros = guesses.zeros();
    counts[Math.min(zeros, mostCounted)] += 1;
    if (best === null || zeros > best.zeros) best = { number: next, zeros };
    if (zeros >= difficulty) found = next;
    if (!guesses.next()) guesses = new Guesses(problem.before, String(next + 1), problem.after);
  }
  const numbers = Array.from({ length: Math.min(linesKept, next) }, (_, place) => next - 1 - place);
  return { ...tally, counts, next, best, found, lines: numbers.map((number) => lineOf(problem, number)) };
}
