"""A node as the tutorial "Learn Blockchains by Building One" builds it, to share a chain with Forgechain.

Its rules are the measure of the interop suite, and its functions are the oracle of the others, so it does
what the tutorial's program does and no more: peers are asked one after another, callers wait, nothing
is locked, kept on disk or checked beyond hashes and proofs. Those weaknesses stay: they are what a real
tutorial node shows its peers.

The article was published without the last hash in a guess, and many nodes were typed from its text; `--rules article`
makes one of those.

    python tutorial_node.py -p 5001
"""

import argparse
import hashlib
import json
import time
import uuid
from urllib.parse import urlparse

import requests
from flask import Flask, jsonify, request
from werkzeug.serving import make_server


def block_hash(block: dict) -> str:
    """The SHA-256, in hex, of the text CPython prints for the block with its keys in order."""
    return hashlib.sha256(json.dumps(block, sort_keys=True).encode()).hexdigest()


def is_proof(last_proof: int, proof: int, last_hash: str, difficulty: int, rules: str = "tutorial") -> bool:
    """Whether the two proofs and the hash, written one after another, hash to enough zeros."""
    guess = f"{last_proof}{proof}{last_hash if rules == 'tutorial' else ''}".encode()
    return hashlib.sha256(guess).hexdigest().startswith("0" * difficulty)


def find_proof(last_block: dict, difficulty: int, first: int = 0, rules: str = "tutorial") -> int:
    """The smallest proof, from `first` on, that may follow the block."""
    last_proof, last_hash, proof = last_block["proof"], block_hash(last_block), first
    while not is_proof(last_proof, proof, last_hash, difficulty, rules):
        proof += 1
    return proof


def is_valid_chain(chain: list, difficulty: int, rules: str = "tutorial") -> bool:
    """Whether every block except the first names the hash of the previous block and has a valid proof."""
    for last_block, block in zip(chain, chain[1:]):
        last_hash = block_hash(last_block)
        if block["previous_hash"] != last_hash:
            return False
        if not is_proof(last_block["proof"], block["proof"], last_hash, difficulty, rules):
            return False
    return True


class Blockchain:
    """The chain, what waits to be mined, and the neighbours."""

    def __init__(self, difficulty: int, rules: str = "tutorial") -> None:
        self.difficulty = difficulty
        self.rules = rules
        self.chain: list[dict] = []
        self.pending: list[dict] = []
        self.nodes: set[str] = set()
        self.new_block(proof=100, previous_hash="1")

    def new_block(self, proof: int, previous_hash: str) -> dict:
        block = {
            "index": len(self.chain) + 1,
            "timestamp": time.time(),
            "transactions": self.pending,
            "proof": proof,
            "previous_hash": previous_hash,
        }
        self.pending = []
        self.chain.append(block)
        return block

    def new_transaction(self, sender, recipient, amount) -> int:
        self.pending.append({"sender": sender, "recipient": recipient, "amount": amount})
        return self.chain[-1]["index"] + 1

    def register_node(self, address: str) -> None:
        parts = urlparse(address)
        if not (parts.netloc or parts.path):
            raise ValueError(f"no address: {address!r}")
        self.nodes.add(parts.netloc or parts.path)

    def resolve_conflicts(self) -> bool:
        """Take the longest valid chain of the neighbours if it is longer than ours."""
        longest = None
        length = len(self.chain)
        for node in self.nodes:
            answer = requests.get(f"http://{node}/chain")
            if answer.status_code == 200:
                theirs = answer.json()
                if theirs["length"] > length and is_valid_chain(
                    theirs["chain"], self.difficulty, self.rules
                ):
                    longest, length = theirs["chain"], theirs["length"]
        if longest is None:
            return False
        self.chain = longest
        return True


def make_app(blockchain: Blockchain, node_id: str) -> Flask:
    app = Flask(__name__)

    @app.get("/mine")
    def mine():
        last_block = blockchain.chain[-1]
        proof = find_proof(last_block, blockchain.difficulty, rules=blockchain.rules)
        blockchain.new_transaction(sender="0", recipient=node_id, amount=1)
        block = blockchain.new_block(proof, block_hash(last_block))
        told = {key: block[key] for key in ("index", "transactions", "proof", "previous_hash")}
        return jsonify({"message": "New Block Forged", **told}), 200

    @app.post("/transactions/new")
    def new_transaction():
        values = request.get_json()
        if not all(key in values for key in ("sender", "recipient", "amount")):
            return "Missing values", 400
        index = blockchain.new_transaction(values["sender"], values["recipient"], values["amount"])
        return jsonify({"message": f"Transaction will be added to Block {index}"}), 201

    @app.get("/chain")
    def chain():
        return jsonify({"chain": blockchain.chain, "length": len(blockchain.chain)}), 200

    @app.post("/nodes/register")
    def register():
        nodes = request.get_json().get("nodes")
        if nodes is None:
            return "Error: Please supply a valid list of nodes", 400
        for node in nodes:
            blockchain.register_node(node)
        answer = {"message": "New nodes have been added", "total_nodes": list(blockchain.nodes)}
        return jsonify(answer), 201

    @app.get("/nodes/resolve")
    def resolve():
        if blockchain.resolve_conflicts():
            return jsonify({"message": "Our chain was replaced", "new_chain": blockchain.chain}), 200
        return jsonify({"message": "Our chain is authoritative", "chain": blockchain.chain}), 200

    return app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-p", "--port", type=int, default=5000, help="0 lets the system pick one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--difficulty", type=int, default=4, help="zeros a proof needs, in hex")
    parser.add_argument("--rules", choices=["tutorial", "article"], default="tutorial", help="what a guess is")
    flags = parser.parse_args()

    node_id = uuid.uuid4().hex
    app = make_app(Blockchain(flags.difficulty, flags.rules), node_id)
    server = make_server(flags.host, flags.port, app, threaded=True)
    print(f"Tutorial node {node_id} listens on http://{flags.host}:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
