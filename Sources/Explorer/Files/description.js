// The API as the node describes it, to be tried.

import { copyButton } from "./copy.js";
import { byID, fill, h } from "./dom.js";
import { complaint } from "./forms.js";
import { shown } from "./json.js";
import { languages } from "./languages.js";
import { present } from "./live.js";
import { ask, get, urlOf } from "./node.js";
import { byPurpose, curl, filledPath, membersOf } from "./operations.js";
import { style } from "./styles.js";
import { current, number, t } from "./text.js";

/** How much of an answer is shown, in characters. */
const mostShown = 4000;

/** The description's texts in the language that is shown, by the English. */
let translations = {};

/** What was loaded of that, by the language's tag. */
const loaded = new Map();

/** The description's texts in a language; none if it is English, or doesn't come: then the node's English has to do. */
async function translationsOf(tag) {
  if (loaded.has(tag) || languages[tag].api === null) return loaded.get(tag) ?? {};
  try {
    const answer = await fetch(new URL(`./${languages[tag].api}`, import.meta.url));
    if (!answer.ok) return {};
    loaded.set(tag, await answer.json());
    return loaded.get(tag);
  } catch {
    return {};
  }
}

/** A text of the description, in which `this` is code; what has no translation is English, and says so. */
function prose(text) {
  if (!text) return null;
  const own = Object.hasOwn(translations, text) ? translations[text] : null;
  return h("span", { lang: own === null && current() !== "en" ? "en" : null }, (own ?? String(text)).split("`")
    .map((part, place) => (place % 2 === 1 ? h("code", { class: "mono" }, part) : part)));
}

/** What was typed and answered, and which paths are open, by their ids: another language doesn't take them away. */
const [typed, outcomes, opened] = [new Map(), new Map(), new Set()];

/** Fields for what a request needs, and what they hold: `{elements, path(), body()}`. */
function fields(operation, id, changed) {
  const keep = ({ target }) => {
    typed.set(target.id, target.value);
    changed();
  };
  const inputs = operation.parameters.filter((each) => each.in !== "header").map((each) => {
    const name = `${id}-${each.name}`;
    const field = h("input", {
      id: name, autocomplete: "off", spellcheck: "false", oninput: keep,
      value: typed.get(name) ?? (each.in === "path" ? each.example ?? "" : null),
      placeholder: each.schema?.default ?? null,
    });
    return { name: each.name, field, label: h("label", { for: field.id },
      h("span", {}, h("span", { class: "mono" }, each.name), " ", prose(each.description)), field) };
  });
  const body = operation.hasBody
    ? h("textarea", { id: `${id}-body`, class: "few", spellcheck: "false", oninput: keep }) : null;
  const example = operation.bodyExample === undefined ? "" : shown(operation.bodyExample);
  if (body) body.value = typed.get(body.id) ?? example;
  return {
    elements: [inputs.map((each) => each.label), body && h("label", { for: body.id },
      h("span", {}, t("api-body"), " ", prose(operation.bodySays)), body)],
    path: () => filledPath(operation, Object.fromEntries(inputs.map(({ name, field }) => [name, field.value.trim()]))),
    body: () => body?.value,
  };
}

/** A form that sends an operation's request; one that changes something is sent at the second press. */
function trial(operation, id) {
  const [command, result] = [h("pre", { class: "text", tabindex: "0" }), h("div", { "aria-live": "polite" })];
  // Of two methods the one that says that it changes something.
  const method = operation.methods.at(-1);
  const write = () => fill(command, curl({ method, url: urlOf(form.path()), body: form.body(),
    isEndless: operation.isEndless }));
  const form = fields(operation, id, write);
  write();
  const tell = (draw) => {
    outcomes.set(id, draw);
    fill(result, draw());
  };
  async function send() {
    fill(result, h("p", { class: "hint" }, t("loading")));
    try {
      const text = await ask(form.path(), { method, body: form.body() });
      const rest = text.length - mostShown;
      tell(() => [h("pre", { class: "text", tabindex: "0" }, text.slice(0, mostShown)),
        rest > 0 && h("p", { class: "small" }, t("api-rest", { n: number(rest) }))]);
    } catch (error) {
      tell(() => complaint(error));
    }
  }
  fill(result, outcomes.get(id)?.());
  const confirm = () => fill(result, h("p", {}, t("api-changes")),
    h("button", { type: "button", onclick: send }, t("api-send")));
  return h("div", { class: "trial" }, form.elements, command,
    h("div", { class: "row" },
      !operation.isEndless && h("button", {
        type: "button", class: "quiet", onclick: operation.isSafe ? send : confirm,
      }, t("api-try")),
      copyButton(() => command.textContent, "api-curl")),
    result);
}

function schema(document, operation) {
  const members = membersOf(document, operation.schema);
  return members.length > 0 && h("details", {}, h("summary", {}, t("api-schema")),
    h("ul", { class: "members" }, members.map(({ depth, name, type, says }) => h("li", { class: `depth-${depth}` },
      h("span", { class: "mono" }, name), " ", h("span", { class: "small" }, type), says && " – ", prose(says)))));
}

const shownOperation = (document, operation, id) => h("div", { class: "operation" },
  h("p", {}, operation.methods.map((each) => h("span", { class: "method" }, each)), prose(operation.summary)),
  operation.description && h("p", {}, prose(operation.description)),
  trial(operation, id),
  operation.example !== undefined && [
    h("h3", {}, t("api-example")), h("pre", { class: "text", tabindex: "0" }, shown(operation.example))],
  schema(document, operation),
  h("details", {}, h("summary", {}, t("api-answers")),
    h("ul", {}, operation.answers.map(([status, answer]) => h("li", {},
      h("span", { class: "mono" }, status), " ", prose(answer.description))))));

function shownPath(document, path, operations) {
  const id = `api${path.replace(/\W+/g, "-")}`;
  const element = h("details", { class: "path", open: opened.has(id) },
    h("summary", {}, operations.flatMap((each) => each.methods).map((each) => h("span", { class: "method" }, each)),
      h("span", { class: "mono" }, path), " ", h("span", { class: "small" }, prose(operations[0].summary))));
  // What is inside is drawn when it is wanted.
  element.addEventListener("toggle", () => {
    if (element.open) opened.add(id);
    else opened.delete(id);
    if (!element.open || element.children.length > 1) return;
    element.append(...operations.map((each, place) => shownOperation(document, each, `${id}-${place}`)));
  });
  return element;
}

function whole([document, texts]) {
  translations = texts;
  return [
    h("h1", {}, t("api-title")),
    h("p", { class: "lead" }, `${t("api-hint")} `, h("a", { href: urlOf("/openapi.json") }, "/openapi.json")),
    h("div", { class: "stack" }, byPurpose(document).map(([purpose, paths]) => h("section", { class: "card" },
      h("h2", {}, t(`api-${purpose}`)),
      paths.map(([path, operations]) => shownPath(document, path, operations))))),
  ];
}

export const showDescription = () => present(
  byID("view-api"), [], () => h("h1", {}, t("api-title")),
  () => Promise.all([get("/openapi.json"), translationsOf(current()), style("api.css")]), whole);
