"""Texts as machines leave them, and as people read them."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest.articles import Article, to_article
from kg.ingest.characters import put_right, readable
from kg.seeds.plausibility import CONTROL


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("We don\x92t. \x93No\x94 \x96 said\x85", "We don’t. “No” – said…"),
        ("a\x81b\x8dc\x8fd\x90e\x9df", "a b c d e f"),
        ("a\x0bb\x0cc\x1cd\x1ee\x1ff\x7fg", "a b c d e f g"),
        ("a\tb\r\nc\u2028d", "a\tb\r\nc\u2028d"),
        ("Orba\u0301n", "Orb\u00e1n"),
        ("Bo\xadris Fic\u200btionov", "Boris Fictionov"),
        ("\u202bAnna\u202c \u2066Examplova\u2069\u200f", "Anna Examplova"),
        ("e\u200b\u0301", "\u00e9"),
        ("\u0639\u0644\u06cc\u200c\u0627\u06a9", "\u0639\u0644\u06cc\u200c\u0627\u06a9"),
        ("\U0001f468\u200d\U0001f469 An\u200dna\u200c", "\U0001f468\u200d\U0001f469 Anna"),
        ("a\ufffeb\ufdd0c", "a b c"),
        ("plain", "plain"),
    ],
)
def test_what_people_read(told: str, read: str) -> None:
    assert readable(told) == read


@given(st.text())
def test_nothing_that_the_seeds_refuse_is_left(text: str) -> None:
    assert CONTROL.sub("", readable(text).replace("\r", "")) == readable(text).replace("\r", "")


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Z"])))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert readable(text) == put_right(text) == text


def test_no_mark_that_is_put_in_order_is_part_of_a_word() -> None:
    """Else the cut between stacked marks would part letters from their own."""
    marks = (chr(code) for code in range(0x110000) if unicodedata.combining(chr(code)))
    assert not [mark for mark in marks if mark.isalnum() or mark.isspace()]


def test_marks_without_end_are_read_soon() -> None:
    # To put them all in order would take days.
    code = (
        "from kg.ingest.characters import readable\n"
        "text = 'e' + '\\u0301\\u0316' * 1_000_000 + ' e\\u0301'\n"
        "assert readable(text) == text[:-2] + '\\u00e9'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_an_article_and_its_outlet_are_readable() -> None:
    found = to_article("a", "Orba\u0301n don\x92t", outlet=" Libe\u0301ration\n\u200bDaily ")
    assert found == Article("a", "Orb\u00e1n don’t", outlet="Lib\u00e9ration Daily")
    assert to_article("a", "x", outlet="\u200b") == Article("a", "x")
