// The race of a 51 % attack: one run block by block, many runs at once, and what the theory says.

import { byID, fill, h, write } from "./dom.js";
import * as race from "./race.js";
import { style } from "./styles.js";
import { current, number, percent, t } from "./text.js";

/** What was chosen, at first a strong attacker and a careless merchant. */
let chosen = { share: 30, z: 3 };

/** The run that is shown, or null; and the timer that goes on with it. */
let shown = null;
let timer = null;

/** The measured shares for the chosen attacker, one for each number of confirmations; or null. */
let measured = null;

const random = race.generator(crypto.getRandomValues(new Uint32Array(1))[0]);

/** How long a block takes in the picture, in milliseconds. */
const pace = 350;

/** How many blocks of a run are drawn. */
const drawn = 40;

const steps = Array.from({ length: race.confirmations.most }, (_, place) => place + 1);

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function stop() {
  clearTimeout(timer);
  timer = null;
}

function choose(change) {
  stop();
  if (change.share !== undefined) measured = null;
  chosen = { ...chosen, ...change };
  shown = null;
  draw();
}

/** One race, block by block; who wants no movement sees its end at once. */
function runOnce() {
  stop();
  shown = race.begin(chosen.share / 100, chosen.z);
  const go = () => {
    do shown = race.stepped(shown, random); while (calm.matches && shown.ending === null);
    // What can't be drawn any more is gone through in a hurry.
    while (shown.found.length > drawn && shown.ending === null) shown = race.stepped(shown, random);
    const isOver = shown.ending !== null || byID("view-race").hidden;
    timer = isOver ? null : setTimeout(go, pace);
    draw();
  };
  go();
}

function runMany() {
  measured = steps.map((z) => race.wins(chosen.share / 100, z, race.runs, random));
  draw();
}

// MARK: Showing

/** A share that may be very small. */
const shareOf = (value) => percent(value, value > 0 && value < 0.001 ? 4 : value < 0.1 ? 2 : 1);

function says() {
  if (shown === null) return t("race-ready");
  const { honest, attacker, z, ending } = shown;
  const values = { honest, attacker, z, n: Math.abs(honest - attacker), blocks: number(honest + attacker) };
  if (ending !== null) return t(`race-${ending}`, values);
  const lead = attacker > honest ? "race-ahead" : attacker === honest ? "race-level" : "race-behind";
  return t("sentences", { one: t(lead, values), two: t(race.isPaid(shown) ? "race-paid" : "race-unpaid", values) });
}

/** The two chains as rows of blocks, the attacker's from the block that he has ready. */
function track() {
  const length = Math.max(shown?.honest ?? 0, shown?.attacker ?? 1, chosen.z);
  const first = Math.max(0, length - drawn / 2);
  const row = (name, count, isSecret) => h("li", { class: isSecret ? "secret" : "" },
    h("strong", {}, t(name), " ", h("span", { class: "number" }, count)),
    h("ol", { "aria-hidden": "true" }, Array.from({ length: Math.max(0, length - first) }, (_, at) => {
      const place = first + at + 1;
      const kind = place > count ? "none" : "is";
      return h("li", { class: `${kind} ${!isSecret && place === chosen.z ? "goal" : ""}` }, place > count ? "" : place);
    })));
  return h("ul", { class: "track" },
    row("race-honest", shown?.honest ?? 0, false),
    row("race-attacker", shown?.attacker ?? 1, shown?.ending !== "won"));
}

const [width, height, margin] = [560, 250, { left: 48, right: 12, top: 14, bottom: 40 }];

/** For each number of confirmations what the theory says as a bar, and what was measured as a dot. */
function chart() {
  const q = chosen.share / 100;
  const step = (width - margin.left - margin.right) / steps.length;
  const y = (value) => margin.top + (height - margin.top - margin.bottom) * (1 - value);
  const x = (z) => margin.left + (z - 1) * step;
  const label = (text, atX, atY, anchor, kind = "tick") =>
    h("text", { class: kind, x: atX, y: atY, "text-anchor": anchor }, text);
  const theory = race.theory(q, chosen.z);
  const words = t("race-chart", { share: percent(q), z: chosen.z, theory: shareOf(theory) });
  return h("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words },
    [0, 0.25, 0.5, 0.75, 1].map((value) => [
      h("line", { class: "axis", x1: margin.left, x2: width - margin.right, y1: y(value), y2: y(value) }),
      label(percent(value), margin.left - 6, y(value) + 4, "end")]),
    steps.map((z) => h("rect", {
      class: `bar ${z === chosen.z ? "chosen" : ""}`, x: x(z) + 4, width: step - 8, y: y(race.theory(q, z)),
      height: y(0) - y(race.theory(q, z)),
    })),
    measured?.map((value, at) => h("path", { class: "dot",
      d: `M${x(at + 1) + step / 2} ${y(value) - 6}l6 6l-6 6l-6 -6z` })),
    steps.map((z) => label(z, x(z) + step / 2, height - margin.bottom + 16, "middle",
      z === chosen.z ? "tick now" : "tick")),
    label(t("race-axis"), margin.left + (width - margin.left - margin.right) / 2, height - 6, "middle"));
}

function draw() {
  const q = chosen.share / 100;
  byID("race-share").value = String(chosen.share);
  byID("race-z").value = String(chosen.z);
  fill(byID("race-share-is"), percent(q));
  fill(byID("race-z-is"), chosen.z);
  fill(byID("race-track"), track());
  const place = byID("race-says");
  const text = says();
  place.className = `says ${{ won: "bad", lost: "good" }[shown?.ending] ?? ""}`;
  write(place, text);
  fill(byID("race-theory"), t("race-theory", { share: shareOf(race.theory(q, chosen.z)), z: chosen.z }),
    q >= 0.5 && [" ", t("race-majority")]);
  fill(byID("race-measured"), measured === null ? t("race-unmeasured")
    : t("race-measured", { n: number(race.runs), share: shareOf(measured[chosen.z - 1]) }));
  fill(byID("race-chart"), chart());
}

function frame() {
  const view = byID("view-race");
  if (view.dataset.language === current()) return;
  view.dataset.language = current();
  const slider = (name, range, action) => h("label", { for: `race-${name}` },
    h("span", {}, t(`race-${name}`), " ", h("output", { id: `race-${name}-is`, for: `race-${name}` })),
    h("input", { type: "range", id: `race-${name}`, min: range.least, max: range.most,
      oninput: (event) => action(Number(event.target.value)) }));
  fill(view,
    h("h1", {}, t("race-title")),
    h("p", { class: "lead" }, t("race-lead")),
    h("div", { class: "card sliders" },
      slider("share", race.shares, (share) => choose({ share })),
      slider("z", race.confirmations, (z) => choose({ z }))),
    h("div", { class: "race" },
      h("section", { class: "card", "aria-labelledby": "race-once-title" },
        h("h2", { id: "race-once-title" }, t("race-once-title")),
        h("p", { id: "race-says", role: "status" }), h("div", { id: "race-track" }),
        h("button", { type: "button", id: "race-once", onclick: runOnce }, t("race-once"))),
      h("section", { class: "card", "aria-labelledby": "race-many-title" },
        h("h2", { id: "race-many-title" }, t("race-many-title")),
        h("div", { id: "race-chart" }),
        h("p", { id: "race-theory" }), h("p", { id: "race-measured", role: "status" }),
        h("button", { type: "button", id: "race-many", onclick: runMany },
          t("race-many", { n: number(race.runs) })))),
    h("p", { class: "hint" }, t("race-rules")),
    h("p", {}, h("a", { href: "#/network" }, t("race-to-network"))));
}

export async function showRace() {
  stop();
  await style("network.css");
  frame();
  draw();
}
