"""Where the nodes of a signed two-sided network stand in the plane.

Springs pull the two ends of a positive tie together and hold those of a negative one at a
distance, all nodes repel each other, and in the end no two boxes overlap. Unsigned force layouts
draw opponents side by side, which is the wrong message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_Plane = NDArray[np.float64]

_REST = {1: 90.0, 0: 190.0, -1: 300.0}
_PULL = {1: 0.1, 0: 0.02, -1: 0.06}
_REPEL = 260.0
_GRAVITY = 0.16
_WIDTH_TO_HEIGHT = 1.2


@dataclass(frozen=True, slots=True)
class Box:
    """A node's name and the room that it needs."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tie:
    """A positive (1), negative (-1) or undecided (0) tie between two boxes."""

    source: str
    target: str
    sign: int


def place(
    boxes: Sequence[Box], ties: Sequence[Tie], *, seed: int = 7
) -> dict[str, tuple[int, int]]:
    """The centre of each box, by id: whole, finite, the same for the same input and seed."""
    if not boxes:
        return {}
    index = {box.id: number for number, box in enumerate(boxes)}
    ends = np.array([(index[tie.source], index[tie.target]) for tie in ties], int).reshape(-1, 2)
    signs = np.array([tie.sign for tie in ties], int)
    points = _start(len(boxes), ends, signs, np.random.default_rng(seed))
    points = _settle(points, ends, signs)
    points[:, 0] *= _WIDTH_TO_HEIGHT
    # One more in each direction, so that rounding cannot bring two boxes together again.
    sizes = np.array([(box.width + 1, box.height + 1) for box in boxes])
    points = _spread(points, sizes)
    centred = np.rint(points - (points.min(axis=0) + points.max(axis=0)) / 2).astype(int)
    return {box.id: (int(x), int(y)) for box, (x, y) in zip(boxes, centred, strict=True)}


def _start(count: int, ends: NDArray[Any], signs: NDArray[Any], rng: np.random.Generator) -> _Plane:
    """Both sides on the leading singular vectors of their signed, degree-scaled ties."""
    points = rng.normal(scale=0.15, size=(count, 2))
    if len(ends):
        rows, row_of = np.unique(ends[:, 0], return_inverse=True)
        columns, column_of = np.unique(ends[:, 1], return_inverse=True)
        matrix = np.zeros((len(rows), len(columns)))
        np.add.at(matrix, (row_of, column_of), np.where(signs == 0, 0.1, signs))
        matrix /= np.sqrt(np.maximum(np.abs(matrix).sum(axis=1), 0.1))[:, None]
        matrix /= np.sqrt(np.maximum(np.abs(matrix).sum(axis=0), 0.1))[None, :]
        left, _, right = np.linalg.svd(matrix, full_matrices=False)
        axes = min(2, left.shape[1])
        # The sign of a singular vector is arbitrary: fixed here, or pictures flip between builds.
        peak = np.abs(left[:, :axes]).argmax(axis=0)
        flip = np.sign(left[peak, np.arange(axes)])
        points[rows, :axes] += left[:, :axes] * flip * np.sqrt(len(rows))
        points[columns, :axes] += right[:axes].T * flip * np.sqrt(len(columns))
    # Singular vectors have outliers that would take long to come home: ranks keep the order only.
    ranks = points.argsort(axis=0).argsort(axis=0)
    result: _Plane = (ranks / max(count - 1, 1) - 0.5) * 80 * np.sqrt(count)
    return result


def _settle(points: _Plane, ends: NDArray[Any], signs: NDArray[Any]) -> _Plane:
    """The points after springs, repulsion and a weak pull to the middle came to rest."""
    count = len(points)
    rest = np.array([_REST[int(sign)] for sign in signs])
    pull = np.array([_PULL[int(sign)] for sign in signs])
    degree = np.bincount(ends.ravel(), minlength=count) if len(ends) else np.zeros(count)
    ease = 1 / np.sqrt(np.maximum(degree, 1))
    rounds = 260 if count <= 600 else 120
    for step in np.linspace(60.0, 1.0, rounds):
        force = _repulsion(points) - _GRAVITY * points
        if len(ends):
            gap = points[ends[:, 1]] - points[ends[:, 0]]
            length = np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1e-6)
            tug = (pull * (length - rest) / length)[:, None] * gap
            np.add.at(force, ends[:, 0], tug * ease[ends[:, 0], None])
            np.add.at(force, ends[:, 1], -tug * ease[ends[:, 1], None])
        size = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        points = points + force * (np.minimum(size, step) / size)[:, None]
    return points


def _repulsion(points: _Plane) -> _Plane:
    x, y = points.astype(np.float32).T
    dx = x[:, None] - x
    dy = y[:, None] - y
    strength = np.float32(_REPEL) / (dx * dx + dy * dy + np.float32(25))
    return np.stack(
        [np.einsum("ij,ij->i", dx, strength), np.einsum("ij,ij->i", dy, strength)], axis=1
    ).astype(np.float64)


def _spread(points: _Plane, sizes: _Plane) -> _Plane:
    """The points moved as little as it takes until no two boxes overlap."""
    for number, (one, other, deep) in enumerate(_overlaps(points, sizes)):
        gap = points[one] - points[other]
        # Along the axis on which less is missing; for equal centres, apart in order.
        axis = deep.argmin(axis=1)
        pair = np.arange(len(one))
        way = np.where(gap[pair, axis] >= 0, 1.0, -1.0) * (deep[pair, axis] / 2 + 0.5)
        crowd = np.maximum(np.bincount(np.r_[one, other], minlength=len(points)), 1)
        shift = np.zeros_like(points)
        np.add.at(shift, (one, axis), way)
        np.add.at(shift, (other, axis), -way)
        points += shift / np.sqrt(crowd)[:, None]
        # Pushing alone may go in circles; more room for all always ends it.
        if number % 40 == 39:
            points *= 1.03
    return points


def _overlaps(points: _Plane, sizes: _Plane) -> Iterator[tuple[NDArray[Any], NDArray[Any], _Plane]]:
    """The pairs of boxes that overlap now, and how deep in x and y, until there is none."""
    wide, high = sizes.astype(np.float32).T / 2
    reach_x = wide[:, None] + wide
    reach_y = high[:, None] + high
    while True:
        x, y = points.astype(np.float32).T
        near = (np.abs(x[:, None] - x) < reach_x) & (np.abs(y[:, None] - y) < reach_y)
        one, other = np.nonzero(np.triu(near, 1))
        if not len(one):
            return
        yield one, other, (sizes[one] + sizes[other]) / 2 - np.abs(points[one] - points[other])
