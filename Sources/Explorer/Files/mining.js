// The search for a proof: how far it has got, and what that means.

import { byID, fill, h, perFrame } from "./dom.js";
import { model, watch } from "./model.js";
import { number, percent, short, t } from "./text.js";

/** The share of searches that have ended after this many guesses: each guess has the same small chance. */
const shareOver = (guesses, expected) => 1 - Math.exp(-guesses / expected);

export function showSearch() {
  const search = model.search;
  const place = byID("search");
  if (!search) return fill(place, h("p", { class: "small" }, t("search-none")));
  const { guesses, height, rate, seconds, state } = search;
  const expected = Number(search.expected);
  const key = state === "searching" ? "search-running" : `search-${state}`;
  const share = shareOver(Number(guesses), expected);
  return fill(place,
    state === "searching" && h("progress", { max: 1, value: share, "aria-label": t("search-progress") }),
    h("p", { class: "small" }, t(key, {
      height, guesses: number(guesses), rate: short(rate), seconds: number(Number(seconds), 3),
    })),
    h("p", { class: "small" }, t("search-share", {
      times: number(Number(guesses) / expected, 2), expected: short(expected), share: percent(share),
    })));
}

export function startMining() { watch("search", perFrame(showSearch)); }
