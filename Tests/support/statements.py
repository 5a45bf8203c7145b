"""What a node says, and its words in each language."""

import re
from typing import Any

from support.nodes import Node

_PLACE = re.compile(r"\{([A-Za-z]+)(?:\|([^|}]*)\|([^|}]*))?\}")


def words_of(node: Node, language: str) -> dict[str, str]:
    """The words of each reason in a language."""
    return node.get(f"/explorer/words-{language}.json").json()


def _key(place: str) -> str:
    return place[0].lower() + place[1:]


def value_names(text: str) -> list[str]:
    """The names of the values in words, each once, in order."""
    return list(dict.fromkeys(_key(place) for place, _, _ in _PLACE.findall(text)))


def told(said: dict[str, Any], words: dict[str, str]) -> str:
    """What is said by `reason`, `values` and `then`, in these words, as English follows each other."""
    values, text = said["values"], words[said["reason"]]
    assert set(values) == set(value_names(text)), said

    def filled(place: re.Match[str]) -> str:
        name, one, many = place.groups()
        value = values[_key(name)]
        shown = told(value, words) if isinstance(value, dict) else str(value)
        if one is not None:
            return one if shown == "1" else many.replace("#", shown)
        return shown if name == _key(name) else shown[:1].upper() + shown[1:]

    return " ".join([_PLACE.sub(filled, text), *(told(each, words) for each in said.get("then", []))])


def sentences(answer: Any) -> list[tuple[str, dict[str, Any]]]:
    """Each sentence of an answer with the object that says it: a refusal's, a verdict's, a rule's and a fault's."""
    if isinstance(answer, list):
        return [each for element in answer for each in sentences(element)]
    if not isinstance(answer, dict):
        return []
    own = [(answer[key], answer) for key in ("error", "verdict", "says", "fault")
           if isinstance(answer.get(key), str) and not (key == "verdict" and "checks" in answer)]
    return own + [each for value in answer.values() for each in sentences(value)]
