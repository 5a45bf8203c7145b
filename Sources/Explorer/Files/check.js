// Having the node judge a block that somebody has.

import { copyButton } from "./copy.js";
import { byID, fill, h } from "./dom.js";
import { complaint } from "./forms.js";
import { explanation } from "./explanation.js";
import { parse } from "./json.js";
import { model } from "./model.js";
import { ask, get, urlOf } from "./node.js";
import { curl } from "./operations.js";
import { t } from "./text.js";

/** What draws what was judged last, or why it wasn't: it is shown again in another language. */
let outcome = () => null;

async function takeNewest(area, result) {
  try {
    const value = await get(`/blocks/${model.status?.length ?? 1}/explain`);
    area.value = value.text ?? "";
    outcome = () => null;
  } catch (error) {
    outcome = () => complaint(error);
  }
  fill(result, outcome());
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
      h("button", { type: "button", class: "quiet", onclick: () => takeNewest(area, result) }, t("check-example")),
      copyButton(() => curl({ method: "POST", url: urlOf("/blocks/explain"), body: area.value }), "api-curl")));
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      const judged = parse(await ask("/blocks/explain", { method: "POST", body: area.value }));
      outcome = () => explanation(judged);
    } catch (error) {
      outcome = () => complaint(error);
    }
    fill(result, outcome());
  };
  fill(view, h("h1", {}, t("check-title")), h("p", { class: "lead" }, t("check-hint")), form, result);
  fill(result, outcome());
}
