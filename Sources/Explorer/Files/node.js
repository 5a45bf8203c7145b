// Requests to the node this page came from.

import { parse } from "./json.js";

/** Where a path of the node is, seen from the page: a node may be one of several below one address. */
export const here = (path) => path.replace(/^\//, "");

/** The whole address of a path of the node. */
export const urlOf = (path) => new URL(here(path), document.baseURI).href;

/** Whether the page comes from a node, and not from a web host that only has its files. */
export const hasNode = !document.documentElement.hasAttribute("data-no-node");

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

/** Whether there is a token to send. */
export const hasToken = () => token !== "";

/** Sends a request, and returns the text of the answer; throws the node's refusal. */
export async function ask(path, { method = "GET", body, signal } = {}) {
  const headers = method !== "GET" && token !== "" ? { Authorization: `Bearer ${token}` } : {};
  let response;
  try {
    response = await fetch(here(path), { method, headers, body, signal, cache: "no-store" });
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

/** How long an answer is waited for that somebody wants to see whatever it is, in milliseconds. */
const patience = 10_000;

/** The status and the text of whatever a node answers to GET; the status 0 if it doesn't. */
export async function take(path) {
  try {
    const response = await fetch(here(path), { cache: "no-store", signal: AbortSignal.timeout(patience) });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: "" };
  }
}
