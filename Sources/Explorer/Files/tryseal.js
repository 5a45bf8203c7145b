// The last blocks of a chain, one amount in each, and the seal.

import { fill, h } from "./dom.js";
import { example } from "./example.js";
import { beginnings } from "./exercises.js";
import { t } from "./text.js";
import * as bench from "./workbench.js";

export const begin = beginnings.limits;

/** The places of the blocks that are shown: the last three. */
const places = [2, 3, 4];

export function show(state, become) {
  let now = state;
  const says = h("p", { role: "status" });
  const seal = h("input", { type: "checkbox", role: "switch", id: "try-seal", onchange: () =>
    change(bench.exchange(now, example(seal.checked), seal.checked)) });
  const cards = places.map((place) => {
    const { index, transactions: [{ sender, recipient }] } = now.drafts[place];
    const input = h("input", {
      id: `try-amount-${index}`, inputmode: "decimal", autocomplete: "off",
      oninput: () => change(bench.editPayment(now, place, 0, "amount", input.value)),
    });
    const [verdict, list] = [h("span", { class: "state-of-draft" }), h("ul", { class: "checks" })];
    const element = h("li", { class: "draft" },
      h("div", { class: "spread" }, h("h3", {}, t("block-title", { index })), verdict),
      h("label", { for: input.id }, `${sender} → ${recipient}`, input), list);
    return { place, input, verdict, list, element };
  });

  function change(next) {
    now = next;
    become(now);
    draw();
  }

  function draw() {
    const judged = bench.verdicts(now);
    for (const { place, input, verdict, list, element } of cards) {
      const { draft, state: found, findings } = judged[place];
      const { amount } = draft.transactions[0];
      if (input.value !== amount) input.value = amount;
      element.className = `draft ${found}`;
      fill(verdict, t(`sandbox-state-${found}`));
      fill(list, findings.filter((each) => each.rule !== "index").map((each) =>
        h("li", { class: each.holds ? "holds" : "broken" },
          h("span", { class: "mark", role: "img", "aria-label": t(each.holds ? "holds" : "broken") },
            each.holds ? "✓" : "✗"), " ", t(each.holds || each.rule === "proof"
            ? `rule-${each.rule}` : `not-${each.rule}`))));
    }
    const isUnnoticed = bench.isUnnoticed(now, judged);
    const broken = bench.firstBroken(judged);
    says.className = `answer ${broken < 0 ? "good" : "bad"}`;
    fill(says, broken >= 0 ? t("sandbox-broken", { index: judged[broken].draft.index })
      : t(isUnnoticed ? "learn-seal-unnoticed" : "sandbox-whole"));
    seal.checked = now.settings.isSealed;
  }

  draw();
  return [
    h("div", { class: "row tools" },
      h("label", { for: "try-seal", class: "inline" }, seal, t("sandbox-seal")),
      h("button", { type: "button", class: "quiet small", id: "try-reset", onclick: () => change(bench.fresh()) },
        t("sandbox-reset"))),
    h("ol", { class: "drafts" }, cards.map((card) => card.element)), says,
    h("p", {}, h("a", { href: "#/sandbox" }, t("learn-to-sandbox"))),
  ];
}
