// Requests to the node this page came from.

import { parse } from "./json.js";

/** A refusal, with the node's own sentence, and what it says for any language: `{reason, values, then}`. */
export class Refusal extends Error {
  constructor(status, sentence, said = null) {
    super(sentence);
    this.status = status;
    this.said = said;
  }
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
  let said = null;
  try {
    said = JSON.parse(text);
  } catch { /* It isn't ours; the status must do. */ }
  throw new Refusal(response.status, String(said?.error ?? response.status), said);
}

/** Requests JSON. */
export const get = async (path, options) => parse(await ask(path, options));

/** How long after a refusal the events are asked for again, in milliseconds. */
const again = 3000;

/** Listens to events. `on` gets a name and the data; `became` gets "live", "away" or "refused". */
export function listen(on, became) {
  const source = new EventSource("/events");
  for (const name of ["status", "block", "replaced", "refused", "limit", "transaction", "peer", "mining", "missed"]) {
    source.addEventListener(name, (event) => on(name, parse(event.data)));
  }
  source.addEventListener("open", () => became("live"));
  source.addEventListener("error", () => {
    // A browser gives up permanently when it is refused, for instance by a node with too many watchers.
    const isRefused = source.readyState === EventSource.CLOSED;
    became(isRefused ? "refused" : "away");
    if (isRefused) setTimeout(() => listen(on, became), again);
  });
}
