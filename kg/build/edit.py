"""An edit of the seeds, and the change of a store that it makes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pyoxigraph import Literal

from kg.build.cells import PairRow
from kg.build.counts import Key, tell_counts
from kg.build.describe import DATASET, Extent, describe
from kg.build.holdings import HOMES
from kg.build.inventory import Inventory
from kg.build.telling import TOLD
from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Outlet
from kg.model.searches import Search
from kg.model.stances import Review, Status
from kg.rdf.codec import Gathered
from kg.rdf.layouts import LAYOUTS
from kg.rdf.ntriples import Line, line, lines_of
from kg.rdf.terms import ST
from kg.store.graphs import COUNTS, META

_KINDS = (*TOLD, Review, Actor, Tenure, Event, Outlet, Search)
_MANY = 50_000
"""Where more things than these are told otherwise without being changed, all is read anew."""

FoundT = TypeVar("FoundT")


class FarReaching(Exception):
    """The change touches more than can be told from the changed files alone."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Files that changed: the subjects that they owned, and what they tell now.

    Both are by ``space/ID``.
    """

    gone: frozenset[str]
    news: Mapping[str, Any]

    def of(self, kind: type) -> list[Any]:
        """The records of one class that the files tell now."""
        return [record for record in self.news.values() if isinstance(record, kind)]

    def lost(self, space: str) -> set[str]:
        """The ids of the things of a space that the files owned."""
        return {path.partition("/")[2] for path in self.gone if path.startswith(f"{space}/")}


def find_edit(gone: Collection[str], gathered: Gathered, subjects: Collection[str]) -> Edit:
    """The edit of files that owned some subjects and own others now.

    Raises FarReaching where they describe the codebook, or mention a thing without telling what
    it is: another file may own it. Raises ValueError as decode does.
    """
    if any(path.partition("/")[0] not in HOMES for path in (*gone, *subjects)):
        raise FarReaching("the codebook has changed")
    if len(set(subjects)) < len(subjects):
        raise FarReaching("a thing is described twice")
    records: list[Any] = [record for kind in _KINDS for record in gathered.records(kind)]
    news = {f"{LAYOUTS[type(one)].space}/{one.id}": one for one in records}
    for subject in subjects:
        if subject not in news:
            raise FarReaching(f"{subject} is of no class")
    return Edit(frozenset(gone), news)


def few_of(found: Iterable[FoundT]) -> Iterator[FoundT]:
    """The same; raises FarReaching where reading everything is quicker."""
    for number, one in enumerate(found):
        if number >= _MANY:
            raise FarReaching("what has changed is spoken of by many")
        yield one


@dataclass(slots=True)
class Change:
    """What is to be added to a store and removed from it, by graph, and what to remember.

    ``hidden`` tells of stances to what they react though no graph says it, or that there is
    nothing such.
    """

    added: dict[str, set[Line]] = field(default_factory=lambda: defaultdict(set))
    removed: dict[str, set[Line]] = field(default_factory=lambda: defaultdict(set))
    pairs: list[PairRow] = field(default_factory=list)
    holders: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    counts: Counter[Key] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    extent: Extent = field(default_factory=Extent)
    hidden: dict[str, str | None] = field(default_factory=dict)

    def take(self, name: str, lines: Iterable[Line]) -> None:
        """Note lines that are there and are to go, unless they come again."""
        self.removed[name].update(lines)

    def bring(self, name: str, lines: Iterable[Line]) -> None:
        """Note lines that are to be there."""
        self.added[name].update(lines)

    def settle(self) -> None:
        """Leave out what both goes and comes."""
        for name in {*self.added, *self.removed}:
            same = self.added[name] & self.removed[name]
            self.added[name] -= same
            self.removed[name] -= same


def conclude(change: Change, inventory: Inventory, before: str, after: str) -> None:
    """Bring counts and description up to date too, in the change and in the inventory.

    ``before`` and ``after`` are the hashes of the input.
    """
    near = inventory.counts({key[:2] for key, number in change.counts.items() if number})
    change.take(COUNTS, lines_of(tell_counts(near, inventory.statuses())))
    moved = change.extent.terms
    change.take(META, [*lines_of(describe(inventory.extent(), moved)), _hash(before)])
    inventory.count(change.counts, change.statuses)
    inventory.extend(change.extent)
    inventory.add_pairs(change.pairs)
    inventory.add_holders(change.holders)
    inventory.hide(change.hidden.items())
    inventory.note("version", after)
    near.update(change.counts)
    change.bring(COUNTS, lines_of(tell_counts(near, inventory.statuses())))
    change.bring(META, [*lines_of(describe(inventory.extent(), moved)), _hash(after)])
    change.settle()


def _hash(version: str) -> Line:
    return line(str(DATASET), ST.inputHash, Literal(version))
