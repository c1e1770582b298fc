"""What one document, run, stance, piece of evidence or candidate tells by itself, as lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kg.build.derive import derive_document, derive_evidence, derive_status
from kg.build.register import Known, tell_review
from kg.model.documents import Document, Evidence
from kg.model.stances import Candidate, Review, Run, Stance, Status
from kg.rdf.codec import node_of, write
from kg.rdf.ntriples import Line, label

TOLD = (Document, Run, Stance, Evidence, Candidate)
"""The classes of what documents bring, by the million."""
PUBLISHED, CANDIDATES, REJECTED, REVIEWS = "published", "candidates", "rejected", "reviews"
_PLACES = {
    Document: PUBLISHED,
    Run: PUBLISHED,
    Stance: PUBLISHED,
    Evidence: PUBLISHED,
    Candidate: CANDIDATES,
    Review: REVIEWS,
}


class Telling:
    """How records are told, by what the register knows."""

    def __init__(self, register: Known) -> None:
        self._register = register

    def graph_of(self, record: Any) -> str:
        """The graph in which a record is told: what persons refused is not published."""
        match record:
            case Stance(id=name) | Evidence(stance=name) if name in self._register.refused:
                return REJECTED
            case _:
                return _PLACES[type(record)]

    def tell(self, record: Any) -> list[Line]:
        """The lines of one record that no other record has a part in."""
        more: list[Line]
        match record:
            case Evidence():
                more = derive_evidence(record)
            case Candidate():
                more = [label(node_of(record), self._register.words(record))]
            case Stance():
                refused = record.id in self._register.refused
                status = Status.REJECTED if refused else Status.CURATED
                more = derive_status(record, status, self._register.words(record))
            case Document():
                more = derive_document(record, self._register.publishers)
            case Run():
                words = f"{record.extractor} {record.version} on {record.document}"
                more = [label(node_of(record), words)]
            case _:
                return tell_review(record)
        return write(record) + more

    def fit(self, record: Any) -> Any:
        """A record as it is told: nothing that is published speaks of what was refused."""
        if not (isinstance(record, Stance) and record.reacts_to):
            return record
        space, _, name = record.reacts_to.partition("/")
        refused = space == "stance" and name in self._register.refused
        hidden = refused and record.id not in self._register.refused
        return replace(record, reacts_to=None) if hidden else record
