"""The named queries: the same rows from the embedded store, an Oxigraph server and Virtuoso 7."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from pyoxigraph import Literal, Store

from kg.build.build import build
from kg.errors import AmbiguousName, InputError, LimitReached, StoreUnusable, UnknownName
from kg.project import Place, Project
from kg.queries.catalogue import parse_query, read_catalogue
from kg.queries.run import answer, run_query
from kg.queries.table import Answer, Graph, Table
from kg.store.embedded import open_reader
from kg.store.guard import Limits
from tests.invented import ROOT
from tests.queries.test_golden import VALUES
from tests.store.engines import Served

NAMES = sorted(VALUES)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project's own seeds, built in a folder."""
    project = Project(ROOT, tmp_path_factory.mktemp("real") / "store")
    build(project)
    return project


@pytest.fixture(scope="module")
def reader(real: Project) -> Store:
    return open_reader(real.store)


@pytest.fixture(scope="module")
def filled(real: Project, served: Served) -> Iterator[Served]:
    """Each engine with the project's own seeds in it."""
    with mock.patch.dict(os.environ, served.environ):
        build(Project(real.root, served.address))
        yield served


def ask(place: Place, text: str, **given: object) -> object:
    return run_query(place, parse_query(text, Path("asked"), "asked"), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_a_named_query_gives_the_same_rows(
    name: str, real: Project, reader: Store, filled: Served
) -> None:
    query = read_catalogue(real)[name]

    found = run_query(filled.address, query)
    wanted = answer(reader, query)

    if isinstance(wanted, Graph):
        assert isinstance(found, Graph)
        assert set(found.triples) == set(wanted.triples)
    else:
        assert found == wanted


def test_names_are_found_there(real: Project, reader: Store, filled: Served) -> None:
    query = read_catalogue(real)["disagreements-between"]
    values = {"actor": "president macron", "other": "ОРБАН"}

    assert run_query(filled.address, query, values) == answer(reader, query, values)


def test_countries_and_days_are_found_there(real: Project, reader: Store, filled: Served) -> None:
    query = read_catalogue(real)["government-line"]
    values = {"country": "France", "date": "2025"}

    found = run_query(filled.address, query, values)

    assert isinstance(found, Table)
    assert found.rows
    assert found == answer(reader, query, values)


@pytest.mark.parametrize("name", ["government-line", "positions-as-of", "silent-states"])
@pytest.mark.parametrize("day", ["2022-06-30", "2023-06-15", "2024-12-31", "2026-01-01"])
def test_a_day_cuts_off_the_same_rows(
    name: str, day: str, real: Project, reader: Store, filled: Served
) -> None:
    """A range of days is where Virtuoso 7 leaves rows out, if it seeks it in an index."""
    query = read_catalogue(real)[name]

    wanted = answer(reader, query, {"date": day})

    assert isinstance(wanted, Table)
    assert wanted.rows
    assert run_query(filled.address, query, {"date": day}) == wanted


def test_names_that_nobody_has(real: Project, filled: Served) -> None:
    query = read_catalogue(real)["stances-of"]

    with pytest.raises(UnknownName):
        run_query(filled.address, query, {"actor": "Nobody Nowherova"})
    with pytest.raises(AmbiguousName):
        run_query(filled.address, query, {"actor": "a"})


def test_words_are_put_in_as_they_are(real: Project, reader: Store, filled: Served) -> None:
    query = read_catalogue(real)["search-quotes"]
    for text in ('x" } UNION { ?s ?p ?o } #', "dia\\logue'\n", "“talks”", "}}"):
        values = {"text": text}
        assert run_query(filled.address, query, values) == answer(reader, query, values)


def test_our_prefixes_are_declared(filled: Served) -> None:
    found = ask(filled.address, "SELECT ?label { actor:emmanuel-macron rdfs:label ?label }")

    assert isinstance(found, Table)
    assert found.rows == ((Literal("Emmanuel Macron", language="en"),),)


def test_a_dataset_of_its_own_stands(filled: Served) -> None:
    found = ask(
        filled.address,
        "ASK FROM graph:meta { ?of st:inputHash ?hash FILTER NOT EXISTS { ?s a st:Stance } }",
    )

    assert found == Answer(True)


def test_a_comment_names_no_dataset(reader: Store, filled: Served) -> None:
    text = 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER (?o != "FROM here") } # FROM <x:y>'

    assert ask(filled.address, text) == answer(reader, parse_query(text, Path("x"), "x"))


def test_rows_are_cut_where_told(filled: Served) -> None:
    text = "SELECT ?s { ?s a st:Stance } ORDER BY ?s"

    found = ask(filled.address, text, rows=3)

    assert isinstance(found, Table)
    assert (len(found), found.cut) == (3, True)
    graph = ask(filled.address, "CONSTRUCT WHERE { ?s a st:Stance }", rows=3)
    assert isinstance(graph, Graph)
    assert (len(graph.triples), graph.cut) == (3, True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s ?p ",
        "INSERT DATA { <x:s> <x:p> <x:o> }",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o.SERVICE:x{} }",
        "SELECT * " + "{" * 200 + "}" * 200,
    ],
)
def test_what_is_refused_here_is_refused_there(text: str, filled: Served) -> None:
    with pytest.raises(InputError):
        ask(filled.address, text)


def test_a_long_query_ends(filled: Served) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?g) }"

    with pytest.raises((LimitReached, StoreUnusable)):
        ask(filled.address, text, limits=Limits(seconds=1))


def test_virtuoso_leaves_out_what_is_beyond_its_limit(
    real: Project, virtuoso: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in virtuoso.environ.items():
        monkeypatch.setenv(name, value)
    build(Project(real.root, virtuoso.address))
    with pytest.raises(LimitReached, match="10000 rows at most"):
        ask(virtuoso.address, "SELECT * { ?s ?p ?o }")


def test_all_is_read_beyond_that_limit(reader: Store, filled: Served) -> None:
    assert len(reader) > 20_000
    assert set(open_reader(filled.address)) == set(reader)
