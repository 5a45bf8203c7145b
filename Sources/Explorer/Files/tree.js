// Draws chains as one tree: blocks that several nodes have are drawn once, and branches part where they part.
//
//     const tree = makeTree({ label: "The chains" });   // tree.element goes into the page
//     await tree.ready;                                  // its style sheet is loaded
//     tree.update(chains);                               // as often as something changes; what stays moves
//
// A chain is `{name, badge, blocks, isAside, isRemembered}`:
// - `name` is whose it is, and `badge` a few characters for the flag at its newest block (else its first letter);
// - `blocks` begin anywhere, oldest first: `{hash, previous, index, corner, lines, note, href, isBroken}`. `hash`,
//   `previous` and `index` are texts or numbers. The rest may be left out: `corner` is a word beside the title, `lines`
//   are what is written on the card (two are shown), `note` is a line that stands out, `href` is where the card's title
//   leads, `isBroken` draws it as refused;
// - `isAside`: it is never drawn as the main line, which is the longest of the others;
// - `isRemembered`: nobody has it any more. Blocks that are in such chains alone have fallen out and are grey.
//
// It runs from left to right, and from top to bottom where there is little room. The list of cards is its own text:
// each says for those who listen what it follows and who has it.

import { layout } from "./branches.js";
import { fill, h, hashOf } from "./dom.js";
import { style } from "./styles.js";
import { t } from "./text.js";

/** Sizes in rem: a card, and the room between two cards along a chain and across it. */
const wide = { width: 8.4, height: 6, along: 1.9, across: 1.5 };
const narrow = { width: 8.2, height: 6, along: 1.7, across: 0.7 };

/** Room around the cards for their flags, in rem. */
const margin = 0.9;

/** How many lines of a block are shown, its note among them. */
const mostLines = 2;

/** How many colours there are for names. */
const colours = 6;

const hasLittleRoom = matchMedia("(max-width: 40rem)");

/** Where a block's card is. */
function placeOf({ depth, lane }, isVertical) {
  const size = isVertical ? narrow : wide;
  const [x, y] = isVertical ? [lane, depth] : [depth, lane];
  const [stepX, stepY] = isVertical
    ? [size.width + size.across, size.height + size.along] : [size.width + size.along, size.height + size.across];
  return { x: margin + x * stepX, y: margin + y * stepY, width: size.width, height: size.height };
}

/** The line from a block to the one behind it, and its middle. */
function connection(from, to, isVertical) {
  const [x1, y1] = isVertical ? [from.x + from.width / 2, from.y + from.height] : [from.x + from.width, from.y + 2];
  const [x2, y2] = isVertical ? [to.x + to.width / 2, to.y] : [to.x, to.y + 2];
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const bend = isVertical ? `C${x1} ${my} ${x2} ${my}` : `C${mx} ${y1} ${mx} ${y2}`;
  return { path: `M${x1} ${y1}${bend} ${x2} ${y2}`, mx, my };
}

/** A name's flag: a few characters in its colour. */
export const flag = (text, colour, label) =>
  h("span", { class: `flag who-${colour % colours}`, title: label, "aria-hidden": "true" }, text);

const names = (list) => list.join(t("list-and"));

/** What a card says to those who listen. */
function said({ block, parent, fits, holders, tips, isFallen }) {
  return [
    parent ? t(fits ? "tree-follows" : "tree-snapped", { index: parent.block.index }) : null,
    isFallen ? t("tree-fell") : t("tree-held", { names: names(holders) }),
    tips.length > 0 ? t("tree-tip", { names: names(tips) }) : null,
    block.isBroken ? t("tree-broken") : null,
  ].filter(Boolean).join(" ");
}

function contents(each, flags) {
  const { block, tips, isFallen } = each;
  const lines = block.lines ?? [];
  const room = block.note ? mostLines - 1 : mostLines;
  const title = `#${block.index}`;
  return [
    h("div", { class: "tips", "aria-hidden": "true" }, tips.map((name) => flag(...flags.get(name), name))),
    h("div", { class: "spread" },
      h("strong", {}, block.href ? h("a", { href: block.href }, title) : title),
      isFallen ? h("span", { class: "fell" }, t("tree-fallen")) : h("span", { class: "corner" }, block.corner ?? "")),
    hashOf(String(block.hash)),
    h("ul", { class: "lines" },
      lines.slice(0, room).map((line, place) => h("li", {},
        place > 0 && place === room - 1 && lines.length > room ? t("tree-more", { n: lines.length - place }) : line))),
    block.note && h("p", { class: "note" }, block.note),
    h("span", { class: "hidden" }, said(each)),
  ];
}

/** A tree that is drawn anew with each `update`, but whose cards stay and move. */
export function makeTree({ label }) {
  const svg = h("svg", { class: "branches", "aria-hidden": "true", focusable: "false" });
  const list = h("ol", {});
  const inside = h("div", { class: "inside" }, svg, list);
  const element = h("div", { class: "tree", role: "region", tabindex: "0", "aria-label": label }, inside);
  const cards = new Map();
  let shown = [];
  let wasVertical = null;

  function update(chains) {
    const isVertical = hasLittleRoom.matches;
    [shown, wasVertical] = [chains, isVertical];
    const tree = layout(chains);
    const flags = new Map(chains.filter((each) => !each.isRemembered).map(({ name, badge }, place) =>
      [name, [badge ?? name[0].toUpperCase(), place]]));
    const places = new Map(tree.blocks.map((each) => [each.key, placeOf(each, isVertical)]));
    const size = placeOf({ depth: tree.depth - 1, lane: tree.lanes - 1 }, isVertical);
    const [width, height] = [size.x + size.width + margin, size.y + size.height + margin];
    // Sizes are set as properties: the page's policy forbids them in attributes.
    Object.assign(inside.style, { width: `${width}rem`, height: `${height}rem` });
    Object.assign(svg.style, { width: `${width}rem`, height: `${height}rem` });
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    fill(svg, tree.blocks.filter(({ parent }) => parent).map((each) => {
      const line = connection(places.get(each.parent.key), places.get(each.key), isVertical);
      const kind = each.isFallen ? "fallen" : each.block.isBroken || !each.fits ? "broken" : "whole";
      return [
        h("path", { class: `branch ${kind}`, d: line.path }),
        !each.fits && h("path", { class: "snap",
          d: `M${line.mx - 0.3} ${line.my - 0.3}l.6 .6m0 -.6l-.6 .6` }),
      ];
    }));
    for (const [key, { card }] of cards) {
      if (!places.has(key)) {
        card.remove();
        cards.delete(key);
      }
    }
    for (const each of tree.blocks) {
      const isNew = !cards.has(each.key);
      if (isNew) cards.set(each.key, { card: h("li", {}), says: null });
      const known = cards.get(each.key);
      const { card } = known;
      const state = each.isFallen ? "fallen" : each.block.isBroken || !each.fits ? "broken" : "held";
      card.className = `${state} ${each.tips.length > 0 ? "newest" : ""} ${isNew ? "fresh" : ""}`;
      const { x, y, width: w, height: hh } = places.get(each.key);
      Object.assign(card.style, { left: `${x}rem`, top: `${y}rem`, width: `${w}rem`, height: `${hh}rem` });
      // A card that says the same is left alone: something in it may have the focus.
      const says = JSON.stringify([each.block, each.tips.map((name) => flags.get(name)), said(each)]);
      if (says !== known.says) fill(card, contents(each, flags));
      known.says = says;
    }
    // Moving a card in the document would break off its movement on the screen, so only what is out of order is moved.
    tree.blocks.forEach((each, place) => {
      const { card } = cards.get(each.key);
      if (list.children[place] !== card) list.insertBefore(card, list.children[place] ?? null);
    });
    // The newest blocks are in sight.
    element.scrollLeft = element.scrollWidth;
  }

  /** Turns the tree around where there is another width. Then cards don't move, they are just elsewhere. */
  function turn() {
    if (shown.length === 0 || hasLittleRoom.matches === wasVertical) return;
    element.classList.add("still");
    update(shown);
    element.getBoundingClientRect();
    element.classList.remove("still");
  }

  // Unlike a listener of the window's width this goes when the tree goes.
  new ResizeObserver(turn).observe(element);
  return { element, update, ready: style("tree.css") };
}
