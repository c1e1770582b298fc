"""Import: tables into the seeds, all of them or, on request, all rows that are good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError, Problem, Severity
from kg.model.actors import Event
from kg.model.documents import Document, Outlet
from kg.printing import counted
from kg.project import Project
from kg.rdf.codec import iri
from kg.seeds.alike import alike_outlets, told_alike
from kg.seeds.lock import alone
from kg.seeds.read import read_seeds
from kg.seeds.sifted import sift
from kg.seeds.tables import Entry, read_tables
from kg.seeds.write import Held, add_triples, homes_of


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows; of those that are ``refused``, each fault is a problem.

    So is, as a warning, a new outlet that may be there already.
    """

    rows: int
    new: int
    known: int
    files: int
    refused: int
    problems: list[Problem]


def import_tables(
    project: Project, folder: Path, *, partial: bool = False, write: bool = True
) -> Imported:
    """Add the records of a folder of tables to the seeds; what they hold already is left alone.

    Nobody else writes from the reading of the seeds to the end. Raises InputError that lists every
    fault of every bad row, unless ``partial`` lets the others in, and StoreLocked where others keep
    writing.
    """
    if not write:
        return _import(project, folder, partial=partial, write=False)
    project.require_own_seeds()
    with alone(project.seeds):
        return _import(project, folder, partial=partial, write=True)


def _import(project: Project, folder: Path, *, partial: bool, write: bool) -> Imported:
    seeds = read_seeds(project)
    triples = list(seeds.triples())
    tables = read_tables(
        folder,
        documents={d.url: d.id for d in seeds.records(Document) if d.url},
        events={event.id for event in seeds.records(Event)},
        outlets={outlet.name: outlet.id for outlet in seeds.records(Outlet)},
    )
    held = Held(seeds)
    good, refused = sift(project, tables.entries, held, triples)
    problems = sorted([*tables.problems, *refused], key=lambda problem: problem.place)
    out = tables.refused + len(tables.entries) - len(good)
    if problems and not partial:
        raise InputError(
            "nothing was imported",
            hint=f"nothing was imported; mend {counted(out, 'row')}, or import the others with "
            "--partial",
            problems=problems,
        )
    records = [record for entry in good for record in entry.records]
    told = {iri(record): record for record in records}
    fresh = [record for node, record in told.items() if not held.holds(node)]
    added = homes_of(project, fresh, records)
    files = add_triples(added) if write else len(added)
    problems += _alike(good, set(fresh), seeds.records(Outlet))
    return Imported(tables.rows, len(fresh), _number(records) - len(fresh), files, out, problems)


def _alike(entries: list[Entry], fresh: set[Any], known: list[Outlet]) -> Iterator[Problem]:
    """Of each new outlet that may be a known one a warning at its row."""
    told = {
        record: entry
        for entry in reversed(entries)
        for record in entry.records
        if isinstance(record, Outlet) and record in fresh
    }
    for new, other in alike_outlets(sorted(told, key=lambda outlet: outlet.id), known):
        entry = told[new]
        yield Problem(entry.path, entry.line, 0, told_alike(new, other), Severity.WARNING)


def _number(records: list[Any]) -> int:
    """How many records rows have told; an outlet, which many rows share, counts once."""
    outlets = {record for record in records if isinstance(record, Outlet)}
    return len(outlets) + sum(not isinstance(record, Outlet) for record in records)
