"""All cases."""

from Conformance.Tables import (
    answer_bodies, answer_heads, codings, conditions, connections, fields, hosts, lengths, methods, patience,
    request_lines, targets,
)  # fmt: skip
from Conformance.answers import AnswerCase
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

#: Seconds after which each of those begins anew. A server that looks at its clock once a second may treat a client that
#: came just before it looked in another way than all others, so a case has passed if it passed each time.
PHASES = tuple(n / 10 for n in range(10))

#: The client's.
ANSWERS: list[AnswerCase] = [*answer_heads.CASES, *answer_bodies.CASES]
