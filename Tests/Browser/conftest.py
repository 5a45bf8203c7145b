"""A real browser: Debian's Chromium with its own driver. Nothing is looked up or fetched from elsewhere."""

from collections.abc import Callable, Iterator

import pytest

from Browser.page import Page, browser
from support.nodes import Node


@pytest.fixture(scope="session")
def _driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    driver = browser(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture
def open_page(_driver) -> Iterator[Callable[..., Page]]:
    """Opens a node's page: `open_page(node, width=390, dark=True, language="zh-CN")`. By the end there must be no
    complaints, and no other host may have been contacted."""
    pages: list[Page] = []

    def opened(node: Node, path: str = "/", **options) -> Page:
        if pages:
            pages[-1].close()
        page = Page(_driver, node, **options)
        pages.append(page)
        page.open(path)
        return page

    yield opened
    if pages:
        pages[-1].close()
    for page in pages:
        page.forget()
    for page in pages:
        page.assert_clean()
