"""Who is served next: the clients in turn, so that none waits for all that another asked."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """Items of several clients; each client's come in order, and the clients take turns."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Item]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def put(self, client: str, item: Item) -> None:
        """Add an item of a client behind its others."""
        self._waiting.setdefault(client, deque()).append(item)

    def next(self, may: Callable[[str], bool]) -> tuple[str, Item] | None:
        """The client whose turn it is, of those that may have one, with its first item."""
        client = next(filter(may, self._waiting), None)
        return None if client is None else (client, self._waiting[client][0])

    def take(self, client: str) -> Item:
        """A client's first item, removed; the client is behind all others from then on."""
        items = self._waiting.pop(client)
        item = items.popleft()
        if items:
            self._waiting[client] = items
        return item

    def drop(self) -> Item:
        """The newest item, removed, of the client that has most of them."""
        client = max(self._waiting, key=lambda client: len(self._waiting[client]))
        item = self._waiting[client][-1]
        self.remove(client, item)
        return item

    def remove(self, client: str, item: Item) -> None:
        """Forget an item that nobody waits for any more."""
        items = self._waiting.get(client)
        if items and item in items:
            items.remove(item)
            if not items:
                del self._waiting[client]
