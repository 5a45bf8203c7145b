// Chains beside each other: which blocks stand in a row, and where the chains part.

/** How many rows are drawn at most. */
export const mostRows = 8;

/**
 * The rows of a picture, newest first. A row has a cell for each node: its block with this index, or null where its
 * chain is shorter, or goes back further than is known. `parts` says that not all of its blocks are the same one.
 */
export function rowsOf(nodes) {
  const top = Math.max(0, ...nodes.map((node) => node.length));
  const rows = [];
  for (let index = top; index > 0 && rows.length < mostRows; index -= 1) {
    const cells = nodes.map((node) => node.blocks.find((block) => block.index === index) ?? null);
    if (cells.every((cell) => cell === null)) break;
    const hashes = new Set(cells.filter(Boolean).map((block) => block.hash));
    rows.push({ index, cells, parts: hashes.size > 1 });
  }
  return rows;
}

/** Whether a cell's block is also its left neighbour's, so that a bar joins them. */
export const isJoined = (row, place) =>
  place > 0 && Boolean(row.cells[place]) && row.cells[place - 1]?.hash === row.cells[place].hash;

/** "same" if all nodes have the same newest block, "parted" if two have different blocks of one index, or "behind". */
export function agreement(nodes, rows) {
  const tips = new Set(nodes.map((node) => node.blocks[0]?.hash));
  if (tips.size <= 1) return "same";
  return rows.some((row) => row.parts) ? "parted" : "behind";
}
