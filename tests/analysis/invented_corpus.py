"""Small invented corpora from short rows: who says what on which day, in which documents.

corpus([("anna", "talks", "+", "2025-01-03", ["d1", "d2"]), ("bela", "talks", "-", "2025-01")])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.reading import STATUSES
from kg.analysis.corpus.stances import NOBODY, Numbers, Stances
from kg.model.actors import Actor, ActorKind, Event, EventKind, StartPrecision, Tenure
from kg.model.dates import PartialDate
from kg.model.propositions import Proposition
from kg.model.stances import Status

SIGNS = {"+": 1, "-": -1, "~": 0}


class Said(NamedTuple):
    """A stance: + for, - against, ~ mixed; of a day, month or year; in documents of these names.

    With no documents it has one of its own. ``sure`` below 1 makes it one that only a machine has
    found. ``told`` False: held by that day, and nobody tells since when.
    """

    holder: str
    proposition: str
    polarity: str
    day: str
    documents: Sequence[str] = ()
    behalf: str | None = None
    sure: float = 1.0
    told: bool = True


class Held(NamedTuple):
    """An office or membership; no start: since when is not known, no end: still held."""

    actor: str
    role: str
    organisation: str
    start: str | None = None
    end: str | None = None


Kinds = Mapping[str, str | tuple[str, str]]


def corpus(
    rows: Iterable[Sequence[Any]],
    *,
    tenures: Iterable[Sequence[Any]] = (),
    actors: Kinds | None = None,
    events: Mapping[str, str] | None = None,
    themes: Mapping[str, str] | None = None,
) -> Corpus:
    """The corpus of some rows (Said), tenures (Held) and events (id and date).

    ``actors`` gives kinds, or kinds and countries, such as ``{"blues": ("party", "XA")}``; whom it
    does not name is a person of no country. Stances are s001, s002 … in the rows' order.
    ``themes`` gives the theme of a proposition.
    """
    told = [Said(*row) for row in rows]
    held = [Held(*row) for row in tenures]
    kinds = dict(actors or {})
    named = {one.holder for one in told} | {one.behalf for one in told if one.behalf}
    named |= {name for one in held for name in (one.actor, one.organisation)} | set(kinds)
    return Corpus(
        stances=_columns(told),
        actors={name: _actor(name, kinds.get(name, "person")) for name in sorted(named)},
        tenures=tuple(_tenure(number, one) for number, one in enumerate(held)),
        propositions={
            name: _proposition(name, (themes or {}).get(name, "invented"))
            for name in sorted({one.proposition for one in told})
        },
        events={name: _event(name, day) for name, day in (events or {}).items()},
    )


def _columns(told: list[Said]) -> Stances:
    papers = [list(one.documents) or [f"own-{at:03}"] for at, one in enumerate(told, 1)]
    actors = sorted({name for one in told for name in (one.holder, one.behalf) if name})
    propositions = sorted({one.proposition for one in told})
    documents = sorted({paper for some in papers for paper in some})
    days = [PartialDate.parse(one.day) for one in told]
    extracted, curated = STATUSES.index(Status.EXTRACTED), STATUSES.index(Status.CURATED)
    return Stances(
        ids=[f"s{at:03}" for at in range(1, len(told) + 1)],
        actors=tuple(actors),
        propositions=tuple(propositions),
        documents=tuple(documents),
        holder=_numbers(actors.index(one.holder) for one in told),
        behalf=_numbers(actors.index(one.behalf) if one.behalf else NOBODY for one in told),
        proposition=_numbers(propositions.index(one.proposition) for one in told),
        sign=_numbers(SIGNS[one.polarity] for one in told),
        earliest=np.array([day.earliest for day in days], "datetime64[D]"),
        latest=np.array([day.latest for day in days], "datetime64[D]"),
        told=np.array([one.told for one in told], bool),
        sure=np.array([one.sure for one in told], float),
        status=_numbers(curated if one.sure == 1 else extracted for one in told),
        evidence_of=_numbers(at for at, some in enumerate(papers) for _ in some),
        evidence_in=_numbers(documents.index(paper) for some in papers for paper in some),
    )


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, np.int32)


def _actor(name: str, kind: str | tuple[str, str]) -> Actor:
    kind, country = (kind, None) if isinstance(kind, str) else kind
    return Actor(name, name.replace("-", " ").title(), ActorKind(kind), country)


def _tenure(number: int, held: Held) -> Tenure:
    return Tenure(
        id=f"tenure-{number:03}",
        actor=held.actor,
        role=held.role,
        organisation=held.organisation,
        start=PartialDate.parse(held.start) if held.start else None,
        end=PartialDate.parse(held.end) if held.end else None,
        start_precision=StartPrecision.START if held.start else StartPrecision.UNKNOWN,
        source="invented",
    )


def _proposition(name: str, theme: str) -> Proposition:
    return Proposition(
        id=name,
        theme=theme,
        label=name.title(),
        short=name.title(),
        sentence=f"There should be {name}.",
        for_verb="wants",
        against_verb="refuses",
        favours_means=f"wants {name}",
        opposes_means=f"refuses {name}",
    )


def _event(name: str, day: str) -> Event:
    return Event(
        id=name,
        label=name.replace("-", " ").title(),
        kind=EventKind.SUMMIT,
        date=PartialDate.parse(day),
        participants=(),
        summary="Invented.",
        source="invented",
    )
