// The API as the node describes it.

import { byID, h } from "./dom.js";
import { present } from "./live.js";
import { get } from "./node.js";
import { current, t } from "./text.js";

const resolve = (document, item) =>
  item && item.$ref ? item.$ref.slice(2).split("/").reduce((value, key) => value?.[key], document) ?? {} : item ?? {};

/** A text of the description, which is English, in which `this` is code. */
const prose = (text) => h("span", { lang: "en" }, String(text ?? "").split("`").map((part, place) =>
  (place % 2 === 1 ? h("code", { class: "mono" }, part) : part)));

function operation(document, path, method, value, shared) {
  const parameters = [...(shared ?? []), ...(value.parameters ?? [])].map((each) => resolve(document, each));
  const body = resolve(document, value.requestBody);
  const example = body.content?.["application/json"]?.example
    ?? Object.values(body.content?.["application/json"]?.examples ?? {})[0]?.value;
  return h("details", {},
    h("summary", {}, h("span", { class: "method" }, method.toUpperCase()), h("span", { class: "mono" }, path), " ",
      h("span", { class: "small" }, prose(value.summary))),
    value.description && h("p", {}, prose(value.description)),
    parameters.length > 0 && [
      h("h2", {}, t("api-parameters")),
      h("ul", {}, parameters.map((each) => h("li", {},
        h("span", { class: "mono" }, each.name), ` (${each.in}) `, prose(each.description))))],
    value.requestBody && [
      h("h2", {}, t("api-body")), h("p", {}, prose(body.description)),
      example !== undefined && h("pre", { class: "text" }, JSON.stringify(example))],
    h("h2", {}, t("api-answers")),
    h("ul", {}, Object.entries(value.responses ?? {}).map(([status, answer]) => h("li", {},
      h("span", { class: "mono" }, status), " ", prose(resolve(document, answer).description)))));
}

/** The methods that the description may have for a path. */
const methods = ["get", "post", "put", "delete"];

export const showDescription = () => present(
  byID("view-api"), [], () => h("h1", {}, t("api-title")), () => get("/openapi.json"), (document) => [
    h("h1", {}, t("api-title")),
    h("p", { class: "lead" }, `${t("api-hint")} `, h("a", { href: "/openapi.json" }, "/openapi.json")),
    current() !== "en" && h("p", { class: "hint" }, t("api-language")),
    h("section", { class: "card" }, Object.entries(document.paths).flatMap(([path, item]) => methods
      .filter((method) => item[method])
      .map((method) => operation(document, path, method, item[method], item.parameters)))),
  ]);
