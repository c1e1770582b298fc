"""Records and triples to their home files, in canonical Turtle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Triple

from kg.errors import Problem
from kg.files import write_all, write_whole
from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition, Theme
from kg.model.searches import Search
from kg.model.stances import Stance
from kg.project import Project
from kg.rdf.codec import encode, iri
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.read import SeedFile, Seeds

_REGISTRIES = {
    Actor: "actors.ttl",
    Tenure: "tenures.ttl",
    Event: "events.ttl",
    Outlet: "outlets.ttl",
    Search: "searches.ttl",
}


def document_path(project: Project, document: str) -> Path:
    """The home of a document, and of the stances that were first entered from it."""
    year = "undated" if document.startswith("undated") else document[:4]
    return project.seeds / "documents" / year / f"{document}.ttl"


def place(
    project: Project, records: Iterable[Any], seeds: Seeds
) -> tuple[dict[Path, set[Triple]], list[Problem]]:
    """The triples to add to each file for records that the seeds do not hold yet.

    A record that is there already in the same words adds nothing; one that differs is a Problem.
    """
    held: dict[NamedNode, set[Triple]] = defaultdict(set)
    for triple in seeds.triples():
        if isinstance(triple.subject, NamedNode):
            held[triple.subject].add(triple)
    owners = seeds.owners()
    homes: dict[str, str] = {}
    added: dict[Path, set[Triple]] = defaultdict(set)
    problems = []
    for record in sorted(records, key=lambda record: isinstance(record, Stance)):
        if isinstance(record, Evidence):
            homes.setdefault(record.stance, record.document)
    for record in records:
        triples = set(encode(record))
        known = held.get(iri(record))
        if known is None:
            added[_home(project, record, homes)] |= triples
            held[iri(record)] = triples
        elif known != triples:
            problems.append(_clash(record, owners.get(iri(record), [])))
    return dict(added), problems


def _clash(record: Any, owners: list[SeedFile]) -> Problem:
    message = f"{record.id} is described otherwise already"
    if not owners:
        return Problem(Path("the tables"), 0, 0, message)
    line = owners[0].lines().get(iri(record).value, 0)
    return Problem(owners[0].path, line, 1 if line else 0, message)


def _home(project: Project, record: Any, homes: dict[str, str]) -> Path:
    if registry := _REGISTRIES.get(type(record)):
        return project.seeds / registry
    if isinstance(record, Theme | Proposition):
        return project.ontology / "codebook.ttl"
    if isinstance(record, Document):
        return document_path(project, record.id)
    if isinstance(record, Evidence):
        return document_path(project, record.document)
    return document_path(project, homes[record.id])


def add_triples(added: dict[Path, set[Triple]]) -> int:
    """Write triples beside those that the files hold already; returns how many files changed.

    Every file is read before the first is written, so a broken one leaves all as they were.
    """
    contents = {
        path: write_turtle(triples | set(read_turtle(path) if path.is_file() else ()))
        for path, triples in sorted(added.items())
    }
    write_all(contents)
    return len(contents)


def format_file(path: Path, *, write: bool) -> bool:
    """Whether a file is canonical Turtle already; if not, and ``write`` is set, it is rewritten."""
    canonical = write_turtle(read_turtle(path))
    same = canonical == path.read_bytes()
    if write and not same:
        write_whole(path, canonical)
    return same
