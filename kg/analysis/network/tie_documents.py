"""How many documents stand behind a single tie: those of both ends on what they share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.analysis.counting.statements import Statements
from kg.analysis.network.method import Method

Counts = NDArray[np.int64]
Places = NDArray[np.integer]


def tie_documents(statements: Statements, method: Method, rows: Places, columns: Places) -> Counts:
    """For each tie the number of documents on which it rests; rows and columns are its ends.

    Between units these are the documents in which either speaks on a proposition of both (between
    propositions: in which either is spoken on by a unit of both); in an affiliation network those
    in which the unit speaks on the proposition.
    """
    own, subject = statements.unit, statements.proposition
    if method.across:
        own, subject = subject, own
    told: dict[int, dict[int, set[int]]] = {}
    starts, documents = statements.reports.indptr.tolist(), statements.reports.indices.tolist()
    for at, (one, about) in enumerate(zip(own.tolist(), subject.tolist(), strict=True)):
        shown = told.setdefault(one, {}).setdefault(about, set())
        shown.update(documents[starts[at] : starts[at + 1]])
    nothing: dict[int, set[int]] = {}
    found = []
    for one, other in zip(rows.tolist(), columns.tolist(), strict=True):
        first = told.get(one, nothing)
        if method.is_two_mode:
            found.append(len(first.get(other, ())))
            continue
        second = told.get(other, nothing)
        both = first.keys() & second.keys()
        found.append(len(set().union(*(first[about] | second[about] for about in both))))
    return np.array(found, np.int64)
