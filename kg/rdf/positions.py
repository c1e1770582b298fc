"""What follows from the dates of stances, as lines: shortcuts, shifts, ambivalence, doubles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import positions, record
from kg.model.dated import Dated
from kg.model.stances import Polarity
from kg.rdf.codec import node_of, write
from kg.rdf.forms import POLARITY
from kg.rdf.ntriples import Line, day, label, line, node
from kg.rdf.terms import ST

SHORTCUTS = {
    Polarity.FAVOURS: ST.favours,
    Polarity.OPPOSES: ST.opposes,
    Polarity.MIXED: ST.isMixedOn,
}
"""The direct triple of each polarity; an actor with several on one proposition is mixed."""
DERIVED = (
    *SHORTCUTS.values(),
    ST.currentStance,
    ST.currentOn,
    ST.position,
    ST.firstOn,
    ST.until,
    ST.since,
    ST.ambivalentWith,
    ST.possiblySameAs,
)
"""The properties that come from stances being compared; shifts are the class that does."""


def derive_positions(published: Iterable[Dated]) -> Iterator[Line]:
    """Direct triples, current stances, shifts, ambivalence and possible duplicates."""
    for (holder, proposition), pair in positions.by_pair(published).items():
        actor, sentence = node("actor", holder), node("proposition", proposition)
        course = positions.course_of(pair)
        for polarity in sorted({stance.polarity for stance in course.latest}):
            yield line(actor, SHORTCUTS[polarity], sentence)
        position = POLARITY[positions.in_one_word(course.latest)]
        for stance in course.latest:
            current = node_of(stance)
            yield line(actor, ST.currentStance, current)
            yield line(current, ST.currentOn, sentence)
            yield line(current, ST.position, position)
            if since := course.since.get(stance.id):
                yield line(current, ST.since, day(since))
        yield line(node_of(record.first_of(pair).stance), ST.firstOn, sentence)
        for stance, until in record.superseded(pair):
            yield line(node_of(stance), ST.until, day(until))
        for shift in course.shifts:
            yield from write(shift)
            yield label(node_of(shift), f"Change of position: {holder} on {proposition}")
        for one, other in course.ambivalent:
            yield line(node_of(one), ST.ambivalentWith, node_of(other))
            yield line(node_of(other), ST.ambivalentWith, node_of(one))
        for one, other in course.same:
            yield line(node_of(one), ST.possiblySameAs, node_of(other))
            yield line(node_of(other), ST.possiblySameAs, node_of(one))
