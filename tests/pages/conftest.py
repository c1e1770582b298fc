"""Libraries of pages: of the invented world, of the real graph, and of records made for a test."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad, Store, Triple

from kg.build.build import build
from kg.model.actors import Actor
from kg.model.documents import Document
from kg.model.stances import Stance, Status
from kg.pages.library import Library
from kg.project import Project
from kg.rdf.codec import encode, iri
from kg.rdf.forms import STATUS
from kg.rdf.terms import RDF, RDFS, ST
from kg.store.embedded import open_reader
from tests.invented import ROOT
from tests.views.conftest import chromium

__all__ = ["chromium"]

Shelve = Callable[[Iterable[Any]], Library]


@pytest.fixture(scope="session")
def library(world: Project, world_reader: Store) -> Library:
    """The pages of the invented world."""
    return Library(world, world_reader)


@pytest.fixture(scope="session")
def real_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The pages of the project's own seeds."""
    project = Project(ROOT, tmp_path_factory.mktemp("real") / "store")
    build(project)
    return Library(project, open_reader(project.store))


@pytest.fixture(scope="session")
def shelve() -> Shelve:
    """The pages of some records, whatever stands in them: no check lies before."""

    def made(records: Iterable[Any]) -> Library:
        store = Store()
        for record in records:
            store.extend(Quad(*triple, DefaultGraph()) for triple in _triples(record))
        return Library(Project(ROOT, Path("nowhere")), store)

    return made


def _triples(record: Any) -> Iterable[Triple]:
    yield from encode(record)
    if isinstance(record, Actor):
        yield Triple(iri(record), RDF.type, ST.Actor)
    if isinstance(record, Stance | Document):
        yield Triple(iri(record), RDFS.label, Literal(f"Label of {record.id}", language="en"))
    if isinstance(record, Stance):
        yield Triple(iri(record), ST.status, STATUS[Status.CURATED])
