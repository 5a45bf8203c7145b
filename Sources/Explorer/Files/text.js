// What the page says, in English and in Chinese.

import { english } from "./english.js";
import { chinese } from "./chinese.js";

const languages = { en: english, zh: chinese };

/** Where the choice is kept. */
const place = "forgechain language";

function kept() {
  try { return localStorage.getItem(place); } catch { return null; }
}

/** The language of the address (`?lang=zh`), or the one chosen last, or the first of the browser's that is known. */
function wanted() {
  const asked = [new URLSearchParams(location.search).get("lang"), kept(), ...(navigator.languages ?? [])];
  const known = asked.map((tag) => /^(en|zh)\b/i.exec(tag ?? "")?.[1].toLowerCase());
  return known.find((tag) => tag !== undefined) ?? "en";
}

let language = wanted();

/** Which language is shown. */
export const current = () => language;

/** The text of a key, with values for {names}; {name|one|many} gives the word that fits the value. */
export function t(key, values = {}) {
  const text = languages[language][key] ?? english[key] ?? key;
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, name, one, many) => {
    if (!(name in values)) return whole;
    const value = String(values[name]);
    return one === undefined ? value : value === "1" ? one : many;
  });
}

/** Switches to the other language, and tells the parts that must be redrawn. */
export function switchLanguage() {
  language = language === "en" ? "zh" : "en";
  try { localStorage.setItem(place, language); } catch { /* Then until the page is closed. */ }
  // The address would bring the other language back.
  const url = new URL(location.href);
  url.searchParams.delete("lang");
  history.replaceState(null, "", url);
  apply();
}

/** Fills in the texts of the page itself. */
export function apply() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
  }
}

// MARK: Numbers and times

/** A number as people write it; anything except an exact number stays as it is. */
export function number(value, digits = 0) {
  if (typeof value !== "number" && typeof value !== "bigint") return String(value);
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** Large numbers in a few characters, such as 51.2 M. */
export function short(value) {
  return new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(Number(value));
}

/** A share of the whole. */
export const percent = (share, digits = 0) =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: digits }).format(share);

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
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, size] of [["year", 31557600], ["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(past) >= size) return format.format(-Math.round(past / size), unit);
  }
  return format.format(-Math.round(past), "second");
}

/** A time in seconds since 1970, for people. */
export function time(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toLocaleString(language);
}
