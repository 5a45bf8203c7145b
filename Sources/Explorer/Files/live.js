// A view of something that may change while one looks at it.

import { fill, h, refill } from "./dom.js";
import { complaint } from "./forms.js";
import { shown } from "./json.js";
import { current, t } from "./text.js";

/** What each view shows: its subject, the last request's number, and the answer as text. */
const states = new WeakMap();

/**
 * Fills a view with what a request brings. While that is under way the same subject stays, and another one's title
 * is shown; if the answer is the same as before, nothing is drawn again, so that focus and selection stay.
 */
export async function present(view, subject, title, load, draw) {
  const last = states.get(view);
  const key = JSON.stringify([current(), ...subject]);
  const state = { key, request: (last?.request ?? 0) + 1, answer: last?.key === key ? last.answer : null };
  states.set(view, state);
  const isCurrent = () => states.get(view) === state;
  if (last?.key !== key) fill(view, title(), h("p", { class: "hint" }, t("loading")));
  let answer;
  try {
    const value = await load();
    answer = shown(value ?? null);
    if (!isCurrent() || answer === state.answer) return;
    refill(view, () => null, draw(value));
  } catch (error) {
    answer = `${error.status} ${error.message}`;
    if (!isCurrent() || answer === state.answer) return;
    // What was there is better than a complaint about a node that is away for a moment.
    if (error.status === 0 && state.answer !== null) return;
    fill(view, title(), complaint(error), h("p", {}, h("a", { href: "#/" }, t("block-back"))));
  }
  state.answer = answer;
}
