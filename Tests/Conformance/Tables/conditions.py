"""RFC 9110, section 13: answers that depend on what the client has."""

from Conformance.cases import (
    HOST, TAG, Case, Expected, Level, Needs, Table, Then, head, several, taken, with_check,
)  # fmt: skip
from support.wire import Answer

MUST, SHOULD, CARE = Level.MUST, Level.SHOULD, Level.CARE

_CHAIN = b"GET /chain HTTP/1.1"


def _chain(*fields: bytes, line: bytes = _CHAIN) -> bytes:
    return head(line, HOST, *fields)


def _none(tags: bytes) -> bytes:
    return _chain(b"If-None-Match: " + tags)


def _some(tags: bytes) -> bytes:
    return _chain(b"If-Match: " + tags)


def _has_no_body(answers: list[Answer]) -> None:
    assert answers[0].body == b"", "a body"
    assert answers[0].header("ETag"), f"no ETag: {answers[0].headers}"


def _tagged(section: str, level: Level, table: Table, status: Expected = 200, **changes) -> list[Case]:
    return taken(section, level, table, status, needs=Needs.TAGS, **changes)


CASES: list[Case] = [
    *with_check(_has_no_body, _tagged("9110 13.1.2", MUST, {
        "the tag": _none(TAG),
        "the tag, weak": _none(b"W/" + TAG),
        "the tag at a list's end": _none(b'"x", ' + TAG),
        "the tag at a list's start": _none(TAG + b', "x"'),
        "the tag in a list without spaces": _none(b'"x",' + TAG + b',"y"'),
        "the tag after an empty element": _none(b", " + TAG),
        "the tag in a second field": _chain(b'If-None-Match: "x"', b"If-None-Match: " + TAG),
        "a tag with a comma, and the tag": _none(b'"x,y", ' + TAG),
        "any tag": _none(b"*"),
    }, 304)),
    *_tagged("9110 13.1.2", MUST, {"the tag, to HEAD": _chain(b"If-None-Match: " + TAG, line=b"HEAD /chain HTTP/1.1")},
             304),
    *_tagged("9110 13.1.2", MUST, {
        "another tag": _none(b'"x"'),
        "another tag, weak": _none(b'W/"x"'),
        "other tags": _none(b'"x", "y"'),
        "the tag as a part of another": _none(b'"x' + TAG.strip(b'"') + b'"'),
    }),
    *_tagged("9110 13.1.1", MUST, {
        "the tag must match, and does": _some(TAG),
        "the tag in a list must match, and does": _some(b'"x", ' + TAG),
        "any tag must match": _some(b"*"),
    }),
    *_tagged("9110 13.1.1", MUST, {
        "another tag must match": _some(b'"x"'),
        "other tags must match": _some(b'"x", "y"'),
        "the tag must match, but is weak": _some(b"W/" + TAG),
    }, 412, then=Then.EITHER),
    *_tagged("9110 13.1.1", MUST, {
        "another tag must match, to HEAD": _chain(b'If-Match: "x"', line=b"HEAD /chain HTTP/1.1"),
    }, 412, then=Then.EITHER),
    *_tagged("9110 13.2.2", MUST, {
        "If-Match before If-None-Match": _chain(b'If-Match: "x"', b"If-None-Match: " + TAG),
    }, 412, then=Then.EITHER),
    *_tagged("9110 13.2.2", MUST, {
        "If-Match and If-None-Match": _chain(b"If-Match: " + TAG, b"If-None-Match: " + TAG),
        "If-None-Match and not a later date":
            _chain(b"If-None-Match: " + TAG, b"If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT"),
    }, 304),
    *_tagged("9110 13.2.2", MUST, {
        "If-None-Match and not an earlier date":
            _chain(b'If-None-Match: "x"', b"If-Modified-Since: Fri, 31 Dec 2999 23:59:59 GMT"),
        "a date that is none": _chain(b"If-Modified-Since: yesterday"),
        "a date for If-Unmodified-Since that is none": _chain(b"If-Unmodified-Since: yesterday"),
    }),
    *_tagged("9110 14.2", MUST, {
        "ranges of nobody's unit": _chain(b"Range: blocks=1-2"),
        "a range if another tag matches": _chain(b"Range: bytes=0-1", b'If-Range: "x"'),
    }),
    *_tagged("9110 14.2", CARE, {"a range that is none": _chain(b"Range: bytes=x")}, (200, 416)),
    *_tagged("9110 13.1.1", SHOULD, {"it goes on after 412": _some(b'"x"')}, 412),
    *several("9110 13.1.2", MUST, {
        "a request behind an answer without a body": (_none(TAG) + _none(b'"x"'), (304, 200)),
    }, needs=Needs.TAGS),
]  # fmt: skip
