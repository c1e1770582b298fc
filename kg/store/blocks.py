"""A store's content on its way: blocks of triples of one graph each, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_AT_ONCE = 25_000
"""So many lines make a block: about four mebibytes."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some triples of one graph, by the graph's short name; ``published`` is the default graph.

    ``content`` is N-Triples in UTF-8, a triple a line, none of them twice in all the blocks of a
    store. The blocks of one input are the same, in the same order, whenever they are made.
    """

    graph: str
    content: bytes

    @property
    def key(self) -> str:
        """SHA-256 of graph and content, by which a block is known again."""
        from hashlib import sha256  # who only asks does not wait for it

        return sha256(f"{self.graph}\n".encode() + self.content).hexdigest()

    @property
    def triples(self) -> int:
        """How many triples it holds."""
        return self.content.count(b"\n")


def cut(lines: Sequence[str]) -> Iterator[bytes]:
    """Lines put together to contents of blocks of some mebibytes."""
    for first in range(0, len(lines), _AT_ONCE):
        yield "".join(lines[first : first + _AT_ONCE]).encode()
