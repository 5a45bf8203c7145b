// This node and its peers, their chains drawn as one tree: who has which blocks.

import { age } from "./ages.js";
import { detailsOf, loadDetails } from "./details.js";
import { byID, fill, h, hashOf } from "./dom.js";
import { said } from "./forms.js";
import { plain } from "./json.js";
import { model, watch } from "./model.js";
import { get } from "./node.js";
import { atMostEvery } from "./pace.js";
import { count } from "./payments.js";
import { addressOf } from "./peers.js";
import { raw } from "./raw.js";
import { current, number, t } from "./text.js";
import { flag, makeTree } from "./tree.js";

/** How many peers are drawn: more can't be told apart. */
const drawnPeers = 5;

/** How far back the tree goes behind its newest block. */
const depth = 10;

/** After how many milliseconds the peers are asked again, as the node itself does no sooner. */
const again = 3500;

/** After how many milliseconds they are asked although nothing is heard of them: not all of them gossip. */
const anyhow = 10_000;

/** What each peer's blocks were: `{blocks, length, asked}`, or `{fault}`. */
const seen = new Map();

let tree = null;

const others = () => model.peers.filter((each) => each.state !== "this node");

/** Who was paid for the blocks that peers have shown, by hash. */
const miners = new Map();

/** Who was paid for a block, as a text; undefined if nobody was, or that isn't known yet. */
function minerOf(block) {
  const own = detailsOf(block)?.miner;
  return own === undefined ? miners.get(block.hash) : plain(own);
}

function card(block) {
  const miner = minerOf(block);
  return {
    hash: block.hash, previous: block.previous_hash, index: block.index, href: `#/block/${block.hash}`,
    lines: [count(block.transactions), ...(miner === undefined ? [] : [`${t("block-miner")} ${miner}`])],
  };
}

/** A block that this node doesn't have is to be found where it is. */
const foreign = (block, address) =>
  (block.in_chain ? card(block) : { ...card(block), href: `http://${address}/#/block/${block.hash}` });

/** This node's chain, and of each peer what it showed. */
function chains() {
  miners.clear();
  for (const { blocks = [] } of seen.values()) {
    for (const { hash, miner } of blocks) if (miner !== null) miners.set(hash, plain(miner));
  }
  const own = [...model.blocks].reverse().map(card);
  const theirs = others().slice(0, drawnPeers).map(({ address }, place) => ({
    name: address, badge: String(place + 1),
    blocks: (seen.get(address)?.blocks ?? []).map((block) => foreign(block, address)),
  }));
  const all = [{ name: t("peers-here"), badge: "✓", blocks: own }, ...theirs];
  const newest = Math.max(0, ...all.map(({ blocks }) => Number(blocks.at(-1)?.index ?? 0)));
  // A chain that is far behind would draw the others out.
  return all.map((each) => ({ ...each, blocks: each.blocks.filter(({ index }) => index > newest - depth) }))
    .filter(({ blocks }) => blocks.length > 0);
}

/** A peer in the list, with its flag if its chain is drawn. */
function row(each, drawn) {
  const look = seen.get(each.address);
  const place = drawn.findIndex(({ name }) => name === each.address);
  return h("li", {},
    h("div", { class: "spread" },
      h("span", {}, place >= 0 && [flag(drawn[place].badge, place, each.address), " "], addressOf(each.address)),
      h("span", { class: `state ${each.state}` }, t(`state-${each.state}`))),
    h("div", { class: "spread small" },
      h("span", {}, each.length !== null && t("peer-blocks", { n: number(each.length) }), " ",
        each.tip !== null && hashOf(each.tip)),
      h("span", {}, each.version, " ", look?.asked && [t("peers-asked"), " ", age(look.asked)])),
    look?.blocks?.some((block) => block.links === false) && h("p", { class: "answer bad" }, t("peers-unlinked")),
    look?.fault && said("p", { class: "answer bad" }, look, look.fault));
}

function draw() {
  const view = byID("view-peers");
  if (view.hidden || !tree) return;
  const all = chains();
  if (all.length > 0) tree.update(all);
  // Summaries of this node's own blocks don't say who mined them.
  loadDetails(model.blocks.slice(0, depth)).then((isMore) => { if (isMore) drawSoon(); });
  fill(byID("peers-list"), others().length === 0
    ? h("p", { class: "empty" }, t("peers-nobody"))
    : h("ul", { class: "list" }, others().map((each) => row(each, all))));
}

async function look({ address }) {
  try {
    seen.set(address, await get(`/nodes/${encodeURIComponent(address)}/blocks?limit=20`));
  } catch (error) {
    seen.set(address, { ...error.said, fault: error.message });
  }
}

const lookAgain = atMostEvery(again, async () => {
  if (byID("view-peers").hidden || document.hidden || model.connection === "away") return;
  for (const address of seen.keys()) if (!others().some((each) => each.address === address)) seen.delete(address);
  await Promise.all(others().slice(0, drawnPeers).map(look));
  draw();
});

/** What is drawn as soon as it is known here, while peers are asked now and then. */
const drawSoon = atMostEvery(300, async () => draw());

function begin() {
  for (const part of ["blocks", "peers"]) watch(part, () => { drawSoon(); lookAgain(); });
  setInterval(lookAgain, anyhow);
}

let language = null;

export function showPeersView() {
  if (language !== current() || !tree) {
    language = current();
    if (!tree) begin();
    tree = makeTree({ label: t("peers-view-title") });
    fill(byID("view-peers"),
      h("h1", {}, t("peers-view-title")),
      h("p", { class: "hint" }, t("peers-view-hint")),
      h("p", { class: "crumbs" },
        h("a", { href: "#/" }, t("block-back")), h("a", { href: "#/forks" }, t("forks-link")),
        raw("/nodes")),
      h("div", { class: "stack" },
        h("section", { class: "card" }, tree.element), h("section", { class: "card", id: "peers-list" })));
    tree.ready.then(draw);
  }
  draw();
  lookAgain();
}
