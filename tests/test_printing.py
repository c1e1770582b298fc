"""Text for a terminal: nothing in it steers, and numbers have their nouns."""

from __future__ import annotations

from kg.printing import as_text, bare, counted, guarded, printable, unsteering


def test_what_steers_a_terminal_is_not_printed() -> None:
    assert printable("a\x1b[31mb\nc") == "a�[31mb c"


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    for letter in ("\x07", "\x1b", "\x7f", "\x9b", "\x9d", "\u202e", "\u2066", "\u200f", "\ud800"):
        assert printable(f"a{letter}b") == "a�b"
    assert printable("a\x1b]52;c;ZXZpbA==\x07b") == "a�]52;c;ZXZpbA==�b"
    assert printable("ends\u2028of\x85lines") == "ends of lines"


def test_blocks_keep_their_lines_and_lose_what_steers() -> None:
    text = "a,é\tb\r\nc\x1b[2J\x9b2J\u202e\rd\n"
    whole = text.encode()
    for size in (1, 2, 3, 100):
        blocks = [whole[at : at + size] for at in range(0, len(whole), size)]
        found = b"".join(unsteering(blocks)).decode()
        assert found == "a,é\tb\r\nc�[2J�2J��d\n"
    assert b"".join(unsteering([b"\xff\xfe", b"a\xc3"])).decode() == "��a�"


def test_a_cell_is_text_for_a_spreadsheet() -> None:
    assert as_text("=1+1") == "'=1+1"
    assert as_text("a; =1") == "a; '=1"
    assert as_text("-12.5") == "-12.5"
    assert bare(guarded("=1")) == "=1"


def test_a_number_with_its_noun() -> None:
    assert counted(1, "document") == "1 document"
    assert counted(1200, "document") == "1,200 documents"
    assert counted(0, "party", "parties") == "0 parties"
    assert counted(1, "party", "parties") == "1 party"
