"""The stances of a corpus as one flat table, for data frames."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.quotes import Words
from kg.analysis.corpus.reading import STATUSES
from kg.analysis.corpus.stances import NOBODY
from kg.model.stances import Polarity
from kg.queries.table import Table, Value, make_table

_COLUMNS = (
    "stance", "actor", "actorLabel", "kind", "country", "office", "party", "family", "onBehalfOf",
    "proposition", "propositionLabel", "theme", "polarity", "earliest", "latest", "dateTold",
    "status", "confidence", "documents",
)  # fmt: skip
_WORDS = ("quote", "translation", "paraphrase", "outlet", "url")
COLUMNS = (*_COLUMNS, *_WORDS)
"""All columns of a table of stances with words."""


def stance_table(corpus: Corpus, words: Mapping[str, Words] | None = None) -> Table:
    """One row a stance, by id: who (with office, party and family of that day), what, when.

    Of several offices it is the one in the body spoken for. ``earliest`` and ``latest`` are the
    days that the date may mean, ``dateTold`` is false where only the day of the report is known;
    ``documents`` counts those that show it. With ``words`` five columns more: what shows it best,
    and where that stands.
    """
    stances = corpus.stances
    # One document may show a stance in several passages.
    reports = np.unique(np.column_stack((stances.evidence_of, stances.evidence_in)), axis=0)
    shown = np.bincount(reports[:, 0], minlength=len(stances)).tolist()
    days = zip(
        stances.earliest.astype(object), stances.latest.astype(object), stances.told, strict=True
    )
    rows: list[tuple[Value, ...]] = []
    for at, (earliest, latest, told) in enumerate(days):
        actor = corpus.actors[stances.actors[stances.holder[at]]]
        proposition = corpus.propositions[stances.propositions[stances.proposition[at]]]
        behalf = stances.behalf[at]
        body = None if behalf == NOBODY else stances.actors[behalf]
        rows.append(
            (
                stances.ids[at],
                actor.id,
                actor.name,
                actor.kind,
                actor.country,
                corpus.memberships.office(actor.id, latest, body),
                corpus.memberships.party(actor.id, latest),
                corpus.memberships.family(actor.id, latest),
                body,
                proposition.id,
                proposition.short,
                proposition.theme,
                Polarity.of_sign(int(stances.sign[at])),
                earliest,
                latest,
                bool(told),
                STATUSES[stances.status[at]],
                float(stances.sure[at]),
                shown[at],
                *(_told(words.get(stances.ids[at])) if words is not None else ()),
            )
        )
    return make_table(_COLUMNS if words is None else COLUMNS, rows)


def _told(words: Words | None) -> tuple[Value, ...]:
    if words is None:
        return (None,) * len(_WORDS)
    texts = (words.quote, words.translation, words.paraphrase)
    return (*(text.value if text else None for text in texts), words.outlet, words.url)
