"""Where was looked and where not: for each unit, topic and period one of five states.

Silence is not neutrality. A stance is found, or it is not found though looked for, or not found in
what was read around it, or so little was read that silence says nothing, or nobody is known to
have looked at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import Mask, Numbers
from kg.analysis.counting.pooling import Level, Unit, label_of
from kg.analysis.counting.resampling import FEW
from kg.analysis.counting.windows import Window
from kg.analysis.coverage.looks import NOWHERE, Looks, Topic, find_looks, place_of
from kg.analysis.coverage.recorded import WHOLE, searched_for, searched_units
from kg.analysis.coverage.searches import Reading
from kg.model.actors import ActorKind
from kg.queries.narrowing import Narrowing
from kg.queries.table import Table, make_table

Counts = NDArray[np.int64]


class State(StrEnum):
    """What is known of a unit on a topic in a period.

    FOUND: a stance of that time. EMPTY: none, and it was looked for: a recorded search covers the
    whole period. READ: none, and nobody is known to have looked, but at least FEW documents of that
    time show the unit and at least FEW the topic. In both no candidate waits. THIN: none, and less
    was looked at. NEVER: no trace of looking.
    """

    FOUND = "found"
    EMPTY = "empty"
    READ = "read"
    THIN = "thin"
    NEVER = "never"


STATES = tuple(State)
"""What the numbers of Coverage.states mean."""


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Counts by unit, topic and period (in this order of axes), and the state of each cell.

    ``stances`` are those of the period, ``documents`` how many show one of them, whenever they
    were published. ``of_unit`` (units x periods) and ``on_topic`` (topics x periods) are documents
    published in the period that show any stance of the unit, or anybody's on the topic.
    ``waiting`` are candidates without a decision, ``searched`` is 0, IN_PART or WHOLE.
    """

    level: Level
    units: tuple[Unit, ...]
    topics: tuple[Topic, ...]
    periods: tuple[Window, ...]
    stances: Counts
    documents: Counts
    of_unit: Counts
    on_topic: Counts
    waiting: Counts
    searched: Counts

    @property
    def read(self) -> Counts:
        """How many documents silence rests on: those of the unit or on the topic, the fewer."""
        return np.minimum(self.of_unit[:, None, :], self.on_topic[None, :, :])

    @property
    def states(self) -> Counts:
        """The place of each cell's state in STATES."""
        settled = self.waiting == 0
        looked = (self.read > 0) | (self.searched > 0) | ~settled
        kinds = [
            self.stances > 0,
            (self.searched == WHOLE) & settled,
            (self.read >= FEW) & settled,
            looked,
        ]
        return np.select(kinds, list(range(len(kinds))), STATES.index(State.NEVER))

    def totals(self) -> dict[State, int]:
        """How many cells are in each state."""
        counts = np.bincount(self.states.reshape(-1), minlength=len(STATES))
        return dict(zip(STATES, counts.tolist(), strict=True))


def cover(
    corpus: Corpus,
    reading: Reading,
    level: Level,
    topics: Sequence[Topic],
    periods: Sequence[Window],
    narrowing: Narrowing,
) -> Coverage:
    """The coverage of the units of a level that belong to the actors of a narrowing.

    Whole corpora are asked for: a document on another proposition shows that the unit was looked
    at. Units without any trace are among those told: the actors, parties, states or countries of
    the registry.
    """
    looks = find_looks(corpus, reading, level)
    own = [narrowing.keeps_holder(corpus.actors[name]) for name in looks.holders]
    kept = np.array(own, bool)[looks.holder] if len(looks.holder) else np.zeros(0, bool)
    searches = list(searched_units(corpus, reading.searches, level, narrowing))
    names = {looks.units[one] for one in np.unique(looks.unit[kept]).tolist() if one >= 0}
    names |= {name for name, _, _ in searches} | set(_registered(corpus, level, narrowing))
    units = tuple(Unit(name, label_of(corpus, level, name)) for name in sorted(names))
    counted = _count(looks, kept, units, topics, periods)
    return Coverage(
        level=level,
        units=units,
        topics=tuple(topics),
        periods=tuple(periods),
        searched=searched_for(searches, units, topics, periods),
        **counted,
    )


def _count(
    looks: Looks,
    kept: Mask,
    units: Sequence[Unit],
    topics: Sequence[Topic],
    periods: Sequence[Window],
) -> dict[str, Counts]:
    row = {unit.id: number for number, unit in enumerate(units)}
    rows = np.array([*(row.get(name, NOWHERE) for name in looks.units), NOWHERE])
    column = {name: n for n, topic in enumerate(topics) for name in topic.propositions}
    columns = np.array([*(column.get(name, NOWHERE) for name in looks.propositions), NOWHERE])
    unit = np.where(kept, rows[looks.unit], NOWHERE)
    topic, said = columns[looks.proposition], place_of(looks.said, periods)
    printed = looks.printed_in(periods)
    found = np.where(looks.waiting, NOWHERE, unit)
    proposed = np.where(looks.waiting, unit, NOWHERE)
    cells = (len(units), len(topics), len(periods))
    return {
        "stances": _distinct(cells, (found, topic, said), looks.stance),
        "documents": _distinct(cells, (found, topic, said), looks.document),
        "waiting": _distinct(cells, (proposed, topic, said), looks.stance),
        "of_unit": _distinct((cells[0], cells[2]), (unit, printed), looks.document),
        "on_topic": _distinct(cells[1:], (topic, printed), looks.document),
    }


def _distinct(shape: tuple[int, ...], places: tuple[NDArray[Any], ...], things: Numbers) -> Counts:
    """How many different things are at each place; what is NOWHERE on an axis is left out."""
    inside = np.all([place != NOWHERE for place in places], axis=0)
    cells = np.ravel_multi_index(tuple(place[inside] for place in places), shape)
    pairs = np.unique(np.column_stack((cells, things[inside])), axis=0)
    counts = np.bincount(pairs[:, 0], minlength=int(np.prod(shape)))
    return counts.reshape(shape).astype(np.int64)


def _registered(corpus: Corpus, level: Level, narrowing: Narrowing) -> Iterator[str]:
    """The units of a level that the registry knows, whether they have said anything or not."""
    wanted = {Level.PARTY: ActorKind.PARTY, Level.GOVERNMENT: ActorKind.STATE}.get(level)
    for actor in corpus.actors.values():
        if narrowing.keeps_holder(actor):
            if level is Level.COUNTRY:
                yield from [actor.country] if actor.country else []
            elif wanted is None or actor.kind is wanted:
                yield actor.id


_COLUMNS = (
    "unit", "unitLabel", "topic", "topicLabel", "period", "state", "stances", "documents", "few",
    "ofUnit", "onTopic", "waiting", "searched",
)  # fmt: skip
_SEARCHED = (None, "in part", "whole")


def coverage_table(coverage: Coverage, *, never: bool = False) -> Table:
    """A row for each cell that was looked at, or with ``never`` for every cell.

    ``few`` marks stances that fewer than FEW documents show; ``ofUnit`` and ``onTopic`` are the
    documents of the period that show the unit, and the topic.
    """
    states = coverage.states
    wanted = np.argwhere(states < (len(STATES) if never else STATES.index(State.NEVER)))
    rows = []
    for unit, topic, period in wanted.tolist():
        cell = unit, topic, period
        stances, documents = int(coverage.stances[cell]), int(coverage.documents[cell])
        rows.append(
            (
                coverage.units[unit].id,
                coverage.units[unit].label,
                coverage.topics[topic].id,
                coverage.topics[topic].label,
                coverage.periods[period].label,
                STATES[states[cell]].value,
                stances,
                documents,
                "few" if stances and documents < FEW else None,
                int(coverage.of_unit[unit, period]),
                int(coverage.on_topic[topic, period]),
                int(coverage.waiting[cell]),
                _SEARCHED[coverage.searched[cell]],
            )
        )
    return make_table(_COLUMNS, rows)
