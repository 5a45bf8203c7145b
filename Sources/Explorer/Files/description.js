// The API as the node describes it.

import { byID, fill, h } from "./dom.js";
import { get } from "./node.js";
import { t } from "./text.js";

const resolve = (document, item) =>
  item && item.$ref ? item.$ref.slice(2).split("/").reduce((value, key) => value?.[key], document) ?? {} : item ?? {};

function operation(document, path, method, value, shared) {
  const parameters = [...(shared ?? []), ...(value.parameters ?? [])].map((each) => resolve(document, each));
  const body = resolve(document, value.requestBody);
  const example = body.content?.["application/json"]?.example
    ?? Object.values(body.content?.["application/json"]?.examples ?? {})[0]?.value;
  return h("details", {},
    h("summary", {}, h("span", { class: "method" }, method.toUpperCase()), h("span", { class: "mono" }, path), " ",
      h("span", { class: "small" }, value.summary ?? "")),
    value.description && h("p", {}, value.description),
    parameters.length > 0 && [
      h("h2", {}, t("api-parameters")),
      h("ul", {}, parameters.map((each) => h("li", {},
        h("span", { class: "mono" }, each.name), ` (${each.in}) `, each.description ?? "")))],
    value.requestBody && [
      h("h2", {}, t("api-body")), h("p", {}, body.description ?? ""),
      example !== undefined && h("pre", { class: "text" }, JSON.stringify(example))],
    h("h2", {}, t("api-answers")),
    h("ul", {}, Object.entries(value.responses ?? {}).map(([status, answer]) => h("li", {},
      h("span", { class: "mono" }, status), " ", resolve(document, answer).description ?? ""))));
}

export async function showDescription() {
  const view = byID("view-api");
  fill(view, h("h1", {}, t("api-title")), h("p", { class: "lead" }, t("loading")));
  let list;
  try {
    const document = await get("/openapi.json");
    const methods = ["get", "post", "put", "delete"];
    list = Object.entries(document.paths).flatMap(([path, item]) => methods
      .filter((method) => item[method])
      .map((method) => operation(document, path, method, item[method], item.parameters)));
  } catch {
    list = h("p", { class: "empty" }, t("api-none"));
  }
  fill(view,
    h("h1", {}, t("api-title")),
    h("p", { class: "lead" }, `${t("api-hint")} `, h("a", { href: "/openapi.json" }, "/openapi.json")),
    h("section", { class: "card" }, list));
}
