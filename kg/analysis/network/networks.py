"""Networks of statements, computed in sparse arrays.

With X counting a unit's statements by proposition and polarity, and W what two polarities add to
a tie, every network between units is X (I x W) X', divided by its normalisation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import coo_array, csr_array

from kg.analysis.counting.pooling import Unit
from kg.analysis.counting.statements import Statements
from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier

Weights = NDArray[np.float64]

POLARITIES = 3
"""Against, mixed, for: the columns that a proposition takes in the count."""
_MOST_CELLS = 5_000_000
"""Of a larger table the statements are sorted instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Weights between ``rows`` and ``columns``; of a network between units both are the units.

    ``weights`` is symmetric with an empty diagonal between units. ``shared`` says on how many
    propositions each tie rests (in a network of propositions: on how many units; in an
    affiliation network: on how many statements). ``statements`` is how many were counted,
    ``said`` how many each row made.
    """

    method: Method
    rows: tuple[Unit, ...]
    columns: tuple[Unit, ...]
    weights: csr_array
    shared: csr_array
    said: Weights
    statements: int

    @property
    def is_two_mode(self) -> bool:
        """Whether rows and columns are different things."""
        return self.method.is_two_mode

    def ties(self) -> Iterator[tuple[int, int, float]]:
        """Row, column and weight of every tie, once, by row and column."""
        found = self.weights if self.is_two_mode else sparse.triu(self.weights, 1)
        pairs = found.tocoo()
        order = np.lexsort((pairs.col, pairs.row))
        yield from zip(
            pairs.row[order].tolist(), pairs.col[order].tolist(), pairs.data[order].tolist(),
            strict=True,
        )  # fmt: skip


def incidence(
    statements: Statements, weights: Weights | None = None, *, across: bool = False
) -> csr_array:
    """X: for each unit (row) its statements by proposition and polarity, weighted if asked.

    A proposition takes three columns: against, mixed, for. ``across`` gives each proposition a
    row, and each unit three columns.
    """
    rows, columns = statements.unit, statements.proposition
    shape = (len(statements.units), len(statements.propositions))
    if across:
        rows, columns, shape = columns, rows, shape[::-1]
    amount = np.ones(len(statements)) if weights is None else weights
    place = columns * POLARITIES + statements.sign + 1
    shape = shape[0], shape[1] * POLARITIES
    if shape[0] * shape[1] > _MOST_CELLS:
        found = csr_array((amount, (rows, place)), shape=shape)
        found.eliminate_zeros()
        return found
    # Adding up in a table costs less than sorting all statements.
    cells = np.bincount(rows * np.int64(shape[1]) + place, amount, shape[0] * shape[1])
    return csr_array(cells.reshape(shape))


def make_network(
    statements: Statements,
    method: Method,
    weights: Weights | None = None,
) -> Network:
    """The network of some statements, each of weight 1 or of its own."""
    statements, weights = counted(statements, method, weights)
    said = incidence(statements, weights, across=method.across)
    spoken = _by_subject(said)
    if method.is_two_mode:
        found, shared = _affiliation(said, method), spoken
        rows, columns = statements.units, statements.propositions
    else:
        present = _present(spoken)
        found, shared = tied(said, method), _without_self(present @ present.T)
        rows = columns = statements.propositions if method.across else statements.units
    return Network(
        method=method,
        rows=rows,
        columns=columns,
        weights=found,
        shared=shared,
        said=_sums(said),
        statements=len(statements),
    )


def counted(
    statements: Statements, method: Method, weights: Weights | None = None
) -> tuple[Statements, Weights | None]:
    """The statements that count in a method, with their weights: all, or all that are not mixed."""
    if method.mixed is not Mixed.LEFT_OUT:
        return statements, weights
    told = statements.sign != 0
    return statements.within(told), None if weights is None else weights[told]


def tied(said: csr_array, method: Method) -> csr_array:
    """The ties between the rows of X, divided by the method's normalisation.

    Where a divisor is 0 there is no tie. Sources: see Normalisation.
    """
    if method.normalisation is Normalisation.JACCARD:
        # Where polarity does not count, the position is that one speaks on a proposition at all.
        said = _present(_together(said) if method.kind is Kind.COOCCURRENCE else said)
    found = _without_self(said @ _each(said, method.weights) @ said.T)
    if method.normalisation is Normalisation.NONE or not found.nnz:
        return found
    pairs = found.tocoo()
    if method.normalisation is Normalisation.AVERAGE:
        amount = _sums(said)
        divisor = (amount[pairs.row] + amount[pairs.col]) / 2
    else:
        near = _each(said, method.proximity)
        own = _sums((said @ near).multiply(said))
        if method.normalisation is Normalisation.COSINE:
            divisor = np.sqrt(own[pairs.row] * own[pairs.col])
        else:
            both = np.asarray((said @ near @ said.T)[pairs.row, pairs.col]).reshape(-1)
            divisor = own[pairs.row] + own[pairs.col] - both
    return _divided(pairs, divisor)


def _affiliation(said: csr_array, method: Method) -> csr_array:
    if method.qualifier is Qualifier.COMBINE:
        # For 1, against 2, mixed 4: their sum tells which of them there are.
        return _folded(_present(said), np.array([2.0, 4.0, 1.0]))
    signs = np.ones(3) if method.qualifier is Qualifier.IGNORE else np.array([-1.0, 0.0, 1.0])
    found = _folded(said, signs)
    if method.normalisation is Normalisation.NONE:
        return found
    by_row = method.normalisation is Normalisation.ACTIVITY
    pairs = found.tocoo()
    amount = _by_subject(said).sum(axis=1 if by_row else 0)
    divisor = np.asarray(amount).reshape(-1)[pairs.row if by_row else pairs.col]
    return _divided(pairs, divisor)


def _divided(pairs: coo_array, divisor: NDArray[np.float64]) -> csr_array:
    """Weights by what each is divided by; by nothing, they are none."""
    share = np.divide(pairs.data, divisor, out=np.zeros_like(pairs.data), where=divisor > 0)
    return csr_array((share, (pairs.row, pairs.col)), shape=pairs.shape)


def _each(said: csr_array, block: NDArray[np.float64]) -> csr_array:
    """A block of 3 x 3 for every subject, along the diagonal."""
    subjects = said.shape[1] // POLARITIES
    return csr_array(sparse.kron(sparse.eye_array(subjects), block))


def _folded(said: csr_array, signs: NDArray[np.float64]) -> csr_array:
    """The three columns of each subject as one: their weighted sum."""
    subjects = said.shape[1] // POLARITIES
    fold = sparse.kron(sparse.eye_array(subjects), signs[:, None])
    found = csr_array(said @ fold)
    found.eliminate_zeros()
    return found


def _by_subject(said: csr_array) -> csr_array:
    return _folded(said, np.ones(POLARITIES))


def _together(said: csr_array) -> csr_array:
    """The three columns of each subject added up in the first of them."""
    columns = said.indices // POLARITIES * POLARITIES
    found = csr_array((said.data, columns, said.indptr), shape=said.shape)
    found.sum_duplicates()
    return found


def _present(amounts: csr_array) -> csr_array:
    found = amounts.copy()
    found.data = (found.data > 0).astype(float)
    return found


def _sums(amounts: csr_array) -> Weights:
    return np.asarray(amounts.sum(axis=1), float).reshape(-1)


def _without_self(found: csr_array) -> csr_array:
    ties = csr_array(found)
    ties.setdiag(0)
    ties.eliminate_zeros()
    return ties
