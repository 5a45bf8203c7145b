"""What CPython makes of JSON texts, one after the other.

A question is a text behind its length, in four bytes, the lowest first. An answer is a byte, 1 if the text is taken,
and, behind its length, the canonical text.
"""

import pathlib
import sys

# Leave no files in the source folder.
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "ChainTests" / "Oracle"))

from reference import canonical, parse


def main():
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while length := questions.read(4):
        text = questions.read(int.from_bytes(length, "little"))
        try:
            taken, answer = 1, canonical(parse(text))
        except ValueError:
            taken, answer = 0, b""
        answers.write(bytes([taken]) + len(answer).to_bytes(4, "little") + answer)
        answers.flush()


main()
