// JSON whose numbers stay as they were spelled: a chain's may be too long for a double, and each digit is hashed.

/** A number as spelled. */
export class Spelled {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
  valueOf() { return Number(this.text); }
  toJSON() { return Number(this.text); }
}

// In the text, such a number is replaced by an object with a key that nobody can guess.
const mark = `number ${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
// Strings are matched in long runs: one step per character would exceed a browser's limit on a long string.
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON; numbers that would change come out as their text. */
export function parse(text) {
  const marked = text.replace(tokens, (token) => {
    if (token[0] === '"' || String(Number(token)) === token) return token;
    return JSON.stringify({ [mark]: token });
  });
  return JSON.parse(marked, (_, value) =>
    value !== null && typeof value === "object" && mark in value ? new Spelled(value[mark]) : value);
}

/** Any value as JSON text, for people; numbers stay as spelled. */
export function shown(value) {
  if (value instanceof Spelled) return value.text;
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${shown(each)}`).join(", ")}}`;
  }
  return JSON.stringify(value);
}

/** How many characters of a name or an amount are shown: it may be a mebibyte long. */
const plainLength = 1000;

// Characters that change the direction of what follows, or break the line, would make one payment look like another.
// (Joiners stay: names in some scripts need them.)
const unseen = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const spelledOut = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A name or an amount: a string without its quotes, everything else as JSON. Invisible characters are escaped. */
export function plain(value) {
  const text = typeof value === "string" ? value : shown(value);
  const part = text.length <= plainLength ? text : `${text.slice(0, plainLength).replace(/[\ud800-\udbff]$/, "")}…`;
  return part.replace(unseen, spelledOut);
}
