"""Networks of one corpus over time: one in each window, or around each window's middle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kg.analysis.method import Method
from kg.analysis.networks import Network, Weights, make_network
from kg.analysis.statements import Statements
from kg.analysis.windows import Kernel, Span, Window, kernel_weights


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The network of a window, and the statements that it is made of with their weights."""

    window: Window
    network: Network
    statements: Statements
    weights: Weights | None = None


def slices(statements: Statements, method: Method, windows: Sequence[Window]) -> Iterator[Slice]:
    """The network of the statements in each window; all have the same rows and columns."""
    for window in windows:
        inside = statements.within(window.holds(statements.day))
        yield Slice(window, make_network(inside, method), inside)


def smoothed(
    statements: Statements,
    method: Method,
    windows: Sequence[Window],
    width: Span,
    kernel: Kernel,
) -> Iterator[Slice]:
    """The network around the middle of each window, statements weighted by their distance."""
    for window in windows:
        weights = kernel_weights(statements.day, window.middle, width, kernel)
        near = weights > 0
        inside, heavy = statements.within(near), np.asarray(weights[near])
        yield Slice(window, make_network(inside, method, heavy), inside, heavy)
