// Drawing figures: a frame with a title and what it says, axes with ticks, and marks that tell their value.

import { h } from "./dom.js";
import { t } from "./text.js";

const [width, height] = [420, 200];
const margin = { left: 64, right: 12, top: 12, bottom: 26 };

/** Where the axes cross, and where they end. */
export const area = {
  left: margin.left, right: width - margin.right, top: margin.top, bottom: height - margin.bottom,
};

/** From values to places along an axis. */
export const linear = (low, high, from, to) => (value) => from + (to - from) * (value - low) / (high - low || 1);

/** The same for values whose multiples matter. */
export const logarithmic = (low, high, from, to) => {
  const place = linear(Math.log(low), Math.log(high), from, to);
  return (value) => place(Math.log(value));
};

const label = (text, x, y, anchor) => h("text", { class: "tick", x, y, "text-anchor": anchor }, text);

/** A value of the vertical axis, with a line across. */
export const tickY = (text, y) => [
  h("line", { class: "grid", x1: area.left, x2: area.right, y1: y, y2: y }),
  label(text, area.left - 6, y + 4, "end"),
];

/** A value of the horizontal axis. */
export const tickX = (text, x, anchor = "middle") => label(text, x, height - 7, anchor);

/** A line across at a value that is expected. */
export const aim = (y) => h("line", { class: "mean", x1: area.left, x2: area.right, y1: y, y2: y });

/** What stands for a value, and says so when it is pointed at. */
const mark = (name, properties, says) => h(name, { ...properties, "data-says": says }, h("title", {}, says));

/** A bar from the axis up; however low, it can be seen and pointed at. */
export const bar = (x, barWidth, y, says) => mark("rect", {
  class: "bar", x, width: Math.max(barWidth, 1), y: Math.min(y, area.bottom - 1),
  height: Math.max(area.bottom - y, 1),
}, says);

export const dot = (x, y, says) => mark("circle", { class: "dot", cx: x, cy: y, r: 3.5 }, says);

/** A line through points. */
export const curve = (points, name = "curve") =>
  h("path", { class: name, d: points.map(([x, y], place) => `${place === 0 ? "M" : "L"}${x} ${y}`).join("") });

/**
 * A figure. Whoever points at a mark, or touches it, reads its value below; `says` tells the whole in words.
 */
export function figure(title, says, ...drawing) {
  const told = h("p", { class: "told small", "aria-hidden": "true" }, t("plot-point"));
  const tell = (event) => {
    const text = event.target.dataset?.says;
    if (text) told.textContent = text;
  };
  return h("figure", {},
    h("h3", {}, title),
    drawing.length > 0 && [
      h("svg", {
        viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${says}`, onpointerover: tell,
        onpointerdown: tell,
      },
      h("line", { class: "axis", x1: area.left, x2: area.right, y1: area.bottom, y2: area.bottom }),
      drawing), told],
    h("figcaption", {}, says));
}
