"""Where stances are weak: their days, what they react to, doubles, who has looked at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from kg.analysis.report.material import Material, Said
from kg.analysis.report.populations import Population, personal
from kg.analysis.report.weaknesses import Check, Finding, Group, Weight
from kg.model.documents import Origin
from kg.model.stances import Status

_LATE = timedelta(30)
_NEAR = timedelta(3)
_PRECISION = {len("2025"): "year", len("2025-01"): "month"}
_SERIOUS, _WEAK, _NOTE = Weight
_DAYS, _DOUBLES, _ACTORS = Group.DAYS, Group.DOUBLES, Group.ACTORS


def _no_day(m: Material) -> Iterator[Finding]:
    return (Finding(f"stance/{name}") for name in m.unplaced)


def _not_told(m: Material) -> Iterator[Finding]:
    return (Finding(f"stance/{one.id}") for one in m.placed if not one.told)


def _partial(m: Material) -> Iterator[Finding]:
    for name in m.stances:
        if precision := _PRECISION.get(len(m.grounds.said_on.get(name, ""))):
            yield Finding(f"stance/{name}", note=precision)


def _late(m: Material) -> Iterator[Finding]:
    for one in m.placed:
        printed = [doc.published.latest for doc in m.documents_of(one.id) if doc.published]
        after = min(printed, default=one.latest) - one.latest
        if after > _LATE:
            yield Finding(f"stance/{one.id}", note=f"{after.days} days later")


def _early(m: Material) -> Iterator[Finding]:
    for one in m.placed:
        target = m.grounds.reacts_to.get(one.id)
        begins = _begins(m, target) if target else None
        if target and begins and one.latest < begins:
            yield Finding(f"stance/{one.id}", target if _there(m, target) else "")


def _begins(m: Material, target: str) -> date | None:
    """The first day of what somebody reacted to."""
    space, _, name = target.partition("/")
    if space == "event":
        return m.corpus.events[name].date.earliest if name in m.corpus.events else None
    return m.said[name].earliest if name in m.said else None


def _there(m: Material, target: str) -> bool:
    space, _, name = target.partition("/")
    return name in (m.corpus.events if space == "event" else m.grounds.stances)


def _to_nothing(m: Material) -> Iterator[Finding]:
    for name in m.stances:
        target = m.grounds.reacts_to.get(name)
        if target and not _there(m, target):
            yield Finding(f"stance/{name}", note=target)


def _same(m: Material) -> Iterator[Finding]:
    kept, said_on = set(m.stances), m.grounds.said_on
    for one, other in m.grounds.same:
        if kept & {one, other}:
            days = " / ".join(said_on.get(name, "no date") for name in (one, other))
            yield Finding(f"stance/{one}", f"stance/{other}", days)


def _near(m: Material) -> Iterator[Finding]:
    for alike in _alike(m):
        for one, other in pairwise(sorted(alike, key=lambda each: (each.latest, each.id))):
            apart = other.latest - one.latest
            if timedelta(0) < apart <= _NEAR:
                count = f"{apart.days} day{'s' if apart.days > 1 else ''} apart"
                yield Finding(f"stance/{one.id}", f"stance/{other.id}", count)


def _alike(m: Material) -> Iterator[list[Said]]:
    """What one holder has said on one proposition to one side, where the day is told."""
    found: dict[tuple[str, str, int], list[Said]] = defaultdict(list)
    for one in m.placed:
        if len(m.grounds.said_on.get(one.id, "")) > max(_PRECISION):
            found[one.holder, one.proposition, one.sign].append(one)
    return iter(found.values())


def _twice(m: Material) -> Iterator[Finding]:
    held: dict[tuple[str, str, int], list[Said]] = defaultdict(list)
    for one in m.said.values():
        held[one.holder, one.proposition, one.sign].append(one)
    for one in m.placed:
        bodies = held.get((one.behalf, one.proposition, one.sign), ()) if one.behalf else ()
        shown = {item.document for item in m.shown(one.id)}
        for other in bodies:
            shared = shown & {item.document for item in m.shown(other.id)}
            if other.id != one.id and shared and one.overlaps(other):
                yield Finding(f"stance/{one.id}", f"stance/{other.id}")


def _unreviewed(m: Material) -> Iterator[Finding]:
    for name in m.stances:
        placed = m.said.get(name)
        status = placed.status if placed else m.grounds.unplaced[name].status
        shown = m.shown(name)
        machine = bool(shown) and all(item.origin is Origin.EXTRACTED for item in shown)
        if status is Status.EXTRACTED or (status is Status.CURATED and machine):
            yield Finding(f"stance/{name}")


def _waiting(m: Material) -> Iterator[Finding]:
    for one in m.waiting:
        yield Finding(f"candidate/{one.id}", note=f"score {one.confidence}")


def _no_office(m: Material) -> Iterator[Finding]:
    for one in personal(m):
        held = m.tenures_of.get(one.holder, ())
        if not any(tenure.covers(day) for tenure in held for day in (one.earliest, one.latest)):
            yield Finding(f"stance/{one.id}")


STANCE_CHECKS = (
    Check(
        "no-day", _DAYS, _SERIOUS, Population.STANCES,
        "No day at all",
        "It is in no timeline, position or network, and nobody sees that it is missing.",
        "Enter st:saidOn, or the date of the document.",
        _no_day,
    ),
    Check(
        "date-not-told", _DAYS, _WEAK, Population.STANCES,
        "Dated by its report only",
        "It was held by that day, and may be much older.",
        "Look in the source for when it was said, and enter st:saidOn.",
        _not_told,
    ),
    Check(
        "partial-date", _DAYS, _WEAK, Population.STANCES,
        "Told to the month or year only",
        "The order of events, changes of position and every “as of” rest on the day.",
        "Find a report that tells the day, and enter it as st:saidOn.",
        _partial,
    ),
    Check(
        "late-report", _DAYS, _NOTE, Population.STANCES,
        "First reported more than 30 days later",
        "A recollection long after, or a wrong date.",
        "Look for a report of the time, and add it as evidence.",
        _late,
    ),
    Check(
        "reacts-early", _DAYS, _NOTE, Population.REACTIONS,
        "Said before what it reacts to",
        "Either it was said ahead of it, or a date is wrong.",
        "Compare both dates with the source; if it was said ahead, let it stand.",
        _early,
    ),
    Check(
        "reacts-to-nothing", _DOUBLES, _SERIOUS, Population.REACTIONS,
        "Reacts to what is not published",
        "What it answers is gone: the reader is led to nothing.",
        "Take out st:reactsTo, or let it lead to what took its place.",
        _to_nothing,
    ),
    Check(
        "possibly-same", _DOUBLES, _WEAK, Population.STANCES,
        "Perhaps entered twice",
        "Two stances of one side at overlapping dates: one utterance counts double until a person "
        "decides.",
        "Read both (kg show): refuse one by a review and give its evidence to the other, or let "
        "both stand.",
        _same,
        pairs=True,
    ),
    Check(
        "near-same", _DOUBLES, _NOTE, Population.STANCES,
        "Same side again within three days",
        "Two reports of one speech may tell different days, and nothing else finds them.",
        "Read both; if it is one utterance, merge them and keep the better date.",
        _near,
        pairs=True,
    ),
    Check(
        "told-twice", _DOUBLES, _NOTE, Population.STANCES,
        "Held by the speaker and by the body spoken for",
        "One sentence of one document counts twice for a country or government.",
        "Keep the one of the speaker, with st:onBehalfOf.",
        _twice,
        pairs=True,
    ),
    Check(
        "unreviewed", _DOUBLES, _WEAK, Population.STANCES,
        "Found by a machine, and nobody has looked",
        "About one in ten is wrong at the bar above which these are published.",
        "Decide on them: kg review.",
        _unreviewed,
    ),
    Check(
        "waiting", _DOUBLES, _NOTE, Population.CANDIDATES,
        "Candidate that nobody decided on",
        "What it may show is not counted anywhere.",
        "Decide on them: kg review.",
        _waiting,
    ),
    Check(
        "no-office", _ACTORS, _WEAK, Population.PERSONAL,
        "A person without office or post on that day",
        "As whom did they speak? Governments and parties lose the stance.",
        "Enter the office in seeds/tenures.ttl, or its true start.",
        _no_office,
    ),
)  # fmt: skip
"""What is looked for at stances and candidates."""
