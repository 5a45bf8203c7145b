// The branches that fell out of the chain, each beside the chain where it left it, and where their payments are.

import { byID, h } from "./dom.js";
import { fates, whatHappened } from "./fates.js";
import { present } from "./live.js";
import { get } from "./node.js";
import { count, payment } from "./payments.js";
import { raw } from "./raw.js";
import { number, t } from "./text.js";
import { makeTree } from "./tree.js";

/** How many branches are on a page: each takes a request, and some height. */
const pageSize = 8;

/** How many blocks of a branch are drawn, and how many more of the chain. */
const drawn = 8;
const further = 2;

const isIndex = (text) => /^[1-9]\d{0,14}$/.test(text ?? "");

/** The blocks of a branch that are drawn: the first, if it is remembered from its fork on, and otherwise the newest. */
function shownOf({ blocks, fork, length }) {
  const isWhole = blocks.length === length && fork.hash !== null;
  return isWhole ? { isWhole, blocks: blocks.slice(0, drawn) } : { isWhole, blocks: blocks.slice(-drawn) };
}

/** What the chain has there, by the last answer's text: a branch's place in the chain changes only with the list. */
let known = { key: null, chains: [] };

async function load(from) {
  const page = await get(`/forks?from=${from}&limit=${pageSize}`);
  const key = page.forks.map((each) => `${each.number} ${each.fork.index} ${each.fork.in_chain}`).join();
  if (known.key !== key || known.chains.some((chain) => chain === null)) {
    const chains = await Promise.all(page.forks.map(async (each) => {
      const { blocks } = shownOf(each);
      if (blocks.length === 0) return [];
      const first = Math.max(1, blocks[0].index - 1);
      const found = await get(`/blocks?summary&from=${first}&limit=${blocks.at(-1).index - first + 1 + further}`);
      return found.blocks;
    }).map((each) => each.catch(() => null)));
    known = { key, chains };
  }
  return { ...page, chains: known.chains };
}

const card = (block) => ({
  hash: block.hash, previous: block.previous_hash, index: block.index, href: `#/block/${block.hash}`,
  lines: [count(block.transactions)],
});

/** A branch's blocks as the tree wants them: with what they hang on, which summaries of the chain tell of theirs. */
function branchOf({ blocks, isWhole }, { fork, payments }) {
  const cards = blocks.map((block, place) => ({
    ...card(block), previous: place > 0 ? blocks[place - 1].hash : fork.hash,
    ...payments.some((each) => each.block === block.index) && {
      lines: payments.filter((each) => each.block === block.index).map((each) => payment(each.transaction)),
    },
  }));
  return isWhole ? [{ hash: fork.hash, index: fork.index, href: `#/block/${fork.hash}` }, ...cards] : cards;
}

function treeOf(fork, chain) {
  const shown = shownOf(fork);
  if (shown.blocks.length === 0) return null;
  const tree = makeTree({ label: t("fork-title", { index: number(fork.fork.index) }) });
  const draw = () => tree.update([
    { name: t("forks-chain"), badge: "✓", blocks: (chain ?? []).map(card) },
    { name: t("forks-branch", { number: fork.number }), isRemembered: true, blocks: branchOf(shown, fork) },
  ]);
  draw();
  // Once its style is there, the newest blocks can be brought into sight.
  tree.ready.then(() => { if (tree.element.isConnected) draw(); });
  return tree.element;
}

const paymentCount = ({ blocks }) =>
  blocks.reduce((sum, block) => sum + Number(block.transactions) - (block.miner === null ? 0 : 1), 0);

function branch(fork, chain) {
  const rest = Number(fork.length) - shownOf(fork).blocks.length;
  return h("section", { class: "card fork" },
    h("h2", {}, t("fork-title", { index: number(fork.fork.index) })),
    whatHappened(fork),
    treeOf(fork, chain),
    rest > 0 && h("p", { class: "hint" }, t("fork-rest", { n: number(rest) })),
    !fork.fork.in_chain && h("p", { class: "hint" }, t("fork-on-fallen", { index: number(fork.fork.index) })),
    h("h3", {}, t("fates-title")),
    fates(fork.payments, paymentCount(fork)));
}

function pager(from, next) {
  return h("p", { class: "crumbs" },
    h("a", { href: "#/" }, t("block-back")),
    from > 1 && h("a", { href: `#/forks/${Math.max(1, from - pageSize)}` }, t("page-newer")),
    next !== null && h("a", { href: `#/forks/${next}` }, t("page-older")),
    raw(`/forks?from=${from}&limit=${pageSize}`));
}

/** A page of branches, newest first. */
export function showForks(text) {
  const from = isIndex(text) ? Number(text) : 1;
  const title = () => h("h1", {}, t("forks-title"));
  return present(byID("view-forks"), [from], title, () => load(from), (page) => [
    title(),
    h("p", { class: "hint" }, t("forks-hint")),
    pager(from, page.next),
    page.total === 0 && h("p", { class: "empty" }, t("forks-none")),
    h("div", { class: "stack" }, page.forks.map((each, place) => branch(each, page.chains[place]))),
  ]);
}
