"""Who is served next: the clients in turn, so that none waits for all that another asked."""

from __future__ import annotations

from collections import OrderedDict, deque
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

    def take(self) -> Item | None:
        """The next item, or None where nothing waits."""
        if not self._waiting:
            return None
        client, items = self._waiting.popitem(last=False)
        item = items.popleft()
        if items:
            self._waiting[client] = items
        return item

    def remove(self, client: str, item: Item) -> None:
        """Forget an item that nobody waits for any more."""
        items = self._waiting.get(client)
        if items and item in items:
            items.remove(item)
            if not items:
                del self._waiting[client]
