"""Records and triples to their home files, in canonical Turtle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Triple

from kg.errors import Problem
from kg.files import write_all, write_whole
from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition, Theme
from kg.model.searches import Search
from kg.project import Project
from kg.rdf.codec import encode, iri
from kg.rdf.content import read_file
from kg.rdf.turtle import parse_turtle, read_turtle, write_turtle
from kg.seeds.lock import alone, seeds_around
from kg.seeds.read import SeedFile, Seeds

_REGISTRIES = {
    Actor: "actors.ttl",
    Tenure: "tenures.ttl",
    Event: "events.ttl",
    Outlet: "outlets.ttl",
    Search: "searches.ttl",
}
_CODEBOOK = "codebook.ttl"
_NAMED = {*_REGISTRIES.values(), _CODEBOOK}
"""The files of what documents name."""


def document_path(project: Project, document: str) -> Path:
    """The home of a document, and of the stances that were first entered from it."""
    year = "undated" if document.startswith("undated") else document[:4]
    return project.seeds / "documents" / year / f"{document}.ttl"


@dataclass(frozen=True, slots=True)
class Clash:
    """A record of which something else is said already: in a file of the seeds, if any is named."""

    record: Any
    path: Path | None
    line: int

    def __str__(self) -> str:
        return f"{self.record.id} is described otherwise already"

    @property
    def problem(self) -> Problem:
        """The same as a fault of the seeds, where it is one."""
        path = self.path or Path("what is entered")
        return Problem(path, self.line, 1 if self.line else 0, str(self))


class Held:
    """What is said of each thing: by the seeds, and by the records that were taken in since."""

    def __init__(self, seeds: Seeds) -> None:
        self._seeds = seeds
        self._said: dict[NamedNode, set[Triple]] = defaultdict(set)
        for triple in seeds.triples():
            if isinstance(triple.subject, NamedNode):
                self._said[triple.subject].add(triple)
        self._taken: dict[NamedNode, set[Triple]] = {}
        self._lines: dict[Path, dict[str, int]] = {}
        self._owners: dict[NamedNode, list[SeedFile]] | None = None

    def clash(self, record: Any) -> Clash | None:
        """Why a record cannot be taken in; None where it can, or is known in the same words."""
        node = iri(record)
        known = self._said.get(node) or self._taken.get(node)
        if known is None or known == set(encode(record)):
            return None
        return Clash(record, *self._place(node))

    def take(self, record: Any) -> bool:
        """Take in a record that does not clash; whether anything of it is new."""
        node = iri(record)
        if node in self._said or node in self._taken:
            return False
        self._taken[node] = set(encode(record))
        return True

    def taken(self) -> Iterator[Triple]:
        """The triples of all records that were taken in."""
        for triples in self._taken.values():
            yield from triples

    def holds(self, node: NamedNode) -> bool:
        """Whether the seeds describe a thing."""
        return node in self._said

    def _place(self, node: NamedNode) -> tuple[Path | None, int]:
        if node not in self._said:
            return None, 0
        if self._owners is None:
            self._owners = self._seeds.owners()
        file = self._owners[node][0]
        if file.path not in self._lines:
            self._lines[file.path] = file.lines()
        return file.path, self._lines[file.path].get(node.value, 0)


def place(
    project: Project, records: Iterable[Any], seeds: Seeds
) -> tuple[dict[Path, set[Triple]], list[Problem]]:
    """The triples to add to each file for records that the seeds do not hold yet.

    A record that is there already in the same words adds nothing; one that differs is a Problem.
    """
    held = Held(seeds)
    told = list(records)
    fresh: list[Any] = []
    problems: list[Problem] = []
    for record in told:
        clash = held.clash(record)
        if clash:
            problems.append(clash.problem)
        elif held.take(record):
            fresh.append(record)
    return homes_of(project, fresh, told), problems


def homes_of(
    project: Project, records: Iterable[Any], among: Iterable[Any]
) -> dict[Path, set[Triple]]:
    """The triples of some records by the files in which they belong.

    A stance belongs with its first evidence ``among`` all the records that are told together.
    """
    homes: dict[str, str] = {}
    for record in among:
        if isinstance(record, Evidence):
            homes.setdefault(record.stance, record.document)
    added: dict[Path, set[Triple]] = defaultdict(set)
    for record in records:
        added[_home(project, record, homes)].update(encode(record))
    return dict(added)


def _home(project: Project, record: Any, homes: dict[str, str]) -> Path:
    if registry := _REGISTRIES.get(type(record)):
        return project.seeds / registry
    if isinstance(record, Theme | Proposition):
        return project.ontology / _CODEBOOK
    if isinstance(record, Document):
        return document_path(project, record.id)
    if isinstance(record, Evidence):
        return document_path(project, record.document)
    return document_path(project, homes[record.id])


def add_triples(added: Mapping[Path, set[Triple]]) -> int:
    """Write triples beside those that the files hold already; returns how many files changed.

    Every file is read before the first is written, so a broken one leaves all as they were. Whoever
    calls it holds the lock of the seeds: see kg.seeds.lock.
    """
    contents = with_triples(added)
    write_all(contents)
    return len(contents)


def with_triples(added: Mapping[Path, set[Triple]]) -> dict[Path, bytes]:
    """What files are to hold that triples are added to, in the order in which to write them.

    What a document names stands before the document: of a command that is cut off between two
    files, the same command finds and finishes the rest.
    """
    return {
        path: write_turtle(triples | set(read_turtle(path) if path.is_file() else ()))
        for path, triples in sorted(added.items(), key=_rank)
    }


def _rank(item: tuple[Path, object]) -> tuple[bool, Path]:
    path, _ = item
    return path.name not in _NAMED, path


def format_file(path: Path, *, write: bool) -> bool:
    """Whether a file is canonical Turtle already; if not, and ``write`` is set, it is rewritten."""
    if _is_canonical(path)[0]:
        return True
    if write:
        with alone(seeds_around(path)):
            # Whoever held the lock may have written the file since it was looked at.
            same, canonical = _is_canonical(path)
            if not same:
                write_whole(path, canonical)
    return False


def _is_canonical(path: Path) -> tuple[bool, bytes]:
    """Whether a file is in canonical form, and that form: both of one reading."""
    content = read_file(path)
    canonical = write_turtle(quad.triple for quad in parse_turtle(path, content))
    return content == canonical, canonical
