"""Chains out of files as people save them: taken from any answer, in any encoding, or what is there instead is named."""

import base64
import bz2
import gzip
import json
import lzma
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from support.chains import GENESIS, block_hash, forge, forged_chain
from support.directories import contents
from support.nodes import DIFFICULTY, Node, forgechain_binary
from support.peers import chain_text, serving
from support.waiting import SOON

CHAIN = forged_chain(5)


def run(*flags: str | Path, body: bytes = b"", directory: Path) -> subprocess.CompletedProcess:
    command = [str(forgechain_binary()), "import", "--difficulty", str(DIFFICULTY), "--data-dir", str(directory)]
    return subprocess.run(
        [*command, *map(str, flags)], input=body, capture_output=True, timeout=SOON, check=False
    )


def taken(*flags: str | Path, body: bytes = b"", directory: Path) -> str:
    result = run(*flags, body=body, directory=directory)
    assert result.returncode == 0 and not result.stdout, result
    return result.stderr.decode()


def refused(*flags: str | Path, body: bytes = b"", directory: Path) -> str:
    """One line. Nothing is made for it."""
    result = run(*flags, body=body, directory=directory)
    said = result.stderr.decode()
    assert result.returncode == 1 and not result.stdout, result
    assert said.startswith("forgechain: ") and said.count("\n") == 1, said
    assert not directory.exists()
    return said


def text(value: object) -> bytes:
    return json.dumps(value).encode()


def page(blocks: list[dict], more: int | None = None) -> bytes:
    return text({"blocks": blocks, "from": blocks[0]["index"], "limit": 2, "next": more, "total": 5})


#: How chains get saved, ours and those of ports.
SHAPES: dict[str, bytes] = {
    "GET /chain": chain_text(CHAIN),
    "a resolution that kept": text({"chain": CHAIN, "message": "Our chain is authoritative", "peers": []}),
    "a resolution that replaced": text({"message": "Our chain was replaced", "new_chain": CHAIN}),
    "a bare list": text(CHAIN),
    "a page": page(CHAIN),
    "pages one behind the other": page(CHAIN[:2], 3) + page(CHAIN[2:4], 5) + b"\n" + page(CHAIN[4:]),
    "a block on each line": b"\n".join(map(text, CHAIN)) + b"\n",
    "blocks without anything between": b"".join(map(text, CHAIN)),
    "answers of GET /blocks/N": b"\n".join(text({"block": block, "hash": "0" * 64}) for block in CHAIN),
    "blockchain": text({"length": 5, "blockchain": CHAIN}),
    "another key": text({"Blocks": CHAIN, "Nodes": []}),
    "deeper inside": text({"status": "ok", "data": {"node": {"name": "x"}, "ledger": {"items": CHAIN}}}),
    "with more beside it": text({"nodes": ["http://a:1"], "chain": CHAIN, "current_transactions": [{"amount": 1}]}),
    "over many lines": json.dumps({"chain": CHAIN}, indent=4).encode(),
    "blocks by their numbers": text({str(block["index"]): block for block in CHAIN}),
    "the same in another order": text({"chain": {str(block["index"]): block for block in CHAIN[::-1]}}),
    "a list of answers": text([{"length": 5, "chain": CHAIN}]),
    "a list of lists": text([CHAIN]),
    "a shorter one first": chain_text(CHAIN[:2]) + chain_text(CHAIN) + chain_text(CHAIN[:3]),
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES.keys())
def test_a_chain_is_found_in_whatever_holds_it(directory, tmp_path, body):
    file = tmp_path / "saved"
    file.write_bytes(body)
    assert "has 5 blocks and had 1" in taken(file, directory=directory)
    assert "has 5 blocks" in taken("-", body=body, directory=tmp_path / "other")
    exported = subprocess.run(
        [forgechain_binary(), "export", "--data-dir", directory], capture_output=True, timeout=SOON, check=True
    )
    assert json.loads(exported.stdout)["chain"] == CHAIN


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "a mark": lambda t: t.encode("utf-8-sig"),
    "UTF-16 with a mark": lambda t: t.encode("utf-16"),
    "big-endian UTF-16 with a mark": lambda t: b"\xfe\xff" + t.encode("utf-16-be"),
    "UTF-16": lambda t: t.encode("utf-16-le"),
    "big-endian UTF-16": lambda t: t.encode("utf-16-be"),
    "UTF-32": lambda t: t.encode("utf-32"),
    "gzip": lambda t: gzip.compress(t.encode()),
    "gzip, stored": lambda t: gzip.compress(t.encode(), 0),
    "gzip, in two": lambda t: gzip.compress(t[:9_999].encode()) + gzip.compress(t[9_999:].encode()),
    "gzip of UTF-16": lambda t: gzip.compress(t.encode("utf-16")),
    "lines as Windows ends them": lambda t: ("\ufeff" + t + "\r\n").encode("utf-16-le"),
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_encoding_is_read_however_long_the_file_is(directory, encode):
    """Pairs of UTF-16 are cut wherever the program's pieces end."""
    payments = [{"sender": "张三 😀" * 40, "recipient": "Jürgen", "amount": n} for n in range(300)]
    chain = forge(CHAIN, payments)
    said = taken(body=encode(json.dumps({"chain": chain}, ensure_ascii=False)), directory=directory)
    assert "has 6 blocks" in said


INSTEAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the file is empty"),
    "blanks": (b"\n \n", "the file is empty"),
    "peers": (text({"nodes": ["127.0.0.1:5001"]}), "a list of peers"),
    "a status": (text({"identifier": "x", "length": 5, "tip": "0" * 64}), "an answer of GET /status"),
    "health": (text({"length": 1, "node": "x", "status": "ok"}), "an answer of GET /health"),
    "a mined block": (
        text({"message": "New Block Forged", **{key: CHAIN[1][key] for key in CHAIN[1] if key != "timestamp"}}),
        "an answer of /mine",
    ),
    "a payment": (text({"sender": "a", "recipient": "b", "amount": 5}), "this is a transaction"),
    "pending": (text({"transactions": [], "total": 0, "from": 1, "limit": 100}), "without their blocks"),
    "a summary": (text({"length": 5, "message": "x", "peers": []}), "leaves the chain out"),
    "a refusal": (text({"error": "There is nothing at /chian."}), "a node refused: There is nothing at /chian."),
    "another object": (text({"colour": "red", "size": 5}), "this has colour, size"),
    "a list of numbers": (b"[1, 2]", "block 1: it is not an object"),
    "HTML": (b"<!doctype html><title>x</title>", "HTML"),
    "a head": (b"HTTP/1.1 200 OK\r\nDate: x\r\n\r\n" + chain_text(CHAIN), "without -i"),
    "Python's print": (str({"chain": CHAIN}).encode(), "json.dumps"),
    "Python's print of a list": (str(CHAIN).encode(), "json.dumps"),
    "JavaScript's print": (b"{ chain: [ { index: 1 } ] }", "JSON.stringify"),
    "twice encoded": (text(json.dumps({"chain": CHAIN})), "encoded twice"),
    "a part of gzip": (gzip.compress(chain_text(CHAIN))[:-9], "compressed by gzip and was cut off"),
    "gzip with a wrong sum": (gzip.compress(chain_text(CHAIN))[:-8] + bytes(8), "compressed by gzip and damaged"),
    "gzip of HTML": (gzip.compress(b"<html>"), "HTML"),
    "zstd": (b"\x28\xb5\x2f\xfd123", "zstd -dc"),
    "a database": (b"SQLite format 3\0" + bytes(100), "forgechain export"),
    "payments": (b"block,timestamp,sender,recipient,amount,id\r\n2,1.5,a,b,5,\r\n", "export --csv"),
    "a table": (b"   block  made  hash\n", "forgechain export"),
    "a part": (chain_text(CHAIN)[:-40], "was cut off: it ends in the middle, at byte "),
    "a part of a list": (text(CHAIN)[:-1], "was cut off"),
    "no blocks": (b'{"chain": []}', "the chain has no blocks"),
    "a later page": (page(CHAIN[2:]), "the blocks before it are missing"),
    "a page is missing": (page(CHAIN[:2], 3) + page(CHAIN[3:]), "block 3: its index is 4"),
    "bzip2": (bz2.compress(chain_text(CHAIN)), "bzip2 -dc"),
    "xz": (lzma.compress(chain_text(CHAIN)), "xz -dc"),
    "lz4": (b"\x04\x22\x4d\x18123", "lz4 -dc"),
    "gzip twice": (gzip.compress(gzip.compress(chain_text(CHAIN))), "compressed twice"),
    "zlib": (zlib.compress(chain_text(CHAIN)), "zlib"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    "Base64": (base64.b64encode(chain_text(CHAIN)), "base64 -d"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "no text"),
    "Latin-1": (text({"chain": CHAIN})[:-1] + ', "who": "é"}'.encode("latin-1"), "not UTF-8"),
    "a script": (b"const chain = " + chain_text(CHAIN) + b";", "other text stands before the JSON: const chain = "),
    "Markdown": (b"```json\n" + chain_text(CHAIN) + b"\n```", "other text stands before the JSON: ```json"),
    "a prompt before it": (b"$ curl localhost:5000/chain\n" + chain_text(CHAIN), "other text stands before the JSON"),
    "a prompt behind it": (chain_text(CHAIN) + b"ann@host:~$ ", "there is more. Leave that out"),
    "curl's table": (b"  % Total    % Received\n" + chain_text(CHAIN), "curl -s -o FILE"),
    "curl's talk": (b"* Trying 127.0.0.1\n" + chain_text(CHAIN), "curl -s -o FILE"),
    "CSV": (b"index,timestamp,proof\n1,1.0,100\n", "a table (CSV)"),
    "YAML": (b"chain:\n- index: 1\n", "YAML"),
    "events without a name": (b"retry: 1000\n\n", "these are events"),
    "a comment": (b'{ // mine\n"chain": []}', "it has a comment, which JSON has not. Leave it out. That is at byte 2."),
    "a comma too many": (chain_text(CHAIN).rstrip()[:-1] + b",}", "comma stands before a closing bracket"),
    "Python's constants": (b'{"ok": True, ' + chain_text(CHAIN)[1:], "None, True and False are Python's"),
    "None behind it": (b'{"ok": None, ' + chain_text(CHAIN)[1:], "That is at byte 7."),
    "Ruby's print": (b'{"chain"=>[]}', "to_json"),
    "the newest first": (text(CHAIN[::-1]), "or the newest stands first"),
    "half of UTF-16": (b"\xff\xfe{", "not valid UTF-16"),
    "junk behind it": (chain_text(CHAIN) + b"]", "there is more. Leave that out"),
    "an object behind it": (chain_text(CHAIN) + b'{"x": 1}', "there is more. Leave that out"),
}


@pytest.mark.parametrize(("body", "said"), INSTEAD.values(), ids=INSTEAD.keys())
def test_what_is_there_instead_is_named(directory, body, said):
    assert said in refused("-", body=body, directory=directory)


def test_the_place_is_that_in_the_file(directory):
    """Though blocks are checked many at once, and none of what is between them."""
    good = chain_text(CHAIN)
    place = good.index(b'"proof": ', good.index(b'"index": 4')) + len('"proof": ')
    broken = good[:place] + b"0" + good[place:]
    assert f"That is at byte {place + 1}." in refused(body=broken, directory=directory)


# MARK: - What public chains look like


def article_chain(length: int) -> list[dict]:
    """As the article's text makes it: the guess leaves the hash out, and the first block names the number 1."""
    chain = [{**GENESIS, "previous_hash": 1}]
    while len(chain) < length:
        chain = forge(chain, [{"sender": "0", "recipient": "node", "amount": 1}], rules="article")
    return chain


def renamed(chain: list[dict], **names: str) -> list[dict]:
    return [{names.get(key, key): value for key, value in block.items()} for block in chain]


def test_an_address_is_no_file(directory):
    assert "curl -s http://a:1/chain | forgechain import -" in refused("http://a:1/chain", directory=directory)


PUBLIC: dict[str, tuple[bytes, str]] = {
    "by the article": (chain_text(article_chain(4)), "Import with --rules article"),
    "votes for transactions": (chain_text(renamed(CHAIN, transactions="votes")), "block 1: no transactions"),
    "camelCase": (chain_text(renamed(CHAIN, previous_hash="previousHash")), "block 1: no previous_hash"),
    "a nonce": (chain_text(renamed(CHAIN, proof="nonce")), "block 1: no proof"),
    "Go's keys": (
        text(renamed(CHAIN, index="Index", proof="Proof", previous_hash="PrevHash", transactions="Data")),
        "block 1: no index",
    ),
    "an amount that was edited": (
        chain_text(CHAIN).replace(b"4.5", b"45"), "block 4: previous_hash is not the hash of block 3"
    ),
    "floats that were printed as integers": (
        chain_text(CHAIN).replace(b'"amount": 3.0', b'"amount": 3'),
        "with 5.0 in place of 5 in amount (rewards aside): a program printed a float as an integer",
    ),
}


@pytest.mark.parametrize(("body", "said"), PUBLIC.values(), ids=PUBLIC.keys())
def test_a_chain_that_breaks_a_rule_is_told_where_and_which(directory, body, said):
    assert said in refused(body=body, directory=directory)


def test_the_article_s_chain_is_taken_by_its_rules(directory):
    assert "has 4 blocks" in taken("--rules", "article", body=chain_text(article_chain(4)), directory=directory)


def test_a_chain_is_taken_whatever_else_a_port_writes_into_blocks(directory):
    chain = [{**GENESIS, "previous_hash": 1, "mined_by": "x"}]
    while len(chain) < 3:
        chain = forge(chain, hash="0" * 64, nonce=None)
    assert "has 3 blocks" in taken(body=text({"data": chain}), directory=directory)


# MARK: - Several files


def test_of_several_files_the_best_valid_one_is_taken(directory, tmp_path):
    longest = forged_chain(9)
    longest[4]["transactions"] = [{"sender": "a", "recipient": "b", "amount": 1}]
    bodies = {
        "alice.json": chain_text(CHAIN[:3]), "bob.json": text(CHAIN), "carol.json": chain_text(longest),
        "dan.html": b"<html>", "erin.json": chain_text(CHAIN)[:99],
    }  # fmt: skip
    files = [tmp_path / name for name in [*bodies, "nobody.json"]]
    for file in files[:-1]:
        file.write_bytes(bodies[file.name])
    *wrong, last = taken(*files, directory=directory).splitlines()
    assert last == f"{directory}: the chain of {files[1]} has 5 blocks and had 1."
    assert [line.split(": ")[0] for line in wrong] == [str(file) for file in files[2:]]
    assert "carol.json: The chain is refused: block 6: previous_hash" in wrong[0]
    assert "HTML" in wrong[1] and "cut off" in wrong[2] and "cannot be read" in wrong[3]


def test_pages_may_be_in_several_files(directory, tmp_path):
    files = [tmp_path / name for name in ("1.json", "2.json", "3.json")]
    for file, body in zip(files, [page(CHAIN[:2], 3), page(CHAIN[2:4], 5), page(CHAIN[4:])]):
        file.write_bytes(body)
    assert f"the chain of {files[0]} has 5 blocks" in taken(*files, directory=directory)


def test_of_several_files_none_of_which_is_valid_each_is_told(directory, tmp_path):
    files = [tmp_path / "a", tmp_path / "b"]
    files[0].write_bytes(b"<html>")
    files[1].write_bytes(b'{"chain": []}')
    said = refused(*files, directory=directory)
    assert "No file has a valid chain." in said and "a: There is no chain: it is HTML" in said
    assert "b: The chain is refused: the chain has no blocks" in said


def test_more_files_than_can_be_told_are_too_many(directory):
    result = run(*["x"] * 65, directory=directory)
    assert result.returncode == 64 and b"at most 64" in result.stderr


# MARK: - Only judging


def test_a_dry_run_keeps_nothing(directory, tmp_path):
    said = taken("--dry-run", body=chain_text(CHAIN), directory=directory)
    assert f"valid and has 5 blocks, the newest {block_hash(CHAIN[-1])}; nothing is kept here yet." in said
    assert not directory.exists()
    taken(body=chain_text(CHAIN[:3]), directory=directory)
    before = contents(directory)
    said = taken("--dry-run", body=chain_text(CHAIN), directory=directory)
    assert "it would take the place of one of 3 blocks. Nothing was changed." in said
    result = run("--dry-run", body=chain_text(CHAIN[:2]), directory=directory)
    assert result.returncode == 1 and b"only a longer one takes its place" in result.stderr
    assert contents(directory) == before


def test_what_a_node_answers_is_imported(node: Node, start_peer, directory, tmp_path):
    """Saved as with curl, of whatever path."""
    node.register(start_peer(serving(CHAIN)).address)
    saved = {path: node.get(path).body for path in ("/nodes/resolve", "/chain", "/blocks", "/nodes/resolve")}
    for number, body in enumerate(saved.values()):
        assert "has 5 blocks" in taken(body=body, directory=tmp_path / str(number))
    others = {"/status": "GET /status", "/health": "GET /health", "/nodes": "a list of peers", "/": "HTML"}
    for path, said in others.items():
        assert said in refused(body=node.get(path).body, directory=directory)
