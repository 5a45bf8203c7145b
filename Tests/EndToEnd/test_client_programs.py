"""Programs that people write clients with, as they use them: taken, or told what they have sent."""

import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from support.nodes import Node
from support.waiting import SOON

PAYMENT = {"sender": "ann", "recipient": "bob", "amount": 5}
TEXT = json.dumps(PAYMENT)
TAKEN = "Transaction will be added to Block"

NODE_JS = """
const [base, how] = process.argv.slice(1);
const payment = { sender: "ann", recipient: "bob", amount: 5 };
const bodies = {
  json: { body: JSON.stringify(payment), headers: { "Content-Type": "application/json" } },
  text: { body: JSON.stringify(payment) },
  object: { body: payment },
  form: { body: new URLSearchParams(payment) },
  multipart: { body: Object.entries(payment).reduce((form, [k, v]) => (form.append(k, v), form), new FormData()) },
  blob: { body: new Blob([JSON.stringify(payment)]) },
  stream: { body: new Blob([JSON.stringify(payment)]).stream(), duplex: "half" },
};
const answer = await fetch(base + "/transactions/new", { method: "POST", ...bodies[how] });
console.log(answer.status, await answer.text());
"""


def program(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True, timeout=SOON, check=False)
    return result.stdout + result.stderr


def with_requests(node: Node, **body) -> str:
    with requests.Session() as session:
        answer = session.post(f"http://{node.address}/transactions/new", **body)
        # The connection is of use after a refusal as well.
        assert session.get(f"http://{node.address}/health").status_code == 200
        return answer.text


def with_urllib(node: Node, body: bytes) -> str:
    try:
        return urllib.request.urlopen(f"http://{node.address}/transactions/new", body, SOON).read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.read().decode()


def with_fetch(node: Node, how: str) -> str:
    return program("node", "--input-type=module", "--eval", NODE_JS, f"http://{node.address}", how)


def with_curl(node: Node, *words: str) -> str:
    return program("curl", "-s", f"http://{node.address}/transactions/new", *words)


def with_head(node: Node, body: bytes, *headers: tuple[str, str]) -> str:
    """A program that isn't here, by what it sends."""
    return node.request("POST", "/transactions/new", body, headers).body.decode()


AXIOS = [("Accept", "application/json, text/plain, */*"), ("User-Agent", "axios/1.7.2")]
POWERSHELL = [("User-Agent", "Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1.22621.1")]
POSTMAN = [("User-Agent", "PostmanRuntime/7.39.0"), ("Postman-Token", "00000000-0000-4000-8000-000000000000")]
FORM = ("Content-Type", "application/x-www-form-urlencoded")
JSON = ("Content-Type", "application/json")

#: As each is used, and a part of what it must be told.
PROGRAMS: dict[str, tuple[Callable[[Node], str], str]] = {
    "requests, json": (lambda node: with_requests(node, json=PAYMENT), TAKEN),
    "requests, text": (lambda node: with_requests(node, data=TEXT), TAKEN),
    "requests, generator": (lambda node: with_requests(node, data=iter([TEXT.encode()])), TAKEN),
    "requests, dict as data": (lambda node: with_requests(node, data=PAYMENT), "json=..."),
    "requests, dict as text": (lambda node: with_requests(node, data=str(PAYMENT)), "json.dumps"),
    "requests, text as json": (lambda node: with_requests(node, json=TEXT), "encoded twice"),
    "requests, files": (lambda node: with_requests(node, files={"payment": TEXT}), "multipart/form-data"),
    "urllib, text": (lambda node: with_urllib(node, TEXT.encode()), TAKEN),
    "urllib, form": (lambda node: with_urllib(node, urllib.parse.urlencode(PAYMENT).encode()), "it is a form"),
    "fetch, json": (lambda node: with_fetch(node, "json"), TAKEN),
    "fetch, text": (lambda node: with_fetch(node, "text"), TAKEN),
    "fetch, blob": (lambda node: with_fetch(node, "blob"), TAKEN),
    "fetch, stream": (lambda node: with_fetch(node, "stream"), TAKEN),
    "fetch, object": (lambda node: with_fetch(node, "object"), "JSON.stringify"),
    "fetch, form": (lambda node: with_fetch(node, "form"), "it is a form"),
    "fetch, FormData": (lambda node: with_fetch(node, "multipart"), "multipart/form-data"),
    "curl, json": (lambda node: with_curl(node, "--json", TEXT), TAKEN),
    "curl, form": (lambda node: with_curl(node, "-F", "sender=ann"), "in place of -F"),
    "axios, object": (lambda node: with_head(node, TEXT.encode(), *AXIOS, JSON), TAKEN),
    "axios, params": (
        lambda node: with_head(node, b"sender=ann&recipient=bob&amount=5", *AXIOS, FORM), "it is a form"
    ),
    "axios, no body": (lambda node: with_head(node, b"", *AXIOS, FORM), "it is empty"),
    "PowerShell, ConvertTo-Json": (lambda node: with_head(node, TEXT.encode(), *POWERSHELL, FORM), TAKEN),
    "PowerShell, a table": (
        lambda node: with_head(node, b"amount=5&sender=ann&recipient=bob", *POWERSHELL, FORM), "it is a form"
    ),
    "PowerShell 5.1, umlauts": (
        lambda node: with_head(node, TEXT.replace("ann", "Jürgen").encode("latin-1"), *POWERSHELL, JSON),
        "not UTF-8",
    ),
    "Postman, raw": (lambda node: with_head(node, json.dumps(PAYMENT, indent=4).encode(), *POSTMAN, JSON), TAKEN),
    "Postman, raw, as text": (
        lambda node: with_head(node, TEXT.encode(), *POSTMAN, ("Content-Type", "text/plain")), TAKEN
    ),
    "Postman, form-data": (
        lambda node: with_head(
            node, b'----------------------------1\r\nContent-Disposition: form-data; name="sender"\r\n\r\nann\r\n'
            b"----------------------------1--\r\n", *POSTMAN, ("Content-Type", "multipart/form-data; boundary=x"),
        ),
        "in Postman choose Body, raw, JSON",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("send", "said"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_what_it_sends_is_taken_or_told(shared_node, send, said):
    shared_node.mine()
    assert said in send(shared_node)
    assert shared_node.mined_payments() == ([PAYMENT] if said == TAKEN else [])


#: How PowerShell 5.1, its successors and the editors of Windows save what is printed.
ENCODINGS = ["utf-16", "utf-8-sig", "utf-8", "utf-16-le"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_of_powershell_s_is_sent_by_curl(shared_node, tmp_path: Path, encoding):
    """`-d` reads a file up to its first zero, which UTF-16 is full of."""
    shared_node.mine()
    file = tmp_path / "payment.json"
    file.write_bytes((TEXT + "\r\n").encode(encoding))
    assert TAKEN in with_curl(shared_node, "--data-binary", f"@{file}")
    said = with_curl(shared_node, "-d", f"@{file}")
    assert ("--data-binary" if "16" in encoding else TAKEN) in said, said
    assert shared_node.mined_payments() == [PAYMENT] * (1 if "16" in encoding else 2)
