// Chains that share their beginnings as one tree: each block once, with a place, and who holds it.
//
// A chain is `{name, blocks, isAside}`, its blocks `{hash, previous, index, ...}` from some block on. One that is aside
// is never the main line: it was held once, or nobody takes it.

/** Which block each is, and behind which. A block that doesn't carry the hash of the one before stands there alone. */
function blocksOf(chains) {
  const first = Math.min(...chains.map(({ blocks }) => Number(blocks[0].index)));
  const found = new Map();
  const paths = chains.map((chain) => {
    let isWhole = true;
    return chain.blocks.map((block, place, all) => {
      const before = all[place - 1];
      const fits = before === undefined || block.previous === before.hash;
      isWhole &&= fits;
      return { block, fits, isWhole, depth: Number(all[0].index) - first + place };
    }).reduce((path, { block, fits, isWhole: isPlain, depth }) => {
      const parent = path.at(-1) ?? null;
      // Behind a broken link the same block may stand a second time.
      const key = isPlain ? block.hash : `${parent.key}>${block.hash}`;
      let each = found.get(key);
      if (!each) found.set(key, each = { key, block, depth, parent, fits, holders: [], tips: [], lane: null });
      each.parent ??= parent;
      return [...path, each];
    }, []);
  });
  return { found, paths };
}

/** Who has each block, and whose newest it is; what nobody has any more has fallen out. */
function hold(chains, paths) {
  chains.forEach(({ name, isRemembered }, number) => {
    if (isRemembered) return;
    for (const each of paths[number]) each.holders.push(name);
    paths[number].at(-1).tips.push(name);
  });
}

/** Each block gets a lane: the main line the first one, and each branch the next that is free where it is. */
function setLanes(chains, paths) {
  const isMain = (number) => !chains[number].isAside && paths[number].every((each) => each.fits);
  const endOf = (number) => paths[number].at(-1).depth;
  const order = chains.map((_, number) => number).sort((one, other) =>
    isMain(other) - isMain(one) || endOf(other) - endOf(one) || one - other);
  const taken = new Set();
  for (const number of order) {
    const branch = [];
    // Another chain may know what comes before this one's first block.
    for (let each = paths[number].at(-1); each?.lane === null; each = each.parent) branch.push(each);
    let lane = 0;
    while (branch.some((each) => taken.has(`${lane} ${each.depth}`))) lane += 1;
    for (const each of branch) {
      each.lane = lane;
      taken.add(`${lane} ${each.depth}`);
    }
  }
}

/**
 * The tree of chains: `{blocks, depth, lanes}`. Each of its blocks is `{key, block, depth, lane, parent, fits, holders,
 * tips, isFallen}`, lane after lane; `parent` is one of them or null, and `fits` whether it carries that one's hash.
 * Chains whose `isRemembered` is set were held once. Costs as much as there are blocks in all chains.
 */
export function layout(chains) {
  const all = chains.filter(({ blocks }) => blocks.length > 0);
  if (all.length === 0) return { blocks: [], depth: 0, lanes: 0 };
  const { found, paths } = blocksOf(all);
  hold(all, paths);
  setLanes(all.map((each) => ({ ...each, isAside: each.isAside || each.isRemembered })), paths);
  const blocks = [...found.values()].sort((one, other) => one.lane - other.lane || one.depth - other.depth)
    .map((each) => ({ ...each, parent: each.parent?.key ?? null, isFallen: each.holders.length === 0 }));
  const byKey = new Map(blocks.map((each) => [each.key, each]));
  for (const each of blocks) each.parent = byKey.get(each.parent) ?? null;
  const most = (name) => Math.max(...blocks.map((each) => each[name])) + 1;
  return { blocks, depth: most("depth"), lanes: most("lane") };
}
