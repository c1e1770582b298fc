from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.rdf.terms import PREFIXES, ST
from kg.store.postings import fault_of_words
from kg.store.words import WordsIndex, added_to, place
from kg.store.words_writing import change, write

WORDS = ("We must talk to them, now.", "Sanctions work: they stay.", "Über den Frieden reden")


def evidence(number: int) -> NamedNode:
    return NamedNode(f"{PREFIXES['evidence']}one-{number}")


def quoted(number: int, words: str) -> Quad:
    return Quad(evidence(number), ST.quote, Literal(words, language="en"), DefaultGraph())


@pytest.fixture
def store() -> Store:
    made = Store()
    made.extend(quoted(number, words) for number, words in enumerate(WORDS))
    made.add(quoted(0, "A second text of the same evidence"))
    return made


@pytest.fixture
def folder(tmp_path: Path, store: Store) -> Path:
    made = tmp_path / "db-000000000000"
    assert write(store, made, "now")
    return made


def test_an_index_that_finds_all_is_sound(store: Store, folder: Path) -> None:
    assert fault_of_words(store, folder, "now") is None


def test_texts_too_short_for_the_index_are_no_fault(store: Store, tmp_path: Path) -> None:
    store.add(quoted(7, "No"))
    write(store, tmp_path / "db-000000000001", "now")
    assert fault_of_words(store, tmp_path / "db-000000000001", "now") is None


def test_an_index_that_is_not_there_is_told(store: Store, folder: Path) -> None:
    place(folder).unlink()
    assert "not there" in str(fault_of_words(store, folder, "now"))


def test_an_index_of_another_state_is_told(store: Store, folder: Path) -> None:
    assert "another state" in str(fault_of_words(store, folder, "later"))


def test_a_text_that_is_not_found_is_told(store: Store, folder: Path) -> None:
    store.add(quoted(8, "We must talk"))
    assert fault_of_words(store, folder, "now") == "does not find 1 of 5 texts by their words"


def test_words_that_are_found_as_those_of_other_evidence_are_told(
    store: Store, folder: Path
) -> None:
    store.remove(quoted(2, WORDS[2]))
    store.add(quoted(1, WORDS[2]))
    assert fault_of_words(store, folder, "now") == "does not find 1 of 4 texts by their words"


def test_what_a_change_added_counts(store: Store, folder: Path) -> None:
    store.add(quoted(8, "Talks about talks"))
    change(folder, [(evidence(8), "Talks about talks")], was="now", now="later")
    assert fault_of_words(store, folder, "later") is None
    was, now, words = json.loads(added_to(place(folder)).read_text())
    words[evidence(8).value] = "talks about tales"
    added_to(place(folder)).write_text(json.dumps([was, now, words]) + "\n")
    assert "does not find 1" in str(fault_of_words(store, folder, "later"))


def test_a_flip_is_told_or_nothing_is_lost(store: Store, folder: Path) -> None:
    path, random_ = place(folder), random.Random(7)
    whole, told = path.read_bytes(), 0
    # Most of so small a file is room for more.
    used = [at for at, byte in enumerate(whole) if byte]
    searches = ["talk", "sanctions", "frieden", "second text"]
    right = {words: found(folder, words) for words in searches}
    for _ in range(150):
        at, change_ = random_.choice(used), random_.randrange(1, 256)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ change_]) + whole[at + 1 :])
        if fault_of_words(store, folder, "now"):
            told += 1
        else:
            lost = [words for words in searches if not right[words] <= found(folder, words)]
            assert lost == [], f"byte {at} ^ {change_}"
    assert told > 75


def found(folder: Path, words: str) -> set[str]:
    """What a search is narrowed to; all, where there is no index to narrow it."""
    index = WordsIndex.open(folder, "now")
    nodes = index.find(words) if index else None
    if index:
        index.close()
    every = {evidence(number).value for number in range(len(WORDS))}
    return every if nodes is None else {node.value for node in nodes}


def test_lost_letters_are_told(store: Store, folder: Path) -> None:
    """As a flip in a list of rows leaves them: a file that is whole, and lacks a row."""
    other = Store()
    other.extend(quoted(number, words) for number, words in enumerate(WORDS))
    write(other, folder, "now")
    with sqlite3.connect(place(folder)) as index:
        assert index.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    index.close()
    assert fault_of_words(store, folder, "now") == "does not find 1 of 4 texts by their words"
