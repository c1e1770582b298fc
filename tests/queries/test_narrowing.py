"""A part of the graph in a person's words, and what a query's answer means."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.errors import UnknownName, UsageError
from kg.model.stances import Stance, Status
from kg.queries.catalogue import parse_query
from kg.queries.chosen import Chosen, choose
from kg.queries.narrowed import Asked, narrow
from kg.queries.narrowing import Narrowing
from kg.queries.run import run_query
from kg.queries.table import Table
from kg.store.records import load

STANCE = "https://w3id.org/eurostance/stance/"


def test_names_become_ids_and_words(world_reader: Store) -> None:
    asked = Asked(
        propositions=("Direct dialogue with Russia",),
        themes=("Talking to Moscow", "support"),
        actors=("Examplova",),
        countries=("Exampleland", "xb"),
        statuses=frozenset({Status.CURATED}),
        since=date(2025, 1, 1),
        until=date(2025, 12, 31),
    )
    narrowing, words = narrow(world_reader, asked)
    assert narrowing == Narrowing(
        propositions=frozenset({"direct-dialogue-with-russia"}),
        themes=frozenset({"diplomacy", "support"}),
        actors=frozenset({"anna-examplova"}),
        countries=frozenset({"XA", "XB"}),
        statuses=frozenset({Status.CURATED}),
        since=date(2025, 1, 1),
        until=date(2025, 12, 31),
    )
    assert set(words) >= {
        "Talking to Moscow", "Support for Ukraine", "Anna Examplova", "Exampleland", "Samplia",
        "status curated", "since 2025-01-01", "until 2025-12-31",
    }  # fmt: skip


def test_nothing_asked_is_everything(world_reader: Store) -> None:
    assert narrow(world_reader, Asked()) == (Narrowing(), ())


@pytest.mark.parametrize(
    "asked",
    [
        Asked(propositions=("Qwertyuiop",)),
        Asked(themes=("Qwertyuiop",)),
        Asked(actors=("Qwertyuiop",)),
        Asked(countries=("Qwertyuiop",)),
        Asked(countries=("\udcff",)),
    ],
)
def test_an_unknown_name_is_told(world_reader: Store, asked: Asked) -> None:
    with pytest.raises(UnknownName):
        narrow(world_reader, asked)


def test_an_unknown_name_brings_the_nearest(world_reader: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        narrow(world_reader, Asked(countries=("Examplelant",)))
    assert "country" in str(caught.value)
    assert "exampleland" in str(caught.value.hint)


def test_days_in_the_wrong_order_are_told(world_reader: Store) -> None:
    with pytest.raises(UsageError, match="after"):
        narrow(world_reader, Asked(since=date(2025, 1, 2), until=date(2025, 1, 1)))


def test_the_stances_of_a_query_are_kept_and_named(world_reader: Store) -> None:
    chosen = Chosen(frozenset({"samplia-aid"}), "An invented question")
    narrowing, words = narrow(world_reader, Asked(), chosen)
    assert narrowing.stances == {"samplia-aid"}
    assert words == ("An invented question",)


def test_a_day_is_in_the_words(world_reader: Store) -> None:
    assert narrow(world_reader, Asked(as_of=date(2025, 1, 2)))[1] == ("as of 2025-01-02",)


def test_a_few_themes_are_listed_where_none_is_near(world_reader: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        narrow(world_reader, Asked(themes=("Qwertyuiop",)))
    assert "Support for Ukraine" in str(caught.value.hint)


def chosen(store: Path, reader: Store, text: str) -> Chosen:
    query = parse_query(text, Path("query"), "query")
    return choose(reader, query, {}, run_query(store, query))


def test_a_pair_told_many_times_is_looked_at_once(
    world_store: Path, world_reader: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bounded, not measured: each pair compared with all stances each time would take minutes."""
    (one,) = load(world_reader, Stance, [NamedNode(f"{STANCE}samplia-aid")])
    many = [replace(one, id=f"s{number}", proposition=f"p{number}") for number in range(5_000)]
    monkeypatch.setattr("kg.queries.chosen.load", lambda *_: [*many, one])
    pairs = "?actor ?proposition { ?s st:holder ?actor ; st:proposition ?proposition }"
    table = run_query(world_store, parse_query(f"SELECT {pairs}", Path("q"), "q"))
    assert isinstance(table, Table)
    rows = table.rows * (100_000 // len(table.rows))
    begun = time.monotonic()
    found = choose(
        world_reader, parse_query("ASK {}", Path("q"), "q"), {}, replace(table, rows=rows)
    )
    assert "samplia-aid" in found.stances
    assert time.monotonic() - begun < 60


def test_stances_in_any_column(world_store: Path, world_reader: Store) -> None:
    found = chosen(
        world_store,
        world_reader,
        f"SELECT ?stance ?other ?words {{ VALUES (?stance ?other ?words) {{ (<{STANCE}samplia-aid> "
        f"UNDEF 'x') (<{STANCE}no-such> <{STANCE}exampleland-2024-threat> 1) }} }}",
    )
    assert found.stances == {"samplia-aid", "exampleland-2024-threat"}
    assert found.absent == ("stance:no-such",)


def test_refused_stances_are_not_published(world_store: Path, world_reader: Store) -> None:
    asked = "SELECT ?s { GRAPH graph:rejected { ?s a st:Stance } }"
    found = chosen(world_store, world_reader, asked)
    assert not found.stances
    assert found.absent == ("stance:bert-modelsson-2025-06-03-refused",)


def test_pairs_with_and_without_a_polarity(world_store: Path, world_reader: Store) -> None:
    values = (
        "VALUES (?holder ?proposition) { (actor:bert-samplovic proposition:sanctions-on-russia) }"
    )
    both = chosen(world_store, world_reader, f"SELECT ?holder ?proposition {{ {values} }}")
    assert both.stances == {
        "bert-samplovic-2025-05-05-sanctions", "bert-samplovic-2025-05-sanctions",
    }  # fmt: skip
    one = chosen(
        world_store,
        world_reader,
        f"SELECT (?holder AS ?actor) ?proposition (polarity:favours AS ?polarity) {{ {values} }}",
    )
    assert one.stances == {"bert-samplovic-2025-05-05-sanctions"}


def test_stances_that_a_graph_describes(world_store: Path, world_reader: Store) -> None:
    built = "CONSTRUCT { ?s a st:Stance . <https://example.org/own> a st:Stance ; st:reactsTo ?t }"
    found = chosen(
        world_store,
        world_reader,
        f"{built} WHERE {{ ?s st:holder actor:samplia . ?t st:holder actor:exampleland }}",
    )
    assert found.stances == {"samplia-aid", "samplia-2025-07-dialogue"}
    assert found.absent == ("<https://example.org/own>",)
    described = chosen(world_store, world_reader, f"DESCRIBE <{STANCE}samplia-aid>")
    assert described.stances == {"samplia-aid"}


def test_no_rows_are_no_stances(world_store: Path, world_reader: Store) -> None:
    assert chosen(world_store, world_reader, "SELECT ?x { ?x a st:Nothing }").stances == frozenset()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?month { VALUES ?month { 1 } }", "?month"),
        ("SELECT ?actor { VALUES ?actor { actor:samplia } }", "?actor"),
        ("ASK { ?s a st:Stance }", "yes or no"),
        ("CONSTRUCT { ?a st:favours ?p } WHERE { ?a st:favours ?p }", "without stances"),
        ("SELECT ('x' AS ?actor) ?proposition { ?proposition a st:Proposition }", "row 1"),
        ("SELECT ?actor ?proposition { ?actor a st:Person }", "nothing"),
    ],
)
def test_answers_that_mean_no_stances(
    world_store: Path, world_reader: Store, text: str, told: str
) -> None:
    with pytest.raises(UsageError) as caught:
        chosen(world_store, world_reader, text)
    assert told in str(caught.value)
    assert "?" in str(caught.value.hint) or "IRI" in str(caught.value.hint)
