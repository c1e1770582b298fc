from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import traceback
from datetime import date, datetime
from typing import Any

import pytest
import rdflib

import kg
from kg.errors import KgError, StoreMissing, UsageError
from kg.project import Project
from kg.queries.table import Answer, Table
from kg.reader import Reader


@pytest.fixture
def reader(world: Project, world_store: object) -> Reader:
    return Reader(world)


def test_a_named_query_gives_plain_rows_and_rdflib_terms(reader: Reader) -> None:
    table = reader.query("who-favours", proposition="Direct dialogue")
    assert isinstance(table, Table)
    assert "Anna Examplova" in {row["actorLabel"] for row in table.dicts()}
    first = table.rdflib()[0]
    assert isinstance(first[0], rdflib.URIRef)
    assert rdflib.Literal("Anna Examplova", lang="en") in {row[1] for row in table.rdflib()}


def test_parameters_may_be_dates(reader: Reader) -> None:
    asked = {"proposition": "Direct dialogue", "date": date(2025, 1, 31)}
    assert reader.query("positions-as-of", **asked) == reader.query(
        "positions-as-of", proposition="Direct dialogue", date="2025-01-31"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("who-favors", "hint: did you mean who-favours"),
        ("SELECT ?s { ?s foo:bar 1 }", "foo: is not"),
    ],
)
def test_a_script_that_an_error_ends_shows_place_and_hint(
    reader: Reader, name: str, told: str
) -> None:
    with pytest.raises(KgError) as caught:
        _ = reader.sparql(name) if "{" in name else reader.query(name)
    assert told in "".join(traceback.format_exception(caught.value))


def test_sparql_of_ones_own(reader: Reader) -> None:
    assert reader.sparql("ASK { ?s a st:Stance }") == Answer(yes=True)


def test_the_dataset_is_the_published_graph(reader: Reader) -> None:
    found = list(
        reader.dataset().query(
            "SELECT ?s { ?s a <https://w3id.org/eurostance/ns#Stance> } ORDER BY ?s"
        )
    )
    table = reader.sparql("SELECT ?s { ?s a st:Stance } ORDER BY ?s")
    assert isinstance(table, Table)
    assert [row[0] for row in found] == [row[0] for row in table.rdflib()]


def test_open_needs_a_store(tmp_path: object) -> None:
    with pytest.raises(StoreMissing):
        kg.open(f"{tmp_path}/nowhere")


def test_stances_are_a_flat_table(reader: Reader) -> None:
    table = reader.stances(actor="Examplova", proposition=["Direct dialogue"])
    assert {row["actor"] for row in table.dicts()} == {"anna-examplova"}
    assert len(table) == len(reader.stances(actor="anna-examplova", proposition="Direct dialogue"))
    assert len(reader.stances(since="2025-02", until=date(2025, 3, 31))) < len(reader.stances())


def test_stances_may_come_with_their_words(reader: Reader) -> None:
    rows = reader.stances(words=True).dicts()
    assert all(row["quote"] or row["paraphrase"] for row in rows)
    assert all(row["outlet"] for row in rows)
    assert len(rows) == len(reader.stances())


def test_statuses_and_days_are_words_that_are_known(reader: Reader) -> None:
    assert len(reader.stances(status=["Curated", "accepted", "extracted"])) == len(reader.stances())
    for asked in ({"status": "rejected"}, {"since": "soon"}, {"actor": "Nobody Atall"}):
        with pytest.raises(UsageError):
            reader.stances(**asked)


def test_a_moment_means_its_day(reader: Reader) -> None:
    day, noon = date(2025, 6, 2), datetime(2025, 6, 2, 12)
    assert reader.stances(since=noon).rows == reader.stances(since=day).rows
    assert reader.shifts(since=noon, draws=0).rows == reader.shifts(since=day, draws=0).rows
    by_noon = reader.query("positions-as-of", proposition="Direct dialogue", date=noon)
    assert by_noon == reader.query("positions-as-of", proposition="Direct dialogue", date=day)


def test_a_network_is_a_table_a_graph_and_a_matrix(reader: Reader) -> None:
    found = reader.network("congruence", level="country", duplicates="range", draws=20)
    pairs = {(tie.source.id, tie.target.id): tie.weight for tie in found.ties}
    assert pairs
    for (one, other), weight in pairs.items():
        assert found.graph()[one][other]["weight"] == weight
        assert found.matrix().loc[one, other] == found.matrix().loc[other, one] == weight
    assert len(found.table) == len(pairs)
    assert "<table>" in found._repr_html_()


def test_choices_that_do_not_fit_are_told(reader: Reader) -> None:
    with pytest.raises(UsageError, match="kind cannot be 'friendship'"):
        reader.network("friendship")
    with pytest.raises(UsageError, match="activity does not fit"):
        reader.network("congruence", normalisation="activity")


def test_changes_come_with_their_words(reader: Reader) -> None:
    table = reader.shifts(draws=10)
    assert len(table) > 0
    for row in table.dicts():
        assert row["beforePolarity"] != row["afterPolarity"]
        assert row["beforeUrl"]
    assert len(reader.shifts(draws=0, until="1999")) == 0


def test_polarisation_is_told_by_half_years(reader: Reader) -> None:
    table = reader.polarisation(draws=10, proposition="Direct dialogue")
    assert table.dicts()[0]["window"].endswith(("-H1", "-H2"))
    assert len(reader.polarisation(until="1999")) == 0


def test_a_word_that_is_no_part_is_told(reader: Reader) -> None:
    with pytest.raises(UsageError, match="no part of the graph goes by propsition"):
        reader.stances(propsition="Direct dialogue")  # type: ignore[call-arg]
    with pytest.raises(UsageError, match="window"):
        reader.network(window="6m")  # type: ignore[call-arg]


def test_things_tell_what_they_are_in_a_line(reader: Reader) -> None:
    for thing in (reader, reader.stances(), reader.network(draws=0)):
        assert len(repr(thing)) < 400
    assert repr(reader.stances()).startswith("<Table of ")


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        (
            ("network", "--level", "country", "--draws", "20"),
            ("network", {"level": "country", "draws": 20}),
        ),
        (("shifts", "--draws", "20"), ("shifts", {"draws": 20})),
        (
            ("polarisation", "--since", "2024", "--draws", "20"),
            ("polarisation", {"since": "2024", "draws": 20}),
        ),
    ],
)
def test_python_gives_what_the_command_gives(
    reader: Reader, world: Project, command: tuple[str, ...], asked: tuple[str, dict[str, Any]]
) -> None:
    name, choices = asked
    found = getattr(reader, name)(**choices)
    table = found if isinstance(found, Table) else found.table
    ended = subprocess.run(
        [sys.executable, "-m", "kg", "--root", str(world.root), *command, "-f", "csv"],
        capture_output=True, text=True, check=True,
        env={**os.environ, "KG_STORE": str(world.store)},
    )  # fmt: skip
    assert list(csv.DictReader(io.StringIO(ended.stdout))) == [
        {name: value or "" for name, value in row.items()} for row in table.dicts()
    ]
