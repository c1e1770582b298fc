"""What two words ask to compare."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.analysis.comparison.comparands import Sort, find_units, sort_of
from kg.analysis.corpus.corpus import Corpus, read_corpus
from kg.analysis.counting.pooling import Level, pool
from kg.errors import AmbiguousName, UnknownName, UsageError


@pytest.fixture
def corpus(world_store: Path) -> Corpus:
    return read_corpus(world_store)


@pytest.mark.parametrize(
    ("first", "second", "sort"),
    [
        ("examplova", "samplia", Sort.NAME),
        ("2024", "2025-01-01", Sort.DAY),
        ("2025-1-1", "2025-13", Sort.DAY),
        ("old.ttl", "new.nq", Sort.RELEASE),
        ("some/folder", "./here", Sort.RELEASE),
        ("actor/anna-examplova", "samplia", Sort.NAME),
        ("20250101", "Anna 2025", Sort.NAME),
    ],
)
def test_the_sort_of_words(first: str, second: str, sort: Sort, world_store: Path) -> None:
    assert sort_of(first, second, world_store) is sort


@pytest.mark.parametrize(
    ("first", "second"),
    [("2025", "samplia"), ("old.ttl", "2025"), ("samplia", "samplia"), ("./a", "a/../a"),
     ("", "samplia"), ("2025", "2025"), ("samplia", "x\0.ttl")],
)  # fmt: skip
def test_words_that_do_not_go_together(first: str, second: str, world_store: Path) -> None:
    with pytest.raises(UsageError):
        sort_of(first, second, world_store)


def test_a_word_that_may_be_two_things(
    world_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("samplia", "2025", "older"):
        Path(name).mkdir()
    with pytest.raises(UsageError, match="may be an actor or a file") as error:
        sort_of("samplia", "older", world_store)
    assert error.value.hint == "./samplia is the file, actor:samplia the actor"
    with pytest.raises(UsageError, match="may be a day or a file"):
        sort_of("2025", "2026", world_store)
    assert sort_of("./samplia", "older", world_store) is Sort.RELEASE
    assert sort_of("actor:samplia", "examplova", world_store) is Sort.NAME


@pytest.mark.parametrize(
    ("names", "level"),
    [
        (("Examplova", "фикционов"), Level.ACTOR),
        (("EF", "samplia-forward"), Level.PARTY),
        (("samplia", "Republic of Exampleland"), Level.GOVERNMENT),
        (("samplia", "fictional kremlin"), Level.GOVERNMENT),
    ],
)
def test_names_have_their_own_level(
    names: tuple[str, str], level: Level, corpus: Corpus, world_reader: Store
) -> None:
    units = find_units(world_reader, corpus, names)
    assert units.level is level
    known = pool(corpus, level).units
    assert {units.first, units.second} & set(known)


def test_countries_and_offices_by_name(corpus: Corpus, world_reader: Store) -> None:
    units = find_units(world_reader, corpus, ("XA", "Samplia"), Level.COUNTRY)
    assert (units.first.id, units.second.label) == ("XA", "Samplia")
    known = pool(corpus, Level.OFFICE).units
    office = find_units(
        world_reader, corpus, ("prime minister", "minister of foreign affairs"), Level.OFFICE
    )
    assert office.first in known
    assert office.first.label == "Prime Minister of Exampleland"


@pytest.mark.parametrize(
    ("names", "level", "error"),
    [
        (("examplova", "samplia"), None, UsageError),
        (("examplova", "nobody at all"), None, UnknownName),
        (("bert", "examplova"), None, AmbiguousName),
        (("examplova", "Anna Examplova"), None, UsageError),
        (("examplova", "fictionov"), Level.PARTY, UsageError),
        (("samplia", "exampleland"), Level.FAMILY, UsageError),
        (("samplia", "nowhere"), Level.COUNTRY, UnknownName),
        (("prime minister", "astronaut"), Level.OFFICE, UnknownName),
        (("of", "prime minister"), Level.OFFICE, UsageError),
    ],
)
def test_names_that_cannot_be_compared(
    names: tuple[str, str],
    level: Level | None,
    error: type[UsageError],
    corpus: Corpus,
    world_reader: Store,
) -> None:
    with pytest.raises(error):
        find_units(world_reader, corpus, names, level)


def test_what_each_said_in_their_own_name(corpus: Corpus, world_reader: Store) -> None:
    units = find_units(world_reader, corpus, ("examplova", "samplia"), Level.ACTOR)
    assert (units.first.id, units.second.id) == ("anna-examplova", "samplia")
