"""What a page shows, as every view reads it, and its one canonical JSON.

Dates are strings (``YYYY-MM-DD``; ``said_on`` also month or year, as told), what is not known is
None here and absent from the JSON, ids are the ids of the graph and never change: they are in
links. Nothing that follows from the stances is stored.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from kg.model.actors import ActorKind
from kg.model.documents import Attribution, Origin
from kg.model.stances import Polarity, Status

# A script element ends at "</script", whatever its type; JavaScript once ended lines at U+2028;
# a lone surrogate has no UTF-8.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What the page is: as_of is the last day it covers, base the IRI that stance ids follow."""

    title: str
    description: str
    base: str
    as_of: str | None = None
    version: str | None = None
    note: str | None = None
    licence: str | None = None
    method_url: str | None = None
    report_url: str | None = None


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
class PageActor:
    """Who may hold stances; country is ISO 3166 alpha-2 or EU, wikidata a Q number."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    country: str | None = None
    role: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What one document shows for a stance, with the document's own particulars."""

    id: str
    attribution: Attribution
    origin: Origin
    publisher: str
    quote: str | None = None
    language: str | None = None
    translation: str | None = None
    paraphrase: str | None = None
    confidence: float | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class PageStance:
    """One utterance or act; latest is the last day it may be of, or by which it was reported."""

    id: str
    actor: str
    proposition: str
    polarity: Polarity
    latest: str
    status: Status
    said_on: str | None = None
    on_behalf_of: str | None = None
    reason: str | None = None
    evidence: tuple[PageEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphPage:
    """Everything that a page shows, in any order."""

    meta: PageMeta
    propositions: tuple[PageProposition, ...] = ()
    actors: tuple[PageActor, ...] = ()
    stances: tuple[PageStance, ...] = ()


def in_order(page: GraphPage) -> GraphPage:
    """The same page with everything sorted by id, and aliases by themselves."""
    return GraphPage(
        meta=page.meta,
        propositions=tuple(sorted(page.propositions, key=lambda one: one.id)),
        actors=tuple(
            replace(actor, aliases=tuple(sorted(actor.aliases)))
            for actor in sorted(page.actors, key=lambda one: one.id)
        ),
        stances=tuple(
            replace(stance, evidence=tuple(sorted(stance.evidence, key=lambda one: one.id)))
            for stance in sorted(page.stances, key=lambda one: one.id)
        ),
    )


def to_json(page: GraphPage) -> str:
    """The page as canonical JSON, safe inside a script element.

    The same page gives the same bytes in any input order. Raises ValueError for a number that
    JSON does not know.
    """
    return script_json(_known(asdict(in_order(page))))


def script_json(value: Any) -> str:
    """The value as JSON with sorted keys that no HTML parser can take for markup."""
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _known(part) for key, part in value.items() if part not in (None, ())}
    if isinstance(value, tuple):
        return [_known(part) for part in value]
    return value
