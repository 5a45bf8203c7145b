// What is known about the node, and the callbacks for changes.

import { listen } from "./events.js";
import { get } from "./node.js";
import { atMostEvery } from "./pace.js";

/** How many blocks are requested at once, enough for the plots, and the maximum kept. */
const page = 60;
const most = 300;

/** How many notices are kept. */
const noticesKept = 3;

/** How many pending transactions are shown. */
const pendingShown = 20;

export const model = {
  /** "live", "looking" where the node is asked now and then because it sends no events, or "away". */
  connection: "away",
  status: null,
  /** When that arrived, in milliseconds of this page. */
  statusTime: 0,
  /** Newest first: index, hash, previous_hash, proof, timestamp, transactions (how many). */
  blocks: [],
  /** Indices that have arrived but aren't shown yet. */
  arrived: new Set(),
  pending: { total: 0, transactions: [] },
  peers: [],
  /** The search in progress, or the last one. */
  search: null,
  /** What people should notice, newest first: events replaced, refused and limit, each with its name. */
  notices: [],
};

/** Whether payments are signed, and coins are counted. */
export const rulesAreLedger = () => model.status?.rules === "ledger";

const watchers = { status: [], blocks: [], pending: [], peers: [], search: [], notices: [] };

/** Calls `action` when a part of the model has changed. */
export function watch(part, action) { watchers[part].push(action); }

function changed(...parts) { for (const part of parts) for (const action of watchers[part]) action(); }

// MARK: Asking

let loads = 0;

async function loadNewest() {
  loads += 1;
  const load = loads;
  const status = await get("/status");
  const from = Math.max(1, status.length - page + 1);
  const fresh = await summaries(from, page);
  // Another load began meanwhile, and knows more.
  if (load !== loads) return;
  // Blocks that events have brought since belong on top, unless the chain was replaced.
  const blocks = [...model.blocks.filter((block) => block.index > (fresh[0]?.index ?? 0)), ...fresh];
  if (fresh.length === 0 || !areLinked(blocks)) {
    model.blocks = [];
    refresh();
    return;
  }
  model.blocks = blocks.slice(0, most);
  model.statusTime = performance.now();
  model.status = { ...status, length: model.blocks[0].index, tip: model.blocks[0].hash };
  if (status.mining) model.search = status.mining;
  changed("status", "blocks", "search");
}

/** Loads blocks older than those shown. */
export async function loadOlder() {
  const oldest = model.blocks.at(-1);
  if (!oldest || oldest.index <= 1 || model.blocks.length >= most) return;
  const from = Math.max(1, oldest.index - page);
  const older = await summaries(from, oldest.index - from);
  // After a replacement they may belong to another chain; the event about it triggers a new load.
  if (model.blocks.at(-1) === oldest && areLinked([oldest, ...older])) model.blocks.push(...older);
  changed("blocks");
}

export const canLoadOlder = () => (model.blocks.at(-1)?.index ?? 1) > 1 && model.blocks.length < most;

/** Up to this many blocks from one on, newest first, without their transactions. A page of long ones has fewer. */
async function summaries(from, limit) {
  const blocks = [];
  for (let next = from; next !== null && blocks.length < limit;) {
    const found = await get(`/blocks?summary&from=${next}&limit=${limit - blocks.length}`);
    blocks.push(...found.blocks);
    next = found.next;
  }
  return blocks.reverse();
}

/** Whether each block links to the next one in the list: answers may come from before and after a replacement. */
const areLinked = (blocks) => blocks.slice(1).every((block, place) => block.hash === blocks[place].previous_hash);

// An answer may be older than an event that arrived before it: then it is requested again.
const told = { pending: 0, peers: 0 };

async function loadPending() {
  const before = told.pending;
  const found = await get(`/transactions/pending?limit=${pendingShown}`);
  if (told.pending !== before) refreshPending();
  model.pending = { total: found.total, transactions: found.transactions };
  changed("pending");
}

async function loadPeers() {
  const before = told.peers;
  const { peers } = await get("/nodes");
  if (told.peers !== before) return refreshPeers();
  model.peers = peers;
  changed("peers");
}

// Nothing is requested while the node is away: its return is an event.
const quietly = (load) => () => load().catch(() => {});
const refresh = atMostEvery(300, quietly(loadNewest));
const refreshPending = atMostEvery(300, quietly(loadPending));
const refreshPeers = atMostEvery(300, quietly(loadPeers));

/** Requests everything again. */
export function refreshAll() {
  refresh();
  refreshPending();
  refreshPeers();
}

// MARK: Listening

/** What was said before and is no news any more goes. */
function notice(name, event, isSame = () => false) {
  const others = model.notices.filter((each) => each.name !== name || !isSame(each));
  model.notices = [{ ...event, name }, ...others].slice(0, noticesKept);
  changed("notices");
}

const handlers = {
  status(status) {
    // The node was restarted, and may have forgotten everything.
    if (model.status?.instance !== status.instance) model.blocks = [];
    model.statusTime = performance.now();
    model.status = status;
    changed("status");
    refreshAll();
  },

  block(block) {
    const newest = model.blocks[0];
    refreshPending();
    if (!newest || block.index !== newest.index + 1) return refresh();
    model.blocks.unshift({ ...block, previous_hash: newest.hash });
    model.blocks.length = Math.min(model.blocks.length, most);
    model.arrived.add(block.index);
    if (model.arrived.size > most) model.arrived.delete(model.arrived.values().next().value);
    if (model.status) Object.assign(model.status, { length: block.index, tip: block.hash });
    return changed("blocks", "status");
  },

  replaced(replacement) {
    notice("replaced", replacement);
    model.blocks = [];
    refresh();
    refreshPending();
  },

  refused(refusal) {
    // The same chain is refused each time it is offered, in other words if ours has grown.
    notice("refused", refusal, (each) => each.by === refusal.by && each.common === refusal.common);
  },

  limit(limit) { notice("limit", limit, () => true); },

  transaction(event) {
    told.pending += 1;
    model.pending.total = event.pending;
    if (event.transaction && model.pending.transactions.length < pendingShown) {
      model.pending.transactions.push(event.transaction);
    }
    changed("pending");
  },

  peer(event) {
    told.peers += 1;
    const position = model.peers.findIndex((peer) => peer.address === event.address);
    if (!event.peer) {
      if (position >= 0) model.peers.splice(position, 1);
    } else if (position >= 0) {
      model.peers[position] = event.peer;
    } else {
      model.peers.push(event.peer);
    }
    changed("peers");
  },

  mining(search) {
    model.search = search;
    changed("search");
  },

  missed() { refreshAll(); },
};

/** How often the node is asked where it sends no events, in milliseconds. */
const everyFewSeconds = 3000;

/** What became of the events; see `listen`. */
let stream = "away";
let isLooking = false;

/** Where events are refused, the node is asked what they would have told. */
async function look() {
  isLooking = stream === "refused";
  if (!isLooking) return;
  try {
    const status = await get("/status");
    // Events may have come meanwhile, and know more.
    if (stream === "refused") {
      const { tip, pending, peers } = model.status ?? {};
      model.connection = "looking";
      if (status.mining) handlers.mining(status.mining);
      if (status.tip !== tip || status.pending !== pending || status.peers !== peers) handlers.status(status);
      else changed("status");
    }
  } catch {
    if (stream === "refused") model.connection = "away";
    changed("status");
  }
  setTimeout(look, everyFewSeconds);
}

export function start() {
  listen(
    (name, data) => handlers[name](data),
    (state) => {
      stream = state;
      if (state === "refused" && !isLooking) look();
      if (state !== "live" && state !== "away") return;
      model.connection = state;
      changed("status");
    });
}
