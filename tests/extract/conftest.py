"""Invented people and offices: the rules must be true of the language, not of persons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.extractor import Extraction, extract
from kg.extract.pool import PAIRED
from kg.model.actors import Actor, ActorKind, StartPrecision, Tenure
from kg.model.dates import PartialDate
from kg.model.stances import Candidate

ACTORS = (
    Actor("anna-examplova", "Anna Examplova", ActorKind.PERSON, "CZ"),
    Actor("bruno-fictius", "Bruno Fictius", ActorKind.PERSON, "IT", ("Fictius",)),
    Actor("carlo-madeup", "Carlo Madeup", ActorKind.PERSON, "FR", ("Madeup",)),
    Actor("dora-inventa", "Dora Inventa", ActorKind.PERSON, "EE"),
    Actor("igor-fabula", "Igor Fabula", ActorKind.PERSON, "RU"),
    Actor("czechia", "Czechia", ActorKind.STATE, "CZ", ("Prague", "Czech Republic")),
    Actor("italy", "Italy", ActorKind.STATE, "IT", ("Rome",)),
    Actor("france", "France", ActorKind.STATE, "FR", ("Paris",)),
    Actor("estonia", "Estonia", ActorKind.STATE, "EE", ("Tallinn",)),
    Actor("russia", "Russia", ActorKind.STATE, "RU", ("Moscow",)),
    Actor("ukraine", "Ukraine", ActorKind.STATE, "UA", ("Kyiv",)),
    Actor("kremlin", "Kremlin", ActorKind.ORGANISATION, "RU", ("the Kremlin",)),
    Actor("european-union", "European Union", ActorKind.ORGANISATION, "EU", ("EU", "the bloc")),
)


def tenure(actor: str, role: str, organisation: str, start: str, end: str | None = None) -> Tenure:
    return Tenure(
        f"{actor}-{start}",
        actor,
        role,
        organisation,
        PartialDate.parse(start),
        PartialDate.parse(end) if end else None,
        StartPrecision.START,
        "https://example.org/",
    )


TENURES = (
    tenure("anna-examplova", "Minister of Foreign Affairs of Czechia", "czechia", "2024-01-01"),
    tenure("bruno-fictius", "Prime Minister of Italy", "italy", "2020-01-01", "2025-06-30"),
    tenure("dora-inventa", "Prime Minister of Italy", "italy", "2025-07-01"),
    tenure("carlo-madeup", "President of France", "france", "2022-05-01"),
    tenure("igor-fabula", "President of Russia", "russia", "2012-05-07"),
)

Read = Callable[..., Extraction]
Stances = Callable[..., set[tuple[str, str, str]]]


@pytest.fixture
def read() -> Read:
    def run(text: str, published: str = "2026-02-03") -> Extraction:
        return extract(
            text,
            document="paper-1",
            published=PartialDate.parse(published),
            actors=ACTORS,
            tenures=TENURES,
        )

    return run


def worded(extraction: Extraction) -> list[Candidate]:
    """The candidates that the words of one place tell, without what is only paired."""
    return [
        candidate
        for candidate in extraction.candidates
        if PAIRED not in extraction.reasons[candidate.id].evidence
    ]


@pytest.fixture
def stances(read: Read) -> Stances:
    def run(text: str, published: str = "2026-02-03") -> set[tuple[str, str, str]]:
        return {
            (candidate.holder, candidate.proposition, str(candidate.polarity))
            for candidate in worded(read(text, published))
        }

    return run
