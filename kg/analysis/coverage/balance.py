"""On whom and on what a collection leans: documents and stances by country, outlet, language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level, label_of
from kg.analysis.coverage.looks import Looks, find_looks
from kg.analysis.coverage.searches import Reading
from kg.model.documents import Document
from kg.queries.table import Table, make_table

NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True)
class Share:
    """How many documents and stances are of one country, outlet or language."""

    by: str
    id: str
    label: str
    documents: int
    stances: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Shares of a collection, by kind and size, and of how many documents and stances they are.

    ``cited_only`` are documents of the store that show no stance at all and that no engine has
    read: they are cited for an office or an event.
    """

    shares: tuple[Share, ...]
    documents: int
    stances: int
    cited_only: int


def weigh(corpus: Corpus, reading: Reading) -> Balance:
    """The shares of countries, outlets and languages in a corpus, the largest of each first.

    Documents are those that show a stance of the corpus. A country is that of the actors, not of
    the outlet; outlet and language are those of the documents. A document of stances from two
    countries counts for both, as does a stance in documents of two languages: shares may add up
    to more than 1.
    """
    looks = find_looks(corpus, reading, Level.COUNTRY)
    found: list[Share] = []
    for by in ("country", "outlet", "language"):
        documents: dict[str, set[int]] = defaultdict(set)
        stances: dict[str, set[int]] = defaultdict(set)
        labels = {}
        for place, name, label in _named(by, looks, corpus, reading):
            documents[name].add(int(looks.document[place]))
            stances[name].add(int(looks.stance[place]))
            labels[name] = label
        shares = (
            Share(by, name, label, len(documents[name]), len(stances[name]))
            for name, label in labels.items()
        )
        found += sorted(shares, key=lambda one: (-one.documents, -one.stances, one.id))
    proposed = {one.document for one in reading.waiting}
    read = reading.by_machine | proposed | set(corpus.stances.documents)
    return Balance(
        shares=tuple(found),
        documents=len(np.unique(looks.document[~looks.waiting])),
        stances=len(corpus.stances),
        cited_only=len(set(reading.documents) - read),
    )


def largest(shares: Iterable[Share], number: int) -> list[Share]:
    """The first so many of each kind."""
    by_kind = groupby(shares, lambda one: one.by)
    return [one for _, kind in by_kind for one in islice(kind, number)]


def _named(
    by: str, looks: Looks, corpus: Corpus, reading: Reading
) -> Iterator[tuple[int, str, str]]:
    """For each report of a stance its place, and the id and label of what it is of."""
    for place in range(len(looks.stance)):
        if looks.waiting[place]:
            continue
        document = reading.documents.get(looks.documents[looks.document[place]])
        if by == "country":
            unit = int(looks.unit[place])
            name = looks.units[unit] if unit >= 0 else NOT_TOLD
            yield place, name, label_of(corpus, Level.COUNTRY, name)
        else:
            name = _of_document(by, document)
            yield place, name, reading.outlets.get(name, name) if by == "outlet" else name


def _of_document(by: str, document: Document | None) -> str:
    if document is None:
        return NOT_TOLD
    return document.outlet if by == "outlet" else document.language or NOT_TOLD


_COLUMNS = ("by", "id", "label", "documents", "documentShare", "stances", "stanceShare")


def balance_table(balance: Balance, shares: Iterable[Share]) -> Table:
    """Some shares of a balance as a table: one row each."""
    return make_table(
        _COLUMNS,
        (
            (
                one.by,
                one.id,
                one.label,
                one.documents,
                one.documents / balance.documents,
                one.stances,
                one.stances / balance.stances,
            )
            for one in shares
        ),
    )
