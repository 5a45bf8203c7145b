// Mining: having the node search for a proof, and how far it has got.

import { byID, fill, h } from "./dom.js";
import { answerPlace, complaint, field, good, Mistake } from "./forms.js";
import { parse } from "./json.js";
import { model, rulesAreLedger, watch } from "./model.js";
import { ask } from "./node.js";
import { perFrame } from "./pace.js";
import { number, percent, short, t } from "./text.js";

/** The share of searches that have ended after this many guesses: each guess has the same small chance. */
const shareOver = (guesses, expected) => 1 - Math.exp(-guesses / expected);

/** A shorter search says nothing about how fast this machine is. */
const measured = 0.1;

export function showSearch() {
  const search = model.search;
  const place = byID("search");
  if (!search) return fill(place, h("p", { class: "small" }, t("search-none")));
  const { guesses, height, rate, seconds, state } = search;
  const said = { height, guesses: number(guesses), rate: short(rate), seconds: number(Number(seconds), 1) };
  if (state !== "searching") {
    const isShort = state === "found" && Number(seconds) < measured;
    return fill(place, h("p", { class: "small" }, t(isShort ? "search-found-soon" : `search-${state}`, said)));
  }
  const expected = Number(search.expected);
  const share = shareOver(Number(guesses), expected);
  return fill(place,
    h("progress", { max: 1, value: share, "aria-label": t("search-progress") }),
    h("p", { class: "small" }, t("search-running", said)),
    h("p", { class: "small" }, t("search-share", { expected: short(expected), share: percent(share) })));
}

// MARK: The form

/** The request under way, or null; and what is said below the form, drawn anew in each language. */
let mining = null;
let answer = () => null;

/** How many blocks the node mines for one request. */
const most = 1000;

async function mine() {
  const text = byID("mine-count").value.trim();
  if (!/^[1-9]\d*$/.test(text) || Number(text) > most) throw new Mistake(() => t("mine-bad", { most: number(most) }));
  const path = text === "1" ? "/mine" : `/mine?count=${text}`;
  const value = parse(await ask(path, { method: "POST", signal: mining.signal }));
  return value.blocks ? ["mined-several", { n: number(value.count) }] : ["mined", { index: value.index }];
}

async function submit(event) {
  event.preventDefault();
  if (mining) return;
  mining = new AbortController();
  answer = () => h("p", { class: "hint" }, t("mining"));
  showMine();
  try {
    const said = await mine();
    answer = () => good(t(...said));
  } catch (error) {
    answer = () => (error.name === "AbortError" ? good(t("mine-stopped")) : complaint(error));
  }
  mining = null;
  showMine();
}

export function showMine() {
  const form = byID("mine");
  fill(byID("mine-hint"), t(rulesAreLedger() ? "mine-hint-ledger" : "mine-hint"));
  // The fields stay while something is typed, and the button keeps the focus.
  if (form.children.length === 0 || form.lang !== document.documentElement.lang) {
    const focused = document.activeElement?.id;
    fill(form,
      h("div", { class: "row" },
        field("mine-count", "mine-count", { type: "text", value: 1, inputmode: "numeric" }),
        h("button", { type: "submit", id: "mine-start" }, t("mine-button")),
        h("button", { type: "button", id: "mine-stop", class: "quiet", onclick: () => mining?.abort() },
          t("mine-stop"))),
      answerPlace());
    form.lang = document.documentElement.lang;
    form.onsubmit = submit;
    if (focused?.startsWith("mine-")) byID(focused).focus();
  }
  if (mining) byID("mine-start").setAttribute("aria-disabled", "true");
  else byID("mine-start").removeAttribute("aria-disabled");
  if (!mining && document.activeElement?.id === "mine-stop") byID("mine-start").focus();
  byID("mine-stop").hidden = mining === null;
  fill(form.querySelector("[data-answer]"), answer());
}

export function startMining() {
  watch("search", perFrame(showSearch));
  let isForLedger = null;
  watch("status", () => {
    if (isForLedger === rulesAreLedger()) return;
    isForLedger = rulesAreLedger();
    showMine();
  });
}
