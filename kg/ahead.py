"""Items fetched before they are asked for, while whoever asks is at other work."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from queue import SimpleQueue
from threading import Event, Semaphore, Thread
from typing import TypeVar

ItemT = TypeVar("ItemT")


def ahead(items: Generator[ItemT], most: int) -> Iterator[ItemT]:
    """The same items, of which a thread fetches up to so many before they are asked for.

    What the items raise is raised in their place. They are closed in the end, also where not all
    of them were asked for.
    """
    room, over = Semaphore(most), Event()
    found: SimpleQueue[tuple[ItemT] | BaseException | None] = SimpleQueue()

    def fetch() -> None:
        try:
            with contextlib.closing(items):
                for item in items:
                    room.acquire()
                    if over.is_set():
                        return
                    found.put((item,))
        except BaseException as error:  # noqa: BLE001 (raised where the items are asked for)
            found.put(error)
        else:
            found.put(None)

    thread = Thread(target=fetch, name="ahead", daemon=True)
    thread.start()
    try:
        while (told := found.get()) is not None:
            if isinstance(told, BaseException):
                raise told
            yield told[0]
            room.release()
    finally:
        over.set()
        room.release()
        thread.join()
