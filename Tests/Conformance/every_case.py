"""All cases."""

from Conformance.Tables import (
    codings, conditions, connections, fields, hosts, lengths, methods, patience, request_lines, targets,
)  # fmt: skip
from Conformance.cases import Case

#: What can be played one after the other.
QUICK: list[Case] = [
    *request_lines.CASES,
    *targets.CASES,
    *hosts.CASES,
    *fields.CASES,
    *lengths.CASES,
    *codings.CASES,
    *connections.CASES,
    *methods.CASES,
    *conditions.CASES,
]

#: What waits for a limit of the server, and is played side by side.
SLOW: list[Case] = patience.CASES
