"""Answers that are kept, so that what is asked again is not made again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from kg.endpoint.question import Reply

_KEPT = 32 * 2**20

Key = TypeVar("Key", bound=Hashable)


class Kept(Generic[Key]):
    """Answers kept up to so many bytes; the one that was not asked for longest goes first.

    Only answers are counted: a key is short.
    """

    def __init__(self, size: int = _KEPT) -> None:
        self._size = size
        self._used = 0
        self._bodies: OrderedDict[Key, tuple[Reply, int]] = OrderedDict()

    def get(self, key: Key) -> Reply | None:
        """The answer kept under a key."""
        found = self._bodies.get(key)
        if found is None:
            return None
        self._bodies.move_to_end(key)
        return found[0]

    def put(self, key: Key, reply: Reply) -> None:
        """Keep an answer, unless it takes a large part of all the room."""
        size = len(reply.body) + 512
        if size > self._size // 8 or key in self._bodies:
            return
        self._bodies[key] = reply, size
        self._used += size
        while self._used > self._size:
            self._used -= self._bodies.popitem(last=False)[1][1]
