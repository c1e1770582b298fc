"""Names on a picture that never lie over each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

_CELL = 40.0


@dataclass(frozen=True, slots=True)
class Rect:
    """Room on a sheet, in points."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Rect) -> bool:
        """Whether both have room in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Taken:
    """The room that is taken, looked up by cells of a grid."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Rect]] = defaultdict(list)

    def take(self, room: Rect) -> None:
        """Note that this room is taken, whatever was there."""
        for cell in _cells(room):
            self._cells[cell].append(room)

    def is_free(self, room: Rect) -> bool:
        """Whether nothing stands in this room."""
        near = (other for cell in _cells(room) for other in self._cells.get(cell, ()))
        return not any(room.overlaps(other) for other in near)


def _cells(room: Rect) -> Iterable[tuple[int, int]]:
    for column in range(int(room.left // _CELL), int(room.right // _CELL) + 1):
        for row in range(int(room.top // _CELL), int(room.bottom // _CELL) + 1):
            yield column, row
