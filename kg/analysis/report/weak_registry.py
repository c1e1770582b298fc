"""Where the registry is weak: links, offices, propositions, events, and what nobody spoke of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from kg.analysis.counting.resampling import FEW
from kg.analysis.report.material import Material
from kg.analysis.report.populations import (
    Population,
    belonging,
    holders,
    latest,
    linked,
    open_offices,
    propositions,
    spoken_on,
)
from kg.analysis.report.weaknesses import Check, Finding, Group, Weight
from kg.model.actors import StartPrecision, Tenure
from kg.model.memberships import office_name

_YEAR = timedelta(365)
_MOVES = re.compile(r"/(?:blob|raw)/(?:HEAD|main|master)/")
_ENDING = re.compile(r"\b(?:resign|caretaker|outgoing|former|acting|until|designate)")
_MANY = "member"
"""Of such roles a body has many at once, so that nobody follows anybody."""
_SERIOUS, _WEAK, _NOTE = Weight
_ACTORS, _SILENCE = Group.ACTORS, Group.SILENCE


def _unverified(m: Material) -> Iterator[Finding]:
    return (Finding(f"actor/{one.id}") for one in linked(m) if not one.verified_in)


def _moving(m: Material) -> Iterator[Finding]:
    for one in linked(m):
        if _MOVES.search(one.verified_in or ""):
            yield Finding(f"actor/{one.id}")


def _no_link(m: Material) -> Iterator[Finding]:
    return (Finding(f"actor/{one.id}", note=one.kind) for one in holders(m) if not one.wikidata)


def _no_country(m: Material) -> Iterator[Finding]:
    return (Finding(f"actor/{one.id}", note=one.kind) for one in belonging(m) if not one.country)


def _succeeded(m: Material) -> Iterator[Finding]:
    begun: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for one in m.corpus.tenures:
        begun[one.organisation, office_name(one.role).lower()].append(one)
    for one in open_offices(m):
        name = office_name(one.role).lower()
        later = [
            other
            for other in begun[one.organisation, name]
            if other.actor != one.actor and _may_follow(other, one)
        ]
        if later and not name.startswith(_MANY):
            yield Finding(f"tenure/{one.id}", f"tenure/{max(later, key=_newest).id}")


def _may_follow(other: Tenure, one: Tenure) -> bool:
    """Whether one office began after another, which has no end."""
    # Of whose start is not known, one who has left may as well be the predecessor.
    return bool(other.start and (one.start or not other.end) and _begin(other) > _begin(one))


def _begin(tenure: Tenure) -> date:
    return tenure.start.earliest if tenure.start else date.min


def _newest(tenure: Tenure) -> tuple[date, str]:
    return _begin(tenure), tenure.id


def _words(m: Material) -> Iterator[Finding]:
    for one in open_offices(m):
        if _ENDING.search(one.role.lower()):
            yield Finding(f"tenure/{one.id}")


def _stale(m: Material) -> Iterator[Finding]:
    for one in open_offices(m):
        source = m.reading.documents.get(one.source)
        printed = source.published.latest if source and source.published else None
        seen = [day for day in (printed, m.last_said.get(one.actor)) if day]
        last = max(seen, default=None)
        if m.last_day and (last is None or m.last_day - last > _YEAR):
            yield Finding(
                f"tenure/{one.id}", note=f"last seen {last}" if last else "no dated trace"
            )


def _source_undated(m: Material) -> Iterator[Finding]:
    for one in m.tenures:
        source = m.reading.documents.get(one.source)
        if source is None or source.published is None:
            yield Finding(f"tenure/{one.id}")


def _start_unsure(m: Material) -> Iterator[Finding]:
    words = {StartPrecision.FIRST_SEEN: "first seen", StartPrecision.UNKNOWN: "not known"}
    for one in m.tenures:
        if one.start_precision in words:
            yield Finding(f"tenure/{one.id}", note=words[one.start_precision])


def _silent(m: Material) -> Iterator[Finding]:
    heard = {name for one in m.said.values() for name in (one.holder, one.behalf)}
    heard |= {name for one in m.grounds.unplaced.values() for name in (one.holder, one.behalf)}
    return (Finding(f"actor/{one.id}", note=one.kind) for one in m.actors if one.id not in heard)


def _no_stance(m: Material) -> Iterator[Finding]:
    spoken = {one.proposition for one in m.said.values()}
    spoken |= {one.proposition for one in m.grounds.unplaced.values()}
    return (Finding(f"proposition/{name}") for name in propositions(m) if name not in spoken)


def _thin(m: Material) -> Iterator[Finding]:
    for name, stances in spoken_on(m).items():
        documents = len({item.document for one in stances for item in m.shown(one.id)})
        if documents < FEW:
            noun = "document" if documents == 1 else "documents"
            yield Finding(f"proposition/{name}", note=f"{documents} {noun}")


def _one_side(m: Material) -> Iterator[Finding]:
    sides = {1: "only for", -1: "only against"}
    for name, stances in spoken_on(m).items():
        taken = {one.sign for one in stances} - {0}
        if len(taken) == 1:
            yield Finding(f"proposition/{name}", note=sides[taken.pop()])


def _unanswered(m: Material) -> Iterator[Finding]:
    answered = set(m.grounds.reacts_to.values())
    return (Finding(f"event/{one}") for one in m.corpus.events if f"event/{one}" not in answered)


def _old(m: Material) -> Iterator[Finding]:
    for one in latest(m):
        if m.last_day and m.last_day - one.latest > _YEAR:
            yield Finding(f"stance/{one.id}", note=f"{(m.last_day - one.latest).days} days old")


REGISTRY_CHECKS = (
    Check(
        "office-succeeded", _ACTORS, _SERIOUS, Population.OPEN_OFFICES,
        "Office without an end, though another followed",
        "Pages call somebody minister who is not.",
        "Enter st:to in seeds/tenures.ttl.",
        _succeeded,
    ),
    Check(
        "link-unverified", _ACTORS, _SERIOUS, Population.LINKED,
        "Link to Wikidata that nobody verified",
        "A wrong link spreads to whoever joins the data.",
        "Compare the item, and enter st:verifiedIn.",
        _unverified,
    ),
    Check(
        "office-words", _ACTORS, _WEAK, Population.OPEN_OFFICES,
        "Office without an end, whose words tell one",
        "Its own words say that it has ended, or will.",
        "Enter st:to, or mend st:role, in seeds/tenures.ttl.",
        _words,
    ),
    Check(
        "office-stale", _ACTORS, _WEAK, Population.OPEN_OFFICES,
        "Office without an end, last seen over a year before the record ends",
        "“To now” is only as true as the last look.",
        "Look whether it is still held; enter a newer source, or st:to.",
        _stale,
    ),
    Check(
        "no-link", _ACTORS, _WEAK, Population.HOLDERS,
        "No link to Wikidata",
        "Others cannot join their own data.",
        "Enter schema:sameAs with st:verifiedIn in seeds/actors.ttl.",
        _no_link,
    ),
    Check(
        "no-country", _ACTORS, _WEAK, Population.PLACED,
        "No country",
        "It is left out of the map and of all that goes by country.",
        "Enter st:country in seeds/actors.ttl.",
        _no_country,
    ),
    Check(
        "link-moving", _ACTORS, _NOTE, Population.LINKED,
        "Verified in a file that moves on",
        "What stands at that address tomorrow is not what was seen.",
        "Let st:verifiedIn name a commit.",
        _moving,
    ),
    Check(
        "office-source-undated", _ACTORS, _NOTE, Population.OFFICES,
        "Source of an office without a date",
        "One cannot tell until when it held.",
        "Enter schema:datePublished of the source.",
        _source_undated,
    ),
    Check(
        "office-start-unsure", _ACTORS, _NOTE, Population.OFFICES,
        "Start of an office only first seen, or not known",
        "What was said before looks as if said outside office.",
        "Enter the true start with st:FromStart.",
        _start_unsure,
    ),
    Check(
        "no-stance", _SILENCE, _WEAK, Population.PROPOSITIONS,
        "Proposition on which there is nothing",
        "The codebook asks, and nobody’s answer is on record.",
        "Search for it, and record the search (st:Search) where nothing is found.",
        _no_stance,
    ),
    Check(
        "thin", _SILENCE, _WEAK, Population.SPOKEN_ON,
        f"Proposition with fewer than {FEW} documents",
        "Every figure on it is chance.",
        "Search for it: kg coverage --proposition tells where nobody looked.",
        _thin,
    ),
    Check(
        "one-side", _SILENCE, _NOTE, Population.SPOKEN_ON,
        "Proposition with one side only",
        "Perhaps all agree, perhaps the other side was not read.",
        "Search for the other side.",
        _one_side,
    ),
    Check(
        "stale-position", _SILENCE, _NOTE, Population.POSITIONS,
        "Latest position over a year before the record ends",
        "It is shown as where somebody stands now.",
        "Search for a newer stance of the same holder.",
        _old,
    ),
    Check(
        "silent", _SILENCE, _NOTE, Population.ACTORS,
        "Actor with nothing on record",
        "Nobody looked, or nothing was found; never that they are neutral.",
        "Search for it, and record the search (st:Search).",
        _silent,
    ),
    Check(
        "unanswered", _SILENCE, _NOTE, Population.EVENTS,
        "Event to which nothing reacts",
        "Entered in vain, or the reactions were not linked.",
        "Link the stances that react with st:reactsTo.",
        _unanswered,
    ),
)  # fmt: skip
"""What is looked for at actors, offices, propositions and events."""
