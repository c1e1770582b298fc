"""What is analysed: stances as columns, with those who hold them and what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from pyoxigraph import Store

from kg.analysis.corpus.reading import STATUSES, stances_of
from kg.analysis.corpus.stances import Stances
from kg.model.actors import Actor, Event, Tenure, country_names
from kg.model.memberships import Memberships
from kg.model.propositions import Proposition
from kg.project import Place
from kg.queries.narrowing import Narrowing
from kg.store.embedded import open_reader
from kg.store.records import load


@dataclass(frozen=True)
class Corpus:
    """The stances that are analysed, and by id all that is known of what they name."""

    stances: Stances
    actors: Mapping[str, Actor]
    tenures: tuple[Tenure, ...]
    propositions: Mapping[str, Proposition]
    events: Mapping[str, Event]

    @cached_property
    def memberships(self) -> Memberships:
        """The offices and memberships of the actors."""
        return Memberships(self.actors.values(), self.tenures)

    @cached_property
    def documents(self) -> int:
        """How many documents show its stances."""
        return len(np.unique(self.stances.evidence_in))

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """The names of countries by code."""
        return country_names(self.actors.values())

    def narrow(self, narrowing: Narrowing) -> Corpus:
        """The part of it that a narrowing keeps."""
        stances = self.stances
        mask = np.ones(len(stances), bool)
        if narrowing.actors or narrowing.countries:
            kept = [narrowing.keeps_holder(self.actors[name]) for name in stances.actors]
            mask &= np.array(kept, bool)[stances.holder]
        if narrowing.propositions or narrowing.themes:
            named = (self.propositions[name] for name in stances.propositions)
            kept = [narrowing.keeps_proposition(one) for one in named]
            mask &= np.array(kept, bool)[stances.proposition]
        if narrowing.statuses:
            wanted = [STATUSES.index(status) for status in narrowing.statuses]
            mask &= np.isin(stances.status, wanted)
        if narrowing.since:
            mask &= stances.latest >= np.datetime64(narrowing.since)
        if narrowing.last_day:
            mask &= stances.latest <= np.datetime64(narrowing.last_day)
        if narrowing.stances is not None:
            mask &= np.array([one in narrowing.stances for one in stances.ids], bool)
        return replace(self, stances=stances.keep(mask))


def read_corpus(store: Place, reader: Store | None = None) -> Corpus:
    """The corpus of a store, as it was opened or is now.

    Raises StoreError where there is none.
    """
    opened = reader or open_reader(store)
    return corpus_of_store(opened, stances_of(store, opened))


def corpus_of_store(reader: Store, stances: Stances) -> Corpus:
    """The corpus of some stances of an open store."""
    return Corpus(
        stances=stances,
        actors={one.id: one for one in load(reader, Actor)},
        tenures=tuple(load(reader, Tenure)),
        propositions={one.id: one for one in load(reader, Proposition)},
        events={one.id: one for one in load(reader, Event)},
    )
