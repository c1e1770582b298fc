"""What a page shows, as every view reads it.

Dates are strings (``YYYY-MM-DD``; as told also month or year), ids are the ids of the graph and
never change: they are in links. Nothing that follows from the stances is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from kg.model.actors import ActorKind, EventKind
from kg.model.documents import Attribution, Origin
from kg.model.stances import Polarity, Status


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_Identified)


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What the page is: as_of is the last day it covers, base the IRI that all ids follow.

    ``narrowed`` says in words to which part of the graph the page keeps; ``opens`` is what stands
    behind the # of its address when a link gives nothing.
    """

    title: str
    description: str
    base: str
    as_of: str | None = None
    version: str | None = None
    note: str | None = None
    licence: str | None = None
    method_url: str | None = None
    report_url: str | None = None
    narrowed: tuple[str, ...] = ()
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class PageProposition:
    """A proposition with its own two verbs, and what counts as either side."""

    id: str
    label: str
    short: str
    theme: str
    theme_label: str
    sentence: str
    for_verb: str
    against_verb: str
    favours: str
    opposes: str


@dataclass(frozen=True, slots=True)
class PageTenure:
    """An office with its days as told; no start is unknown, no end is still held.

    ``first_seen`` says that it may have begun before its start.
    """

    role: str
    start: str | None = None
    end: str | None = None
    first_seen: bool = False


@dataclass(frozen=True, slots=True)
class PageActor:
    """Who may hold stances; country is ISO 3166 alpha-2 or EU, wikidata a Q number.

    ``family`` is the id of the party family to which the actor belongs on the page's last day.
    """

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    country: str | None = None
    family: str | None = None
    tenures: tuple[PageTenure, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class PageFamily:
    """A party family: parties of several countries that sit together."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class PageEvent:
    """What stances may react to; date as told, latest is the last day that it may be of."""

    id: str
    label: str
    kind: EventKind
    date: str
    latest: str


@dataclass(frozen=True, slots=True)
class PageDocument:
    """Where evidence stands."""

    id: str
    publisher: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What one document shows for a stance."""

    id: str
    document: str
    attribution: Attribution = Attribution.DIRECT
    origin: Origin = Origin.CURATED
    quote: str | None = None
    language: str | None = None
    translation: str | None = None
    paraphrase: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PageStance:
    """One utterance or act; latest is the last day it may be of, or by which it was reported.

    ``reacts_to`` is ``stance/ID`` or ``event/ID``; ``formerly`` are the ids of what was merged into
    it.
    """

    id: str
    actor: str
    proposition: str
    polarity: Polarity
    latest: str
    status: Status = Status.CURATED
    said_on: str | None = None
    on_behalf_of: str | None = None
    reacts_to: str | None = None
    reason: str | None = None
    condition: str | None = None
    formerly: tuple[str, ...] = ()
    evidence: tuple[PageEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphPage:
    """Everything that a page shows, in any order.

    ``countries`` are codes with names, of all that the graph knows: for pictures on paper, as a
    browser has names of its own.
    """

    meta: PageMeta
    propositions: tuple[PageProposition, ...] = ()
    actors: tuple[PageActor, ...] = ()
    stances: tuple[PageStance, ...] = ()
    documents: tuple[PageDocument, ...] = ()
    events: tuple[PageEvent, ...] = ()
    families: tuple[PageFamily, ...] = ()
    countries: tuple[tuple[str, str], ...] = ()


def in_order(page: GraphPage) -> GraphPage:
    """The same page with everything sorted by id, and aliases by themselves."""
    return GraphPage(
        meta=page.meta,
        propositions=_by_id(page.propositions),
        actors=tuple(
            replace(actor, aliases=tuple(sorted(actor.aliases))) for actor in _by_id(page.actors)
        ),
        stances=tuple(
            replace(
                stance,
                formerly=tuple(sorted(stance.formerly)),
                evidence=_by_id(stance.evidence),
            )
            for stance in _by_id(page.stances)
        ),
        documents=_by_id(page.documents),
        events=_by_id(page.events),
        families=_by_id(page.families),
        countries=tuple(sorted(page.countries)),
    )


def _by_id(things: tuple[_Thing, ...]) -> tuple[_Thing, ...]:
    return tuple(sorted(things, key=lambda one: one.id))
