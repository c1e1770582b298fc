"""What follows from the dates of stances, as triples: shortcuts, shifts, ambivalence, doubles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.model import positions
from kg.model.positions import Dated
from kg.model.stances import Polarity
from kg.rdf.codec import encode, iri
from kg.rdf.forms import DAY
from kg.rdf.terms import RDFS, ST, mint

_DIRECT = {
    Polarity.FAVOURS: ST.favours,
    Polarity.OPPOSES: ST.opposes,
    Polarity.MIXED: ST.isMixedOn,
}
DERIVED = (*_DIRECT.values(), ST.currentStance, ST.since, ST.ambivalentWith, ST.possiblySameAs)
"""The properties that come from stances being compared; shifts are the class that does."""


def label(node: NamedNode, words: str) -> Triple:
    """The triple that gives a thing its English label."""
    return Triple(node, RDFS.label, Literal(words, language="en"))


def derive_positions(published: Iterable[Dated]) -> Iterator[Triple]:
    """Direct triples, current stances, shifts, ambivalence and possible duplicates."""
    for (holder, proposition), pair in positions.by_pair(published).items():
        actor, sentence = mint("actor", holder), mint("proposition", proposition)
        latest = positions.latest_position(pair)
        for polarity in sorted({stance.polarity for stance in latest}):
            yield Triple(actor, _DIRECT[polarity], sentence)
        for stance in latest:
            yield Triple(actor, ST.currentStance, iri(stance))
            if since := positions.held_since(pair, stance):
                yield Triple(iri(stance), ST.since, DAY.encode(since))
        for shift in positions.shifts(pair):
            yield from encode(shift)
            yield label(iri(shift), f"Change of position: {holder} on {proposition}")
        for one, other in positions.ambivalences(pair):
            yield Triple(iri(one), ST.ambivalentWith, iri(other))
            yield Triple(iri(other), ST.ambivalentWith, iri(one))
        for one, other in positions.possibly_same(pair):
            yield Triple(iri(one), ST.possiblySameAs, iri(other))
            yield Triple(iri(other), ST.possiblySameAs, iri(one))
