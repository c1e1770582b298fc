"""Import: tables into the seeds, all of them or, on request, all rows that are good."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, Problem
from kg.model.actors import Event
from kg.model.documents import Document
from kg.project import Project
from kg.rdf.codec import decode
from kg.seeds.read import read_seeds
from kg.seeds.tables import read_tables
from kg.seeds.write import add_triples, place


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows."""

    rows: int
    new: int
    known: int
    files: int
    problems: list[Problem]


def import_tables(
    project: Project, folder: Path, *, partial: bool = False, write: bool = True
) -> Imported:
    """Add the records of a folder of tables to the seeds; what they hold already is left alone.

    Raises InputError that lists every bad row, unless ``partial`` lets the others in.
    """
    if write:
        project.require_own_seeds()
    seeds = read_seeds(project)
    triples = list(seeds.triples())
    tables = read_tables(
        folder,
        documents={d.url: d.id for d in decode(Document, triples) if d.url},
        events={event.id for event in decode(Event, triples)},
    )
    added, clashes = place(project, tables.records, seeds)
    problems = [*tables.problems, *clashes]
    if problems and not partial:
        raise InputError(
            "nothing was imported",
            hint="mend the rows, or import the others with --partial",
            problems=problems,
        )
    fresh = {triple.subject for triples in added.values() for triple in triples}
    files = add_triples(added) if write else len(added)
    known = len(tables.records) - len(fresh) - len(clashes)
    return Imported(tables.rows, len(fresh), known, files, problems)
