// Building the page. Text is inserted as text: nothing here, or anywhere else, parses a string as HTML.

import { cells, pathOf } from "./swatch.js";

const svgNames = new Set(["svg", "path", "line", "rect", "circle", "text", "title", "desc", "g"]);

/** An element with properties and children; strings and numbers become text, null and false nothing. */
export function h(name, properties = {}, ...children) {
  const element = svgNames.has(name)
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces an element's children. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Writes a text; one that stands there already is left, so that it isn't read out again. */
export function write(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

/** Whether a button can be pressed. One that can't stays in reach, for the focus would fall out of the page with it. */
export const enable = (button, isOn) => button.setAttribute("aria-disabled", String(!isOn));

/** Shows an element or hides it; if it had the focus, another one has it then. */
export function show(element, isShown, next) {
  const hasFocus = element.contains(document.activeElement);
  element.hidden = !isShown;
  if (!isShown && hasFocus) next.focus();
}

/** Fills a place anew; the focus goes to what stands for what had it: the same id, address or words, or else `next`. */
export function refill(place, next, ...children) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  fill(place, ...children);
  if (focused === null || place.contains(focused)) return;
  const isSame = (each) => each.localName === focused.localName && each.id === focused.id
    && each.getAttribute("href") === focused.getAttribute("href") && each.textContent === focused.textContent;
  const found = focused.id ? byID(focused.id) : [...place.querySelectorAll(focused.localName)].find(isSame);
  (found ?? next())?.focus();
}

export const byID = (id) => document.getElementById(id);

const size = 10;

/** The picture of a hash, or nothing for what is none. */
function swatch(hash) {
  const parts = cells(hash);
  return parts && h("svg", { class: "swatch", viewBox: "-1 -1 23 23", "aria-hidden": "true", focusable: "false" },
    parts.map((cell, place) => h("path", {
      class: `colour-${cell.colour}`, d: pathOf(cell),
      transform: `translate(${(place % 2) * (size + 1)} ${Math.floor(place / 2) * (size + 1)})`,
    })));
}

/** A hash with its picture, shortened unless wanted whole. */
export function hashOf(text, isWhole = false) {
  const isShort = !isWhole && text.length > 20;
  const shown = isShort ? `${text.slice(0, 6)}…${text.slice(-4)}` : text;
  const properties = { class: isShort ? "hash short" : "hash", title: isWhole ? null : text, "data-hash": text };
  return h("span", properties, swatch(text), shown);
}

/** A hash whose leading zeros are marked. */
export function zerosMarked(text) {
  const zeros = text.match(/^0*/)[0];
  return h("span", { class: "mono" }, zeros && h("mark", { class: "zeros" }, zeros), text.slice(zeros.length));
}
