"""Compares what a document shows with what happened: what varies by its shape, everything else exactly."""

import difflib
import re

#: Parts of an answer that differ each time, and the pattern for them.
_SHAPES = [
    # Something left out: between dots, or whole lines.
    ("gap", r" ?\.\.\.[^.\"\n]{1,40}\.\.\. ?|^ *\.\.\.$", r"(?s:.*?)"),
    # The text that is hashed for a proof: last proof, proof, last hash.
    ("guess", r"\b\d+[0-9a-f]{64}\b", r"\d+[0-9a-f]{64}"),
    ("hash", r"\b[0-9a-f]{64}\b", r"[0-9a-f]{64}"),
    ("signature", r"\b[0-9a-f]{128}\b", r"[0-9a-f]{128}"),
    ("name", r"\b[0-9a-f]{32}\b", r"[0-9a-f]{32}"),
    ("short", r"\b(?=[a-f]*\d)[0-9a-f]{8,31}\b(?!\.\d)", r"[0-9a-f]+"),
    ("time", r"\b1[4-9]\d{8}\.\d+\b", r"\d{10}\.\d+"),
    ("date", r"\b20\d\d-\d\d-\d\d\b", r"20\d\d-\d\d-\d\d"),
    ("clock", r"\b\d\d:\d\d:\d\d\b", r"\d\d:\d\d:\d\d"),
    ("port", r"(?<=127\.0\.0\.1:)\d{5}\b", r"\d{5}"),
    ("member", r'(?<=")(?:bytes|proof|rate|seconds|guesses|uptime)": ?[\d.e-]+', None),
    # Which one depends on the processor.
    ("kernel", r'(?:(?<="kernel": ")|(?<=\nkernel {6})|(?<=\n内核 {8}))[a-z\d-]+', r"[a-z\d-]+"),
    ("proof", r"(?<=proof )\d+|(?<=证明 )\d+|(?<=prueba )\d+", r"\d+"),
    ("digits", r"\b\d+(?= (?:digits|cifras)\)| 位）)", r"\d+"),
    ("count", r"\b\d[\d,]*(?= guess)", r"[\d,]+"),
    ("span", r"\b\d+ (?:second|minute)s?\b", r"\d+ (?:second|minute)s?"),
    ("time_span", r"(?<=已 )\d+ (?:秒|分钟)", r"\d+ (?:秒|分钟)"),
    ("measure", r"\b\d[\d,]*(?:\.\d+)?(?= ?(?:s|ms|million)\b)", r"[\d,]+(?:\.\d+)?"),
]

_VARYING = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _SHAPES), re.M)
_PLACES = {name: shape for name, _, shape in _SHAPES}

#: Values that are told apart: the same one shown twice must be the same one twice.
_VALUES = {"hash", "name", "signature"}


class Comparison:
    """Compares the answers of one run. A hash shown before must be the one that it stood for then."""

    def __init__(self) -> None:
        self._meant: dict[str, str] = {}

    def difference(self, shown: str, happened: str, typed: str = "") -> str | None:
        """None if they agree, or else how they differ. What was typed isn't a shape: it must come back unchanged."""
        pattern, values = self._pattern(shown.strip(), typed)
        match = re.fullmatch(pattern, happened.strip())
        if match is None:
            return _difference(shown, happened) or f"these are not the values they were before:\n{happened}"
        self._meant |= {value: match[group] for group, value in values.items()}
        return None

    def is_part(self, shown: str, happened: str) -> bool:
        """Whether the shown lines occur in this order in what happened."""
        pattern, values = self._pattern(shown.strip(), "")
        match = re.search(rf"(?m)^{pattern}$", happened)
        if match:
            self._meant |= {value: match[group] for group, value in values.items()}
        return match is not None

    def _pattern(self, shown: str, typed: str) -> tuple[str, dict[str, str]]:
        pattern, values, end = "", {}, 0
        for found in _VARYING.finditer(shown):
            kind, text = str(found.lastgroup), found[0]
            pattern += re.escape(shown[end : found.start()])
            end = found.end()
            if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", typed):
                pattern += re.escape(text)
            elif kind == "member":
                pattern += re.escape(text.split(":")[0]) + r": ?[\d.e-]+"
            elif kind not in _VALUES:
                pattern += _PLACES[kind]
            elif text in self._meant:
                pattern += re.escape(self._meant[text])
            elif group := next((group for group, value in values.items() if value == text), None):
                pattern += f"(?P={group})"
            else:
                group = f"value{len(values)}"
                values[group] = text
                pattern += f"(?P<{group}>{_PLACES[kind]})"
        return pattern + re.escape(shown[end:]), values


def has_gap(shown: str) -> bool:
    """Whether something is left out of what is shown."""
    return re.search(_SHAPES[0][1], shown, re.M) is not None


def _difference(shown: str, happened: str) -> str:
    lines = difflib.unified_diff(
        shown.strip().splitlines(), happened.strip().splitlines(), "shown", "happened", lineterm="", n=1
    )
    return "\n".join(lines)
