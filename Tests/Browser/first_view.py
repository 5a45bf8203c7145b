"""What the page's first look costs: python -m Browser.first_view (FORGECHAIN_BINARY names another program)."""

import statistics
import tempfile
from pathlib import Path

from Browser.page import Page, browser
from support.nodes import Node, running_node

#: How often each look is taken; the middle one is told.
RUNS = 7

#: How many blocks the node has, of which a third carry payments.
BLOCKS = 30

#: What a phone on a slow network has, and a class on its own: milliseconds to the node and back, bytes a second.
NETWORKS = {"this machine": None, "20 ms, 10 Mbit/s": (20, 10_000_000 / 8), "150 ms, 1.6 Mbit/s": (150, 1_600_000 / 8)}

#: What the browser measured. Streams have no end, and so no size.
MEASURE = """
    const all = performance.getEntriesByType("resource");
    const [navigation] = performance.getEntriesByType("navigation");
    const files = all.filter((each) => each.name.includes("/explorer/"));
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const sum = (entries) => entries.reduce((total, each) => total + each.transferSize, 0);
    return {
      requests: all.length + 1, files: files.length, bytes: sum(all) + navigation.transferSize,
      paint: paint?.startTime, chain: window.chainThere, complete: Math.max(...files.map((each) => each.responseEnd)),
    };
    """

#: When the first block is drawn.
WATCH = """
    const observer = new MutationObserver(() => {
      if (!document.querySelector("#blocks li")) return;
      window.chainThere = performance.now();
      observer.disconnect();
    });
    observer.observe(document, {childList: true, subtree: true});
    """


def look(page: Page, again: bool) -> dict[str, float]:
    page.driver.get("about:blank")
    if not again:
        page.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    page.open()
    page.until("performance.getEntriesByName('first-contentful-paint').length > 0", "something is painted")
    page.until("document.querySelector('#plots figure')", "all of it is there")
    return page.run(MEASURE)


def fill(node: Node) -> None:
    for number in range(BLOCKS):
        if number % 3 == 0:
            node.pay("alice", "bob", number)
        node.mine()


def measure() -> None:
    print(f"{'network':20} {'look':7} {'requests':>8} {'of files':>8} {'KB':>7} {'first paint':>12} {'chain drawn':>12} "
          f"{'last file':>10}")
    with tempfile.TemporaryDirectory() as profile, running_node() as node:
        fill(node)
        driver = browser(Path(profile), "--disable-features=BackForwardCache")
        try:
            page = Page(driver, node)
            page.before_each_page(WATCH)
            for name, limits in NETWORKS.items():
                if limits:
                    latency, speed = limits
                    conditions = {"offline": False, "latency": latency, "downloadThroughput": speed,
                                  "uploadThroughput": speed}
                    driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
                for again in (False, True):
                    found = [look(page, again) for _ in range(RUNS)]
                    middle = {key: statistics.median(each[key] for each in found) for key in found[0]}
                    print(f"{name:20} {'again' if again else 'first':7} {middle['requests']:8.0f} "
                          f"{middle['files']:8.0f} {middle['bytes'] / 1000:7.1f} {middle['paint']:9.0f} ms "
                          f"{middle['chain']:9.0f} ms {middle['complete']:7.0f} ms")
        finally:
            driver.quit()


if __name__ == "__main__":
    measure()
