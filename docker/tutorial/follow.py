"""Tells a tutorial node who its neighbours are, and to resolve every few seconds: it never does so by itself.

    python follow.py http://tutorial:5000 5 http://ledger1:5000 http://ledger2:5000
"""

import json
import sys
import time
import urllib.request

#: Seconds that an answer may take: the node fetches and checks whole chains for it.
PATIENCE = 60


def ask(url: str, value: object = None) -> dict:
    """The node's answer. With a value, it is posted."""
    body = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def follow(node: str, seconds: float, neighbours: list[str]) -> None:
    """Goes on until it is ended. A node that was started again has forgotten its neighbours, so they are told each time."""
    said = ""
    while True:
        try:
            ask(f"{node}/nodes/register", {"nodes": neighbours})
            answer = ask(f"{node}/nodes/resolve")
            chain = answer.get("new_chain") or answer["chain"]
            news = f"{answer['message']}: {len(chain)} blocks"
        except (OSError, ValueError) as error:
            news = f"no answer: {error}"
        if news != said:
            print(news, flush=True)
            said = news
        time.sleep(seconds)


if __name__ == "__main__":
    follow(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
