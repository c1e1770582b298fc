"""The records of the seeds, each class read once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pyoxigraph import Triple

from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition, Theme
from kg.model.searches import Search
from kg.model.stances import Candidate, Review, Run, Stance
from kg.rdf.codec import Record, decode
from kg.rdf.layouts import LAYOUTS
from kg.rdf.terms import PREFIXES
from kg.seeds.read import Seeds


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that the seeds and the codebook describe, by class and id."""

    actors: list[Actor]
    tenures: list[Tenure]
    events: list[Event]
    outlets: list[Outlet]
    documents: list[Document]
    themes: list[Theme]
    propositions: list[Proposition]
    stances: list[Stance]
    evidence: list[Evidence]
    candidates: list[Candidate]
    runs: list[Run]
    reviews: list[Review]
    searches: list[Search]


def read_records(seeds: Seeds) -> Records:
    """The records of the seeds.

    Raises InputError, with file and line, where a field is missing, doubled or of the wrong form.
    """
    shelves: dict[str, list[Triple]] = defaultdict(list)
    for triple in seeds.triples():
        subject = str(triple.subject)
        shelves[subject[1 : subject.rfind("/") + 1]].append(triple)

    def read(record: type[Record]) -> list[Record]:
        # Every record looks through its own shelf only, not through the whole graph.
        return decode(record, shelves[PREFIXES[LAYOUTS[record].space]])

    with seeds.whole():
        return Records(
            actors=read(Actor),
            tenures=read(Tenure),
            events=read(Event),
            outlets=read(Outlet),
            documents=read(Document),
            themes=read(Theme),
            propositions=read(Proposition),
            stances=read(Stance),
            evidence=read(Evidence),
            candidates=read(Candidate),
            runs=read(Run),
            reviews=read(Review),
            searches=read(Search),
        )
