"""Text for a terminal: nothing in it steers, and numbers have their nouns."""

from __future__ import annotations

from kg.printing import counted, printable


def test_what_steers_a_terminal_is_not_printed() -> None:
    assert printable("a\x1b[31mb\nc") == "a�[31mb c"


def test_a_number_with_its_noun() -> None:
    assert counted(1, "document") == "1 document"
    assert counted(1200, "document") == "1,200 documents"
    assert counted(0, "party", "parties") == "0 parties"
    assert counted(1, "party", "parties") == "1 party"
