// The glossary's words in any text of the page.

import { fill } from "./dom.js";
import { partsOf } from "./glossary.js";
import { finder } from "./library.js";
import { style } from "./styles.js";
import { current } from "./text.js";
import { wordWithTip } from "./tip.js";

/** Gives the words in an element's text their meanings. Without the glossary it stays as it is. */
export async function explain(element) {
  const [text, language] = [element.textContent, current()];
  const [found] = await Promise.all([finder(language).catch(() => null), style("tip.css")]);
  // Meanwhile the element may say something else.
  if (found === null || element.textContent !== text || current() !== language) return;
  fill(element, partsOf(text, found, new Set()).map((part) =>
    (part.term ? wordWithTip(part.text, part.term) : part.text)));
}
