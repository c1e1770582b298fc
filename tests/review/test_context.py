from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.errors import InputError
from kg.model.documents import Span
from kg.review.context import AROUND, Excerpt, Texts, find_texts


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def around(text: str, start: int, end: int) -> Excerpt | None:
    return Texts({"of it": text}).around(Span(start, end, "of it"))


def test_the_words_stand_in_their_paragraph_alone() -> None:
    assert around("One.\nTwo three four.\nFive.", 9, 14) == Excerpt("Two ", "three", " four.")
    assert around("Two three", 4, 9) == Excerpt("Two ", "three", "")


def test_a_long_paragraph_is_cut_between_words() -> None:
    found = around("word " * 400 + "HERE " + "word " * 400, 2000, 2004)
    assert found is not None
    assert found.words == "HERE"
    assert found.before.startswith("… word ")
    assert found.after.endswith("word …")
    assert len(found.before) <= AROUND + 2


def test_a_span_beyond_the_text_shows_nothing() -> None:
    assert around("Here it is", 5, 99) is None
    assert around("Here it is", 5, 5) is None
    assert Texts().around(Span(0, 1, "of it")) is None


def test_texts_are_found_by_what_they_hold_and_not_by_their_names(tmp_path: Path) -> None:
    text = "Äpfel sind gesund.\n"
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "whatever.txt").write_bytes(text.encode())
    (tmp_path / "other.txt").write_text("Something else.", encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(b"\xff\xfe\x00")
    texts = find_texts([], [tmp_path], {hash_of(text)})
    assert texts.around(Span(0, 5, hash_of(text))) == Excerpt("", "Äpfel", " sind gesund.")
    assert texts.around(Span(0, 5, hash_of("Something else."))) is None


def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfHere it is.")
    wanted = hash_of("Here it is.")
    found = find_texts([tmp_path / "a.txt"], [], {wanted}).around(Span(0, 4, wanted))
    assert found == Excerpt("", "Here", " it is.")


@pytest.mark.parametrize("asked", [(["none"], []), ([], ["none"]), (["https://x.example"], [])])
def test_what_is_not_there_is_told(tmp_path: Path, asked: tuple[list[str], list[str]]) -> None:
    files, folders = ([tmp_path / name for name in names] for names in asked)
    with pytest.raises(InputError, match="there is no such"):
        find_texts(files, folders, set())


_TEXT = some.text(some.characters(exclude_categories=["Cs"]))


@given(_TEXT, some.text(min_size=1, max_size=9), _TEXT)
def test_the_words_are_those_of_the_span(before: str, words: str, after: str) -> None:
    found = around(before + words + after, len(before), len(before) + len(words))
    assert found is not None
    assert found.words == words
