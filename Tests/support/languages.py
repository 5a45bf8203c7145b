"""What the program says in a language, and whether all of it is in that language."""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping

from support.nodes import forgechain_binary
from support.waiting import SOON

#: Each language but English, with a locale of those who speak it.
LOCALES = {"zh": "zh_CN.UTF-8", "es": "es_ES.UTF-8"}

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

#: Words of English that no sentence goes without, and that aren't Spanish.
_ENGLISH = frozenset(
    "the is are was were been of and it its this that these those with have had not be to there which or from cannot "
    "nothing write save leave out into them they what where who whoever by an only than then more but for does "
    "another without missing made cut block blocks chain file key keys".split()
)

#: What is the same in every language: commands, requests, paths and programs' names.
_NAMES = re.compile(
    r"forgechain(?: (?:import|export|key|status|reset|verify))?(?: (?:list|new|show|import|export))?(?: (?:-|NAME|\w+))?"
    r"|(?:zstd|xz|bzip2|lz4|gzip|base64|xxd|curl|jq|chmod|openssl)(?: -?\S+)*"
    r"|[0-9a-f]{12,}|GET /\S*|/\S+|--\S+|(?<= )-[a-zA-Z]\b|\S+\(\.\.\.\)|\S*[._/=]\S*|'[^']*'"
)


def environment(language: str, **more: str) -> Mapping[str, str]:
    """That of somebody who speaks a language."""
    rest = {name: value for name, value in os.environ.items() if name not in _VARIABLES}
    return {**rest, "LANG": LOCALES.get(language, "C"), **more}


def said(language: str, *flags: object, body: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """The program run to its end for somebody who speaks a language."""
    return subprocess.run(
        [str(forgechain_binary()), *map(str, flags)], input=body, capture_output=True, timeout=SOON, check=False,
        env=environment(language, **more),
    )  # fmt: skip


def english_in(text: str, language: str, quoted: Iterable[str] = ()) -> list[str]:
    """What is left in English in a text that should be in another language. What is quoted in it doesn't count."""
    for part in quoted:
        text = text.replace(part, " | ")
    text = _NAMES.sub(" | ", text)
    if language == "zh":
        return re.findall(r"[A-Za-z][a-z']+(?: [A-Za-z][A-Za-z']*){2,}", text)
    return [word for word in re.findall(r"[a-z]+", text.lower()) if word in _ENGLISH]
