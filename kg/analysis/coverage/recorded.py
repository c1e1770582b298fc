"""How far recorded searches cover units, topics and periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level, Unit, unit_of
from kg.analysis.counting.windows import Window
from kg.analysis.coverage.looks import Topic
from kg.model.searches import Search
from kg.queries.narrowing import Narrowing

IN_PART, WHOLE = 1, 2
"""How far searches cover a unit on a topic in a period."""


def searched_units(
    corpus: Corpus, searches: Iterable[Search], level: Level, narrowing: Narrowing
) -> Iterator[tuple[str, Search, int]]:
    """The units that searches were for, each as a WHOLE or IN_PART: one of many who speak for it.

    A state stands for whoever speaks for it: for its country, and for its government.
    """
    for search in searches:
        for actor in (corpus.actors[name] for name in search.actors):
            unit = unit_of(corpus, level, actor.id, None, search.last_day)
            if unit is not None and narrowing.keeps_holder(actor):
                is_country = level is Level.COUNTRY and corpus.countries.get(unit) == actor.name
                yield unit, search, WHOLE if unit == actor.id or is_country else IN_PART


def searched_for(
    searches: Iterable[tuple[str, Search, int]],
    units: Sequence[Unit],
    topics: Sequence[Topic],
    periods: Sequence[Window],
) -> NDArray[np.int64]:
    """How far the searches of units cover each unit, topic and period: 0, IN_PART or WHOLE."""
    found = np.zeros((len(units), len(topics), len(periods)), np.int64)
    row = {unit.id: number for number, unit in enumerate(units)}
    for name, search, share in searches:
        sought = set(search.propositions)
        for column, topic in enumerate(topics):
            of_topic = _share(topic.propositions <= sought, bool(topic.propositions & sought))
            for place, period in enumerate(periods):
                first, last = search.first_day, search.last_day
                whole = first <= period.first and period.last <= last
                of_period = _share(whole, first <= period.last and period.first <= last)
                cell = row[name], column, place
                found[cell] = max(found[cell], min(share, of_topic, of_period))
    return found


def _share(whole: bool, in_part: bool) -> int:
    return WHOLE if whole else IN_PART if in_part else 0
