"""The page's files, compressed for clients that say they can read that."""

import gzip
import re

import pytest

from Explorer.javascript import FILES


def target(name: str) -> str:
    return "/" if name == "explorer.html" else f"/explorer/{name}"


#: Those of a node; a class has another page.
NAMES = sorted(path.name for path in FILES.iterdir() if path.name != "classroom.html")


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_the_same_compressed(shared_node, name: str):
    plain = shared_node.get(target(name))
    packed = shared_node.request("GET", target(name), headers=[("Accept-Encoding", "gzip, br")])
    assert plain.header("Content-Encoding") is None
    assert packed.header("Content-Encoding") == "gzip"
    assert plain.header("Vary") == packed.header("Vary") == "Accept-Encoding"
    assert gzip.decompress(packed.body) == plain.body
    # Within some percent of what zlib makes of it at its best.
    assert len(packed.body) < 1.05 * len(gzip.compress(plain.body)) + 50


def test_each_form_has_a_tag_of_its_own(shared_node):
    accepts = [("Accept-Encoding", "gzip")]
    tags = [
        shared_node.request("GET", "/explorer/main.js", headers=headers).header("ETag") for headers in ([], accepts)]
    assert tags[0] != tags[1] and all(re.fullmatch('"[0-9a-f]+"', tag) for tag in tags)
    for headers, tag, status in (
        ([], tags[0], 304), ([], tags[1], 200), (accepts, tags[1], 304), (accepts, tags[0], 200)):
        answer = shared_node.request("GET", "/explorer/main.js", headers=[*headers, ("If-None-Match", tag)])
        assert answer.status == status


def test_other_answers_stay_as_they_are(shared_node):
    answer = shared_node.request("GET", "/openapi.json", headers=[("Accept-Encoding", "gzip")])
    assert answer.header("Content-Encoding") is None and answer.json()["openapi"]
