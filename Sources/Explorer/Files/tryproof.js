// Guesses for a proof: by hand, one by one, or until it is found.

import { enable, fill, h, zerosMarked } from "./dom.js";
import { beginnings, problem } from "./exercises.js";
import { begin as tallyOf, lineOf, tried } from "./tally.js";
import { number, t } from "./text.js";

export const begin = beginnings.proof;

/** Difficulties that a class waits for. */
const difficulties = [1, 2, 3, 4];

/** How many guesses are made at once in a search, and how many are shown. */
const batch = 500;
const shown = 6;

export function show(state, become) {
  let now = state;
  let timer = null;
  const [hand, lines, says] = [h("div", { "aria-live": "polite" }), h("ol", { class: "guesses" }), h("p")];
  says.setAttribute("role", "status");
  const typed = h("span", { class: "part proof" });
  const input = h("input", {
    id: "try-number", inputmode: "numeric", autocomplete: "off", oninput: drawHand,
  });
  const select = h("select", { id: "try-difficulty", onchange: () => {
    pause();
    change(tallyOf(problem, Number(select.value)));
  } }, difficulties.map((each) => h("option", { value: each }, each)));
  const [step, find] = ["step", "find"].map((name) =>
    h("button", { type: "button", id: `try-${name}`, class: "quiet" }, t(`work-${name}`)));

  function pause() {
    clearTimeout(timer);
    timer = null;
  }

  function change(next) {
    now = next;
    become(now);
    draw();
  }

  function search() {
    // It ends with the lesson.
    if (!find.isConnected) return;
    change(tried(now, batch));
    timer = now.found === null ? setTimeout(search, 0) : null;
  }

  function drawHand() {
    const text = input.value.normalize("NFKC").trim();
    fill(typed, text.slice(0, 19) || t("learn-proof-yours"));
    if (!/^(0|[1-9]\d{0,18})$/.test(text)) {
      fill(hand, text !== "" && h("p", { class: "answer bad" }, t("work-hand-bad")));
      return;
    }
    const { hash, zeros } = lineOf(problem, text);
    fill(hand, h("p", { class: "whole" }, zerosMarked(hash)), h("p", { class: `answer ${zeros > 0 ? "good" : ""}` },
      t("learn-proof-zeros", { zeros })));
  }

  function draw() {
    const { found, next, difficulty, lines: last } = now;
    fill(lines, last.slice(0, shown).map((each) => h("li", { class: each.number === found ? "found" : null },
      h("span", { class: "mono part proof" }, each.number), " ", zerosMarked(each.hash.slice(0, 24)), "…")));
    fill(says, found === null ? t("learn-proof-tried", { n: number(next), average: number(16 ** difficulty) })
      : t("learn-proof-found", { proof: found, n: number(next), average: number(16 ** difficulty) }));
    says.className = `answer ${found === null ? "" : "good"}`;
    select.value = String(difficulty);
    for (const button of [step, find]) enable(button, found === null);
  }

  step.addEventListener("click", () => { pause(); change(tried(now, 1)); });
  find.addEventListener("click", () => { pause(); search(); });
  draw();
  drawHand();
  return [
    h("pre", { class: "text" },
      h("span", { class: "part last-proof" }, problem.before),
      typed,
      h("span", { class: "part last-hash" }, problem.after)),
    h("label", { for: "try-number" }, t("learn-proof-number"), input), hand,
    h("div", { class: "row tools" },
      h("label", { for: "try-difficulty", class: "inline" }, t("fact-difficulty"), select), step, find,
      h("button", { type: "button", id: "try-reset", class: "quiet", onclick: () => {
        pause();
        change(tallyOf(problem, now.difficulty));
      } }, t("work-reset"))),
    says, lines, h("p", {}, h("a", { href: "#/work" }, t("learn-to-work"))),
  ];
}
