"""How many stances and positions of what kind, told and kept as plain numbers.

Stances are counted by month and by status, positions by country and all together, candidates
all together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from kg.build.publish import Publication
from kg.model.dated import Dated
from kg.model.positions import position
from kg.model.stances import Polarity, Status
from kg.rdf.forms import COUNT, STATUS
from kg.rdf.terms import RDF, ST, XSD, mint

_SIDES = {
    Polarity.FAVOURS: ST.favouring,
    Polarity.OPPOSES: ST.opposing,
    Polarity.MIXED: ST.mixed,
}
_OF_POSITIONS = {polarity.value: predicate for polarity, predicate in _SIDES.items()}
_OF_STANCES = {"stances": ST.stances, "actors": ST.actors} | _OF_POSITIONS
_ANY = ""
"""Stands for all propositions together, or for all countries."""
_CANDIDATES = "candidates"
_COUNTRY = re.compile(r"[A-Z]{2}")
_MONTH = re.compile(r"\d{4}-\d\d")

Key = tuple[str, str, str]
"""A proposition or none; a month, a country or all countries; and what is counted.

Candidates are counted all together, in a place of their own.
"""


def month_of(dated: Dated) -> str | None:
    """The month in which a stance was taken, YYYY-MM; None where its date leaves that open."""
    first, last = dated.earliest.isoformat()[:7], dated.latest.isoformat()[:7]
    return first if dated.told and first == last else None


def count_pair(
    proposition: str, country: str | None, published: Sequence[Dated]
) -> tuple[Counter[Key], set[str]]:
    """What the stances of one holder on one proposition add to the counts, and their months.

    Over all propositions together they add no actor: that hangs on what else the holder said. The
    latest position counts once for all countries and once for the holder's.
    """
    counted: Counter[Key] = Counter()
    if published:
        side = position(published)
        counted[proposition, _ANY, side.value] = 1
        # What is no code is told by kg check, and counts for no country.
        if country and _COUNTRY.fullmatch(country):
            counted[proposition, country, side.value] = 1
    months: set[str] = set()
    for dated in published:
        month = month_of(dated)
        if month is not None:
            months.add(month)
            for place in (proposition, _ANY):
                counted[place, month, "stances"] += 1
                counted[place, month, dated.stance.polarity.value] += 1
    for month in months:
        counted[proposition, month, "actors"] = 1
    return counted, months


def count_actors(months: Iterable[str]) -> Counter[Key]:
    """What one actor who spoke in some months adds to the counts over all propositions."""
    return Counter({(_ANY, month, "actors"): 1 for month in months})


def count_candidates(number: int) -> Counter[Key]:
    """What so many candidates, or so many fewer, add to the counts."""
    return Counter({(_ANY, _CANDIDATES, _CANDIDATES): number})


def count_statuses(publication: Publication) -> Counter[Status]:
    """How many published stances there are of each status."""
    return Counter(one for one in publication.status.values() if one is not Status.REJECTED)


def tell_counts(numbers: Mapping[Key, int], statuses: Mapping[Status, int]) -> Iterator[Triple]:
    """The graph of counts; what counts nothing is left out, but for the three statuses."""
    for proposition, place in sorted({(key[0], key[1]) for key, n in numbers.items() if n}):
        if place == _CANDIDATES:
            node = mint("graph", "counts.candidates")
            yield Triple(node, RDF.type, ST.CandidateCount)
            yield _number(node, ST.candidates, numbers[_ANY, _CANDIDATES, _CANDIDATES])
            continue
        node = mint("graph", f"counts.{proposition or 'any'}.{place.lower() or 'positions'}")
        about = mint("proposition", proposition) if proposition else ST.AnyProposition
        yield Triple(node, ST.proposition, about)
        if _MONTH.fullmatch(place):
            yield Triple(node, RDF.type, ST.MonthlyCount)
            yield Triple(node, ST.month, Literal(place, datatype=XSD.gYearMonth))
            counted = _OF_STANCES
        else:
            yield Triple(node, RDF.type, ST.CountryCount if place else ST.PositionCount)
            if place:
                yield Triple(node, ST.country, Literal(place))
            counted = _OF_POSITIONS
        for what, predicate in counted.items():
            yield _number(node, predicate, numbers.get((proposition, place, what), 0))
    for status in (Status.CURATED, Status.ACCEPTED, Status.EXTRACTED):
        node = mint("graph", f"counts.status.{status.value}")
        yield Triple(node, RDF.type, ST.StatusCount)
        yield Triple(node, ST.status, STATUS[status])
        yield _number(node, ST.stances, statuses.get(status, 0))


def _number(node: NamedNode, predicate: NamedNode, number: int) -> Triple:
    return Triple(node, predicate, COUNT.encode(number))
