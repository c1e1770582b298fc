"""The stances of a page as columns: what analysis counts, for a picture of the page's own part."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.reading import STATUSES
from kg.analysis.corpus.stances import NOBODY, Numbers, Stances
from kg.model.actors import Actor
from kg.model.dates import PartialDate
from kg.model.propositions import Proposition
from kg.model.stances import Status
from kg.views.contract import GraphPage, PageStance


def page_corpus(page: GraphPage) -> Corpus:
    """The stances of a page with who holds them and what they are on.

    It serves the level of actors: a page does not tell all offices of a day.
    """
    return Corpus(
        stances=_columns(page),
        actors={one.id: Actor(one.id, one.name, one.kind, one.country) for one in page.actors},
        tenures=(),
        propositions={
            one.id: Proposition(
                id=one.id,
                theme=one.theme,
                label=one.label,
                short=one.short,
                sentence=one.sentence,
                for_verb=one.for_verb,
                against_verb=one.against_verb,
                favours_means=one.favours,
                opposes_means=one.opposes,
            )
            for one in page.propositions
        },
        events={},
    )


def _columns(page: GraphPage) -> Stances:
    told = sorted(page.stances, key=lambda one: one.id)
    reports = sorted({(at, item.document) for at, one in enumerate(told) for item in one.evidence})
    actors, holder = _coded(one.actor for one in told)
    propositions, proposition = _coded(one.proposition for one in told)
    documents, evidence_in = _coded(document for _, document in reports)
    latest = np.array([one.latest for one in told], "datetime64[D]")
    return Stances(
        ids=[one.id for one in told],
        actors=actors,
        propositions=propositions,
        documents=documents,
        holder=holder,
        behalf=np.full(len(told), NOBODY, np.int32),
        proposition=proposition,
        sign=np.array([one.polarity.sign for one in told], np.int32),
        earliest=np.array([_earliest(one) for one in told], "datetime64[D]"),
        latest=latest,
        told=np.array([one.said_on is not None for one in told], bool),
        sure=np.array([_sure(one) for one in told], float),
        status=np.array([STATUSES.index(one.status) for one in told], np.int32),
        evidence_of=np.array([at for at, _ in reports], np.int32),
        evidence_in=evidence_in,
    )


def _coded(names: Iterable[str]) -> tuple[tuple[str, ...], Numbers]:
    told = list(names)
    known = sorted(set(told))
    places = {name: number for number, name in enumerate(known)}
    return tuple(known), np.array([places[name] for name in told], np.int32)


def _earliest(stance: PageStance) -> str:
    return str(PartialDate.parse(stance.said_on).earliest) if stance.said_on else stance.latest


def _sure(stance: PageStance) -> float:
    """As in the corpus: a person's word is sure, a machine's as far as it says itself."""
    if stance.status is not Status.EXTRACTED:
        return 1.0
    return max((item.confidence or 0.0 for item in stance.evidence), default=0.0)
