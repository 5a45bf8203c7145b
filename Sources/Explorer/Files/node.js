// Requests to the node this page came from.

/** A refusal, with the node's own sentence. */
export class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

// Numbers in a chain may be too long for a double, or spelled unusually. Such a number is kept as text: in the JSON it
// is replaced by an object with a key that nobody can guess.
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

/** A number as spelled. */
class Spelled {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
  valueOf() { return Number(this.text); }
  toJSON() { return Number(this.text); }
}

// A node may want to see a token before it changes something. It is kept until the tab is closed.
const place = "forgechain token";
let token = "";
try { token = sessionStorage.getItem(place) ?? ""; } catch { /* The browser keeps nothing. */ }

/** Sends this token from now on with what changes something; what a header cannot carry is none. */
export function useToken(text) {
  token = /^[\x21-\x7e]+$/.test(text.trim()) ? text.trim() : "";
  try { sessionStorage.setItem(place, token); } catch { /* Then for this page only. */ }
}

/** Sends a request, and returns the text of the answer; throws the node's refusal. */
export async function ask(path, { method = "GET", body, signal } = {}) {
  const headers = method !== "GET" && token !== "" ? { Authorization: `Bearer ${token}` } : {};
  let response;
  try {
    response = await fetch(path, { method, headers, body, signal, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, "");
  }
  const text = await response.text();
  if (response.ok) return text;
  let sentence = `${response.status}`;
  try {
    sentence = String(JSON.parse(text).error ?? sentence);
  } catch { /* It isn't ours; the status must do. */ }
  throw new Refusal(response.status, sentence);
}

/** Requests JSON. */
export const get = async (path, options) => parse(await ask(path, options));

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

/** Listens to events. `on` gets a name and the data; `connected` gets whether the node is there. */
export function listen(on, connected) {
  const source = new EventSource("/events");
  for (const name of ["status", "block", "replaced", "refused", "limit", "transaction", "peer", "mining", "missed"]) {
    source.addEventListener(name, (event) => on(name, parse(event.data)));
  }
  source.addEventListener("open", () => connected(true));
  source.addEventListener("error", () => {
    connected(false);
    // A browser gives up permanently when it is refused, for instance by a node with too many watchers.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(on, connected), 5000);
  });
}
