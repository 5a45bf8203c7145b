// Two texts and their hashes, digit by digit.

import { fill, h } from "./dom.js";
import { runs } from "./rules.js";
import { digestOf } from "./sha256.js";
import { t } from "./text.js";

export const begin = () => ({ one: t("learn-hash-one"), other: t("learn-hash-other") });

/** Longer texts aren't needed to see it. */
const mostCharacters = 2000;

export function show(state, become) {
  let now = state;
  const hashes = { one: h("p", { class: "mono whole" }), other: h("p", { class: "mono whole" }) };
  const says = h("p", { class: "hint", "aria-live": "polite" });

  function draw() {
    const [one, other] = [digestOf(now.one), digestOf(now.other)];
    const marked = (text, beside) => runs(text, beside).map((run) =>
      (run.isEqual ? h("mark", { class: "agrees" }, run.text) : run.text));
    fill(hashes.one, marked(one, other));
    fill(hashes.other, marked(other, one));
    const n = [...one].filter((digit, place) => digit === other[place]).length;
    fill(says, t(now.one === now.other ? "learn-hash-same" : "learn-hash-agree", { n }));
  }

  const field = (name) => [
    h("label", { for: `try-${name}` }, t(`learn-hash-${name}-label`), h("input", {
      id: `try-${name}`, value: now[name], maxlength: mostCharacters, autocomplete: "off", spellcheck: "false",
      autocapitalize: "off",
      oninput: (event) => {
        now = { ...now, [name]: event.target.value };
        become(now);
        draw();
      },
    })), hashes[name]];
  draw();
  return [field("one"), field("other"), says];
}
