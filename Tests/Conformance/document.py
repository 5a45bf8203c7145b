"""docs/HTTP.md: how many cases of each section each server passed, and what one has to know to believe it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from Conformance.cases import Level, Needs
from Conformance.scores import Score
from Conformance.servers import Server

NAME = "HTTP.md"

#: What each section is about, in the order of the table.
_SECTIONS = {
    "9112 2.2": "lines and their ends",
    "9112 2.3": "versions",
    "9110 2.5": "later versions",
    "9110 15.6.6": "versions that are not spoken",
    "9112 3": "request lines, and the longest",
    "9112 3.1": "methods' grammar",
    "9112 3.2": "targets and Host",
    "9112 3.2.1": "targets: a path",
    "9112 3.2.2": "targets: a whole URI",
    "9112 3.2.3": "targets: a host and a port",
    "9112 3.2.4": "targets: *",
    "9110 4.2.1": "URIs without a host, odd ports",
    "9110 4.2.4": "URIs with a user",
    "9110 7.2": "Host",
    "9110 15.5.20": "421, for somebody else",
    "3986 2.1": "escapes",
    "3986 5.2.4": "dot segments",
    "3986 6.2.2": "escapes that mean the same",
    "9112 4": "status lines",
    "9112 5": "fields of answers",
    "9112 5.1": "fields: lines",
    "9110 5.1": "fields: names",
    "9110 5.4": "fields: how many, how long",
    "9110 5.5": "fields: values",
    "9112 5.2": "folds",
    "6585 5": "431, too large a head",
    "9112 6.1": "Transfer-Encoding",
    "9112 6.2": "Content-Length",
    "9112 6.3": "where a body ends",
    "9110 8.4": "Content-Encoding",
    "9110 8.6": "no length",
    "9110 15.5.14": "413, too large a body",
    "9112 7.1": "chunks",
    "9112 7.1.1": "chunk extensions",
    "9112 7.1.2": "trailers",
    "9110 6.5.1": "trailers that would change the request",
    "9112 8": "bodies that end early",
    "9112 9.3": "persistence",
    "9112 9.3.2": "pipelines",
    "9112 9.6": "close, and refusals that can be read",
    "9110 9.1": "methods nobody knows",
    "9110 9.3.2": "HEAD",
    "9110 9.3.7": "OPTIONS",
    "9110 9.3.8": "TRACE",
    "9110 15.5.6": "405 with Allow",
    "9110 10.1.1": "Expect",
    "9110 13.1.1": "If-Match",
    "9110 13.1.2": "If-None-Match",
    "9110 13.2.2": "conditions in order",
    "9110 14.2": "ranges",
    "9110 15": "statuses",
    "9110 15.2": "1xx before an answer",
    "9110 15.5.9": "408, too slow",
}

_INTRODUCTION = """\
# HTTP, to the letter

`make conformance` plays {requests} requests against a node, against libevent's own server and against nginx, and
{answers} answers against the node's client, and writes this file; `make test` plays them against the node as well. The
cases are tables in `Tests/Conformance/Tables`, each with its section, the bytes that are sent, the statuses that may
come and what becomes of the connection.

A case is a **MUST** if the RFC says so or its grammar does, a **SHOULD** if the RFC says that, and **CARE** where the
RFC leaves a choice or lets a server mend what careful ones refuse: line ends of LF alone, folds, control bytes in
values, a refusal that comes before the body does. So a server that fails a case of CARE breaks no rule. *Answered on*
counts the cases in which the end of a request is in doubt and what follows it was answered all the same: behind a proxy
that reads the end elsewhere, that is a smuggled request.
"""

_METHOD = """\
## How it is done

- All three have a head of 16 KiB at most, a body of 1 MiB and 30 s for a whole request or for a pause in it. They
  listen on loopback. Where an answer is due it has 10 s to come, and 60 s where the server's own limit is waited for.
  Those cases are played ten times, at ten parts of a second, and have passed if they passed each time.
- *evhttp* is `Tests/Conformance/bare_evhttp.c`: libevent's server with those limits and one callback that answers by
  path. The node stands on the same library.
- nginx is Debian's, unpacked and not installed. It hands a payment on to a second server behind it, so that it answers
  when the body is there, as the others do. `/chain` is a file.
- Left out for others: cases that need what only the node has, such as its methods by path, `OPTIONS` and refused
  payments ({routes} of them), and for evhttp those of entity tags ({tags}), which it has not. A dash says that all
  of a section were.
- Only the node looks into a payment. The others count as having read it if they say 201.
- The tables were written with the node in mind. They say what it should do, not how good nginx is, which has other
  things to do and passes on what it can.
"""


@dataclass(frozen=True)
class Result:
    """All scores of one server."""

    server: Server
    scores: Sequence[Score]


def write(folder: Path, results: Sequence[Result], client: Sequence[Score]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    cases = [score.case for score in results[0].scores]
    day = datetime.now(timezone.utc).strftime("%d %B %Y").lstrip("0")
    needs = Counter(case.needs for case in cases)
    parts = [
        _INTRODUCTION.format(requests=len(cases), answers=len(client)),
        _summary(results),
        f"Measured on {day}: {_versions(results)}.",
        *_failures("The node", results[0].scores),
        "## Requests to a server",
        _by_section(results),
        "## Answers to the client",
        "A peer answers `GET /chain` in each of these ways; the node takes its chain or says why not, and at once.",
        *_failures("The node's client", client),
        _of_client(client),
        _METHOD.format(routes=needs[Needs.ROUTES], tags=needs[Needs.TAGS]),
    ]
    (folder / NAME).write_text("\n\n".join(part.strip("\n") for part in parts) + "\n")


def _versions(results: Sequence[Result]) -> str:
    return ", ".join(f"{result.server.name} {result.server.version}" for result in results)


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]], words: int = 1) -> str:
    """The first columns are words, all others figures."""
    rule = ["---"] * words + ["--:"] * (len(headings) - words)
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in [headings, rule, *rows])


def _share(scores: Iterable[Score]) -> str:
    """How many passed, of how many that were played."""
    played = [score for score in scores if not score.was_left_out]
    passed = sum(score.passed for score in played)
    return f"{passed} of {len(played)}" if played else "–"


def _passed(scores: Sequence[Score], total: int) -> str:
    """How many passed; of how many, only if some were left out."""
    played = sum(not score.was_left_out for score in scores)
    return str(sum(score.passed for score in scores)) if played == total else _share(scores)


def _summary(results: Sequence[Result]) -> str:
    rows = [[level.value, *(_share(_at(result, level)) for result in results)] for level in Level]
    rows.append(["all", *(f"**{_share(result.scores)}**" for result in results)])
    rows.append(["answered on", *(sum(score.answered_on for score in result.scores) for result in results)])
    return _table(["passed", *(result.server.name for result in results)], rows)


def _at(result: Result, level: Level) -> list[Score]:
    return [score for score in result.scores if score.case.level is level]


def _failures(whose: str, scores: Sequence[Score]) -> list[str]:
    failed = [score for score in scores if score.complaint]
    if not failed:
        return []
    lines = [f"- {score.case.level.value} {score.case}: {score.complaint}" for score in failed]
    return [f"{whose} fails:", "\n".join(lines)]


def _in_order(scores: Iterable[Score]) -> list[str]:
    """The sections that occur; one that nothing is said about is an error."""
    occurring = {score.case.section for score in scores}
    unknown = occurring - set(_SECTIONS)
    assert not unknown, f"nothing is said about {unknown}"
    return [section for section in _SECTIONS if section in occurring]


def _link(section: str) -> str:
    rfc, number = section.split()
    return f"[RFC {rfc}, {number}](https://www.rfc-editor.org/rfc/rfc{rfc}#section-{number})"


def _by_section(results: Sequence[Result]) -> str:
    names = [result.server.name for result in results]
    rows = []
    for section in _in_order(results[0].scores):
        within = [[score for score in result.scores if score.case.section == section] for result in results]
        total = len(within[0])
        rows.append([_link(section), _SECTIONS[section], total, *(_passed(scores, total) for scores in within)])
    return _table(["section", "about", "cases", *names], rows, words=2)


def _of_client(client: Sequence[Score]) -> str:
    rows = []
    for section in _in_order(client):
        within = [score for score in client if score.case.section == section]
        rows.append([_link(section), _SECTIONS[section], len(within), _passed(within, len(within))])
    rows.append(["all", "", len(client), f"**{_passed(client, len(client))}**"])
    return _table(["section", "about", "cases", "Forgechain"], rows, words=2)
