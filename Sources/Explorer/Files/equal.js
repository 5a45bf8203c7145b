// Pointing at a hash, or giving it the focus, marks every equal one on the page and joins them by lines.

import { byID, h } from "./dom.js";
import { linesBetween } from "./links.js";
import { perFrame } from "./pace.js";

/** The hash at an element or around it, or the only one in what was given the focus. */
const hashAt = (element) => {
  const around = element.closest?.(".hash");
  const within = around ? [around] : [...(element.querySelectorAll?.(".hash") ?? [])];
  return within.length === 1 ? within[0].dataset.hash : null;
};

const equalTo = (hash) => [...document.querySelectorAll(`.hash[data-hash="${CSS.escape(hash)}"]`)];

/** What is marked, and the drawing over the page; there is neither while nothing is pointed at. */
let marked = null;
let drawing = null;

/** Where an element is in the page; null if none of it is shown, or it was scrolled out of its row. */
function boxOf(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const row = element.closest(".chain")?.getBoundingClientRect();
  const isOut = width === 0 || row && (left + width / 2 < row.left || left + width / 2 > row.right);
  return isOut ? null : { x: left + scrollX, y: top + scrollY, width, height };
}

function draw(elements) {
  const lines = linesBetween(elements.map(boxOf).filter((box) => box !== null));
  const drawn = [...(drawing?.children ?? [])];
  // Lines that only move aren't drawn once more from their beginning.
  if (lines.length > 0 && drawn.length === lines.length) {
    lines.forEach((line, place) => drawn[place].setAttribute("d", line));
    return;
  }
  drawing?.remove();
  drawing = null;
  if (lines.length === 0) return;
  drawing = h("svg", {
    class: "joins", "aria-hidden": "true", width: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
  }, lines.map((line) => h("path", { d: line, pathLength: 1 })));
  document.body.append(drawing);
}

function mark(hash) {
  const elements = equalTo(hash);
  for (const each of elements) each.classList.add("same");
  draw(elements);
}

/** While something is marked, what changes in the page or moves is marked again. */
const renew = perFrame(() => { if (marked !== null) mark(marked); });
const observer = new MutationObserver(renew);

function show(hash) {
  if (hash === marked) return;
  observer.disconnect();
  for (const each of marked === null ? [] : equalTo(marked)) each.classList.remove("same");
  marked = hash;
  draw([]);
  if (hash === null) return;
  mark(hash);
  observer.observe(byID("content"), { childList: true, subtree: true });
}

export function startEqual() {
  for (const name of ["pointerover", "focusin"]) addEventListener(name, (event) => show(hashAt(event.target)));
  document.documentElement.addEventListener("pointerleave", () => show(null));
  for (const name of ["hashchange", "blur"]) addEventListener(name, () => show(null));
  addEventListener("keydown", (event) => { if (event.key === "Escape") show(null); });
  addEventListener("resize", renew);
  // That of a row doesn't bubble.
  addEventListener("scroll", renew, { capture: true, passive: true });
}
