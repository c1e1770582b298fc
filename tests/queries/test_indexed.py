"""The index of words in use: by a query, by a worker, and not by a text that tells a lie."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from typing import cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.endpoint.process import Process
from kg.errors import InputError
from kg.project import Project
from kg.queries import indexed
from kg.queries.binding import bind
from kg.queries.catalogue import Query, parse_query, read_catalogue
from kg.queries.indexed import through_words
from kg.queries.run import answer, run_query
from kg.queries.table import Table
from kg.rdf.terms import PREFIXES, ST, mint
from kg.store.embedded import database, input_hash, open_reader
from kg.store.words import WordsIndex, place
from kg.store.words_writing import change, write
from tests.endpoint.asking import SHORT, named

HERE = Path("asked.rq")
TEXT = "TALK"


ASKED = """#+ parameter text (text): words
#+ index evidence: words of text
SELECT ?evidence WHERE {{ VALUES ?text {{ {default} }} ?evidence st:quote ?words }}
"""


def evidence(name: str) -> NamedNode:
    return mint("evidence", name)


def said(**words: str) -> Store:
    """A store of evidence with words: quoted, translated or told, as its name begins."""
    told = {"q": ST.quote, "t": ST.translation, "p": ST.paraphrase, "r": ST.reason}
    store = Store()
    for name, text in words.items():
        store.add(Quad(evidence(name), told[name[0]], Literal(text, language="en")))
    return store


def narrowed(
    store: Store,
    text: str | None = "TALK",
    *,
    default: str = "UNDEF",
    index: list[str] | None = None,
) -> set[str] | None:
    """The names of the evidence that the query is asked about; None where it is about all."""
    query = parse_query(ASKED.format(default=default), HERE, "asked")
    values = {} if text is None else {"text": text}
    found = None if index is None else Words([str(evidence(name)) for name in index])
    bound = bind(store, query, values)
    asked = through_words(bound, query, values, store, lambda: cast("WordsIndex", found))
    if asked == bound:
        return None
    assert asked.startswith(bound.partition("?evidence st:quote")[0].rstrip())
    (named,) = re.findall(r"VALUES \?evidence { (.*?) ?}", asked)
    start = len(f"<{PREFIXES['evidence']}")
    return {name[start:-1] for name in named.split()}


class Words:
    """An index that finds always the same; nothing where it is given none."""

    def __init__(self, names: list[str]) -> None:
        self.names = names

    def find(self, text: str) -> list[str] | None:
        assert text == "TALK"
        return self.names or None


STORE = said(q1="A talk.", q2="A Talkative one", q3="None", t1="talks", p1="to talk", r1="talk")


def test_what_holds_the_words_is_asked_about() -> None:
    assert narrowed(STORE) == {"q1", "q2", "t1", "p1"}
    assert narrowed(STORE, "nowhere") == set()
    assert narrowed(STORE, '" } #') == set()


def test_an_index_is_asked_first() -> None:
    assert narrowed(STORE, index=["q3"]) == {"q3"}
    assert narrowed(STORE, index=[]) == {"q1", "q2", "t1", "p1"}, "one that cannot tell"


@pytest.mark.parametrize(
    ("default", "names"),
    [
        ("'none'", {"q3"}),
        ("UNDEF", None),
        ("'none' 'talk'", None),
        ("<x:none>", None),
        ("'none", None),
    ],
)
def test_without_a_text_the_default_is_looked_for(default: str, names: set[str] | None) -> None:
    query = parse_query(ASKED.format(default="UNDEF"), HERE, "asked")
    parameters = (query.parameters[0]._replace(default=default),)
    asked = through_words(query.text, query._replace(parameters=parameters), {}, STORE)
    found = set(re.findall(r"evidence/(\w+)>", asked))
    assert found == (names or set())
    assert (asked == query.text) is (names is None)


def test_where_nearly_all_is_named_a_query_runs_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexed, "MOST_FOUND", 4)
    assert narrowed(STORE) == {"q1", "q2", "t1", "p1"}
    monkeypatch.setattr(indexed, "MOST_FOUND", 3)
    assert narrowed(STORE) is None
    assert narrowed(STORE, index=["q1", "q2", "q3", "t1"]) is None
    assert narrowed(STORE, index=["q1", "q2", "q3"]) == {"q1", "q2", "q3"}


def test_a_query_that_tells_of_no_index_stays() -> None:
    query = parse_query("#+ parameter text (text): it\nASK { VALUES ?text { 'a' } }", HERE, "asked")
    assert through_words(query.text, query, {"text": "TALK"}, STORE) == query.text


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
