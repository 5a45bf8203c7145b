// What the page's address says behind the `#`: which view is wanted, and of what.

import { byID } from "./dom.js";

const decoded = (text) => {
  try { return decodeURIComponent(text); } catch { return text; }
};

/** Shows one of the views, and marks what leads to it. */
export function turnTo(views, view) {
  for (const each of Object.keys(views)) byID(`view-${each}`).hidden = each !== view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Calls `show` for another address; what that shows is seen from its top, and has the focus. */
export function whenAddressed(show) {
  addEventListener("hashchange", () => {
    show();
    byID("content").focus({ preventScroll: true });
    scrollTo(0, 0);
  });
}

/** The view in the address if there is one of that name, or else another; and what follows its name there. */
export function addressed(views, otherwise) {
  const [name, ...parts] = location.hash.replace(/^#\//, "").split("/").map(decoded);
  return Object.hasOwn(views, name) ? [name, ...parts] : [otherwise];
}
