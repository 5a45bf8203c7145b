// Four payments and the tree of hashes above them.

import { fill, h, hashOf } from "./dom.js";
import { leaves } from "./exercises.js";
import { merkleLevels, merklePath } from "./merkle.js";
import { t } from "./text.js";

export const begin = () => ({
  payments: ["alice → bob: 5", "bob → dave: 2", "carol → alice: 1", "dave → bob: 2"].slice(0, leaves),
  chosen: 0,
});

const first = merkleLevels(begin().payments);

export function show(state, become) {
  let now = state;
  const tree = h("div", { class: "merkle" });
  const says = h("p", { class: "hint", "aria-live": "polite" });
  const inputs = begin().payments.map((_, place) => {
    const change = (values) => {
      now = { ...now, ...values };
      become(now);
      draw();
    };
    const input = h("input", {
      id: `try-leaf-${place}`, autocomplete: "off", maxlength: 100, value: now.payments[place],
      "aria-label": t("learn-merkle-payment", { n: place + 1 }),
      oninput: () => change({ payments: now.payments.map((each, at) => (at === place ? input.value : each)) }),
      onfocus: () => change({ chosen: place }),
    });
    return input;
  });

  function draw() {
    const levels = merkleLevels(now.payments);
    const path = merklePath(leaves, now.chosen);
    const node = (hash, level, place) => {
      const isOwn = place === now.chosen >> level;
      const isBeside = path[level] === place;
      const isChanged = hash !== first[level][place];
      return h("div", { class: `node ${isOwn ? "own" : isBeside ? "beside" : ""} ${isChanged ? "changed" : ""}` },
        level === levels.length - 1 && h("strong", {}, t("learn-merkle-root")), hashOf(hash),
        isBeside && h("span", { class: "small" }, t("learn-merkle-beside")),
        isChanged && h("span", { class: "small" }, t("learn-merkle-changed")));
    };
    fill(tree, levels.map((level, at) =>
      h("div", { class: "level" }, level.map((hash, place) => node(hash, at, place)))).reverse());
    const changed = levels.flatMap((level, at) => level.filter((hash, place) => hash !== first[at][place])).length;
    fill(says, t("learn-merkle-says", { changed, of: levels.flat().length }));
  }

  draw();
  return [tree, h("div", { class: "leaves" }, inputs), says];
}
