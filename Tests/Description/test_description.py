"""The API's description compared with the real API: GET /openapi.json."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from support.nodes import Node, forgechain_binary

METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"}

#: How long the fuzzer may take.
PATIENCE = 300


@pytest.fixture
def document(shared_node: Node) -> dict:
    answer = shared_node.get("/openapi.json")
    assert answer.status == 200
    assert answer.header("Content-Type") == "application/json"
    return answer.json()


def described(document: dict) -> dict[str, set[str]]:
    """The methods of each path."""
    return {path: {key.upper() for key in item} & METHODS for path, item in document["paths"].items()}


def test_it_is_one(document):
    assert document["openapi"].startswith("3.1.")
    validate(document)


def test_it_is_of_this_version(shared_node, document):
    assert document["info"]["version"] == shared_node.get("/status").json()["version"]


def test_it_has_the_paths_that_the_node_has(shared_node, document):
    sentence = shared_node.get("/there/is/nothing/here").error
    paths = re.search(r"The paths are (.*)\.$", sentence)[1].split(", ")
    assert sorted(described(document)) == paths


def test_each_path_has_the_methods_that_the_node_takes(shared_node, document):
    for path, methods in described(document).items():
        target = re.sub(r"{\w+}", "1", path)
        answer = shared_node.request("PATCH", target)
        assert answer.status == 405, target
        assert set(answer.header("Allow").split(", ")) == methods | {"OPTIONS"}, target


def test_the_page_s_files_are_there(shared_node):
    """Every file that the page and its modules load."""
    pending, seen = {"/"}, set()
    while pending:
        target = pending.pop()
        seen.add(target)
        answer = shared_node.get(target)
        assert answer.status == 200, target
        text = answer.body.decode()
        named = re.findall(r'(?:href|src)="explorer/([^"]+)"|(?:from |import\()"\./([^"]+)"', text)
        named = [f"/explorer/{of_page or of_module}" for of_page, of_module in named]
        pending |= set(named) - seen
    assert len(seen) > 10


@pytest.mark.alone
@pytest.mark.limit(PATIENCE + 10)
def test_what_comes_back_is_what_is_described(tmp_path):
    """Schemathesis tries every operation except /events, with data that matches the description and data that doesn't.
    """
    # Its own processes as well, which end with it.
    isolate = ["unshare", "--net", "--pid", "--fork", "--kill-child"]
    isolate += [] if os.geteuid() == 0 else ["--map-root-user"]
    alone = Path(__file__).with_name("alone.py")
    options = ["--phases", "examples,coverage,fuzzing", "--max-examples", "40", "--continue-on-failure"]
    command = [*isolate, sys.executable, str(alone), str(forgechain_binary()), *options]
    # It leaves its findings in the working directory.
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
    print(found.stdout[-20_000:], found.stderr[-2_000:])
    assert found.returncode == 0
    operations = re.search(r"Tested: (\d+)", found.stdout)
    assert operations and int(operations[1]) >= 36
