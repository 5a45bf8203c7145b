// One node: payments that are pending, and the blocks that they get into.

import { fill, h, hashOf } from "./dom.js";
import { beginnings } from "./exercises.js";
import { withBlock } from "./minesteps.js";
import { canMine, canSend, isReward, mostCharacters, send } from "./network.js";
import { paymentText } from "./networds.js";
import { t } from "./text.js";

export const begin = beginnings.transaction;

/** Whose node it is. */
const node = "alice";

export function show(state, become) {
  let now = state;
  let isMining = false;
  const [pending, chain] = [h("div"), h("ol", { class: "row-of-blocks", tabindex: "0", "aria-label": t("nav-home") })];
  const says = h("p", { class: "hint", role: "status" });
  const field = (part, value, properties = {}) => h("label", { for: `try-${part}` }, t(`sandbox-${part}`), h("input", {
    id: `try-${part}`, name: part, value, maxlength: mostCharacters, autocomplete: "off", spellcheck: "false",
    autocapitalize: "off", ...properties,
  }));
  const form = h("form", { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    const payment = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
    const wrong = Object.keys(payment).find((part) => payment[part] === "");
    if (wrong) fill(says, t("field-empty", { field: t(`sandbox-${wrong}`) }));
    else if (!/^\d+(\.\d+)?$/.test(payment.amount)) fill(says, t("amount-bad"));
    else change(send(now, node, payment));
  } }, h("div", { class: "row" }, field("sender", "alice"), field("recipient", "bob"),
    field("amount", "5", { inputmode: "decimal" }), h("button", { type: "submit", id: "try-send" }, t("send-button"))));
  const mine = h("button", { type: "button", id: "try-mine", onclick: dig }, t("learn-mine"));
  const reset = h("button", { type: "button", id: "try-reset", class: "quiet", onclick: () => change(begin()) },
    t("sandbox-reset"));

  function change(next) {
    now = next;
    become(now);
    draw();
  }

  async function dig() {
    if (isMining || !canMine(now, node)) return;
    isMining = true;
    draw();
    const before = now;
    const next = await withBlock(before, node);
    isMining = false;
    // What was sent meanwhile stays; then the block is mined again, with it.
    if (now !== before) return void dig();
    change(next ?? now);
  }

  function block({ draft, hash }, place, all) {
    const own = draft.transactions.filter((each) => !isReward(each));
    const n = all.length - place;
    return h("li", { class: "block" },
      h("div", { class: "spread" }, h("strong", { class: "number" }, `#${draft.index}`), hashOf(hash)),
      h("ul", { class: "payments" }, draft.transactions.map((each) => h("li", {}, isReward(each)
        ? h("span", { class: "reward" }, paymentText(each), " ", h("span", { class: "small" }, t("learn-reward")))
        : paymentText(each)))),
      own.length > 0 && h("p", { class: "small" }, t("learn-confirmations", { n })));
  }

  function draw() {
    const { chain: blocks, pending: waiting } = now.nodes[node];
    fill(pending, h("h3", {}, t("learn-mempool")), waiting.length === 0
      ? h("p", { class: "empty" }, t("pending-none"))
      : h("ul", { class: "payments" }, waiting.map((each) => h("li", {}, paymentText(each)))));
    fill(chain, blocks.map(block).reverse());
    fill(says, isMining && t("mining"));
    mine.setAttribute("aria-disabled", String(isMining || !canMine(now, node)));
    form.querySelector("#try-send").setAttribute("aria-disabled", String(!canSend(now, node)));
  }

  draw();
  return [form, h("div", { class: "card next" }, pending, h("p", { class: "row" }, mine, reset), says), chain];
}
