"""What may be entered twice is listed also where one of the two has no date of its own."""

from __future__ import annotations

import io
from pathlib import Path

import rdflib
from pyoxigraph import RdfFormat, Store

from kg.build.build import build
from kg.project import Project
from kg.queries.binding import bind
from kg.queries.catalogue import find_query
from kg.queries.run import answer
from kg.queries.table import Table
from kg.store.embedded import open_reader
from tests.invented import MAY, REGISTRY, ROOT, evidence, new_project, stance


def test_an_undated_stance_is_listed_with_the_one_before(tmp_path: Path) -> None:
    records = (
        *REGISTRY,
        stance("told"),
        evidence("told"),
        stance("untold", said_on=None),
        evidence("untold", MAY),
        stance("against", "opposes", None),
        evidence("against", MAY),
    )
    project = new_project(tmp_path, records)
    build(project)
    reader = open_reader(project.store)
    query = find_query(Project(ROOT, project.store), "possible-duplicates")

    table = answer(reader, query, {})

    assert isinstance(table, Table)
    (row,) = table.dicts()
    assert (row["stance"], row["other"]) == tuple(
        f"https://w3id.org/eurostance/stance/{name}" for name in ("told", "untold")
    )
    assert (row["saidOn"], row["otherSaidOn"]) == ("2021-03-04", None)
    assert _rdflib(reader, bind(reader, query, {})) == [
        tuple(row[column] for column in table.columns)
    ]


def _rdflib(reader: Store, text: str) -> list[tuple[str | None, ...]]:
    """The rows that rdflib's own engine gives."""
    stream = io.BytesIO()
    reader.dump(stream, RdfFormat.N_QUADS)
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=stream.getvalue(), format="nquads")
    found = dataset.query(text)
    return [tuple(None if term is None else str(term) for term in row) for row in found]  # type: ignore[union-attr]
