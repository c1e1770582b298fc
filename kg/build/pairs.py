"""What one holder has said on one proposition, and what follows from it all together."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from kg.build.derive import (
    derive_days,
    derive_evidence,
    derive_replacement,
    derive_status,
    label_evidence,
)
from kg.build.publish import Publication, settle
from kg.build.register import Known
from kg.model.dates import PartialDate
from kg.model.documents import Evidence
from kg.model.stances import Candidate, Stance, Status
from kg.rdf.codec import node_of, shape_of, write
from kg.rdf.ntriples import Line
from kg.rdf.positions import derive_positions
from kg.seeds.promises import after_publication, faults_of_evidence, faults_of_stance
from kg.store.graphs import PUBLISHED, REJECTED

PairKey = tuple[str, str]
"""A holder and a proposition, by their ids."""


@dataclass(slots=True)
class Pair:
    """The stances of one holder on one proposition, with what shows them.

    Of curated stances and evidence only the fields that decide are needed: id, holder,
    proposition, polarity and date; id, stance and document. ``candidates`` are those fit to be
    published for this pair, ``documents`` tells when those that show anything were published.
    """

    stances: list[Stance] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    documents: dict[str, PartialDate | None] = field(default_factory=dict)

    def settled(self, register: Known) -> Publication:
        """What of it is published, and as what."""
        return settle(
            self.stances, self.evidence, self.candidates, register.decided, self.documents
        )

    def named_documents(self) -> set[str]:
        """The ids of the documents that show anything of it."""
        return {item.document for item in self.evidence} | {
            candidate.document for candidate in self.candidates
        }


def faults_of_pair(pair: Pair, publication: Publication) -> Iterator[tuple[str, str]]:
    """What is wrong with what a pair publishes, as ``space/ID`` and a message."""
    shown = {item.stance for item in publication.evidence}
    for name in publication.stances:
        if name not in shown:
            yield f"stance/{name}", "a stance without evidence"
    for item in publication.evidence:
        stance = publication.stances.get(item.stance)
        if stance is None:
            yield f"evidence/{item.id}", f"stance:{item.stance} is described nowhere"
        if item.document not in pair.documents:
            yield f"evidence/{item.id}", f"document:{item.document} is described nowhere"
        told, printed = stance and stance.said_on, pair.documents.get(item.document)
        if told and printed and told.earliest > printed.latest:
            yield f"evidence/{item.id}", after_publication(item.stance, told, printed)


def faults_of_found(
    pair: Pair, publication: Publication, register: Known, only: Container[str] | None = None
) -> Iterator[tuple[str, str]]:
    """What is wrong with what machines found and is published, as ``space/ID`` and a message.

    Of all candidates, or ``only`` of some, by id.
    """
    curated = {stance.id for stance in pair.stances}
    for name, stance in publication.stances.items():
        if name not in curated and (only is None or name in only):
            for message in faults_of_stance(stance, register.names, register.titles):
                yield f"stance/{name}", message
    for item in publication.evidence:
        if item.candidate is not None and (only is None or item.id in only):
            for message in faults_of_evidence(item):
                yield f"evidence/{item.id}", message


def tell_found(
    pair: Pair, publication: Publication, register: Known, only: Container[str] | None = None
) -> Iterator[tuple[str, object, list[Line]]]:
    """The stances and the evidence that machines found and that are published.

    For each its graph, its shape and its lines; of all candidates, or ``only`` of some, by id.
    """
    curated = {stance.id for stance in pair.stances}
    for name, stance in publication.stances.items():
        if name not in curated and (only is None or name in only):
            status, words = publication.status[name], register.words(stance)
            told = write(stance) + derive_status(stance, status, words)
            yield place(publication, name), shape_of(stance), told
    for item in publication.evidence:
        if item.id == item.candidate and (only is None or item.id in only):
            told = write(item) + derive_evidence(item)
            yield place(publication, item.stance), shape_of(item), told


def tell_together(publication: Publication, register: Known) -> Iterator[tuple[str, Line]]:
    """Days, positions, what evidence is called, and which stance stands for which."""
    for name, dated in publication.dated.items():
        for told in derive_days(dated):
            yield place(publication, name), told
    for item in publication.evidence:
        words = register.words(publication.stances[item.stance])
        yield place(publication, item.stance), label_evidence(node_of(item), words)
    for told in derive_positions(publication.published, register.names, register.titles):
        yield PUBLISHED, told
    for old, new in publication.replaced.items():
        yield place(publication, new), derive_replacement(old, new)


def place(publication: Publication, stance: str) -> str:
    """The graph in which a stance of a publication is told."""
    return REJECTED if publication.status[stance] is Status.REJECTED else PUBLISHED
