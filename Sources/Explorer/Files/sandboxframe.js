// What stands around the sandbox's blocks: its tools, what is said of the chain, and the link to it.

import { byID, fill, h, show, write } from "./dom.js";
import { good } from "./forms.js";
import { standingText } from "./standwords.js";
import { t } from "./text.js";
import { explain } from "./words.js";
import { difficulties } from "./workbench.js";

/** The address of what stands in the sandbox, to be copied; it is written down where a page may not copy. */
async function copyLink(url) {
  const field = h("input", { readonly: true, value: url, "aria-label": t("sandbox-link-label"), class: "mono" });
  const place = byID("sandbox-link");
  fill(place, field);
  field.select();
  // Only a page of this machine, or with encryption, may write to the clipboard; others leave it selected.
  try {
    await navigator.clipboard.writeText(url);
    fill(place, good(t("sandbox-copied")));
  } catch { /* It can be copied by hand. */ }
}

const button = (id, key, action, properties = {}) =>
  h("button", { type: "button", class: "quiet", id, onclick: action, ...properties }, t(key));

/** What changes the chain as a whole, folded on narrow screens. */
function tools({ begin, take, choose, seal, url }) {
  const select = h("select", { id: "sandbox-difficulty", onchange: () => choose(Number(select.value)) },
    difficulties.map((each) => h("option", { value: each }, each)));
  const box = h("input", {
    type: "checkbox", role: "switch", id: "sandbox-seal", onchange: () => seal(box.checked),
  });
  return h("div", { class: "row tools", id: "sandbox-tools" },
    h("label", { for: "sandbox-difficulty", class: "inline" }, t("fact-difficulty"), select),
    h("label", { for: "sandbox-seal", class: "inline" }, box, t("sandbox-seal")),
    button("sandbox-reset", "sandbox-reset", begin),
    take && button("sandbox-take", "sandbox-take", take),
    button("sandbox-share", "sandbox-share", () => copyLink(url())),
    h("div", { id: "sandbox-link" }));
}

/**
 * Builds it, with places for the blocks (`sandbox-chain`), the work (`sandbox-work`) and the node's answer
 * (`sandbox-node`).
 *
 * What its buttons do: `begin()` anew, `take()` the node's blocks (null without a node), `choose(difficulty)`,
 * `seal(isSealed)`, `showBroken()`, `repair()`, `stop()`, `undo()`; and `url()` is the state's.
 */
export function frame(actions) {
  const parts = tools(actions);
  const more = button("sandbox-more", "sandbox-more", () => {
    more.setAttribute("aria-expanded", String(parts.classList.toggle("open")));
  }, { class: "quiet small", "aria-expanded": "false", "aria-controls": "sandbox-tools" });
  fill(byID("view-sandbox"),
    h("h1", {}, t("sandbox-title")),
    h("p", { class: "lead", id: "sandbox-lead" }, t("sandbox-lead")),
    more, parts,
    h("div", { class: "stands" },
      h("p", { id: "sandbox-says", role: "status" }),
      h("div", { class: "row" },
        button("sandbox-show", "sandbox-show", actions.showBroken),
        button("sandbox-repair", "sandbox-repair", actions.repair, { class: "" }),
        button("sandbox-stop", "mine-stop", actions.stop),
        button("sandbox-undo", "sandbox-undo", actions.undo)),
      h("div", { id: "sandbox-work" })),
    h("div", { id: "sandbox-note" }),
    h("ol", { id: "sandbox-chain", class: "drafts" }),
    h("div", { id: "sandbox-node" }));
  explain(byID("sandbox-lead"));
}

/** Says how the chain stands, and shows the buttons that help: by whether a search is under way. */
export function drawSummary(stands, { isSearching, isSealed, trouble }) {
  const isBroken = stands.kind === "broken";
  const place = byID("sandbox-says");
  place.className = `answer ${{ broken: "bad", whole: "good" }[stands.kind] ?? "moral"}`;
  write(place, standingText(stands));
  byID("sandbox-show").hidden = !isBroken;
  // What takes the place of a button that goes gets the focus that it had.
  const [repair, stop] = [byID("sandbox-repair"), byID("sandbox-stop")];
  const isReparable = isBroken && !isSearching;
  if (isSearching) stop.hidden = false;
  show(repair, isReparable, isSearching ? stop : byID("sandbox-undo"));
  show(stop, isSearching, isReparable ? repair : byID("sandbox-undo"));
  fill(byID("sandbox-note"),
    trouble !== null && h("p", { class: "answer bad", role: "alert" }, t(trouble)),
    isSealed && h("p", { class: "hint" }, t("sandbox-sealed")));
}
