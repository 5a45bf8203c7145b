// What a chain's blocks tell about searches: how many guesses, how long in between, and with how much power.

import { nonceDigits, workOf } from "./ledger.js";

/** A ledger's proof is a seal with the number that was counted up behind it, in so many digits. */
const nonceSize = 10n ** BigInt(nonceDigits);

/**
 * How many guesses a proof took: a search starts at 0 and finds the smallest number. Null for a number so large that
 * nobody counted up to it.
 */
export function guessesOf(proof, isLedger) {
  const text = String(proof);
  if (!/^\d+$/.test(text)) return null;
  const guesses = Number(isLedger ? BigInt(text) % nonceSize : text) + 1;
  return Number.isSafeInteger(guesses) ? guesses : null;
}

// MARK: Searches have no memory

/** How wide a bar is, and where the last begins, in averages. */
const barWidth = 0.25;
export const lastBar = 4;

/** The share of searches that end between two times, counted in averages: each guess has the same small chance. */
export const theory = (from, to) => Math.exp(-from) - Math.exp(-to);

/** How many of the searches ended when, in averages; the last bar has all that took longer. */
export function histogram(ratios) {
  const bars = Array.from({ length: lastBar / barWidth + 1 }, (_, place) => {
    const from = place * barWidth;
    const to = from === lastBar ? Infinity : from + barWidth;
    return { from, to, count: 0, theory: theory(from, to) };
  });
  for (const ratio of ratios) bars[Math.min(Math.floor(ratio / barWidth), bars.length - 1)].count += 1;
  return bars;
}

const mean = (values) => values.reduce((sum, each) => sum + each, 0) / values.length;

/** The average of all searches; and of those that were still going after it, how many, and how much more they took. */
export function memory(ratios) {
  const late = ratios.filter((ratio) => ratio > 1).map((ratio) => ratio - 1);
  return { average: ratios.length > 0 ? mean(ratios) : null, late: late.length,
    more: late.length > 0 ? mean(late) : null };
}

// MARK: Time

/** The least time that is told between two blocks, in seconds: a logarithm has no zero, and clocks stand still. */
export const leastInterval = 0.001;

/** How long each block took after the one before, in seconds; blocks oldest first. */
export const intervals = (blocks) => blocks.slice(1).map((block, place) => ({
  index: block.index,
  seconds: Math.max(Number(block.timestamp) - Number(blocks[place].timestamp), leastInterval),
}));

/** The value in the middle; null of none. */
export function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Those of the marks that are within two values; if only one or none is, those around them. */
export function ticks(low, high, marks) {
  const within = marks.filter((mark) => mark >= low && mark <= high);
  if (within.length > 1) return within;
  return [marks.findLast((mark) => mark <= low), ...within, marks.find((mark) => mark >= high)]
    .filter((mark) => mark !== undefined);
}

/** Every so manieth of the marks, so that there are at most so many; always the first. */
export const thinned = (marks, most) => marks.filter((_, place) => place % Math.ceil(marks.length / most) === 0);

// MARK: Power

/**
 * The power that made a ledger's blocks, in guesses a second, by stretches of so many blocks: their work over the time
 * that they took. Headers oldest first; the first only says when the next was begun.
 */
export function power(headers, stretch) {
  const found = [];
  for (let start = 0; start + stretch < headers.length; start += stretch) {
    const made = headers.slice(start + 1, start + stretch + 1);
    const work = made.reduce((sum, each) => sum + workOf(each.target), 0n);
    const seconds = Number(made.at(-1).timestamp) - Number(headers[start].timestamp);
    if (seconds > 0) {
      found.push({ from: made[0].index, to: made.at(-1).index, seconds: seconds / stretch,
        power: Number(work) / seconds });
    }
  }
  return found;
}
