"""What the page makes of the API's description, without a browser."""

import json
import shlex

import pytest

from Explorer.javascript import FILES, run

DESCRIPTION = json.loads((FILES.parents[1] / "Node" / "Routes" / "openapi.json").read_text())


def call(name: str, *values):
    return run(f"return (await load('operations.js')).{name}(...value);", values)


@pytest.fixture(scope="module")
def groups() -> dict:
    return {purpose: dict(paths) for purpose, paths in call("byPurpose", DESCRIPTION)}


def test_every_path_has_a_purpose_and_every_method_is_there(groups):
    assert list(groups) == ["tutorial", "blocks", "payments", "peers", "operation"]
    found = {path: {each for one in operations for each in one["methods"]}
             for paths in groups.values() for path, operations in paths.items()}
    methods = ("get", "post", "put", "delete")
    assert found == {path: {each.upper() for each in item if each in methods}
                     for path, item in DESCRIPTION["paths"].items()}
    assert "/chain" in groups["tutorial"] and "/accounts/{address}" in groups["payments"]
    assert "/status" in groups["operation"]


def test_two_ways_to_ask_for_the_same_are_one_and_others_stay_apart(groups):
    (mine,) = groups["tutorial"]["/mine"]
    assert mine["methods"] == ["GET", "POST"] and not mine["isSafe"]
    assert mine["example"]["message"] == "New Block Forged"
    asked, handed = groups["blocks"]["/work"]
    assert (asked["methods"], asked["isSafe"], handed["hasBody"]) == (["GET"], True, True)
    assert groups["operation"]["/events"][0]["isEndless"]
    assert not groups["peers"]["/nodes/{address}"][0]["isSafe"]


def test_parameters_fill_a_path(groups):
    blocks = groups["blocks"]["/blocks"][0]
    assert call("filledPath", blocks, {}) == "/blocks"
    assert call("filledPath", blocks, {"from": "3", "limit": "", "summary": "true"}) == "/blocks?from=3&summary"
    account = groups["payments"]["/accounts/{address}"][0]
    assert call("filledPath", account, {"address": "a/ b"}) == "/accounts/a%2F%20b"


@pytest.mark.parametrize("text", ["", "it's", '{"a": "$b `c` \\\\"}', "a\nb", "plain", "http://h:1/x?a=1&b=2", "茶"])
def test_a_shell_reads_what_was_quoted(text: str):
    assert shlex.split(call("quoted", text)) == [text]


def test_a_request_is_a_command():
    assert call("curl", {"method": "GET", "url": "http://h/chain"}) == "curl http://h/chain"
    assert call("curl", {"method": "POST", "url": "http://h/mine"}) == "curl -X POST http://h/mine"
    assert call("curl", {"method": "POST", "url": "http://h/x", "body": "{}"}) == "curl -d '{}' http://h/x"
    assert call("curl", {"method": "DELETE", "url": "http://h/x"}) == "curl -X DELETE http://h/x"
    assert call("curl", {"method": "GET", "url": "http://h/events", "isEndless": True}) == "curl -N http://h/events"


def test_what_an_answer_consists_of_is_told_by_member(groups):
    members = call("membersOf", DESCRIPTION, groups["blocks"]["/headers"][0]["schema"])
    names = [(each["depth"], each["name"]) for each in members]
    assert (0, "headers") in names and (1, "target") in names
    assert next(each["type"] for each in members if each["name"] == "next") == "integer | null"
    for paths in groups.values():
        for operations in paths.values():
            for each in operations:
                if each.get("schema"):
                    assert call("membersOf", DESCRIPTION, each["schema"]) is not None
