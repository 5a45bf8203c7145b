"""The page of a class: nodes beside each other, cables that are cut and joined, and the way here."""

import pytest

from support.classroom import running_classroom
from support.waiting import eventually

COLUMNS = "document.querySelectorAll('#columns thead th').length === 4"


@pytest.fixture
def classroom():
    with running_classroom() as classroom:
        yield classroom


def opened(open_page, classroom, path: str = "/?", **options):
    page = open_page(classroom.page, path, **options)
    page.until(COLUMNS, "the nodes are there")
    return page


@pytest.mark.parametrize(
    "language, same, parted, fork",
    [
        ("en-US", "All nodes have the same chain.", "The chains have parted", "fork"),
        ("zh-CN", "所有节点的链都相同。", "链已经分叉", "分叉"),
    ])
def test_a_class_parts_the_nodes_and_joins_them_again(classroom, open_page, language, same, parted, fork):
    page = opened(open_page, classroom, language=language)
    page.wait_for(same, "#agreement")
    page.press("#class-cut-all")
    page.until("document.querySelectorAll('#cables .cut').length === 3", "all are cut")
    classroom.at("alice").mine()
    for _ in range(2):
        classroom.at("bob").mine()
    page.wait_for(parted, "#agreement")
    page.wait_for(fork, "#columns")
    assert page.run("return document.querySelectorAll('#columns td.parts').length") == 2
    page.press("#class-join-all")
    page.wait_for(same, "#agreement")
    assert classroom.at("alice").chain() == classroom.at("bob").chain()
    page.run("window.confirm = () => true")
    page.press("#class-reset")
    eventually(lambda: len(page.all("#columns tbody tr")) == 1, "they begin anew")
    assert not page.was_reloaded


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_it_fits_and_shows_a_code_and_the_address(classroom, open_page, width):
    page = opened(open_page, classroom, width=width)
    assert page.overflow <= 0
    assert page.run("return document.querySelector('.code .dark').getAttribute('d').length") > 1000
    assert page.text(".address") == f"http://{classroom.page.address}/"
    page.press("#present")
    assert page.run("return getComputedStyle(document.body).fontSize") == "24px"
    assert page.overflow <= 0


def test_large_type_is_an_address_too(classroom, open_page):
    page = opened(open_page, classroom, "/?present")
    assert page.run("return getComputedStyle(document.body).fontSize") == "24px"


def test_a_node_s_page_works_below_its_path(classroom, open_page):
    page = open_page(classroom.page, "/alice/")
    page.until("document.querySelectorAll('#blocks li').length > 0", "the chain is there")
    page.wait_for("live", "#connection")
    page.press("#mine button[type=submit]")
    page.wait_for("#2", "#blocks")
    assert len(classroom.at("alice").chain()) == 2
    page.go("#/api")
    page.wait_for("/openapi.json", "#view-api")
    assert page.run("return document.querySelector('#view-api a').href").endswith("/alice/openapi.json")
    page.go("#/block/2")
    page.wait_for("Every rule holds", "#view-block")


def test_a_ledger_s_page_names_the_port_that_the_client_finds(open_page):
    with running_classroom("--rules", "ledger", difficulty=None) as classroom:
        page = open_page(classroom.page, "/alice/")
        page.before_each_page("Object.defineProperty(globalThis, 'isSecureContext', {get: () => false})")
        page.open("/alice/")
        page.wait_for(f"--node http://127.0.0.1:{classroom.ports['alice']}", "#key")


def test_the_teacher_s_address_gives_what_a_pupil_has_not(classroom, open_page):
    # A pupil's page: the node says that the request comes from elsewhere.
    elsewhere = """
        const own = window.fetch;
        window.fetch = (path, options) => own(path, { ...options,
          headers: { ...options?.headers, "X-Forwarded-For": "192.0.2.7" } });
        """
    page = opened(open_page, classroom)
    page.before_each_page(elsewhere)
    page.open("/?pupil")
    page.wait_for("Only the teacher", "#cables")
    assert page.all("#cables button") == []
    page.open(f"/?teacher#teacher={classroom.token}")
    page.until("document.querySelector('#class-reset') !== null", "the teacher's buttons are there")
    assert classroom.token not in page.run("return location.href")
    page.press("#class-cut-all")
    page.until("document.querySelectorAll('#cables .cut').length === 3", "all are cut")
