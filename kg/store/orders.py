"""A database read through, in every order in which the engine keeps its quads.

A query reads one of these orders, and damage in another one does not show in it: a flipped byte is
told by the engine only where its block is read, and a database of which a part has gone back to an
earlier state only shows it where the orders are laid beside each other. So each order is read by a
pattern that it answers, and the sums of what they give are compared. Memory stays small: nothing
is held but the quads of one subject.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from pyoxigraph import DefaultGraph, Literal, Quad, Store

from kg.rdf.terms import RDF, ST
from kg.store.embedded import ENGINE_ERRORS, unusable
from kg.store.graphs import META, PUBLISHED, graph_name
from kg.store.guard import Limits, run_guarded

_MODULUS = 2**64
_SECONDS = 300.0
_SECONDS_A_MEGABYTE = 20.0
_FIRST = "spo"
"""The order with which the others are compared."""
_STEP = 20_000

Told = Callable[[int, int], None]
"""Hears how many of how many quads were read."""


def unheard(_done: int, _total: int) -> None:
    """Nobody hears."""


@dataclass(slots=True)
class Seen:
    """What a database holds: quads by graph, how they add up, and the extent of what is published.

    ``sums`` are the sums of the hashes of the quads of each graph; ``states`` are the hashes of
    inputs that it names, of which there should be one; ``astray`` names the graphs and the orders
    that hold other quads than the first order.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    properties: dict[str, int] = field(default_factory=dict)
    subjects: int = 0
    states: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)

    @property
    def state(self) -> str | None:
        """The hash of what the store was built from, or None where it does not tell one."""
        return self.states[0] if len(self.states) == 1 else None


def read_through(folder: Path, told: Told = unheard) -> Seen:
    """All that the database in a folder holds, read by a process that can be killed.

    Raises StoreUnusable where it cannot be read, LimitReached where reading it ends the process or
    does not end.
    """

    def job(out: IO[bytes]) -> None:
        def tell(done: int, total: int) -> None:
            out.write(f"[{done}, {total}]\n".encode())
            out.flush()

        try:
            seen = see(Store.read_only(str(folder)), tell)
        except ENGINE_ERRORS as error:
            raise unusable(folder, error) from None
        out.write(json.dumps(asdict(seen)).encode() + b"\n")

    left = b""
    found = {}
    for block in run_guarded(job, limits_for(folder)):
        *lines, left = (left + block).split(b"\n")
        for line in map(json.loads, lines):
            if isinstance(line, dict):
                found = line
            else:
                told(*line)
    return Seen(**found)


def limits_for(folder: Path) -> Limits:
    """How long a database may be read, by its size: a bound against hanging, and no more."""
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    return Limits(_SECONDS + _SECONDS_A_MEGABYTE * size / 1e6)


def sum_of(quads: Iterable[Quad]) -> int:
    """The sum of the hashes of some quads, in whatever order they come."""
    return sum(map(hash, quads)) % _MODULUS


def see(store: Store, told: Told = unheard) -> Seen:
    """All that an open store holds, read in every order; raises what the engine raises.

    ``told`` hears how many quads were read by their subjects, which takes the longest, of how many.
    """
    reading = _Reading(store)
    total, done, last = len(store), 0, 0
    # The engine gives graph after graph, and the quads of a graph subject after subject.
    for _, found in groupby(store, key=lambda quad: (quad.graph_name, quad.subject)):
        quads = list(found)
        reading.take(quads)
        done += len(quads)
        if done - last >= _STEP:
            told(done, total)
            last = done
    reading.read_by_predicate()
    return reading.seen()


class _Reading:
    """The sums of the quads of each graph, by the order in which they were read."""

    def __init__(self, store: Store) -> None:
        self._store, self._seen = store, Seen()
        self._sums: dict[str, Counter[str]] = defaultdict(Counter)
        self._predicates: dict[Any, dict[Any, None]] = defaultdict(dict)

    def take(self, quads: list[Quad]) -> None:
        """Read the quads of one subject in one graph in the orders that are found by it."""
        subject, place = quads[0].subject, quads[0].graph_name
        name, store = graph_name(place), self._store
        sums = self._sums[name]
        sums[_FIRST] += sum_of(quads)
        self._predicates[place].update((quad.predicate, None) for quad in quads)
        if name != PUBLISHED:
            sums["spog"] += _sum_in(place, store.quads_for_pattern(subject, None, None, None))
        for one in dict.fromkeys(quad.object for quad in quads):
            sums["osp"] += sum_of(store.quads_for_pattern(subject, None, one, place))
            if name != PUBLISHED:
                found = store.quads_for_pattern(subject, None, one, None)
                sums["ospg"] += _sum_in(place, found)
        self._note(name, quads)

    def _note(self, name: str, quads: list[Quad]) -> None:
        seen = self._seen
        seen.numbers[name] = seen.numbers.get(name, 0) + len(quads)
        if name == META:
            seen.states += [_word(quad) for quad in quads if quad.predicate == ST.inputHash]
        if name != PUBLISHED:
            return
        seen.subjects += 1
        for quad in quads:
            _add(seen.properties, quad.predicate)
            if quad.predicate == RDF.type:
                _add(seen.classes, quad.object)

    def read_by_predicate(self) -> None:
        """Read all quads in the orders that are found by their properties."""
        for predicate in {one: None for found in self._predicates.values() for one in found}:
            for quad in self._store.quads_for_pattern(None, predicate, None, None):
                self._sums[graph_name(quad.graph_name)]["posg"] += hash(quad)
        for place, predicates in self._predicates.items():
            sums = self._sums[graph_name(place)]
            for predicate in () if isinstance(place, DefaultGraph) else predicates:
                sums["pos"] += sum_of(self._store.quads_for_pattern(None, predicate, None, place))

    def seen(self) -> Seen:
        """What was seen, with all orders laid beside each other."""
        seen = self._seen
        for name, sums in sorted(self._sums.items()):
            seen.sums[name] = sums[_FIRST] % _MODULUS
            others = [order for order in sums if sums[order] % _MODULUS != seen.sums[name]]
            seen.astray += [f"{name} by {order}" for order in sorted(others)]
        listed = {graph_name(node) for node in self._store.named_graphs()}
        unlisted = self._sums.keys() - listed - {PUBLISHED}
        seen.astray += [f"{name} by its name" for name in sorted(unlisted)]
        return seen


def _sum_in(place: object, quads: Iterable[Quad]) -> int:
    return sum_of(quad for quad in quads if quad.graph_name == place)


def _add(numbers: dict[str, int], term: object) -> None:
    name = str(term)
    numbers[name] = numbers.get(name, 0) + 1


def _word(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal) else str(quad.object)
