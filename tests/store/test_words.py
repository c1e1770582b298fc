from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from kg.errors import StoreUnusable
from kg.queries import indexed
from kg.queries.binding import bind
from kg.queries.catalogue import Query, read_query
from kg.queries.indexed import through_words
from kg.rdf.terms import PREFIXES, RDFS, ST
from kg.store import words, words_writing
from kg.store.words import WordsIndex, added_to, place
from kg.store.words_writing import change, link, sweep, write
from tests.invented import ROOT

SEARCH = read_query(ROOT / "queries" / "search-quotes.rq")
WORDS = (
    "We need a dialogue with Moscow",
    "STRASSE straße Straẞe",
    "İstanbul ISTANBUL ıstanbul istanbul",
    "ΟΔΟΣ οδος οδός ΑΣ",
    "Ǆ ǅ ǆ ﬁ Å Å A\u030a",
    "e\u0301tait É é",
    "😀😃 peace ☮\ufe0f now",
    'he said "100 % NOT_now" * AND (never) OR NEAR("a")',
    "tab\tline\nreturn\rend",
    "before\0after zero",
    "{ } # <x:y> \\ \\u0041 ' ''",
    "Діалог з Москвою",
    "a",
    "",
    "\ufffe\uffff\ufffd end",
)
_LETTERS = sorted(set("".join(WORDS)) | set(string.ascii_letters))


def _evidence(number: int | str) -> NamedNode:
    return NamedNode(f"{PREFIXES['evidence']}{number}")


def _holding(told: list[tuple[NamedNode, NamedNode, str]]) -> Store:
    """A store with evidence of some words, each in a language, for a stance of its own."""
    store = Store()
    add = store.add
    for number, (evidence, predicate, text) in enumerate(told):
        stance = NamedNode(f"{PREFIXES['stance']}{number}")
        add(Quad(evidence, predicate, Literal(text, language="en"), DefaultGraph()))
        add(Quad(evidence, ST.supports, stance))
        for key in ("holder", "polarity", "proposition"):
            thing = NamedNode(f"{PREFIXES[key if key != 'holder' else 'actor']}{number % 3}")
            add(Quad(stance, getattr(ST, key), thing))
            add(Quad(thing, RDFS.label, Literal(f"{key} {number % 3}")))
        add(Quad(stance, ST.latest, Literal(f"2025-01-{number % 28 + 1:02}")))
    return store


def _rows(store: Store, text: str) -> list[tuple[object, ...]]:
    found = store.query(text, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)
    return [tuple(row) for row in found]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store") / "db-0123456789ab"


@pytest.fixture(scope="module")
def told() -> Store:
    kinds = (ST.quote, ST.translation, ST.paraphrase)
    return _holding(
        [(_evidence(n // 2), kinds[n % 3], text) for n, text in enumerate(WORDS * 3)]
        + [(NamedNode("http://example.org/of:another"), ST.quote, "a dialogue elsewhere")]
        + [(_evidence("a:b"), ST.quote, "a dialogue with a colon")]
    )


@pytest.fixture(scope="module")
def index(told: Store, folder: Path) -> Iterator[WordsIndex]:
    assert write(told, folder, "one")
    found = WordsIndex.open(folder, "one")
    assert found is not None
    yield found
    found.close()


def _both(store: Store, index: WordsIndex | None, query: Query, text: str) -> bool:
    """Whether the query was narrowed; its rows have to be the same."""
    values = {"text": text}
    bare = bind(store, query, values)
    narrowed = through_words(bare, query, values, store, lambda: index)
    assert _rows(store, narrowed) == _rows(store, bare)
    assert _rows(store, through_words(bare, query, values, store)) == _rows(store, bare)
    return narrowed != bare


# The same rows


@given(
    some.text(some.characters(codec="utf-8"), max_size=12)
    | some.text(_LETTERS, max_size=8)
    | some.builds(
        lambda words, start, size: words[start : start + size],
        some.sampled_from(WORDS)
        | some.sampled_from(WORDS).map(str.upper)
        | some.sampled_from(WORDS).map(str.lower)
        | some.sampled_from(WORDS).map(str.casefold),
        some.integers(0, 40),
        some.integers(1, 40),
    )
)
@example('"')
@example('"""')
@example('abc" OR "def')
@example("NOT_")
@example("100 %")
@example("* AND")
@example("\0aft")
@example("e\0a")
@example("σ ο")
@example("ΑΣ")
@example("i\u0307s")
@example("x" * 5_000)
@settings(max_examples=300, deadline=None)
def test_rows_are_the_same_with_an_index(told: Store, index: WordsIndex, text: str) -> None:
    _both(told, index, SEARCH, text)


@given(
    some.lists(some.text(some.characters(codec="utf-8"), max_size=12), min_size=1, max_size=8),
    some.data(),
)
@settings(max_examples=60, deadline=None)
def test_no_words_are_missed(
    tmp_path_factory: pytest.TempPathFactory, held: list[str], data: some.DataObject
) -> None:
    database = tmp_path_factory.mktemp("held") / "db"
    store = _holding([(_evidence(n), ST.quote, text) for n, text in enumerate(held)])
    assert write(store, database, "one")
    found = WordsIndex.open(database, "one")
    assert found is not None

    whole = data.draw(some.sampled_from(held))
    start = data.draw(some.integers(0, len(whole)))
    _both(store, found, SEARCH, whole[start : data.draw(some.integers(start, len(whole)))])
    _both(store, found, SEARCH, whole.swapcase())
    found.close()


def test_the_index_is_used_and_narrows(told: Store, index: WordsIndex) -> None:
    found = index.find("DIALOGUE w")

    assert found is not None
    assert set(map(str, found)) == {
        *map(str, {_evidence(number * len(WORDS) // 2) for number in range(3)}),
        str(_evidence("a:b")),
    }
    assert NamedNode("http://example.org/of:another") in (index.find("elsewhere") or [])
    assert index.find("nowhere at all") == []
    assert _both(told, index, SEARCH, "dialogue")
    assert _both(told, index, SEARCH, "nowhere at all")


def test_it_is_asked_what_stands_in_the_query_where_nothing_is_given(
    told: Store, index: WordsIndex
) -> None:
    narrowed = through_words(SEARCH.text, SEARCH, {}, told, lambda: index)

    assert narrowed.count("<https://w3id.org/eurostance/evidence/") == 4
    assert _rows(told, narrowed) == _rows(told, SEARCH.text)


# Where it is of no help


@pytest.mark.parametrize("text", ["", "a", "mo", "😀😃"])
def test_a_short_text_is_looked_for_without_it(told: Store, index: WordsIndex, text: str) -> None:
    assert index.find(text) is None
    assert _both(told, index, SEARCH, text)


def test_what_stands_everywhere_is_looked_for_without_it(
    told: Store, index: WordsIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "MOST_FOUND", 2)
    monkeypatch.setattr(indexed, "MOST_FOUND", 2)

    assert index.find("dialogue") is None
    assert not _both(told, index, SEARCH, "dialogue")


def test_an_index_of_another_state_is_not_used(folder: Path, index: WordsIndex) -> None:
    assert index is not None
    assert WordsIndex.open(folder, "two") is None
    assert WordsIndex.open(folder, None) is None
    assert WordsIndex.open(folder.with_name("db-other"), "one") is None


@pytest.mark.parametrize("content", [b"", b"no database" * 1_000, None])
def test_a_damaged_index_is_not_used(
    told: Store, folder: Path, tmp_path: Path, content: bytes | None
) -> None:
    database = tmp_path / "db"
    assert write(told, database, "one")
    whole = place(database).read_bytes()
    place(database).write_bytes(whole[: len(whole) // 2] if content is None else content)

    found = WordsIndex.open(database, "one")

    assert found is None or found.find("dialogue") is None


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM names",
        "UPDATE names SET names = zeroblob(5)",
        "UPDATE names SET names = 7",
        "UPDATE names SET names = NULL",
    ],
)
def test_an_index_with_other_names_is_not_used(told: Store, tmp_path: Path, damage: str) -> None:
    database = tmp_path / "db"
    assert write(told, database, "one")
    with contextlib.closing(sqlite3.connect(place(database))) as index:
        index.execute(damage)
        index.commit()

    found = WordsIndex.open(database, "one")

    assert found is not None
    assert found.find("dialogue") is None


@pytest.mark.parametrize("line", ["5", "[1, 2]", '["one", "two", 3]', "{"])
def test_a_damaged_addition_is_not_used(told: Store, tmp_path: Path, line: str) -> None:
    database = tmp_path / "db"
    assert write(told, database, "one")
    added_to(place(database)).write_text(f"{line}\n", encoding="utf-8")
    assert WordsIndex.open(database, "two") is None


def test_one_that_another_version_made_is_not_used(told: Store, tmp_path: Path) -> None:
    database = tmp_path / "db"
    assert write(told, database, "one")
    with sqlite3.connect(place(database)) as index:
        index.execute("UPDATE about SET form = '0'")
    index.close()

    assert not change(database, [], was="one", now="two")
    assert WordsIndex.open(database, "one") is None
    assert WordsIndex.open(database, "two") is None


def test_without_the_tokenizer_there_is_none(
    told: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "db"
    assert write(told, database, "one")
    made = words_writing._MAKE.replace("trigram case_sensitive 1", "bigram")
    monkeypatch.setattr(words_writing, "_MAKE", made)

    assert not write(told, database, "one")
    assert list(tmp_path.iterdir()) == []
    assert WordsIndex.open(database, "one") is None


def test_a_folder_that_is_not_there_is_told(told: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable):
        write(told, tmp_path / "nowhere" / "db", "one")


# Following a build


def test_a_change_is_found_from_its_state_on(tmp_path: Path) -> None:
    database = tmp_path / "db"
    store = _holding([(_evidence(1), ST.quote, "old words"), (_evidence(2), ST.quote, "kept")])
    assert write(store, database, "one")
    before = WordsIndex.open(database, "one")
    assert before is not None

    assert change(database, [(_evidence(1), "NEW Words")], was="one", now="two")
    more = [(_evidence(3), "third"), (_evidence(3), "DRITTES"), (_evidence(1), "newest")]
    assert change(database, more, was="two", now="three")

    assert WordsIndex.open(database, "four") is None
    between = WordsIndex.open(database, "two")
    assert between is not None
    assert between.find("drittes") == []
    assert between.find("new w") == [_evidence(1)]
    between.close()
    after = WordsIndex.open(database, "three")
    assert after is not None
    assert after.find("new w") == [_evidence(1)]
    assert after.find("newest") == [_evidence(1)]
    assert after.find("drittes") == [_evidence(3)]
    assert after.find("kept") == [_evidence(2)]
    assert before.find("new w") == []
    assert before.find("old") == [_evidence(1)]
    before.close()
    after.close()


def test_a_change_of_another_state_serves_nobody(told: Store, tmp_path: Path) -> None:
    database = tmp_path / "db"
    assert not change(database, [], was="one", now="two")
    assert write(told, database, "one")

    assert not change(database, [], was="zero", now="two")

    assert WordsIndex.open(database, "two") is None
    found = WordsIndex.open(database, "one")
    assert found is not None
    found.close()


def test_many_changes_ask_for_a_new_index(
    told: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_writing, "MOST_ADDED", 1)
    database = tmp_path / "db"
    assert write(told, database, "one")

    assert change(database, [(_evidence(1), "x")], was="one", now="two")
    assert not change(database, [(_evidence(2), "y")], was="two", now="three")
    assert write(told, database, "three")
    assert [path.name for path in tmp_path.iterdir()] == ["words-db.sqlite"]


def test_whoever_has_it_open_survives_its_replacement(told: Store, tmp_path: Path) -> None:
    database, copy = tmp_path / "db", tmp_path / "copy"
    assert write(told, database, "one")
    assert change(database, [(_evidence(99), "added later")], was="one", now="two")
    link(database, copy)
    held = WordsIndex.open(database, "two")
    assert held is not None

    assert write(_holding([]), database, "three")
    place(database).unlink()
    linked = WordsIndex.open(copy, "two")
    assert linked is not None

    for index in (held, linked):
        assert index.find("elsewhere") == [NamedNode("http://example.org/of:another")]
        assert index.find("added") == [_evidence(99)]
        index.close()


def test_on_another_disk_a_copy_points_to_it(
    told: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_one: Path, _other: Path) -> None:
        raise OSError(18, "Invalid cross-device link")

    database, copy = tmp_path / "db", tmp_path / "copy"
    assert write(told, database, "one")
    monkeypatch.setattr(os, "link", refuse)

    link(database, copy)

    found = WordsIndex.open(copy, "one")
    assert found is not None
    found.close()
    place(database).unlink()
    assert WordsIndex.open(copy, "one") is None


def test_what_is_left_of_other_databases_is_swept_up(told: Store, tmp_path: Path) -> None:
    for name in ("db-000000000001", "db-000000000002"):
        (tmp_path / name).mkdir()
        assert write(told, tmp_path / name, "one")
        assert change(tmp_path / name, [(_evidence(1), "x")], was="one", now="two")
    shutil.rmtree(tmp_path / "db-000000000001")

    sweep(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "db-000000000002",
        "words-db-000000000002.added",
        "words-db-000000000002.sqlite",
    ]
    (tmp_path / "words-db-000000000002.4711").write_bytes(b"of a program that was killed")
    sweep(tmp_path)
    assert not (tmp_path / "words-db-000000000002.4711").exists()


@pytest.mark.parametrize("cut", [1, 3, 20])
def test_a_line_that_was_cut_off_is_not_added_to(told: Store, tmp_path: Path, cut: int) -> None:
    database = tmp_path / "db"
    assert write(told, database, "one")
    assert change(database, [(_evidence(1), "first")], was="one", now="two")
    assert change(database, [(_evidence(2), "second")], was="two", now="three")
    whole = added_to(place(database)).read_bytes()
    added_to(place(database)).write_bytes(whole[:-cut])

    # Also where the store has gone back to what it was before that line.
    for was in ("three", "two"):
        assert not change(database, [(_evidence(3), "third")], was=was, now="four")
    assert added_to(place(database)).read_bytes() == whole[:-cut]


def test_a_line_that_is_missed_is_not_passed_over(told: Store, tmp_path: Path) -> None:
    database = tmp_path / "db"
    assert write(told, database, "one")
    assert change(database, [(_evidence(1), "first")], was="one", now="two")

    # The store has gone on to three, and back to the state of which the index was written.
    assert not change(database, [(_evidence(2), "second")], was="three", now="four")
    assert not change(database, [(_evidence(2), "second")], was="one", now="four")
    assert change(database, [(_evidence(2), "second")], was="two", now="four")


def test_states_may_come_again(told: Store, tmp_path: Path) -> None:
    database = tmp_path / "db"
    assert write(told, database, "one")
    for was, now in (("one", "two"), ("two", "one"), ("one", "two"), ("two", "three")):
        assert change(database, [(_evidence(7), f"from {was}")], was=was, now=now)
        found = WordsIndex.open(database, now)
        assert found is not None
        found.close()


def test_the_index_before_stays_where_a_new_one_cannot_be_written(
    told: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    database = tmp_path / "db"
    assert write(told, database, "one")
    assert change(database, [(_evidence(1), "first")], was="one", now="two")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(words_writing, "_fill", full)
    with pytest.raises(StoreUnusable):
        write(told, database, "three")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
