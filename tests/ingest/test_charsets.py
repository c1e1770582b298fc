from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest.articles import Refused
from kg.ingest.charsets import decode

WORDS = "Orbán said “no”"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (WORDS.encode(), None),
        (WORDS.encode("utf-8-sig"), "latin-1"),
        (WORDS.encode("utf-16"), None),
        (WORDS.encode("utf-32"), None),
        (WORDS.encode("cp1252"), "iso-8859-1"),
        (WORDS.encode("cp1252"), None),
        (WORDS.encode("cp1252"), "utf-8"),
        (WORDS.encode(), "no-such-charset"),
        (WORDS.encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_what_is_said_of_the_charset_is_used_if_it_is_true(
    content: bytes, charset: str | None
) -> None:
    assert decode(content, charset) == WORDS


@pytest.mark.parametrize(
    "declaration", ['<meta charset="windows-1250">', "<?xml encoding='windows-1250'?>"]
)
def test_the_document_declares_it(declaration: str) -> None:
    assert decode(declaration.encode() + "Tůma".encode("cp1250")).endswith("Tůma")


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "utf-16-be"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_charset_of_two_bytes_is_not_believed_of_letters_of_one(charset: str, end: str) -> None:
    for told in (f'<meta charset="{charset}">', f"<?xml encoding='{charset}'?>"):
        assert decode(f"{told}{WORDS}{end}".encode()) == f"{told}{WORDS}{end}"
    assert decode(f"{WORDS}{end}".encode(), charset) == f"{WORDS}{end}"


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_letters_of_two_bytes_are_known_without_a_mark(charset: str) -> None:
    text = f'<?xml version="1.0" encoding="utf-16"?><p>{WORDS}</p>'
    assert decode(text.encode(charset)) == text
    assert decode(text.encode(charset), "utf-8") == text


@pytest.mark.parametrize("charset", [None, "utf-8"])
def test_a_broken_letter_does_not_spoil_the_others(charset: str | None) -> None:
    cut = WORDS.encode() + "é".encode()[:1]
    assert decode(cut, charset) == f"{WORDS}\ufffd"
    patched = b"caf\xe9: " + WORDS.encode()
    assert decode(patched, charset) == f"caf\ufffd: {WORDS}"
    assert decode(b"caf\xe9 \x93no\x94", charset) == "café “no”"
    assert decode("caf\ufffd".encode(), charset) == "caf\ufffd"


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "idna", "zlib", "rot13", "\x00"])
def test_charsets_that_hide_things_are_not_used(charset: str) -> None:
    assert decode(b"+ADw-script\\x41", charset) == "+ADw-script\\x41"


def test_no_text() -> None:
    with pytest.raises(Refused, match="NUL"):
        decode(b"\x89PNG\x00\x00")


@given(st.binary(max_size=200), st.none() | st.text(max_size=12))
def test_any_bytes_are_text_or_refused(content: bytes, charset: str | None) -> None:
    with contextlib.suppress(Refused):
        decode(content, charset)


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_utf_8_is_read_as_written(text: str) -> None:
    if "=" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode()) == text
