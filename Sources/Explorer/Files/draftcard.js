// A block of the sandbox as a form: every field can be edited, and what no longer fits is shown where it is.

import { fill, h, hashOf, refill, zerosMarked } from "./dom.js";
import { runs, zerosOf } from "./rules.js";
import { mostPayments } from "./workbench.js";
import { t } from "./text.js";

/** Fields of a block in the order in which they are shown, and what keyboards of phones are asked for. */
const fields = { index: "numeric", timestamp: "decimal" };

/** Two hashes above each other, with the digits that differ marked. */
function difference(expected, found) {
  const line = (key, text, other) => [
    h("dt", {}, t(key)),
    h("dd", { class: "mono" }, text.length === other.length
      ? runs(text, other).map((run) => (run.isEqual ? run.text : h("mark", { class: "differs" }, run.text)))
      : text),
  ];
  return h("dl", { class: "difference" },
    line("sandbox-is", expected, found), line("sandbox-written", found, expected));
}

function finding(each) {
  const mark = each.holds ? "✓" : "✗";
  const says = each.rule === "proof"
    ? t("sandbox-proof-says", { zeros: zerosOf(each.found), asked: each.expected.length })
    : t(each.holds ? `rule-${each.rule}` : `not-${each.rule}`);
  return h("li", { class: each.holds ? "holds" : "broken" },
    h("span", { class: "mark", role: "img", "aria-label": t(each.holds ? "holds" : "broken") }, mark), " ", says,
    each.rule === "proof" && [h("br"), h("span", { class: "small" }, zerosMarked(each.found.slice(0, 16)), "…")]);
}

/**
 * A card for the draft at a place. `actions` has what can be done: edit, editPayment, addPayment, removePayment,
 * writeHash, searchProof, seal, ask. Its `update` shows another state of the same fields, with what `marks` says of it,
 * without touching what has focus.
 */
export function draftCard(place, draft, actions, isNewest) {
  const inputs = [];
  const input = (id, key, read, write, { rows, ...properties } = {}) => {
    const element = h(rows ? "textarea" : "input", {
      id: `sandbox-${place}-${id}`, autocomplete: "off", spellcheck: "false", autocapitalize: "off",
      oninput: () => write(element.value.replaceAll("\n", "")), rows, ...properties,
    });
    inputs.push({ element, read });
    return properties["aria-label"] ? element : h("label", { for: element.id }, t(key), element);
  };
  const field = (name, properties) => input(
    name, `sandbox-${name}`, (now) => now[name], (text) => actions.edit(place, name, text), properties);

  const payments = draft.transactions.map((_, number) => {
    const part = (name) => input(
      `${number}-${name}`, name, (now) => now.transactions[number][name],
      (text) => actions.editPayment(place, number, name, text),
      { "aria-label": t("sandbox-payment-part", { n: number + 1, part: t(`sandbox-${name}`) }), class: name });
    return h("li", {},
      part("sender"), h("span", { "aria-hidden": "true" }, "→"), part("recipient"),
      h("span", { "aria-hidden": "true" }, ":"), part("amount"),
      h("button", {
        type: "button", class: "quiet small", id: `sandbox-${place}-${number}-remove`,
        "aria-label": t("sandbox-payment-remove", { n: number + 1 }),
        onclick: () => actions.removePayment(place, number),
      }, "×"));
  });

  const [title, state, hash, previous, note] = ["h2", "span", "div", "div", "div"].map((name) => h(name));
  const [checks, repairs] = [h("ul"), h("div")];
  state.className = "state-of-draft";
  checks.className = "checks";
  repairs.className = "repairs";
  const proof = field("proof", { inputmode: "numeric", class: "mono" });
  note.className = "edited";
  note.setAttribute("aria-live", "polite");
  const element = h("li", {},
    h("div", { class: "spread" }, title, state),
    isNewest && h("p", { class: "small newest" }, t("sandbox-newest")),
    h("div", { class: "pair" }, Object.entries(fields).map(([name, inputmode]) => field(name, { inputmode }))),
    h("fieldset", {}, h("legend", {}, t("transactions-title")),
      payments.length === 0 && h("p", { class: "empty" }, t("transactions-none")),
      h("ul", { class: "drafted" }, payments),
      payments.length < mostPayments && h("button", {
        type: "button", class: "quiet small", id: `sandbox-${place}-add`, onclick: () => actions.addPayment(place),
      }, t("sandbox-payment-add"))),
    note,
    proof,
    // A hash is read whole, over some lines.
    field("previous_hash", { class: "mono", rows: 3 }), previous,
    hash, checks, repairs,
    place > 0 && actions.ask && h("button", {
      type: "button", class: "quiet small", id: `sandbox-${place}-ask`, onclick: () => actions.ask(place),
    }, t("sandbox-ask", { index: draft.index })));

  /** What a change has done, said where it was made. */
  function says({ carrier, isUnnoticed }, index, isSealed) {
    if (carrier !== null) return h("p", {}, t("sandbox-carried", { index, next: carrier }));
    return isUnnoticed && !isSealed && [
      h("p", {}, t("sandbox-unnoticed")),
      h("button", { type: "button", id: "sandbox-try-seal", class: "small", onclick: actions.seal },
        t("sandbox-seal")),
    ];
  }

  let said = "";

  function update(judged, mark, isSealed) {
    const { draft: now, wrong, findings } = judged;
    element.className = `draft ${judged.state}`;
    element.classList.toggle("changed", mark.isChanged && judged.state === "ok");
    const link = findings.find((each) => each.rule === "previous_hash");
    element.classList.toggle("snapped", link?.holds === false);
    element.classList.toggle("linked", link?.holds === true);
    fill(title, t("block-title", { index: now.index }));
    const badge = judged.state !== "ok" ? judged.state : mark.isChanged ? "changed" : mark.isRedone ? "redone" : "ok";
    fill(state, t(`sandbox-state-${badge}`));
    // What is said already isn't said again with each key.
    const saying = JSON.stringify([mark, now.index, isSealed]);
    if (said !== saying) fill(note, says(mark, now.index, isSealed));
    said = saying;
    for (const each of inputs) {
      const text = each.read(now);
      if (each.element.value !== text) each.element.value = text;
    }
    fill(previous, link && !link.holds && difference(link.expected, link.found));
    fill(hash, h("span", { class: "label" }, t("block-hash")), " ",
      judged.hash === null ? h("span", { class: "answer bad" }, t("sandbox-wrong", { field: t(`sandbox-${wrong}`) }))
        : hashOf(judged.hash, true));
    fill(checks, findings.map(finding));
    const button = (key, action, id) => h("button", { type: "button", class: "small", id, onclick: action }, t(key));
    const isProven = findings.every((each) => !["proof", "seal"].includes(each.rule) || each.holds);
    // Once a block is mended the next thing to do is beside it.
    refill(repairs, () => repairs.querySelector("button") ?? proof.querySelector("input"),
      link && !link.holds && button("sandbox-write-hash", () => actions.writeHash(place), `sandbox-${place}-write`),
      link?.holds && !isProven
        && button("sandbox-search-proof", () => actions.searchProof(place), `sandbox-${place}-search`));
  }

  return { element, update };
}
