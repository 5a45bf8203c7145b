// The nodes and cables of the network on the page. What can be pressed stays while what it shows changes.

import { enable, fill, h, hashOf, show } from "./dom.js";
import { canMine, canSend, forger, isNews, mostBlocks, mostCharacters, mostPending, names } from "./network.js";
import { paymentText, verdictText } from "./networds.js";
import { flag } from "./tree.js";
import { number, t } from "./text.js";

/** How many pending payments are listed. */
const mostListed = 3;

const button = (id, key, action, kind) =>
  h("button", { type: "button", id, class: `small ${kind ?? "quiet"}`, onclick: action }, t(key));

/** A form for a payment, folded away; it is sent to one node. */
function payForm(name, actions) {
  const field = (part, value, properties = {}) => {
    const id = `net-${name}-${part}`;
    const input = h("input", {
      id, value, autocomplete: "off", spellcheck: "false", maxlength: mostCharacters, ...properties,
    });
    return { input, label: h("label", { for: id }, t(`sandbox-${part}`), input) };
  };
  const fields = {
    sender: field("sender", "dan"), recipient: field("recipient", "eve"),
    amount: field("amount", "7", { inputmode: "decimal" }),
  };
  const answer = h("div", { class: "answer bad", role: "alert" });
  const submit = (event) => {
    event.preventDefault();
    const payment = Object.fromEntries(Object.entries(fields).map(([part, { input }]) => [part, input.value.trim()]));
    fill(answer, actions.send(name, payment));
  };
  const form = h("form", { novalidate: true, onsubmit: submit },
    Object.values(fields).map(({ label }) => label),
    h("button", { type: "submit", class: "small" }, t("send-button")), answer);
  return h("details", { class: "pay" }, h("summary", { id: `net-${name}-pay` }, t("net-send")), form);
}

/** A node's column; its `update(state, searching)` shows what it has. */
export function nodeColumn(name, actions) {
  const [length, tip, work] = [h("strong", {}), h("div", {}), h("p", { class: "small work" })];
  const pending = h("div", { class: "waiting" });
  const isForger = name === forger;
  const mine = isForger ? null : button(`net-${name}-mine`, "net-mine", () => actions.mine(name), "main");
  const element = h("section", {
    class: `node of-${names.indexOf(name)}`, "data-part": name, "aria-labelledby": `net-${name}`,
  },
    h("div", { class: "spread" },
      h("h2", { id: `net-${name}`, tabindex: isForger ? "-1" : null },
        flag(name[0].toUpperCase(), names.indexOf(name), name), " ", name), length),
    tip, pending, work,
    h("div", { class: "row" }, mine,
      isForger ? button("net-repent", "net-honest", () => actions.repent())
        : button(`net-${name}-resolve`, "resolve-button", () => actions.resolve(name)),
      !isForger && payForm(name, actions)));

  function update(state, searching) {
    const { chain, pending: waiting, isForging } = state.nodes[name];
    fill(length, t("peer-blocks", { n: number(chain.length) }));
    fill(tip, hashOf(chain.at(-1).hash));
    fill(pending,
      h("span", { class: "small" }, t("net-pending", { n: waiting.length })),
      h("ul", {}, waiting.slice(0, mostListed).map((each) => h("li", {}, paymentText(each)))),
      waiting.length > mostListed
        && h("span", { class: "small" }, t("pending-more", { n: waiting.length - mostListed })));
    fill(work, searching !== undefined ? t("net-searching", { n: number(searching) })
      : isForging ? t("net-is-forging")
        : !canMine(state, name) ? t("net-full", { n: mostBlocks })
          : !canSend(state, name) && t("net-pending-full", { n: mostPending }));
    if (mine) enable(mine, searching === undefined && canMine(state, name));
    element.classList.toggle("searching", searching !== undefined);
    if (isForger) show(element.querySelector("#net-repent"), isForging, element.querySelector("h2"));
  }

  return { element, update };
}

/**
 * Where the cables hang: the row of each pair, and the column of its switch. Neighbours share the first row; longer
 * ones have a row each, with the switch where no other cable comes down.
 */
const hanging = ([one, other]) => {
  const [from, to] = [names.indexOf(one), names.indexOf(other)];
  if (to - from === 2) return { from, to, row: 2 + from, column: 2 + 4 * from };
  return { from, to, row: to - from === 1 ? 1 : names.length, column: from + to + 1 };
};

/** Whether a verdict is good news, bad news or none. */
const kinds = { taken: "good", refused: "bad" };

/** The cables with what was said over each. `update(state)` shows them; `columns` are the nodes that they hang on. */
export function cableBand(columns, actions) {
  const svg = h("svg", { class: "wires", "aria-hidden": "true", focusable: "false" });
  const list = h("ul", {});
  const element = h("div", {
    class: "cables", "data-part": "cables", role: "group", "aria-label": t("net-cables"),
  }, svg, list);
  const chips = new Map();
  let last = null;

  function chip(key, { pair }) {
    const state = h("span", { class: "is" });
    const toggle = h("button", {
      type: "button", role: "switch", id: `net-cable-${pair.join("-")}`, class: "quiet small",
      "aria-label": t("net-cable", { one: pair[0], other: pair[1] }),
      onclick: () => actions.setJoined(key, toggle.getAttribute("aria-checked") !== "true"),
    }, pair.map((name) => flag(name[0].toUpperCase(), names.indexOf(name), name)), " ", state);
    const verdicts = h("div", { class: "verdicts" });
    const item = h("li", {}, toggle, verdicts);
    const { row, column } = hanging(pair);
    item.style.setProperty("--row", row);
    item.style.setProperty("--column", column);
    list.append(item);
    return { item, toggle, state, verdicts };
  }

  /** Lines from each node down to the cable's switch, where there is room for them. */
  function wire() {
    const box = element.getBoundingClientRect();
    if (last === null || box.width === 0) return;
    svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    fill(svg, Object.entries(last.cables).map(([key, { pair, isJoined, verdicts }]) => {
      const { from, to, row } = hanging(pair);
      const at = chips.get(key).toggle.getBoundingClientRect();
      const [y, left, right] = [at.top + at.height / 2 - box.top, at.left - box.left, at.right - box.left];
      const plug = (place, side) => {
        const column = columns[place].element.getBoundingClientRect();
        return column.left + column.width / 2 - box.left + side * (names.length + 1 - row) * 10;
      };
      const [x1, x2] = [plug(from, 1), plug(to, -1)];
      const said = kinds[verdicts.find((each) => kinds[each.kind] && isNews(last, each))?.kind] ?? "";
      const bend = Math.min(16, y);
      return h("path", {
        class: `wire ${isJoined ? said : "cut"}`,
        d: `M${x1} 0V${y - bend}Q${x1} ${y} ${x1 + bend} ${y}H${left}`
          + `M${right} ${y}H${x2 - bend}Q${x2} ${y} ${x2} ${y - bend}V0`,
      });
    }));
  }

  function update(state) {
    last = state;
    for (const [key, cable] of Object.entries(state.cables)) {
      if (!chips.has(key)) chips.set(key, chip(key, cable));
      const { item, toggle, state: is, verdicts } = chips.get(key);
      toggle.setAttribute("aria-checked", String(cable.isJoined));
      item.classList.toggle("cut", !cable.isJoined);
      fill(is, t(cable.isJoined ? "net-joined" : "net-cut"));
      fill(verdicts, cable.verdicts.map((each) => h("p", {
        class: `verdict ${isNews(state, each) ? kinds[each.kind] ?? "" : "past"}`,
      },
        flag(each.asker[0].toUpperCase(), names.indexOf(each.asker), each.asker),
        h("span", { class: "hidden" }, t("net-asked", each)), " ", h("strong", {}, verdictText(each)))));
    }
    wire();
  }

  new ResizeObserver(wire).observe(element);
  return { element, update };
}
