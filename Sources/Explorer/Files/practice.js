// An exercise in the page: its question, a place for the answer, and what the page says to it.

import { fill, h } from "./dom.js";
import { isSolved, solve } from "./progress.js";
import { t } from "./text.js";

/** What was answered last, and what came of it, by the exercise's name: they outlive a change of the language. */
const answers = new Map();
const verdicts = new Map();

/** How a hash begins, if there is one. */
const hashSaid = (hash) => hash && h("span", { class: "mono small" }, `${hash.slice(0, 16)}…`);

function choices(name, list, inline) {
  return h("fieldset", { class: "choices" },
    h("legend", { class: "hidden" }, t("learn-answer")),
    list.items.map(([{ content }], place) => h("label", { class: "inline" },
      h("input", { type: "radio", name, value: String(place), checked: answers.get(name) === String(place) }),
      h("span", {}, inline(content, false)))));
}

function field(name, asks) {
  return h("label", {}, h("span", { class: "hidden" }, t("learn-answer")), h("input", {
    name, id: `answer-${name}`, autocomplete: "off", spellcheck: "false", autocapitalize: "off",
    inputmode: asks === "number" ? "numeric" : null, value: answers.get(name) ?? "",
  }));
}

/**
 * An exercise as an item of a list.
 *
 * - `question`: its pieces; a list among them has the choices.
 * - `stateOf()`: the state of the lesson's widget.
 * - `solved()`: is called when it was solved.
 */
export function practice({ lesson, number, exercise, question, inline, stateOf, solved }) {
  const name = `${lesson}-${number}`;
  const [first, second] = question;
  const answer = h("div", { class: "verdict", "aria-live": "polite" });
  const item = h("li", { class: "exercise", id: `exercise-${name}` });
  const draw = () => {
    const verdict = verdicts.get(name);
    fill(answer, verdict && h("p", { class: `answer ${verdict.isRight ? "good" : "bad"}` },
      t(verdict.says), " ", hashSaid(verdict.hash)));
  };
  const marked = () => item.classList.toggle("solved", isSolved(lesson, number));
  const entry = { choice: () => choices(name, second, inline), widget: () => null }[exercise.asks];
  const form = h("form", {
    novalidate: true,
    onsubmit(event) {
      event.preventDefault();
      const given = String(new FormData(form).get(name) ?? "");
      answers.set(name, given);
      if (exercise.asks !== "widget" && given === "") {
        verdicts.set(name, { isRight: false, says: "learn-empty" });
        return void draw();
      }
      const { isRight, hash } = exercise.check(given, stateOf());
      verdicts.set(name, { isRight, hash, says: isRight ? "learn-right" : "learn-wrong" });
      draw();
      if (!isRight) return;
      solve(lesson, number);
      marked();
      solved();
    },
  }, entry ? entry() : field(name, exercise.asks),
  h("button", { type: "submit", class: "small" }, t("learn-check")));
  draw();
  marked();
  fill(item, h("p", {}, inline(first.content)), form, answer);
  return item;
}
