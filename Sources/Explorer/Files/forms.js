// Parts of forms: fields, answers and refusals.

import { byID, fill, h } from "./dom.js";
import { useToken } from "./node.js";
import { t } from "./text.js";

/** A refusal in the node's own sentence, which is English. If it wants a token, there is a field for it. */
export function complaint(error) {
  const language = error.status > 0 ? "en" : null;
  const sentence = h("p", { class: "answer bad", role: "alert", lang: language }, error.message || t("no-answer"));
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
  if (text.trim() === "") throw new Error(t("field-empty", { field: t(key) }));
  return text;
}

/** Runs a form's request: blocks a second one meanwhile, and shows the answer or the refusal below. */
export function onSubmit(form, action) {
  let isRunning = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (isRunning) return;
    isRunning = true;
    const button = form.querySelector("button[type=submit]");
    const answer = form.querySelector("[data-answer]");
    // A button that is disabled would lose the focus.
    button.setAttribute("aria-disabled", "true");
    try {
      fill(answer, good(await action(form)));
    } catch (error) {
      fill(answer, complaint(error));
    } finally {
      isRunning = false;
      button.removeAttribute("aria-disabled");
    }
  };
}

export const answerPlace = () => h("div", { "data-answer": true });
