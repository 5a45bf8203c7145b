// A hash as a small picture: four cells, each of one of eight shapes in one of eight colours. Equal hashes have equal
// pictures, and two that differ look different, also to those who see fewer colours.

/** Shapes in a square of ten by ten. */
const shapes = [
  "M1 1H9V9H1Z", "M5 0.5A4.5 4.5 0 1 1 4.99 0.5Z", "M5 0.5L9.5 9.5H0.5Z", "M0.5 0.5H9.5L5 9.5Z",
  "M5 0L10 5L5 10L0 5Z", "M0.5 3H9.5V7H0.5Z", "M3 0.5H7V9.5H3Z",
  "M3.5 0H6.5V3.5H10V6.5H6.5V10H3.5V6.5H0V3.5H3.5Z",
];

/** How many colours there are; the style sheet names them. */
export const colours = 8;

/** The cells of a hash's picture, from its first four bytes; null for what is no hash. */
export function cells(hash) {
  if (!/^[0-9a-f]{64}$/.test(hash)) return null;
  return [0, 2, 4, 6].map((place) => {
    const byte = parseInt(hash.slice(place, place + 2), 16);
    return { colour: byte % colours, shape: Math.floor(byte / colours) % shapes.length };
  });
}

/** The shape of a cell as a path. */
export const pathOf = (cell) => shapes[cell.shape];
