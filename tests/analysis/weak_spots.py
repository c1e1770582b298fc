"""For each check of the report: records in which it finds some things, and just not others.

A thing that is to be found is called ``hit`` or ``hit-…``; what has another name must not be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kg.model.actors import Actor, ActorKind, Event, StartPrecision, Tenure
from kg.model.documents import Attribution, Document, Evidence, Outlet, Text
from kg.model.stances import Stance
from tests.invented import (
    ANNA,
    BORIS,
    EXAMPLELAND,
    MARCH,
    MAY,
    OTHER,
    REGISTRY,
    RUN,
    SUMMIT,
    TENURE,
    UNDATED,
    candidate,
    evidence,
    review,
    stance,
    told,
)

AGENCY = Outlet("sample-agency", "Sample Agency")
FIRST_DAY = replace(MARCH, id="2021-03-01-sample-times-00000004", published=told("2021-03-01"))
NEXT_YEAR = replace(MARCH, id="2022-03-05-sample-times-00000005", published=told("2022-03-05"))
MONTH = replace(MARCH, id="2021-03-sample-times-00000006", published=told("2021-03"))
REPRINT = replace(MARCH, id="2021-03-04-sample-times-00000007", reprint=True)
COPY = replace(MARCH, id="2021-03-04-sample-times-00000008", agency=AGENCY.id)
OWN = replace(MARCH, id="2021-03-04-sample-agency-00000009", outlet=AGENCY.id)
NOWHERE = replace(MARCH, id="2021-03-04-sample-times-0000000a", url=None)
BARE = replace(MARCH, id="2021-03-04-sample-times-0000000b", headline=None)
LEAGUE = Actor("sample-league", "Sample League", ActorKind.ORGANISATION)
MEETING = replace(SUMMIT, id="example-meeting-2021-03-02", date=told("2021-03-02"))
PINNED = "https://example.org/blob/0123abc/links.tsv"


def words(number: int, language: str = "en") -> Text:
    return Text(" ".join(["word"] * number), language)


def shown(name: str, *documents: Document, **more: Any) -> tuple[Stance | Evidence, ...]:
    """A stance with a piece of evidence in each document; by default in one."""
    quote = more.pop("quoted", {})
    items = enumerate(documents or (MARCH,), 1)
    return stance(name, **more), *(evidence(name, one, number, **quote) for number, one in items)


def attributed(name: str, quote: Text, attribution: Attribution) -> tuple[Any, ...]:
    known = replace(evidence(name, quote=quote), attribution=attribution)
    return stance(name), known


def held(name: str, actor: Actor, role: str = "Mayor of Sampleton", **more: Any) -> Tenure:
    return replace(TENURE, id=name, actor=actor.id, role=role, **more)


def event_of(name: str, event: Event) -> Event:
    return replace(event, id=name)


WITHOUT = tuple(one for one in REGISTRY if one not in (ANNA, BORIS, TENURE, SUMMIT))
"""The registry but for its persons, their office and the event."""
NONE = Attribution.NOT_KNOWN

CASES: Mapping[str, tuple[Any, ...]] = {
    "one-document": (
        *shown("hit", MARCH, MARCH),
        *shown("two", MARCH, MAY, polarity="opposes"),
    ),
    "mirror": (REPRINT, *shown("hit", REPRINT), *shown("both", REPRINT, MARCH)),
    "agency-copy": (
        AGENCY, COPY, REPRINT,
        *shown("hit", COPY), *shown("both", COPY, MARCH), *shown("mirror", REPRINT),
    ),
    "one-origin": (
        AGENCY, COPY, OWN,
        *shown("hit", MARCH, MAY), *shown("hit-agency", COPY, OWN),
        *shown("one", MARCH), *shown("two", MARCH, OWN),
    ),
    "document-undated": (*shown("a", UNDATED), *shown("b", MARCH)),
    "document-month": (MONTH, *shown("a", MONTH, said_on="2021-03-01"), *shown("b", MARCH)),
    "no-address": (NOWHERE, *shown("a", NOWHERE), *shown("b", MARCH)),
    "no-headline": (BARE, *shown("a", BARE), *shown("b", MARCH)),
    "no-quote": (
        *shown("hit", quoted={"quote": None, "paraphrase": Text("Talks.", "en")}),
        *shown("quoted", MARCH),
        stance("both"),
        evidence("both", quote=None, paraphrase=Text("Talks.", "en")),
        evidence("both", MAY, 2),
    ),
    "length-unproven": (
        *attributed("hit", words(13), NONE),
        *attributed("short", words(12), NONE),
        *attributed("spoken", words(13), Attribution.DIRECT),
    ),
    "untranslated": (
        *shown("hit", quoted={"quote": words(4, "ru")}),
        *shown("read", quoted={"quote": words(4, "ru"), "translation": words(4)}),
        *shown("english", quoted={"quote": words(4, "en-gb")}),
    ),
    "attribution-unknown": (
        *attributed("hit", words(5), NONE),
        *attributed("told", words(5), Attribution.REPORTED),
    ),
    "short-quote": (
        *shown("hit", quoted={"quote": words(2)}), *shown("three", quoted={"quote": words(3)}),
    ),
    "no-day": (*shown("hit", UNDATED, said_on=None), *shown("reported", said_on=None)),
    "date-not-told": (
        *shown("hit", said_on=None), *shown("none", UNDATED, said_on=None), *shown("day"),
    ),
    "partial-date": (
        FIRST_DAY,
        # Reported on its first day it can only be of that day, and yet the month alone is told.
        *shown("hit-month", FIRST_DAY, said_on="2021-03"),
        *shown("hit-year", said_on="2021"),
        *shown("day"), *shown("none", said_on=None),
    ),
    "late-report": (*shown("hit", said_on="2021-02-01"), *shown("soon", said_on="2021-02-02")),
    "reacts-early": (
        *shown("hit", said_on="2021-02-28", reacts_to=f"event/{SUMMIT.id}"),
        *shown("same-day", said_on="2021-03-01", reacts_to=f"event/{SUMMIT.id}"),
        *shown("hit-stance", said_on="2021-02-28", reacts_to="stance/same-day"),
        *shown("after", reacts_to="stance/same-day"),
    ),
    "possibly-same": (
        *shown("hit"), *shown("hit-2", MAY, said_on="2021-03"),
        *shown("against", polarity="opposes"), *shown("later", MAY, said_on="2021-05-06"),
    ),
    "near-same": (
        *shown("hit", said_on="2021-02-20"), *shown("hit-2", said_on="2021-02-23"),
        *shown("later", said_on="2021-02-27"), *shown("month", said_on="2021-02"),
        *shown("against", said_on="2021-02-21", polarity="opposes"),
    ),
    "told-twice": (
        *shown("hit", on_behalf_of=EXAMPLELAND.id),
        *shown("hit-body", holder=EXAMPLELAND.id),
        *shown("apart", proposition=OTHER, on_behalf_of=EXAMPLELAND.id),
        *shown("apart-body", MAY, proposition=OTHER, holder=EXAMPLELAND.id),
    ),
    "unreviewed": (
        RUN, candidate("hit", "0.95", proposition=OTHER),
        candidate("accepted", "0.95", "mixed"), review("candidate/accepted", "accept"),
        *shown("curated"),
    ),
    "waiting": (
        RUN, candidate("hit", "0.5", "opposes"),
        candidate("published", "0.95", proposition=OTHER), candidate("discarded", "0.2", "favours"),
        *shown("curated"),
    ),
    "no-office": (
        held("ended", BORIS, end=told("2021-03-03")),
        *shown("hit", holder=BORIS.id), *shown("last-day", said_on="2021-03-03", holder=BORIS.id),
        *shown("mayor"), *shown("state", holder=EXAMPLELAND.id),
    ),
    "office-succeeded": (
        *shown("a"),
        held("hit", ANNA, "Chair (acting)"), held("next", BORIS, "Chair", start=told("2021")),
        held("member", ANNA, "Member of the council"),
        held("member-next", BORIS, "Member of the council", start=told("2021")),
        held("ended", ANNA, "Clerk", end=told("2021")),
        held("ended-next", BORIS, "Clerk", start=told("2021")),
        held("unsure", ANNA, "Reeve", start=None),
        held("unsure-before", BORIS, "Reeve", start=told("2010"), end=told("2015")),
    ),
    "office-words": (
        *shown("a"), held("hit", BORIS, "Acting mayor"), held("stage", BORIS, "State actress"),
        held("ended", BORIS, "Outgoing mayor", end=told("2021")),
    ),
    "office-stale": (
        NEXT_YEAR, *shown("a", NEXT_YEAR, said_on="2022-03-05", holder=BORIS.id),
        held("hit", ANNA), held("speaks", BORIS), held("seen", ANNA, source=NEXT_YEAR.id),
        held("hit-undated", ANNA, source=UNDATED.id), held("ended", ANNA, end=told("2021")),
    ),
    "office-source-undated": (*shown("a"), held("hit", BORIS, source=UNDATED.id)),
    "office-start-unsure": (
        *shown("a"), held("hit", BORIS, start_precision=StartPrecision.FIRST_SEEN),
        held("hit-unknown", BORIS, start=None, start_precision=StartPrecision.UNKNOWN),
    ),
    "no-stance": shown("a"),
    "thin": (
        *shown("a", MARCH, MAY),
        *shown("b", MARCH, MAY, proposition=OTHER), *shown("c", UNDATED, proposition=OTHER),
    ),
    "one-side": (
        *shown("a"), *shown("b", polarity="mixed"),
        *shown("c", proposition=OTHER), *shown("d", polarity="opposes", proposition=OTHER),
    ),
    "stale-position": (
        NEXT_YEAR, *shown("newest", NEXT_YEAR, said_on="2022-03-05", holder=BORIS.id),
        *shown("before", holder=BORIS.id), *shown("hit"),
        *shown("year", NEXT_YEAR, said_on="2021-03-05", holder=EXAMPLELAND.id),
    ),
    "silent": (
        LEAGUE, *shown("a", on_behalf_of=EXAMPLELAND.id),
        *shown("never", UNDATED, said_on=None, on_behalf_of=LEAGUE.id),
    ),
    "unanswered": (MEETING, *shown("a", reacts_to=f"event/{SUMMIT.id}")),
    "link-unverified": (
        *WITHOUT, replace(ANNA, wikidata="Q1"), replace(BORIS, wikidata="Q2", verified_in=PINNED),
        *shown("a"),
    ),
    "link-moving": (
        *WITHOUT, replace(ANNA, wikidata="Q1", verified_in=PINNED.replace("0123abc", "HEAD")),
        replace(BORIS, wikidata="Q2", verified_in=PINNED), *shown("a"),
    ),
    "no-link": (
        *WITHOUT, ANNA, replace(BORIS, wikidata="Q2", verified_in=PINNED),
        *shown("a"), *shown("b", holder=BORIS.id),
    ),
    "no-country": (*WITHOUT, ANNA, replace(BORIS, country=None), LEAGUE, *shown("a")),
}  # fmt: skip
"""Records beside the registry, or with all of it, by check."""

NAMED: Mapping[str, set[str]] = {
    "document-undated": {f"document/{UNDATED.id}"},
    "document-month": {f"document/{MONTH.id}"},
    "no-address": {f"document/{NOWHERE.id}"},
    "no-headline": {f"document/{BARE.id}"},
    "office-stale": {"tenure/hit", "tenure/hit-undated", f"tenure/{TENURE.id}"},
    "thin": {"proposition/direct-dialogue-with-russia"},
    "one-side": {"proposition/direct-dialogue-with-russia"},
    "silent": {f"actor/{BORIS.id}"},
    "unanswered": {f"event/{MEETING.id}"},
    "link-unverified": {f"actor/{ANNA.id}"},
    "link-moving": {f"actor/{ANNA.id}"},
    "no-link": {f"actor/{ANNA.id}"},
    "no-country": {f"actor/{BORIS.id}"},
}
"""What is found where the records cannot be called hits."""


def records_of(check: str) -> tuple[Any, ...]:
    """The records of a case, with the registry."""
    case = CASES[check]
    return case if ANNA in case or any(one in case for one in WITHOUT) else (*REGISTRY, *case)
