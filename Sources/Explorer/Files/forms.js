// Parts of forms: fields, answers and refusals.

import { byID, fill, h } from "./dom.js";
import { useToken } from "./node.js";
import { t, words } from "./text.js";

/** An error in words of the page, which `say` gives in the language of the moment. */
export class Mistake extends Error {
  constructor(say) {
    super(say());
    this.say = say;
  }
}

/** What the node says, in an element: in the page's language, or else in the node's English sentence. */
export function said(name, properties, what, sentence) {
  const text = words(what);
  return h(name, { ...properties, lang: text === null ? "en" : null }, text ?? sentence);
}

/** A refusal of the node, or a mistake that the page found. If the node wants a token, there is a field for it. */
export function complaint(error) {
  const properties = { class: "answer bad", role: "alert" };
  const sentence = error.status > 0
    ? said("p", properties, error.said, error.message)
    : h("p", properties, error.say?.() || error.message || t("no-answer"));
  if (error.status !== 401) return sentence;
  const input = h("input", {
    type: "password", name: "token", autocomplete: "off", oninput: () => useToken(input.value),
  });
  return [sentence, h("label", {}, t("token"), input)];
}

/** A success message. */
export const good = (...children) => h("p", { class: "answer good", role: "status" }, children);

/** A field with its label. What is typed survives a change of the language. */
export function field(id, key, properties = {}) {
  const value = byID(id)?.value;
  const input = h("input", { id, name: id, autocomplete: "off", ...properties });
  if (value !== undefined) input.value = value;
  return h("label", { for: id }, t(key), input);
}

/** The trimmed text of a field; an error in words of the page if it is empty. */
export function needed(id, key) {
  const text = byID(id).value;
  if (text.trim() === "") throw new Mistake(() => t("field-empty", { field: t(key) }));
  return text;
}

/** What draws the last answer below each form, so that it can be drawn again in another language. */
const answers = new WeakMap();

/** Takes the answer below a form away. */
export function forgetAnswer(form) {
  answers.delete(form);
  fill(form.querySelector("[data-answer]"));
}

/**
 * Runs a form's request: blocks a second one meanwhile, and shows the answer or the refusal below. `action` returns
 * what draws the answer's content.
 */
export function onSubmit(form, action) {
  const show = () => fill(form.querySelector("[data-answer]"), answers.get(form)?.());
  show();
  let isRunning = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (isRunning) return;
    isRunning = true;
    const button = form.querySelector("button[type=submit]");
    // A button that is disabled would lose the focus.
    button.setAttribute("aria-disabled", "true");
    try {
      const draw = await action(form);
      answers.set(form, () => good(draw()));
    } catch (error) {
      answers.set(form, () => complaint(error));
    } finally {
      show();
      isRunning = false;
      button.removeAttribute("aria-disabled");
    }
  };
}

export const answerPlace = () => h("div", { "data-answer": true });
