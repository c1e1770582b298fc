"""The named queries on the project's own seeds: an answer each, soon, and what must be in it."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

import pytest
from pyoxigraph import Literal, QuerySolutions, Store

from kg.build.build import build
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.queries.run import answer
from kg.queries.table import Table
from kg.store.embedded import open_reader
from tests.invented import ROOT

MAY_BE_EMPTY = {"candidates", "contradictions", "possible-duplicates"}
QUERIES = ROOT / "queries"
NAMES = sorted(
    path.relative_to(QUERIES).with_suffix("").as_posix() for path in QUERIES.rglob("*.rq")
)


@pytest.fixture(scope="module")
def reader(checkout: Project, tmp_path_factory: pytest.TempPathFactory) -> Store:
    project = Project(checkout.root, tmp_path_factory.mktemp("real") / "store")
    build(project)
    return open_reader(project.store)


@pytest.mark.parametrize("name", NAMES)
def test_defaults_give_an_answer_soon(name: str, checkout: Project, reader: Store) -> None:
    query = read_catalogue(checkout)[name]
    begun = time.process_time()

    result = answer(reader, query)

    assert time.process_time() - begun < 1
    found = result.rows if isinstance(result, Table) else result.triples
    assert found or name in MAY_BE_EMPTY


def test_the_kremlin_calls_the_wish_for_talks_positive(checkout: Project, reader: Store) -> None:
    table = answer(reader, read_catalogue(checkout)["kremlin-reactions"])

    assert isinstance(table, Table)
    actor, quote, thing = (
        table.columns.index(name) for name in ("actorLabel", "quote", "reactsTo")
    )
    positive = [row for row in table.rows if row[quote] == Literal("positive", language="en")]
    assert Literal("Kremlin", language="en") in {row[actor] for row in positive}
    assert all(row[thing] is not None for row in table.rows)


_DATED = """\
SELECT ?stance ?holder ?proposition ?earliest ?latest WHERE {
  ?stance <https://w3id.org/eurostance/ns#holder> ?holder ;
    <https://w3id.org/eurostance/ns#proposition> ?proposition ;
    <https://w3id.org/eurostance/ns#latest> ?latest .
  OPTIONAL { ?stance <https://w3id.org/eurostance/ns#earliest> ?earliest }
}
"""


@pytest.mark.parametrize("day", ["2022-06-30", "2024-12-31", "2025-08-15", "2026-11-22"])
def test_positions_as_of_a_day_are_those_that_none_on_record_follows(
    day: str, checkout: Project, reader: Store
) -> None:
    query = read_catalogue(checkout)["positions-as-of"]
    pairs: dict[tuple[str, Any], list[tuple[str, Any, Any]]] = defaultdict(list)
    dated = reader.query(_DATED)
    assert isinstance(dated, QuerySolutions)
    for stance, holder, proposition, earliest, latest in dated:
        if latest.value <= day:
            pairs[proposition.value, holder].append(((earliest or latest).value, latest, stance))
    wanted: dict[str, set[Any]] = defaultdict(set)
    for (proposition, _), said in pairs.items():
        begun = max(earliest for earliest, _, _ in said)
        wanted[proposition] |= {one for _, latest, one in said if begun <= latest.value}

    found: dict[str, set[Any]] = {}
    for proposition in wanted:
        table = answer(reader, query, {"proposition": proposition, "date": day})
        assert isinstance(table, Table)
        found[proposition] = {row[table.columns.index("stance")] for row in table.rows}

    assert wanted
    assert found == wanted
