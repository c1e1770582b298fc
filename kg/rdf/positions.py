"""What follows from the dates of stances, as lines: shortcuts, shifts, ambivalence, doubles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.model import positions, record
from kg.model.dated import Dated
from kg.model.stances import Polarity, Shift
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


def label_shift(shift: Shift, names: Mapping[str, str], titles: Mapping[str, str]) -> Line:
    """What a change of position is called, by the names of actors and labels of propositions."""
    actor = names.get(shift.actor, shift.actor)
    title = titles.get(shift.proposition, shift.proposition)
    return label(node_of(shift), f"Change of position: {actor} on {title} ({shift.changed_by})")


def derive_positions(
    published: Iterable[Dated], names: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[Line]:
    """Direct triples, current stances, shifts, ambivalence and possible duplicates.

    Shifts are called by the names of actors and the labels of propositions.
    """
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
            yield label_shift(shift, names, titles)
        for one, other in course.ambivalent:
            yield line(node_of(one), ST.ambivalentWith, node_of(other))
            yield line(node_of(other), ST.ambivalentWith, node_of(one))
        for one, other in course.same:
            yield line(node_of(one), ST.possiblySameAs, node_of(other))
            yield line(node_of(other), ST.possiblySameAs, node_of(one))
