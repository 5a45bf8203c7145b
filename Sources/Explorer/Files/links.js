// Where lines between equal hashes go: from one to the next, as one reads.

/** How many hashes are joined: more would be a tangle. */
export const mostJoined = 12;

/** How far a line bends away, as a part of its length. */
const bend = 0.25;

/** How far a line stays away from what it joins. */
const gap = 3;

/** Boxes `{x, y, width, height}` in the order in which one reads: by line, then along it. */
const inOrder = (boxes) => [...boxes].sort((one, other) =>
  (Math.abs(one.y - other.y) < Math.min(one.height, other.height) / 2 ? one.x - other.x : one.y - other.y));

/** One line, as a path: from side to side where they stand beside each other, from below to above where they don't. */
function line(one, other) {
  const isBeside = other.x > one.x + one.width || one.x > other.x + other.width;
  if (!isBeside) {
    const [upper, lower] = one.y < other.y ? [one, other] : [other, one];
    const [x1, y1] = [upper.x - gap, upper.y + upper.height / 2];
    const [x2, y2] = [lower.x - gap, lower.y + lower.height / 2];
    const away = Math.min(x1, x2) - Math.max(8, (y2 - y1) * bend);
    return `M${x1} ${y1}C${away} ${y1} ${away} ${y2} ${x2} ${y2}`;
  }
  const [left, right] = one.x < other.x ? [one, other] : [other, one];
  const [x1, y1] = [left.x + left.width + gap, left.y + left.height / 2];
  const [x2, y2] = [right.x - gap, right.y + right.height / 2];
  const reach = (x2 - x1) / 2;
  return `M${x1} ${y1}C${x1 + reach} ${y1} ${x2 - reach} ${y2} ${x2} ${y2}`;
}

/** The lines that join boxes, as paths; none for one box, or for too many. */
export function linesBetween(boxes) {
  if (boxes.length < 2 || boxes.length > mostJoined) return [];
  const ordered = inOrder(boxes);
  return ordered.slice(1).map((box, place) => line(ordered[place], box));
}
