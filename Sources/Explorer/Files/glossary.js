// The glossary's words, and where they occur in a text.

import { wordsOf } from "./markdown.js";

/** The terms of a parsed glossary: id, title, words that mean it, and what it says in one text. */
export function termsOf(pieces) {
  const terms = [];
  let title = "";
  for (const piece of pieces) {
    const [, id, words] = (piece.kind === "remark" && /^term: ([\w-]+): (.*)$/.exec(piece.text)) || [];
    if (piece.kind === "heading") title = wordsOf(piece.content);
    else if (id) terms.push({ id, title, words: words.split(", "), says: "" });
    else if (piece.kind === "paragraph" && terms.length > 0 && terms.at(-1).title === title) {
      terms.at(-1).says = `${terms.at(-1).says} ${wordsOf(piece.content)}`.trim();
    }
  }
  return terms;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What finds the words of terms in texts, the longest first; words of letters only as whole words. */
export function finderOf(terms) {
  const words = new Map(terms.flatMap((term) => term.words.map((word) => [word.toLowerCase(), term])));
  const longestFirst = [...words.keys()].sort((one, other) => other.length - one.length);
  // A Chinese word has no space around it.
  const pattern = longestFirst.map((word) => {
    const [start, end] = [/^\w/.test(word) ? "(?<![\\w])" : "", /\w$/.test(word) ? "(?![\\w])" : ""];
    return start + escaped(word) + end;
  }).join("|");
  return { words, pattern: new RegExp(pattern || "$^", "gi") };
}

/**
 * A text in parts, `{text}` or `{text, term}`. A term is marked where it first occurs: `used` has the ids of those that
 * were, and gets more.
 */
export function partsOf(text, { words, pattern }, used) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const term = words.get(match[0].toLowerCase());
    if (used.has(term.id)) continue;
    used.add(term.id);
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: match[0], term });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}
