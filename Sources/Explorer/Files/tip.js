// A word with its meaning: it appears where the pointer or the keyboard is, and Escape puts it away.

import { h } from "./dom.js";

let count = 0;

/** How far a tip stays from the edge of the window, in pixels. */
const margin = 8;

/** A word that can be reached with the keyboard, and the term that it means. */
export function wordWithTip(word, term) {
  count += 1;
  const id = `tip-${count}`;
  const tip = h("span", { id, class: "tip", role: "tooltip", hidden: true },
    h("strong", {}, term.title), " ", term.says);
  const show = () => {
    tip.hidden = false;
    tip.style.translate = "0";
    const { left, right } = tip.getBoundingClientRect();
    const beyond = right + margin - document.documentElement.clientWidth;
    const shift = beyond > 0 ? -Math.min(beyond, left - margin) : Math.max(0, margin - left);
    tip.style.translate = `${shift}px`;
  };
  const hide = () => { tip.hidden = true; };
  // A real button would be a box in the line, and a comma behind it could begin the next one.
  const button = h("span", {
    role: "button", tabindex: "0", class: "word", "aria-describedby": id, onclick: show, onfocus: show, onblur: hide,
  }, word);
  return h("span", {
    class: "term", onpointerenter: show,
    onpointerleave: () => { if (document.activeElement !== button) hide(); },
    onkeydown: (event) => { if (event.key === "Escape") hide(); },
  }, button, tip);
}
