// Parsed Markdown as a part of the page.

import { h } from "./dom.js";
import { partsOf } from "./glossary.js";
import { wordWithTip } from "./tip.js";

/** Kinds of content that are an element of their own. */
const elements = { strong: "strong", emphasis: "em" };

/**
 * The elements of pieces. `options` has:
 * - `addressOf(to)`: where a link leads, or null where it is only a text;
 * - `finder`: what finds the glossary's words, or null;
 * - `remarks`: by the first word of a remark, what makes something of the rest of it and the piece behind it, and
 *   returns that; `isTaken` in its answer says that the piece behind is in it.
 */
export function prose(pieces, { addressOf, finder = null, remarks = {} }) {
  const used = new Set();
  const plain = (text) => (finder === null ? text
    : partsOf(text, finder, used).map((part) => (part.term ? wordWithTip(part.text, part.term) : part.text)));

  function inline(content, isMarked = true) {
    return content.map((each) => {
      if (each.kind === "text") return isMarked ? plain(each.text) : each.text;
      if (each.kind === "code") return h("code", { class: "mono" }, each.text);
      if (each.kind !== "link") return h(elements[each.kind], {}, inline(each.content, isMarked));
      const href = addressOf(each.to);
      // A link has no other thing to press in it.
      return href === null ? inline(each.content, false)
        : h("a", { href, rel: href.startsWith("#") ? null : "noreferrer" }, inline(each.content, false));
    });
  }

  const kinds = {
    heading: ({ level, content }) => h(`h${level}`, {}, inline(content, false)),
    paragraph: ({ content }) => h("p", {}, inline(content)),
    code: ({ text }) => h("pre", { class: "text", tabindex: "0" }, text),
    list: ({ isOrdered, items }) => h(isOrdered ? "ol" : "ul", {}, items.map((item) =>
      h("li", {}, item.length === 1 && item[0].kind === "paragraph" ? inline(item[0].content) : all(item)))),
    table: ({ head, rows }) => h("div", { class: "scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, inline(cell, false))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inline(cell)))))))),
  };

  function all(some) {
    const made = [];
    for (let at = 0; at < some.length; at += 1) {
      const piece = some[at];
      if (piece.kind !== "remark") {
        made.push(kinds[piece.kind](piece));
        continue;
      }
      const [name, ...rest] = piece.text.split(/:? /);
      const answer = remarks[name]?.(rest.join(" "), some[at + 1], inline);
      if (answer) made.push(answer.element);
      if (answer?.isTaken) at += 1;
    }
    return made;
  }

  return all(pieces);
}
