// Two nodes that mine for themselves, and what becomes of it when they compare their chains.

import { fill, h } from "./dom.js";
import { beginnings, pair } from "./exercises.js";
import { withBlock } from "./minesteps.js";
import { canMine, canSend, isReward, resolve, send } from "./network.js";
import { newsText, paymentText } from "./networds.js";
import { flag, makeTree } from "./tree.js";
import { t } from "./text.js";

export const begin = beginnings.consensus;

/** A payment for each node, so that one sees what becomes of it. */
const payments = [
  { sender: "dan", recipient: "eve", amount: "7" }, { sender: "eve", recipient: "fay", amount: "3" },
];

export function show(state, become) {
  let now = state;
  const mining = new Set();
  const tree = makeTree({ label: t("learn-fork-tree") });
  const says = h("p", { class: "answer", role: "status" });
  const button = (id, key, action, kind = "quiet") =>
    h("button", { type: "button", id, class: `small ${kind}`, onclick: action }, t(key));
  const nodes = pair.map((name, place) => {
    const pending = h("p", { class: "small" });
    const mine = button(`try-${name}-mine`, "learn-mine", () => dig(name), "");
    const element = h("section", { class: "node-of-two", "aria-label": name },
      h("h3", {}, flag(name[0].toUpperCase(), place, name), " ", name), pending,
      h("div", { class: "row" }, mine,
        button(`try-${name}-send`, "send-button", () => {
          if (canSend(now, name)) change(send(now, name, payments[place]));
        }),
        button(`try-${name}-resolve`, "resolve-button", () => change(resolve(now, name)))));
    return { name, pending, mine, element };
  });

  function change(next) {
    now = next;
    become(now);
    draw();
  }

  async function dig(name) {
    if (mining.has(name) || !canMine(now, name)) return;
    mining.add(name);
    draw();
    // Another node may have mined meanwhile, or this one have another chain; then it is searched anew.
    for (;;) {
      const before = now;
      const next = await withBlock(before, name);
      if (before !== now) continue;
      mining.delete(name);
      return void change(next ?? now);
    }
  }

  const blocksOf = (chain) => chain.map(({ draft, hash }) => ({
    hash, previous: draft.previous_hash, index: draft.index,
    lines: draft.transactions.filter((each) => !isReward(each)).map(paymentText),
  }));

  function draw() {
    for (const { name, pending, mine } of nodes) {
      const waiting = now.nodes[name].pending;
      fill(pending, t("pending-title"), t("colon"),
        waiting.length === 0 ? "–" : waiting.map(paymentText).join(t("list-and")));
      mine.setAttribute("aria-disabled", String(mining.has(name)));
    }
    fill(says, mining.size > 0 ? t("mining") : newsText(now.news));
    tree.update([
      ...pair.map((name, colour) => ({ name, colour, blocks: blocksOf(now.nodes[name].chain) })),
      ...now.remembered.map(({ chain }, place) => ({
        name: `${place}`, blocks: blocksOf(chain), isRemembered: true, isAside: true,
      })),
    ]);
  }

  tree.ready.then(draw);
  draw();
  return [
    h("div", { class: "two" }, nodes.map((each) => each.element)), says, tree.element,
    h("p", { class: "spread" }, button("try-reset", "sandbox-reset", () => change(begin())),
      h("a", { href: "#/network" }, t("learn-to-network"))),
  ];
}
