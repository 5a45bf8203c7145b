// The part of the page that needs no node, for any web host: `make` puts it beside the modules that it uses.

import { addressed, turnTo, whenAddressed } from "./address.js";
import { byID } from "./dom.js";
import { startEqual } from "./equal.js";
import { startLanguages } from "./menu.js";
import { apply } from "./text.js";

/** Each view, by the first part of its address, and what shows it. The first one is shown without an address. */
const views = {
  learn: async (...parts) => (await import("./learn.js")).showLearn(...parts),
  sandbox: async (...parts) => (await import("./sandbox.js")).showSandbox(...parts),
  network: async (...parts) => (await import("./netview.js")).showNetwork(...parts),
  race: async () => (await import("./raceview.js")).showRace(),
  work: async () => (await import("./work.js")).showWork(),
};

async function show() {
  const [view, ...parts] = addressed(views, "learn");
  turnTo(views, view);
  await views[view](...parts);
  const title = byID(`view-${view}`).querySelector("h1")?.textContent;
  document.title = [title, "Forgechain"].filter(Boolean).join(" · ");
}

function writeAll() {
  apply();
  show();
}

whenAddressed(show);

startLanguages(writeAll);
startEqual();
writeAll();
