// What a person can do: mine, send, and have a block checked.

import { byID, fill, h } from "./dom.js";
import { model } from "./model.js";
import { ask, get, parse, useToken } from "./node.js";
import { explanation } from "./block.js";
import { number, t } from "./text.js";

/** A refusal in the node's own sentence. If it wants a token, there is a field for it. */
export function complaint(error) {
  const sentence = h("p", { class: "answer bad", role: "alert" }, error.message || t("no-answer"));
  if (error.status !== 401) return sentence;
  const input = h("input", {
    type: "password", name: "token", autocomplete: "off", oninput: () => useToken(input.value),
  });
  return [sentence, h("label", {}, t("token"), input)];
}

/** A success message. */
export const good = (text) => h("p", { class: "answer good", role: "status" }, text);

/** A field with its label. What is typed survives a change of the language. */
export function field(id, key, properties = {}) {
  const value = byID(id)?.value;
  const input = h("input", { id, name: id, autocomplete: "off", ...properties });
  if (value !== undefined) input.value = value;
  return h("label", { for: id }, t(key), input);
}

/** Runs a form's request: blocks a second one meanwhile, and shows the answer or the refusal below. */
export function onSubmit(form, action) {
  form.onsubmit = async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    const answer = form.querySelector("[data-answer]");
    button.disabled = true;
    try {
      fill(answer, good(await action(form)));
    } catch (error) {
      if (error.name === "AbortError") fill(answer, good(t("mine-stopped")));
      else fill(answer, complaint(error));
    } finally {
      button.disabled = false;
    }
  };
}

export const answerPlace = () => h("div", { "data-answer": true });

// MARK: Mining

let mining = null;

export function showMine() {
  if (mining) return;
  const form = byID("mine");
  const give = () => mining?.abort();
  const stop = h("button", { type: "button", class: "quiet", hidden: true, onclick: give }, t("mine-stop"));
  fill(form,
    h("div", { class: "row" },
      field("mine-count", "mine-count", { type: "number", min: 1, max: 1000, value: 1, inputmode: "numeric" }),
      h("button", { type: "submit" }, t("mine-button")), stop),
    answerPlace());
  onSubmit(form, async () => {
    const count = byID("mine-count").value.trim() || "1";
    mining = new AbortController();
    stop.hidden = false;
    fill(form.querySelector("[data-answer]"), h("p", { class: "hint" }, t("mining")));
    try {
      const path = count === "1" ? "/mine" : `/mine?count=${encodeURIComponent(count)}`;
      const value = parse(await ask(path, { method: "POST", signal: mining.signal }));
      return value.blocks ? t("mined-several", { n: number(value.count) }) : t("mined", { index: value.index });
    } finally {
      mining = null;
      stop.hidden = true;
    }
  });
}

// MARK: Sending

export function showSend() {
  const form = byID("send");
  fill(form,
    h("div", { class: "row" }, field("send-sender", "send-sender"), field("send-recipient", "send-recipient")),
    h("div", { class: "row" },
      field("send-amount", "send-amount", { inputmode: "decimal" }),
      h("button", { type: "submit" }, t("send-button"))),
    answerPlace());
  onSubmit(form, async () => {
    const [sender, recipient, amount] = ["sender", "recipient", "amount"].map((name) => byID(`send-${name}`).value);
    // Sent as spelled: as a double, a long number would become a different one.
    if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(amount.trim())) throw new Error(t("amount-bad"));
    const body = `{"sender": ${JSON.stringify(sender)}, "recipient": ${JSON.stringify(recipient)}, `
      + `"amount": ${amount.trim()}}`;
    const value = parse(await ask("/transactions/new", { method: "POST", body }));
    byID("send-amount").value = "";
    return t("sent", { message: value.message });
  });
}

// MARK: Checking a block

export function showCheck() {
  const view = byID("view-check");
  const result = h("div", {});
  const area = h("textarea", { id: "check-text", spellcheck: "false", autocapitalize: "off" });
  area.value = byID("check-text")?.value ?? "";
  const form = h("form", { novalidate: true },
    h("label", { for: "check-text" }, t("check-block"), area),
    h("div", { class: "row" },
      h("button", { type: "submit" }, t("check-button")),
      h("button", { type: "button", class: "quiet", onclick: () => takeNewest(area, result) }, t("check-example"))));
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      fill(result, explanation(parse(await ask("/blocks/explain", { method: "POST", body: area.value }))));
    } catch (error) {
      fill(result, complaint(error));
    }
  };
  fill(view, h("h1", {}, t("check-title")), h("p", { class: "lead" }, t("check-hint")), form, result);
}

async function takeNewest(area, result) {
  try {
    const value = await get(`/blocks/${model.status?.length ?? 1}/explain`);
    area.value = value.text ?? "";
    fill(result);
  } catch (error) {
    fill(result, complaint(error));
  }
}
