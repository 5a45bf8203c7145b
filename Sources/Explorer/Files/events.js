// What happens at the node, as it happens: one stream for a page, while somebody looks at it.

import { parse } from "./json.js";
import { here } from "./node.js";

const names = ["status", "block", "replaced", "refused", "limit", "transaction", "peer", "mining", "missed"];

/** After a refusal the stream is asked for again after this time, in milliseconds, and up to as much more. */
const again = 8000;

/** After this time a hidden page does without: a browser opens six connections to a node, and a class many tabs. */
const patience = 10000;

/**
 * Listens to events. `on` gets a name and the data; `became` gets "live", "away", "refused", or "hidden" for as long as
 * nobody looks.
 */
export function listen(on, became) {
  let source = null;
  let retrying = 0;
  let hiding = 0;

  function open() {
    const own = new EventSource(here("/events"));
    source = own;
    for (const name of names) own.addEventListener(name, (event) => on(name, parse(event.data)));
    own.addEventListener("open", () => became("live"));
    own.addEventListener("error", () => {
      // A browser gives up permanently when it is refused, for instance by a node with too many watchers.
      const isRefused = own.readyState === EventSource.CLOSED;
      became(isRefused ? "refused" : "away");
      // All who are refused at once shouldn't come back at once.
      if (isRefused) retrying = setTimeout(open, again * (1 + Math.random()));
    });
  }

  function close() {
    clearTimeout(retrying);
    source.close();
    source = null;
    became("hidden");
  }

  function look() {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(close, patience);
    else if (source === null) open();
  }

  open();
  document.addEventListener("visibilitychange", look);
  // A browser keeps a page that was left for going back, and would keep its stream too.
  addEventListener("pagehide", () => {
    if (source !== null) close();
  });
  addEventListener("pageshow", look);
  look();
}
