"""The index of words in use: by a query, by a worker, and not by a text that tells a lie."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.endpoint.process import Process
from kg.errors import InputError
from kg.project import Project
from kg.queries.catalogue import Query, parse_query, read_catalogue
from kg.queries.run import answer, run_query
from kg.queries.table import Table
from kg.store.embedded import database, input_hash, open_reader
from kg.store.words import place
from kg.store.words_writing import change, write
from tests.endpoint.asking import SHORT, named

HERE = Path("asked.rq")
TEXT = "TALK"


@pytest.fixture
def store(world_store: Path, tmp_path: Path) -> Path:
    """A store of its own with an index that knows of nothing."""
    folder = tmp_path / "store"
    shutil.copytree(world_store, folder, ignore=shutil.ignore_patterns("snapshot-*", "words-*"))
    state = input_hash(open_reader(folder))
    assert state is not None
    assert write(Store(), database(folder), state)
    return folder


@pytest.fixture
def search(world: Project) -> Query:
    return read_catalogue(world)["search-quotes"]


def _size(found: object) -> int:
    assert isinstance(found, Table)
    return len(found)


def _rewrite(store: Path, *, state: str | None = None) -> None:
    reader = open_reader(store)
    assert write(reader, database(store), state or str(input_hash(reader)))


def test_a_query_asks_the_index_of_its_store(store: Path, search: Query) -> None:
    """An index that knows of nothing finds nothing: so one sees that it was asked."""
    whole = answer(open_reader(store), search, {"text": TEXT})
    assert _size(whole) > 0

    assert _size(run_query(store, search, {"text": TEXT})) == 0
    assert _size(run_query(store, search)) == 0
    assert _size(run_query(store, search, {"text": "ta"})) > 0

    _rewrite(store)
    assert run_query(store, search, {"text": TEXT}) == whole
    _rewrite(store, state="another")
    assert run_query(store, search, {"text": TEXT}) == whole
    place(database(store)).unlink()
    assert run_query(store, search, {"text": TEXT}) == whole


def test_other_queries_do_not(store: Path, search: Query) -> None:
    untold = parse_query(search.text.replace("#+ index evidence: words of text\n", ""), HERE, "own")
    assert _size(run_query(store, untold, {"text": TEXT})) > 0


def test_a_worker_asks_the_index_of_its_database(world: Project, store: Path) -> None:
    folder = database(store)

    async def ask() -> bytes:
        process = await Process.start(world, folder, SHORT)
        try:
            return (await process.ask(named("search-quotes", text=TEXT))).body
        finally:
            process.kill()
            await process.ended()

    without = asyncio.run(ask())
    _rewrite(folder.parent)
    found = asyncio.run(ask())
    assert len(found) > len(without)
    place(folder).unlink()
    assert asyncio.run(ask()) == found


def test_what_a_build_adds_is_found(store: Path, search: Query) -> None:
    reader = open_reader(store)
    state = str(input_hash(reader))
    table = answer(reader, search, {"text": TEXT})
    assert isinstance(table, Table)
    evidence = [row["evidence"] for row in table.dicts()]

    added = [(NamedNode(str(name)), "Such a talk") for name in evidence]
    assert write(reader, database(store), "earlier")
    assert change(database(store), added, was="earlier", now=state)

    assert run_query(store, search, {"text": TEXT}) == table
    assert input_hash(open_reader(store)) == state


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("#+ index evidence: words of nothing", "'nothing' is no parameter of text above"),
        ("#+ index evidence: words of day", "'day' is no parameter of text above"),
        ("#+ index evidence words of text", "cannot read the header line"),
    ],
)
def test_an_index_line_that_means_nothing_is_an_error(line: str, told: str) -> None:
    header = "#+ parameter text (text): it\n#+ parameter day (date): it\n"
    with pytest.raises(InputError) as caught:
        parse_query(
            f"{header}{line}\nSELECT * {{ VALUES ?text {{ 'x' }} VALUES ?day {{ 1 }} }}", HERE, "q"
        )
    assert told in str(caught.value.problems[0])
