"""What a page of another site can and cannot do to a node in a browser, and the token on the node's own page."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.common.exceptions import TimeoutException, WebDriverException

from Browser.page import Page, browser
from support.metrics import figures
from support.nodes import Node
from support.waiting import eventually

SECRET = "0123456789abcdef0123456789abcdef"


def test_the_page_asks_for_the_token_once(start_node, open_page, tmp_path: Path):
    path = tmp_path / "token"
    path.touch(0o600)
    path.write_text(SECRET)
    node = start_node("--token-file", str(path))
    page = open_page(node)
    page.expect_complaint("401")
    page.press("#mine button[type=submit]")
    page.wait_for("The node was started with --token-file", "#mine")
    page.fill("#mine input[name=token]", "wrong")
    page.press("#mine button[type=submit]")
    page.wait_for("is not this node's token", "#mine")
    page.fill("#mine input[name=token]", SECRET)
    page.press("#mine button[type=submit]")
    page.wait_for("Block 2 was mined", "#mine")
    # The other forms have it too, and it outlives a reload.
    page.open()
    page.fill("#peer-address", "127.0.0.1:1")
    page.press("#register button[type=submit]")
    eventually(lambda: node.peers(), "the peer is registered")
    assert len(node.chain()) == 2


# MARK: - Pages of other sites


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """A site that answers every request with the same page."""

    page = ""

    def do_GET(self) -> None:
        body = self.page.encode() if self.path == "/" else b""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[type[Elsewhere]]:
    site = type("Site", (Elsewhere,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        site.port = server.server_port
        yield site
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def stray_driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """A browser for which every name leads to this machine, so that a name stands for an address in a local network."""
    # It would ask a person whether a page may reach a local network; other browsers don't.
    asks = "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"
    driver = browser(tmp_path_factory.mktemp("stray"), "--host-resolver-rules=MAP * 127.0.0.1", asks)
    yield driver
    driver.quit()


def refused(node: Node) -> float:
    """How many requests it has answered with 403."""
    return figures(node).total("http_requests_total", status="403")


WAYS = {
    "an image": "<img src=URL/mine>",
    "a frame": "<iframe src=URL/mine></iframe>",
    "a style sheet": "<link rel=stylesheet href=URL/mine>",
    "a script": "<script src=URL/mine></script>",
    "a navigation": "<script>location = 'URL/mine'</script>",
    "a refresh": "<meta http-equiv=refresh content='0; url=URL/mine'>",
    "a form": "<form method=get action=URL/mine></form><script>document.forms[0].submit()</script>",
    "a posted form": "<form method=post action=URL/mine></form><script>document.forms[0].submit()</script>",
    "a fetch": "<script>fetch('URL/mine', {mode: 'no-cors'})</script>",
    "a posted fetch": "<script>fetch('URL/mine', {mode: 'no-cors', method: 'POST', body: ''})</script>",
    "an image, resolving": "<img src=URL/nodes/resolve>",
    "a beacon": "<script>navigator.sendBeacon('URL/mine', '')</script>",
}


@pytest.mark.parametrize("name", ["node.lan", "127.0.0.1"])
@pytest.mark.parametrize("way", WAYS)
def test_a_page_elsewhere_cannot_make_a_node_mine(start_node, elsewhere, stray_driver, name, way):
    node = start_node(difficulty=1)
    elsewhere.page = "<!doctype html><title>Elsewhere</title>" + WAYS[way].replace("URL", f"http://{name}:{node.port}")
    stray_driver.get(f"http://evil.example:{elsewhere.port}/")
    eventually(lambda: refused(node) > 0, f"{way} is refused")
    assert len(node.chain()) == 1
    stray_driver.get("about:blank")


@pytest.mark.parametrize("name", ["node.lan", "127.0.0.1", "localhost"])
def test_the_node_s_own_page_mines(start_node, stray_driver, name):
    node = start_node(difficulty=1)
    page = Page(stray_driver, node)
    stray_driver.get(f"http://{name}:{node.port}/")
    page.until("document.querySelectorAll('#blocks li').length > 0", "the chain is there")
    page.press("#mine button[type=submit]")
    page.wait_for("Block 2 was mined", "#mine")
    page.press("#resolve button[type=submit]")
    page.wait_for("There is no peer to ask", "#resolve")
    stray_driver.get("about:blank")


def test_a_page_whose_name_leads_here_sees_nothing(start_node, stray_driver):
    node = start_node(difficulty=1)
    try:
        stray_driver.get(f"http://evil.example:{node.port}/")
    except (TimeoutException, WebDriverException):
        pass
    assert "not known as evil.example" in stray_driver.page_source
    stray_driver.get("about:blank")


def test_a_page_of_an_allowed_origin_reads_and_mines(start_node, elsewhere, stray_driver):
    node = start_node("--allow-origin", f"http://front.example:{elsewhere.port}", difficulty=1)
    elsewhere.page = "<!doctype html><title>Front</title>"
    stray_driver.get(f"http://front.example:{elsewhere.port}/")
    script = """
        const [url, done] = arguments;
        const json = {"Content-Type": "application/json"};
        const payment = {sender: "a", recipient: "b", amount: 1};
        fetch(url + "/transactions/new", {method: "POST", headers: json, body: JSON.stringify(payment)})
          .then(() => fetch(url + "/mine", {method: "POST"})).then(() => fetch(url + "/chain"))
          .then((answer) => answer.json()).then((value) => done(value.length), (error) => done(String(error)));
        """
    assert stray_driver.execute_async_script(script, f"http://node.lan:{node.port}") == 2
    stray_driver.get(f"http://other.example:{elsewhere.port}/")
    assert "TypeError" in stray_driver.execute_async_script(script, f"http://node.lan:{node.port}")
    assert len(node.chain()) == 2
    stray_driver.get("about:blank")
