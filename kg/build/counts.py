"""How many stances of what kind: by month and by status, told and kept as plain numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kg.build.publish import Publication
from kg.model.positions import Dated
from kg.model.stances import Polarity, Status
from kg.rdf.forms import COUNT, STATUS
from kg.rdf.terms import RDF, ST, XSD, mint

_SIDES = {
    Polarity.FAVOURS: ST.favouring,
    Polarity.OPPOSES: ST.opposing,
    Polarity.MIXED: ST.mixed,
}
_NUMBERS = {"stances": ST.stances, "actors": ST.actors} | {
    polarity.value: predicate for polarity, predicate in _SIDES.items()
}
_ANY = ""
"""Stands for all propositions together."""

Key = tuple[str, str, str]
"""A proposition or none, a month, and what is counted."""


def month_of(dated: Dated) -> str | None:
    """The month in which a stance was taken, YYYY-MM; None where its date leaves that open."""
    first, last = dated.earliest.isoformat()[:7], dated.latest.isoformat()[:7]
    return first if dated.told and first == last else None


def count_pair(proposition: str, published: Iterable[Dated]) -> tuple[Counter[Key], set[str]]:
    """What the stances of one holder on one proposition add to the counts, and their months.

    Over all propositions together they add no actor: that hangs on what else the holder said.
    """
    counted: Counter[Key] = Counter()
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


def count_statuses(publication: Publication) -> Counter[Status]:
    """How many published stances there are of each status."""
    return Counter(one for one in publication.status.values() if one is not Status.REJECTED)


def tell_counts(months: Mapping[Key, int], statuses: Mapping[Status, int]) -> Iterator[Triple]:
    """The graph of counts; what counts nothing is left out, but for the three statuses."""
    places = sorted({(proposition, month) for (proposition, month, _), n in months.items() if n})
    for proposition, month in places:
        node = mint("graph", f"counts.{proposition or 'any'}.{month}")
        about = mint("proposition", proposition) if proposition else ST.AnyProposition
        yield Triple(node, RDF.type, ST.MonthlyCount)
        yield Triple(node, ST.proposition, about)
        yield Triple(node, ST.month, Literal(month, datatype=XSD.gYearMonth))
        for what, predicate in _NUMBERS.items():
            yield _number(node, predicate, months.get((proposition, month, what), 0))
    for status in (Status.CURATED, Status.ACCEPTED, Status.EXTRACTED):
        node = mint("graph", f"counts.status.{status.value}")
        yield Triple(node, RDF.type, ST.StatusCount)
        yield Triple(node, ST.status, STATUS[status])
        yield _number(node, ST.stances, statuses.get(status, 0))


def _number(node: NamedNode, predicate: NamedNode, number: int) -> Triple:
    return Triple(node, predicate, COUNT.encode(number))
