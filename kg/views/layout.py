"""Where the nodes of a signed two-sided network stand in the plane.

Springs pull the two ends of a positive tie together and hold those of a negative one at a
distance, all nodes repel each other, and in the end no two boxes overlap. Unsigned force layouts
draw opponents side by side, which is the wrong message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

_Plane = NDArray[np.float64]

_REST = {1: 90.0, 0: 190.0, -1: 300.0}
_PULL = {1: 0.1, 0: 0.02, -1: 0.06}
_REPEL = 260.0
_GRAVITY = 0.16
_EVEN = 0.9
_CELLS = 140
_LEAST_UNIT = 1.3


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
    boxes: Sequence[Box],
    ties: Sequence[Tie],
    *,
    ratio: float = 1.35,
    fullness: float = 0.5,
    seed: int = 7,
) -> dict[str, tuple[int, int]]:
    """The centre of each box, by id: whole, finite, the same for the same input and seed.

    No two boxes overlap, in a frame ``ratio`` times as wide as high, of which they take
    ``fullness``, or as little less as it needs.
    """
    if not boxes:
        return {}
    index = {box.id: number for number, box in enumerate(boxes)}
    ends = np.array([(index[tie.source], index[tie.target]) for tie in ties], int).reshape(-1, 2)
    signs = np.array([tie.sign for tie in ties], int)
    points = _start(len(boxes), ends, signs, np.random.default_rng(seed))
    points = _settle(points, ends, signs)
    # One more in each direction, so that rounding cannot bring two boxes together again.
    sizes = np.array([(box.width + 1, box.height + 1) for box in boxes])
    points = _pack(_evened(points), sizes, ratio, fullness)
    centred = np.rint(points - (points.min(axis=0) + points.max(axis=0)) / 2).astype(int)
    return {box.id: (int(x), int(y)) for box, (x, y) in zip(boxes, centred, strict=True)}


def on_screen(
    texts: Sequence[Box], others: Sequence[Box], screen: tuple[float, float], *, fullness: float
) -> list[Box]:
    """The texts, measured in pixels, in the units of the others when all of it fills a screen.

    Text keeps its size there, so that it needs more room beside more others.
    """
    room = fullness * screen[0] * screen[1]
    left = max(room - sum(one.width * one.height for one in texts), room / 4)
    unit = max(_LEAST_UNIT, sqrt(sum(one.width * one.height for one in others) / left))
    return [Box(one.id, one.width * unit, one.height * unit) for one in texts]


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


def _evened(points: _Plane) -> _Plane:
    """The points from 0 to 1 in both directions, with the crowd in the middle drawn apart."""
    ranks = points.argsort(axis=0).argsort(axis=0) / max(len(points) - 1, 1)
    low, high = points.min(axis=0), points.max(axis=0)
    even: _Plane = _EVEN * ranks + (1 - _EVEN) * (points - low) / np.maximum(high - low, 1e-9)
    return even


def _pack(wanted: _Plane, sizes: _Plane, ratio: float, fullness: float) -> _Plane:
    """The centres of the boxes without overlaps, in the smallest frame that holds them."""
    cell = np.sqrt((sizes[:, 0] * sizes[:, 1]).sum()) / _CELLS
    cells = np.ceil(sizes / cell).astype(int)
    for full in np.linspace(fullness, 0.02, 80):
        area = cells.prod(axis=1).sum() / full
        frame = np.ceil(np.sqrt(area * np.array([ratio, 1 / ratio]))).astype(int)
        corners = _fill(np.maximum(frame, cells.max(axis=0)), cells, wanted)
        if corners is not None:
            break
    else:
        raise AssertionError("boxes of finite size always find room in a frame 50 times as large")
    result: _Plane = (corners + cells / 2) * cell
    return result


def _fill(frame: NDArray[Any], cells: NDArray[Any], wanted: NDArray[Any]) -> NDArray[Any] | None:
    """The corner of each box, the largest first, as near to where it is wanted as there is room.

    None if the frame is too small.
    """
    taken = np.zeros(frame, int)
    corners = np.zeros_like(cells)
    for number in np.lexsort((np.arange(len(cells)), -cells.prod(axis=1))):
        wide, high = cells[number]
        sums = np.pad(taken.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        inside = sums[wide:, high:] - sums[:-wide, high:] - sums[wide:, :-high]
        free = np.argwhere(inside + sums[:-wide, :-high] == 0)
        if not len(free):
            return None
        far = free - wanted[number] * (frame - cells[number])
        corners[number] = x, y = free[(far**2).sum(axis=1).argmin()]
        taken[x : x + wide, y : y + high] = 1
    return corners
