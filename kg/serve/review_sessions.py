"""Who has signed in, until when; and who has tried in vain too often."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST = 12 * 3600.0
"""Seconds after which a session ends whatever is done in it."""
IDLE = 2 * 3600.0
"""Seconds without a request after which a session ends."""
_MOST = 1000
_TRIES = 10
_WITHIN = 600.0
"""Seconds within which so many tries in vain are the last for now."""
_CLIENTS = 10_000


@dataclass(slots=True)
class Session:
    """A reviewer who has signed in; ``passed`` are the candidates skipped so far.

    ``told`` is what the next page is to say, once.
    """

    reviewer: str
    digest: str
    began: float
    used: float
    passed: set[str] = field(default_factory=set)
    told: str = ""


class Sessions:
    """The sessions of a process, known by the hash of a random key that a cookie carries."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: OrderedDict[str, Session] = OrderedDict()

    def begin(self, reviewer: str, digest: str) -> str:
        """A new session for a reviewer; returns its key, 256 random bits."""
        key, now = secrets.token_urlsafe(32), self._clock()
        self._open[_kept(key)] = Session(reviewer, digest, now, now)
        while len(self._open) > _MOST:
            self._open.popitem(last=False)
        return key

    def find(self, key: str) -> Session | None:
        """The session of a key; None where there is none or it has run out."""
        name, now = _kept(key), self._clock()
        session = self._open.get(name)
        if session is None:
            return None
        if now - session.began > LONGEST or now - session.used > IDLE:
            del self._open[name]
            return None
        session.used = now
        self._open.move_to_end(name)
        return session

    def end(self, key: str) -> None:
        """Sign out: the key opens nothing any more."""
        self._open.pop(_kept(key), None)


class Failures:
    """How often each client has shown a wrong token of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """Seconds after which a client may try again; 0 for now."""
        recent = self._recent(client)
        return int(recent[-_TRIES] + _WITHIN - self._clock()) + 1 if len(recent) >= _TRIES else 0

    def add(self, client: str) -> None:
        """Note that a client has shown a wrong token."""
        self._times[client] = [*self._recent(client), self._clock()][-_TRIES:]
        self._times.move_to_end(client)
        while len(self._times) > _CLIENTS:
            self._times.popitem(last=False)

    def _recent(self, client: str) -> list[float]:
        since = self._clock() - _WITHIN
        return [when for when in self._times.get(client, ()) if when > since]


def _kept(key: str) -> str:
    # A hash is looked up: how long that takes tells nothing of the keys that are open.
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
