// Block 3, to be edited, and the link by which block 4 hangs on it.

import { fill, h, hashOf } from "./dom.js";
import { third } from "./exercises.js";
import { runs, textOf } from "./rules.js";
import { t } from "./text.js";
import * as bench from "./workbench.js";

export const begin = bench.fresh;

export function show(state, become) {
  let now = state;
  const [text, hash, link] = [h("pre", { class: "text", tabindex: "0" }), h("p"), h("div", { "aria-live": "polite" })];
  const undo = h("button", { type: "button", class: "quiet small", onclick: () => change(bench.fresh()) },
    t("sandbox-reset"));
  const inputs = [];

  function change(next) {
    now = next;
    become(now);
    draw();
  }

  function draw() {
    const judged = bench.verdicts(now);
    const { draft, wrong, hash: digest } = judged[third];
    for (const { element, read } of inputs) {
      if (element.value !== read(draft)) element.value = read(draft);
    }
    fill(text, wrong === null ? textOf(draft) : t("sandbox-wrong", { field: t(`sandbox-${wrong}`) }));
    fill(hash, h("span", { class: "label" }, t("learn-block-hash")), " ",
      digest === null ? "–" : hashOf(digest, true));
    const carried = now.drafts[third + 1].previous_hash;
    const fits = digest === carried;
    fill(link,
      h("p", { class: `answer ${fits ? "good" : "bad"}` }, t(fits ? "learn-block-fits" : "learn-block-snapped")),
      h("p", { class: "mono whole" }, t("learn-block-carries"), " ", runs(carried, digest ?? "").map((run) =>
        (run.isEqual ? run.text : h("mark", { class: "differs" }, run.text)))));
  }

  const input = (id, label, read, write, inputmode) => {
    const element = h("input", {
      id: `try-${id}`, inputmode, autocomplete: "off", spellcheck: "false",
      oninput: () => change(write(element.value)),
    });
    inputs.push({ element, read });
    return h("label", { for: element.id }, label, element);
  };
  const fields = h("div", { class: "row" },
    input("timestamp", t("sandbox-timestamp"), (draft) => draft.timestamp,
      (value) => bench.edit(now, third, "timestamp", value), "decimal"),
    now.drafts[third].transactions.map(({ sender, recipient }, place) => input(
      `amount-${place}`, `${sender} → ${recipient}`, (draft) => draft.transactions[place].amount,
      (value) => bench.editPayment(now, third, place, "amount", value), "decimal")),
    input("proof", t("sandbox-proof"), (draft) => draft.proof, (value) => bench.edit(now, third, "proof", value),
      "numeric"));
  draw();
  return [
    h("h3", {}, t("block-title", { index: 3 })), fields, h("p", { class: "label" }, t("learn-block-text")), text, hash,
    h("h3", {}, t("block-title", { index: 4 })), link,
    h("p", { class: "spread" }, undo, h("a", { href: "#/sandbox" }, t("learn-to-sandbox"))),
  ];
}
