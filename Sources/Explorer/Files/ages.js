// How long ago something was: every second all of them are told anew, so that no two contradict each other.

import { h, write } from "./dom.js";
import { ago } from "./text.js";

/** How long ago a time in seconds since 1970 was, kept up to date. */
export const age = (seconds) => h("time", { class: "age", "data-at": Number(seconds) }, ago(seconds));

function renew() {
  if (document.hidden) return;
  for (const each of document.querySelectorAll("time.age")) {
    write(each, ago(each.dataset.at));
  }
}

export function startAges() { setInterval(renew, 1000); }
