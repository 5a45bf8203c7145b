// Having the node judge a block that somebody has.

import { byID, fill, h } from "./dom.js";
import { complaint } from "./forms.js";
import { explanation } from "./explanation.js";
import { parse } from "./json.js";
import { model } from "./model.js";
import { ask, get } from "./node.js";
import { t } from "./text.js";

/** What was judged last: it is shown again in the other language. */
let judged = null;

async function takeNewest(area, result) {
  try {
    const value = await get(`/blocks/${model.status?.length ?? 1}/explain`);
    area.value = value.text ?? "";
    judged = null;
    fill(result);
  } catch (error) {
    fill(result, complaint(error));
  }
}

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
      judged = parse(await ask("/blocks/explain", { method: "POST", body: area.value }));
      fill(result, explanation(judged));
    } catch (error) {
      judged = null;
      fill(result, complaint(error));
    }
  };
  fill(view, h("h1", {}, t("check-title")), h("p", { class: "lead" }, t("check-hint")), form, result);
  if (judged) fill(result, explanation(judged));
}
