"""docs/REASONS.md, and what it says of the languages."""

import pytest

from Documentation.reasons import DOCUMENT, document
from support.statements import value_names, words_of


def test_the_table_of_reasons_is_that_of_the_program(shared_node):
    assert DOCUMENT.read_text() == document(words_of(shared_node, "en")), "make reasons writes it"


@pytest.mark.parametrize("language", ["es", "zh"])
def test_each_reason_has_the_same_values_in_each_language(shared_node, language: str):
    english, other = words_of(shared_node, "en"), words_of(shared_node, language)
    assert list(other) == list(english)
    for reason, text in english.items():
        assert set(value_names(other[reason])) == set(value_names(text)), reason
