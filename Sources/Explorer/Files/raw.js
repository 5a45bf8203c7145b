// What a view shows as the node says it: a link to that, and the request as a command.

import { copyButton } from "./copy.js";
import { h } from "./dom.js";
import { here, urlOf } from "./node.js";
import { curl } from "./operations.js";
import { t } from "./text.js";

const copied = (path) => copyButton(() => curl({ method: "GET", url: urlOf(path) }), "api-curl", "small");

/** A path of the node as a link, and as a command to copy. */
export const raw = (path) => [h("a", { href: here(path), class: "raw" }, t("block-raw")), copied(path)];

/** Gives the links that stand in the page itself their commands, in the language of the moment. */
export function addCommands(place) {
  for (const each of place.querySelectorAll(".command")) each.remove();
  for (const link of place.querySelectorAll("a.raw")) {
    link.after(h("span", { class: "command" }, copied(`/${link.getAttribute("href")}`)));
  }
}
