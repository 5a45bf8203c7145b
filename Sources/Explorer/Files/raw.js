// What a view shows as the node says it: a link to that, and the request as a command.

import { copyButton } from "./copy.js";
import { h } from "./dom.js";
import { here, urlOf } from "./node.js";
import { curl } from "./operations.js";
import { t } from "./text.js";

/** A path of the node as a link, and as a command to copy. */
export const raw = (path) => [
  h("a", { href: here(path), class: "raw" }, t("block-raw")),
  copyButton(() => curl({ method: "GET", url: urlOf(path) }), "api-curl", "small"),
];
