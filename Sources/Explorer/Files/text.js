// What the page says, in the language that is chosen.

import { languageOf, languages } from "./languages.js";
import { hasNode } from "./node.js";
import { filled, worded } from "./wording.js";

/** Where the choice is kept. */
const place = "forgechain language";

function kept() {
  try { return localStorage.getItem(place); } catch { return null; }
}

/** The language of the address (`?lang=zh`), or the one chosen last, or the first of the browser's that is known. */
function wanted() {
  const asked = [new URLSearchParams(location.search).get("lang"), kept(), ...(navigator.languages ?? [])];
  return asked.map(languageOf).find((tag) => tag !== undefined) ?? "en";
}

/** The node's words for what it says in a chosen.tag, by their codes. In English its answers have the words. */
async function wordsOf(tag) {
  if (tag === "en" || !hasNode) return {};
  try {
    const answer = await fetch(new URL(`./words-${tag}.json`, import.meta.url));
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};  // Its English has to do.
  }
}

const load = async (tag) => {
  const [texts, words] = await Promise.all([languages[tag].texts(), wordsOf(tag)]);
  return { tag, texts, words };
};

let chosen = await load(wanted());

/** Which language is shown. */
export const current = () => chosen.tag;

/** The text of a key, with values for {names}; {name|one|many} gives the word that fits the value. */
export const t = (key, values = {}) => filled(chosen.texts[key] ?? key, values);

/** What stands between two sentences: Chinese has no space there. */
export const gap = () => (chosen.tag === "zh" ? "" : " ");

/** What the node says, `{reason, values, then}`, in this language; null if it has no words for that. */
export const words = (said) => worded(said, chosen.words, gap());

/** Switches to another language; then what is shown must be drawn anew. */
export async function chooseLanguage(tag) {
  const next = await load(tag);
  chosen = next;
  try { localStorage.setItem(place, tag); } catch { /* Then until the page is closed. */ }
  // The address would bring the other language back.
  const url = new URL(location.href);
  url.searchParams.delete("lang");
  history.replaceState(null, "", url);
}

/** Fills in the texts of the page itself. */
export function apply() {
  document.documentElement.lang = languages[chosen.tag].page;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
  }
}

// MARK: Numbers and times

/** A number as people write it; anything except an exact number stays as it is. */
export function number(value, digits = 0) {
  if (typeof value !== "number" && typeof value !== "bigint") return String(value);
  return value.toLocaleString(chosen.tag, { maximumFractionDigits: digits });
}

/** Large numbers in a few characters, such as 51.2 M. */
export function short(value) {
  return new Intl.NumberFormat(chosen.tag, { notation: "compact", maximumFractionDigits: 1 }).format(Number(value));
}

/** A share of the whole. */
export const percent = (share, digits = 0) =>
  new Intl.NumberFormat(chosen.tag, { style: "percent", maximumFractionDigits: digits }).format(share);

/** A duration in seconds, in words; of a short one as many digits as say something. */
export function span(seconds) {
  if (seconds < 120) return t("seconds", { n: number(seconds, seconds < 0.1 ? 3 : seconds < 10 ? 2 : 0) });
  if (seconds < 7200) return t("minutes", { n: number(seconds / 60, 0) });
  if (seconds < 172800) return t("hours", { n: number(seconds / 3600, 1) });
  return t("days", { n: number(seconds / 86400, 1) });
}

/** How long ago a time in seconds since 1970 was. */
export function ago(seconds) {
  const past = Date.now() / 1000 - Number(seconds);
  const format = new Intl.RelativeTimeFormat(chosen.tag, { numeric: "auto" });
  for (const [unit, size] of [["year", 31557600], ["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(past) >= size) return format.format(-Math.round(past / size), unit);
  }
  return format.format(-Math.round(past), "second");
}

/** A time in seconds since 1970, for people. */
export function time(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toLocaleString(chosen.tag);
}
