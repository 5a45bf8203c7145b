// Many searches, one after the other as in a chain, for how many guesses each took.

import { search } from "./search.js";
import { digestOf } from "./sha256.js";

/** How long searches go on between two looks at the page, in milliseconds. */
const slice = 40;

const aMoment = () => new Promise((resolve) => { setTimeout(resolve, 0); });

/** A text that no other run begins with. */
const start = () => [...crypto.getRandomValues(new Uint8Array(8))].join("");

/** Makes so many searches for so many zeros; `onGuesses` gets the numbers of guesses now and then, until the end. */
export async function searches(zeros, count, signal, onGuesses) {
  let [before, after, found, shown] = ["0", digestOf(start()), [], performance.now()];
  for (let done = 0; done < count && !signal.aborted; done += 1) {
    const one = await search({ before, after, zeros }, signal);
    if (!one) break;
    found.push(one.tried);
    after = digestOf(`${before}${one.number}${after}`);
    before = String(one.number);
    if (performance.now() - shown > slice || done === count - 1) {
      onGuesses(found);
      await aMoment();
      [found, shown] = [[], performance.now()];
    }
  }
}
