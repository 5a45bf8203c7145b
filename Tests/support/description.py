"""The API's own description, GET /openapi.json, compared with a node's answers."""

import copy
from typing import Any

from jsonschema import Draft202012Validator

from support.wire import Answer

#: Other programs may put anything into their blocks and transactions.
OPEN = {"Block", "Transaction", "NewTransaction"}


class Description:
    """The document, and which of its described answers have been seen."""

    def __init__(self, document: dict) -> None:
        self.document = copy.deepcopy(document)
        for name, schema in self.document["components"]["schemas"].items():
            if name not in OPEN:
                _close(schema)
        self.seen: set[tuple[str, str, str]] = set()

    def operations(self) -> list[tuple[str, str, dict]]:
        """Each method, its path and their description."""
        paths = self.document["paths"].items()
        return [(method.upper(), path, operation) for path, item in paths for method, operation in item.items()]

    def answers(self) -> set[tuple[str, str, str]]:
        """Each method, path and status in the description."""
        return {(method, path, status) for method, path, each in self.operations() for status in each["responses"]}

    def resolved(self, value: dict) -> dict:
        """What a reference points to."""
        while "$ref" in value:
            place = self.document
            for step in value["$ref"].removeprefix("#/").split("/"):
                place = place[step]
            value = place
        return value

    def faults(self, schema: dict, value: Any) -> list[str]:
        """Where a value doesn't match a schema."""
        whole = {"allOf": [schema], "components": self.document["components"]}
        return [f"{each.json_path}: {each.message}" for each in Draft202012Validator(whole).iter_errors(value)]

    def check(self, method: str, path: str, answer: Answer) -> Answer:
        """Records an answer as seen, after checking its status, type, body and headers against the description."""
        where = f"{method} {path} {answer.status}"
        responses = self.document["paths"][path][method.lower()]["responses"]
        assert str(answer.status) in responses, f"{where} is not described: {answer.body[:300]!r}"
        response = self.resolved(responses[str(answer.status)])
        self.seen.add((method, path, str(answer.status)))
        for name in response.get("headers", {}):
            assert answer.header(name), f"{where} has no {name}"
        content = response.get("content", {})
        if not content:
            assert answer.body == b"", f"{where} has a body"
            return answer
        kind = answer.header("Content-Type")
        assert kind in content, f"{where} is of type {kind}"
        if kind == "application/json":
            faults = self.faults(content[kind].get("schema", {}), answer.json())
            assert not faults, f"{where}: {faults}\n{answer.body[:2_000]!r}"
        return answer


def _close(schema: Any) -> None:
    """Forbids undescribed keys in all objects."""
    if isinstance(schema, list):
        for each in schema:
            _close(each)
    elif isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for each in schema.values():
            _close(each)
