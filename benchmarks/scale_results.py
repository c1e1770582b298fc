"""What was measured, as JSON lines: a run that was cut off goes on where it stopped."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

from benchmarks.scale_costs import TIME_OUT

OURS = "kg"
"""How our own program is called among the engines."""


@dataclass(frozen=True, slots=True)
class Result:
    """One engine on one question at one size: a median, or an outcome such as a time-out.

    ``memory`` is in MiB and ``disk`` in bytes. ``amount`` is what came out: quads, rows,
    documents.
    """

    size: int
    part: str
    name: str
    engine: str
    seconds: float
    cpu: float | None = None
    memory: float | None = None
    disk: int | None = None
    amount: int | None = None
    outcome: str = ""

    @property
    def key(self) -> tuple[int, str, str, str]:
        """By what a result is known: its size, part, name and engine."""
        return self.size, self.part, self.name, self.engine


class Results:
    """The results of a folder of work, read once and added to one by one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[tuple[int, str, str, str], Result] = {}
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for line in lines:
            try:
                result = Result(**json.loads(line))
            except ValueError:
                # A line that was cut off as the machine stopped.
                continue
            self._found[result.key] = result

    def add(self, result: Result) -> None:
        """Keep a result, on disk before this returns; one of the same key gives way to it."""
        cut_off = self._path.is_file() and not self._path.read_bytes().endswith(b"\n")
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write("\n" * cut_off + json.dumps(asdict(result)) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        self._found[result.key] = result

    def get(self, size: int, part: str, name: str, engine: str) -> Result | None:
        """The result of that key, if there is one."""
        return self._found.get((size, part, name, engine))

    def of(self, part: str) -> list[Result]:
        """All results of a part, in the order in which they were first measured."""
        return [result for result in self._found.values() if result.part == part]

    def sizes(self) -> list[int]:
        """The sizes of which there is any result, from small to large; 0 is none."""
        return sorted({size for size, *_ in self._found} - {0})


def ratio(ours: float | None, other: float | None) -> float | None:
    """How many times the other's cost ours is; None where either is missing or 0."""
    return ours / other if ours and other else None


def share(ours: Result | None, other: Result | None) -> float | None:
    """How many times the other's seconds ours took; the other's time-out counts as its limit.

    Infinite where ours did not come to its end; None where either is missing, or the other failed
    or took too much memory: neither makes a goal easier to meet.
    """
    if ours is None or other is None or other.outcome not in {"", TIME_OUT}:
        return None
    return math.inf if ours.outcome else ratio(ours.seconds, other.seconds)


def growth(
    results: Iterable[Result], cost: Callable[[Result], float | None] = attrgetter("seconds")
) -> float | None:
    """The largest power of the size with which a cost grows from one size to the next.

    Infinite where a size larger than all that ended timed out.
    """
    known = sorted(results, key=attrgetter("size"))
    ended = [(one.size, cost(one)) for one in known if not one.outcome]
    if ended and any(one.outcome == TIME_OUT and one.size > ended[-1][0] for one in known):
        return math.inf
    steps = (exponent(pair) for pair in pairwise(ended))
    return max((power for power in steps if power is not None), default=None)


def exponent(points: Iterable[tuple[int, float | None]]) -> float | None:
    """The power of the size with which a cost grows, from the smallest size to the largest.

    None where fewer than two sizes have a cost.
    """
    known = sorted((size, cost) for size, cost in points if cost)
    if len(known) < 2 or known[0][0] == known[-1][0]:
        return None
    (small, less), (large, more) = known[0], known[-1]
    return math.log(more / less) / math.log(large / small)


def shown(value: float | None, places: int = 2) -> str:
    """A number for a table, to so many places; a dash for none."""
    if value is None:
        return "–"
    return "∞" if math.isinf(value) else f"{value:,.{places}f}"


def times(value: float | None) -> str:
    """A ratio for a table: a small one with more places."""
    return shown(value, 2 if value is None or value >= 0.1 else 4)


def seconds(one: Result | None) -> str:
    """The seconds of a result for a table, or how it ended."""
    return "–" if one is None else one.outcome[:20] or shown(one.seconds)


def milliseconds(one: Result | None) -> str:
    """The milliseconds of a result for a table, or how it ended."""
    return "–" if one is None else one.outcome[:20] or shown(one.seconds * 1000, 1)


def megabytes(one: Result | None) -> str:
    """The disk that a result takes, for a table."""
    return shown(one.disk / 1e6 if one and one.disk else None, 1)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; a bar in a cell does not end it."""
    lines = [head, ["---"] * len(head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)
