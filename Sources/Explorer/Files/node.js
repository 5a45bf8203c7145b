// Requests to the node this page came from.

import { parse } from "./json.js";

/** Whether the page comes from a node, and not from a web host that only has its files. */
export const hasNode = !document.documentElement.hasAttribute("data-no-node");

/** A refusal, with the node's own sentence. */
export class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
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
  let sentence = `${response.status}`;
  try {
    sentence = String(JSON.parse(text).error ?? sentence);
  } catch { /* It isn't ours; the status must do. */ }
  throw new Refusal(response.status, sentence);
}

/** Requests JSON. */
export const get = async (path, options) => parse(await ask(path, options));

/** How long an answer is waited for that somebody wants to see whatever it is, in milliseconds. */
const patience = 10_000;

/** The status and the text of whatever a node answers to GET; the status 0 if it doesn't. */
export async function take(path) {
  try {
    const response = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(patience) });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: "" };
  }
}

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
