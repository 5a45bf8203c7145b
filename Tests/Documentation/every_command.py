"""Every command in the documents, typed in order in a sandbox: it answers what the document shows.

Run by `make test-docs`; it takes a release build of the program, as readers make it.
"""

import pytest

from Documentation.documents import Document, documents
from Documentation.running import Reader, sandbox


@pytest.mark.limit(600)
@pytest.mark.parametrize("document", [one for one in documents() if one.blocks()], ids=lambda one: one.name)
def test_every_command_answers_what_is_shown(document: Document) -> None:
    with sandbox(document) as machine:
        reader = Reader(machine)
        for block in document.blocks():
            difference = reader.follow(block)
            assert difference is None, f"{document.name}:{block.line}\n{block.text}\n{difference}"
        difference = reader.finish()
        assert difference is None, f"{document.name}\n{difference}"
