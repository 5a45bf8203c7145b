// Requests to the node, or where there is none to an example's chain.

import { fill, h } from "./dom.js";
import { exampleAnswer, firstHash } from "./exampleapi.js";
import { hasNode, take } from "./node.js";
import { raw } from "./raw.js";
import { t } from "./text.js";

export const begin = () => ({ path: "/blocks/1", firstHash, answer: null });

const offered = ["/blocks/1", "/chain", "/transactions/pending", "/status", "/nodes", "/mime"];

/** How much of an answer is shown, in characters. */
const mostShown = 2000;

/** The hash of the first block in an answer, if it is that block's. */
function hashIn(path, text) {
  if (path !== "/blocks/1") return null;
  try { return String(JSON.parse(text).hash); } catch { return null; }
}

export function show(state, become) {
  let now = state;
  const answer = h("div", { "aria-live": "polite" });
  const input = h("input", {
    id: "try-path", value: now.path, autocomplete: "off", spellcheck: "false", autocapitalize: "off", maxlength: 200,
    list: "try-paths",
  });

  function draw() {
    const { answer: found } = now;
    fill(answer, found && [
      h("p", {}, h("span", { class: "mono" }, `GET ${found.path}`), " → ",
        h("strong", { class: `state ${found.status < 400 ? "up" : "down"}` },
          found.status === 0 ? t("no-answer") : found.status)),
      h("pre", { class: "text", tabindex: "0" }, found.text.length > mostShown
        ? `${found.text.slice(0, mostShown)}…` : found.text),
      hasNode && found.status > 0 && h("p", { class: "crumbs hint" }, raw(found.path))]);
  }

  async function send() {
    const path = `/${input.value.trim().replace(/^\/+/, "")}`;
    const found = hasNode ? await take(path) : exampleAnswer(path);
    now = { path, firstHash: hashIn(path, found.text) ?? now.firstHash, answer: { path, ...found } };
    become(now);
    draw();
  }

  const form = h("form", { class: "ask", novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    send();
  } },
  h("div", { class: "row" },
    h("label", { for: "try-path" }, t("learn-api-path"), input),
    h("button", { type: "submit", id: "try-ask" }, t("learn-api-ask"))),
  h("datalist", { id: "try-paths" }, offered.map((each) => h("option", { value: each }))),
  h("p", { class: "row offers" }, offered.map((each) => h("button", {
    type: "button", class: "quiet small mono", onclick: () => {
      input.value = each;
      send();
    },
  }, each))));
  draw();
  return [h("p", { class: "hint" }, t(hasNode ? "learn-api-node" : "learn-api-example")), form, answer];
}
