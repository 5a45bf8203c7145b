"""The page as a person sees it."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from support.nodes import Node
from support.waiting import SOON, eventually

CHROMIUM = "/usr/bin/chromium"
DRIVER = "/usr/bin/chromedriver"


def browser(profile: Path, *arguments: str) -> webdriver.Chrome:
    """A browser without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in [
        "--headless=new",
        # Only the page of a node that the tests have started is ever opened.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--hide-scrollbars",
        f"--user-data-dir={profile}",
        *arguments,
    ]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(SOON)
    return driver


class Page:
    """A tab with a node's page, of some width, light or dark, for a reader of some language."""

    def __init__(
        self, driver: webdriver.Chrome, node: Node, *, width: int = 1440, dark: bool = False, language: str = "en-US"
    ) -> None:
        self.driver, self.node, self.width = driver, node, width
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self._requests: dict[str, str] = {}
        self.expected: list[str] = []
        self._scripts: list[str] = []
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self._tell("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", features=[scheme])
        agent = driver.execute_script("return navigator.userAgent")
        self._tell("Network.setUserAgentOverride", userAgent=agent, acceptLanguage=language)

    def _tell(self, command: str, **values: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, values)

    def before_each_page(self, script: str) -> None:
        """Runs in pages that are opened from now on, before their own scripts, until this one is closed."""
        self._scripts.append(self._tell("Page.addScriptToEvaluateOnNewDocument", source=script)["identifier"])

    def open(self, path: str = "/") -> None:
        self._read_logs()
        self.complaints, self._requests = [], {}
        self.driver.get(f"http://{self.node.address}{path}")
        self.driver.execute_script("window.isTheSame = true")
        if path == "/":
            self.until("document.querySelectorAll('#blocks li').length > 0", "the chain is there")

    def go(self, fragment: str) -> None:
        """Go to another part of the page, as a link does."""
        self.driver.execute_script("location.hash = arguments[0]", fragment)

    # MARK: Looking

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def until(self, expression: str, what: str, seconds: float = SOON) -> Any:
        return eventually(lambda: self.run(f"return {expression}"), what, seconds)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def contents(self, selector: str) -> list[str]:
        """What is written in each that matches, in one look: an element found may be drawn anew before it is read."""
        return self.run(
            "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)", selector)

    def focus(self, expression: str) -> Any:
        """Something about the element that has the focus, which is called `it`, in one look."""
        return self.run(f"const it = document.activeElement; return {expression}")

    def text(self, selector: str) -> str:
        """The text of all elements that match and are drawn. A hidden one would give what was shown before."""
        return self.run(
            "return [...document.querySelectorAll(arguments[0])].filter((each) => each.checkVisibility())"
            ".map((each) => each.innerText).join('\\n')", selector)

    def wait_for(self, text: str, selector: str = "main") -> None:
        eventually(lambda: text in self.text(selector), f"{text!r} stands in {selector}")

    @property
    def was_reloaded(self) -> bool:
        return not self.run("return window.isTheSame === true")

    @property
    def overflow(self) -> int:
        """By how many pixels it is too wide."""
        # A phone zooms out to show all of it.
        return self.run("return Math.max(document.documentElement.scrollWidth, innerWidth)") - self.width

    # MARK: Doing

    def fill(self, selector: str, text: str) -> None:
        def write(field: WebElement) -> None:
            field.clear()
            field.send_keys(text)

        self._use(selector, write)

    def speak(self, language: str) -> None:
        """Chooses a language by its tag, and waits until the page is in it."""
        self.run("const menu = document.querySelector('#language'); menu.value = arguments[0];"
                 "menu.dispatchEvent(new Event('change'));", language)
        self.until(f"document.documentElement.lang.startsWith('{language}')", f"the page is in {language}")

    def press(self, selector: str) -> None:
        def push(button: WebElement) -> None:
            self.run("arguments[0].scrollIntoView({block: 'center'})", button)
            button.click()

        self._use(selector, push)

    def enter(self, selector: str) -> None:
        """Press what has the focus then, with the keyboard."""
        self.run("document.querySelector(arguments[0]).focus()", selector)
        self.type(Keys.ENTER)

    def _use(self, selector: str, action: Callable[[WebElement], None]) -> None:
        """Does something with what stands there, or soon will. If it is drawn anew meanwhile, the new one is meant."""

        def is_done() -> bool:
            elements = self.all(selector)
            assert len(elements) <= 1, f"{len(elements)} match {selector}"
            try:
                for element in elements:
                    action(element)
            except StaleElementReferenceException:
                return False
            return len(elements) == 1

        eventually(is_done, f"{selector} is there and stays long enough")

    def type(self, *keys: str) -> None:
        """Type keys into whatever has the focus. One that is drawn anew before it gets its key is looked up again."""

        def is_typed() -> bool:
            try:
                self.driver.switch_to.active_element.send_keys(key)
            except StaleElementReferenceException:
                return False
            return True

        for key in keys:
            eventually(is_typed, "a key is typed")

    def tab(self) -> None:
        self.type(Keys.TAB)

    def screenshot(self, height: int) -> bytes:
        clip = {"x": 0, "y": 0, "width": self.width, "height": height, "scale": 1}
        return base64.b64decode(self._tell("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)["data"])

    # MARK: What it must not do

    def _read_logs(self) -> None:
        self.complaints += [entry["message"] for entry in self.driver.get_log("browser")]
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            values = message["params"]
            if message["method"] == "Network.requestWillBeSent":
                self._requests[values["requestId"]] = values["request"]["url"]
            # A request that the page's own policy forbids is reported too, followed by the notice that it was not sent.
            elif message["method"] == "Network.loadingFailed" and values.get("blockedReason") == "csp":
                self._requests.pop(values["requestId"], None)
        self.asked = list(self._requests.values())

    def expect_complaint(self, text: str) -> None:
        """The browser also complains about the node's refusal."""
        self.expected.append(text)

    def close(self) -> None:
        self._read_logs()
        for script in self._scripts:
            self._tell("Page.removeScriptToEvaluateOnNewDocument", identifier=script)
        self.driver.get("about:blank")

    def forget(self) -> None:
        """Take away what the node's page has kept: another node may get its port."""
        self._tell("Storage.clearDataForOrigin", origin=f"http://{self.node.address}", storageTypes="local_storage")

    def assert_clean(self) -> None:
        wrong = [each for each in self.complaints if not any(text in each for text in self.expected)]
        assert wrong == [], wrong
        own = f"http://{self.node.address}/"
        assert self.asked, "no request was seen"
        assert [url for url in self.asked if not url.startswith((own, "data:", "about:"))] == []
