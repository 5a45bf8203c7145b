// The search for a proof, as a node does it: numbers are tried in order until a hash begins with enough zeros.

import { padded, wordsOf } from "./sha256.js";

/** How long a slice of the search takes, in milliseconds: less than a frame, so that the page stays usable. */
const slice = 12;

/** How many guesses are tried between two looks at the clock. */
const batch = 256;

/** The most zeros that a search may ask for. */
export const mostZeros = 8;

const zero = "0".charCodeAt(0);
const encoder = new TextEncoder();

/** Guesses of one length: the digits of a number between two texts, counted up in place. */
export class Guesses {
  constructor(before, digits, after) {
    this.first = encoder.encode(before).length;
    this.end = this.first + digits.length;
    this.message = padded(encoder.encode(before + digits + after));
  }

  words() { return wordsOf(this.message); }

  /** How many zeros the guess's hash begins with. */
  zeros() {
    const words = this.words();
    const first = words.findIndex((word) => word !== 0);
    return first < 0 ? 8 * words.length : 8 * first + Math.floor(Math.clz32(words[first]) / 4);
  }

  /** Goes to the next number; false if that has one digit more. */
  next() {
    let place = this.end - 1;
    while (place >= this.first && this.message[place] === zero + 9) this.message[place--] = zero;
    if (place < this.first) return false;
    this.message[place] += 1;
    return true;
  }
}

/**
 * Tries numbers from one on between two texts, spelled with at least `width` digits. Returns the first whose guess
 * begins with that many zeros, and how many were tried; null for the number if none of `count` did.
 */
export function tryNumbers({ before, after, width = 1, zeros }, from, count) {
  const shift = 32 - 4 * zeros;
  const digits = (number) => String(number).padStart(width, "0");
  let guesses = new Guesses(before, digits(from), after);
  for (let tried = 0; tried < count; tried += 1) {
    if (zeros === 0 || guesses.words()[0] >>> shift === 0) return { number: from + tried, tried: tried + 1 };
    if (!guesses.next()) guesses = new Guesses(before, digits(from + tried + 1), after);
  }
  return { number: null, tried: count };
}

const aMoment = () => new Promise((resolve) => { setTimeout(resolve, 0); });

/** The same without an end and in slices; `onProgress` gets how many were tried. Null if the signal ends it. */
export async function search(problem, signal, onProgress = () => {}) {
  for (let from = 0; ;) {
    const end = performance.now() + slice;
    while (performance.now() < end) {
      const { number, tried } = tryNumbers(problem, from, batch);
      from += tried;
      if (number !== null) {
        onProgress(from);
        return { number, tried: from };
      }
    }
    onProgress(from);
    await aMoment();
    if (signal?.aborted) return null;
  }
}
