// What the page's address says behind the `#`: which view is wanted, and of what.

const decoded = (text) => {
  try { return decodeURIComponent(text); } catch { return text; }
};

/** The view in the address if there is one of that name, or else another; and what follows its name there. */
export function addressed(views, otherwise) {
  const [name, ...parts] = location.hash.replace(/^#\//, "").split("/").map(decoded);
  return Object.hasOwn(views, name) ? [name, ...parts] : [otherwise];
}
