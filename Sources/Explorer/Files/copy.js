// Copying a text. Only a page of this machine, or with encryption, may write to the clipboard; others show the text
// marked, so that it can be copied by hand.

import { h } from "./dom.js";
import { t } from "./text.js";

/** How long a button says that it copied, in milliseconds. */
const told = 2000;

/** A button that copies what `text()` gives; `key` is its label. */
export function copyButton(text, key, size = "") {
  const button = h("button", { type: "button", class: `quiet ${size}`, onclick: copy }, t(key));
  const field = h("input", { readonly: true, class: "mono", "aria-label": t(key), hidden: true });
  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = t("copied");
      setTimeout(() => { button.textContent = t(key); }, told);
    } catch {
      field.hidden = false;
      field.value = text();
      field.select();
    }
  }
  return [button, field];
}
