// The guided run beside the network: what happens in each step, a button that does it, and where to look.

import { fill, h, write } from "./dom.js";
import { isOver, steps, stepOf } from "./guide.js";
import { t } from "./text.js";

/** The guide's card. `actions` are `step`, which does the step under way, `next`, `restart` and `leave`. */
export function guideCard(actions) {
  const [progress, body] = [h("ol", { class: "progress", "aria-hidden": "true" }), h("div", { "aria-live": "polite" })];
  const go = h("button", { type: "button", id: "guide-go" });
  const element = h("section", { class: "card guide", "aria-labelledby": "guide-title" },
    h("h2", { id: "guide-title" }, t("guide-title")), progress, body,
    h("div", { class: "row" }, go,
      h("button", { type: "button", class: "quiet small", id: "guide-restart", onclick: actions.restart },
        t("work-reset"))));
  let shown = "";

  function update(guide, state, isWorking) {
    const step = stepOf(guide);
    const over = isOver(guide, state);
    const done = guide.place + (over ? 1 : 0);
    fill(progress, steps.map((_, place) =>
      h("li", { class: place < done ? "done" : place === guide.place ? "now" : "" })));
    const text = `${guide.place} ${over} ${document.documentElement.lang}`;
    if (text !== shown) {
      shown = text;
      fill(body, step === null ? h("p", {}, t("guide-end")) : [
        h("h3", {}, t("guide-step", { n: guide.place + 1, of: steps.length }), " ", t(`guide-${step.name}`)),
        h("p", {}, t(`guide-${step.name}-do`)),
        over && h("p", { class: "over" }, t(`guide-${step.name}-over`)),
        !over && h("p", { class: "hint" }, t("guide-by-hand")),
      ]);
    }
    const label = t(step === null ? "guide-mallory" : over ? "guide-next" : "guide-do");
    write(go, label);
    go.onclick = step === null ? actions.leave : over ? actions.next : actions.step;
    go.setAttribute("aria-disabled", String(isWorking));
  }

  return { element, update };
}
