"""Invented records, and projects made of them or of the fixture world."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from kg.build.cells import unpack_rows
from kg.build.inventory import opened
from kg.build.revise import INVENTORY
from kg.model.actors import Actor, ActorKind, Event, EventKind, StartPrecision, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Document, Evidence, Outlet, Span, Text
from kg.model.stances import Candidate, Polarity, Review, Run, Stance, Verdict
from kg.project import Project
from kg.rdf.codec import encode
from kg.rdf.turtle import write_turtle
from kg.seeds.read import Seeds
from kg.seeds.write import add_triples, place
from kg.store.embedded import open_reader

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "tests" / "fixtures" / "seeds"
HASH = "0f" * 32
PROPOSITION = "direct-dialogue-with-russia"
OTHER = "sanctions-on-russia"


def told(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


ANNA = Actor("anna-examplova", "Anna Examplova", ActorKind.PERSON, "XA", ("Examplova",))
BORIS = Actor("boris-fictionov", "Boris Fictionov", ActorKind.PERSON, "XB")
EXAMPLELAND = Actor("exampleland", "Exampleland", ActorKind.STATE, "XA")
SAMPLE = Outlet("sample-times", "The Sample Times")
MARCH = Document(
    id="2021-03-04-sample-times-00000001",
    url="https://example.org/march",
    outlet="sample-times",
    headline=Text("Examplova would talk", "en"),
    published=told("2021-03-04"),
    language="en",
)
MAY = Document(
    id="2021-05-06-sample-times-00000002",
    url="https://example.org/may",
    outlet="sample-times",
    headline=Text("Examplova again", "en"),
    published=told("2021-05-06"),
    language="en",
)
UNDATED = Document(
    id="undated-sample-times-00000003",
    url="https://example.org/undated",
    outlet="sample-times",
    headline=Text("Some day", "en"),
    language="en",
)
TENURE = Tenure(
    id="anna-examplova-mayor-2020",
    actor="anna-examplova",
    role="Mayor of Sampleton",
    organisation="exampleland",
    start=told("2020"),
    end=None,
    start_precision=StartPrecision.START,
    source=MARCH.id,
)
SUMMIT = Event(
    id="example-summit-2021-03-01",
    label="Example summit",
    kind=EventKind.SUMMIT,
    date=PartialDate.parse("2021-03-01"),
    participants=("exampleland",),
    summary="Invented states met.",
    source=MARCH.id,
)
RUN = Run("run-one", MARCH.id, "example rules", "0.1.0", HASH)
REGISTRY = (ANNA, BORIS, EXAMPLELAND, SAMPLE, MARCH, MAY, UNDATED, TENURE, SUMMIT)


def stance(
    name: str,
    polarity: str = "favours",
    said_on: str | None = "2021-03-04",
    holder: str = ANNA.id,
    proposition: str = PROPOSITION,
    **more: Any,
) -> Stance:
    return Stance(name, holder, proposition, Polarity(polarity), told(said_on), **more)


def evidence(of: str, document: Document = MARCH, number: int = 1, **more: Any) -> Evidence:
    words = {"quote": Text("We must talk.", "en"), **more}
    return Evidence(f"{of}-{number}", of, document.id, Attribution.DIRECT, **words)


def candidate(
    name: str,
    confidence: str = "0.9",
    polarity: str = "favours",
    said_on: str | None = "2021-03-04",
    document: Document = MARCH,
    **more: Any,
) -> Candidate:
    return Candidate(
        id=name,
        document=document.id,
        holder=more.pop("holder", ANNA.id),
        proposition=more.pop("proposition", PROPOSITION),
        polarity=Polarity(polarity),
        said_on=told(said_on),
        quote=Text("We have to talk", "en"),
        span=Span(10, 25, HASH),
        attribution=Attribution.DIRECT,
        confidence=Decimal(confidence),
        rules=("direct-quote", "modal"),
        run=RUN.id,
        **more,
    )


def review(
    subject: str,
    verdict: str,
    day: str = "2021-04-01",
    name: str = "review-1",
    reviewer: str = "A. Curator",
    **corrections: Any,
) -> Review:
    day_of = date.fromisoformat(day)
    return Review(name, subject, Verdict(verdict), reviewer, day_of, **corrections)


def new_project(folder: Path, records: Iterable[Any] = (*REGISTRY,)) -> Project:
    """A project of its own: the ontology's files, and seeds made of records."""
    root = folder / "project"
    (root / "ontology").mkdir(parents=True)
    for path in (ROOT / "ontology").iterdir():
        if path.is_file():
            shutil.copy(path, root / "ontology")
    project = Project(root, root / "build" / "store")
    project.seeds.mkdir()
    enter(project, records)
    return project


def copy_world(folder: Path) -> Project:
    """The fixture world, free to be changed."""
    project = new_project(folder, ())
    shutil.rmtree(project.seeds)
    shutil.copytree(SEEDS, project.seeds)
    return project


def enter(project: Project, records: Iterable[Any]) -> None:
    """Write records to their home files."""
    machine = (Candidate, Run, Review)
    known = list(records)
    added, clashes = place(project, [r for r in known if not isinstance(r, machine)], Seeds())
    assert not clashes
    add_triples(added)
    proposed = [r for r in known if isinstance(r, Candidate | Run)]
    decided = [r for r in known if isinstance(r, Review)]
    for path, part in (
        (project.seeds / "candidates" / f"{MARCH.id}.ttl", proposed),
        (project.seeds / "reviews.ttl", decided),
    ):
        if part:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(write_turtle(t for record in part for t in encode(record)))


def stored(project: Project) -> list[str]:
    """The store's content as sorted N-Quads."""
    return sorted(map(str, quads(project)))


def inventoried(project: Project) -> dict[str, Any]:
    """What the inventory of a store tells, in one form whatever came first and however often."""
    with (
        opened(project.store / INVENTORY) as inventory,
        contextlib.closing(sqlite3.connect(project.store / INVENTORY)) as base,
    ):
        assert inventory
        extent = inventory.extent()
        pairs = base.execute("SELECT holder, proposition, rows FROM pairs")
        holders = base.execute("SELECT holder, months FROM holders")
        return {
            "files": [
                (held.name, held.size, held.digest, held.subjects)
                for name, *_ in list(inventory.files())
                if (held := inventory.file(name))
            ],
            "pairs": {(*key,): sorted(map(str, unpack_rows(rows))) for *key, rows in pairs},
            "holders": {one: months for one, told in holders if (months := json.loads(told))},
            "hidden": sorted(base.execute("SELECT stance, reacts_to FROM hidden")),
            "counts": +inventory.counts(),
            "statuses": +inventory.statuses(),
            "sizes": inventory.sizes(),
            "classes": +extent.classes,
            "properties": +extent.properties,
            "subjects": extent.subjects,
            "version": inventory.noted("version"),
        }


def quads(project: Project) -> list[Quad]:
    return list(open_reader(project.store))
