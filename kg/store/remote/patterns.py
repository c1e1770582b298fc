"""A served store asked for one thing after another, as one in a folder is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Quad

from kg.store.graphs import GRAPHS, graph_name
from kg.store.remote.remote import Remote


class ServedPatterns:
    """The quads of a served store by patterns, each of them a request or two."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def quads_for_pattern(
        self, subject: Any, predicate: Any, value: Any, place: Any, /
    ) -> Iterator[Quad]:
        """The quads with some terms, of which one at least is None, in a graph or in all of ours.

        Raises what Remote.quads does.
        """
        told = (subject, "?s"), (predicate, "?p"), (value, "?o")
        every = " ".join(name if term is None else str(term) for term, name in told)
        names = GRAPHS if place is None else (graph_name(place),)
        for name in names:
            yield from self._remote.chosen(every, name, every)
