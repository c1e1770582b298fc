"""Invented traces of reading for invented corpora: documents of some days, searches, candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from kg.analysis.coverage.searches import Reading
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Document, Span, Text
from kg.model.searches import Search
from kg.model.stances import Candidate, Polarity


def reading(
    published: Mapping[str, str | None],
    *,
    searches: Iterable[Search] = (),
    waiting: Iterable[Candidate] = (),
    outlets: Mapping[str, str] | None = None,
    languages: Mapping[str, str] | None = None,
) -> Reading:
    """Documents by name with their days (None: not told), and what was searched and proposed."""
    return Reading(
        documents={
            name: Document(
                id=name,
                url=None,
                outlet=(outlets or {}).get(name, "sample-times"),
                published=PartialDate.parse(day) if day else None,
                language=(languages or {}).get(name),
            )
            for name, day in published.items()
        },
        outlets={"sample-times": "The Sample Times", "echo": "Echo of Sampleton"},
        by_machine=frozenset(),
        waiting=tuple(waiting),
        searches=tuple(searches),
    )


def search(
    actors: Sequence[str],
    propositions: Sequence[str],
    start: str,
    end: str,
    made: date = date(2030, 1, 1),
) -> Search:
    """A search of Rita Reviewer's, in English, in an archive."""
    return Search(
        id="one",
        actors=tuple(actors),
        propositions=tuple(propositions),
        start=PartialDate.parse(start),
        end=PartialDate.parse(end),
        places=("an archive",),
        languages=("en",),
        searcher="Rita Reviewer",
        searched_on=made,
    )


def proposal(holder: str, proposition: str, document: str, said_on: str | None = None) -> Candidate:
    """A candidate that waits for a decision."""
    return Candidate(
        id=f"{holder}-{proposition}",
        document=document,
        holder=holder,
        proposition=proposition,
        polarity=Polarity.FAVOURS,
        said_on=PartialDate.parse(said_on) if said_on else None,
        quote=Text("We must talk", "en"),
        span=Span(0, 12, "0f" * 32),
        attribution=Attribution.DIRECT,
        confidence=Decimal("0.6"),
        rules=(),
        run="run-one",
    )
