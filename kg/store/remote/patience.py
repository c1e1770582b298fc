"""What fails in passing is asked again: a lost connection, a server that restarts or is busy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime

from kg.errors import LimitReached
from kg.store.remote.access import Access
from kg.store.remote.body import Reply
from kg.store.remote.faults import Interrupted, Overdue, Unreached
from kg.store.remote.wire import Sent, Wire

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""Seconds between one try and the next: a server has a minute to come back."""
LONGEST = 120.0
"""A server that asks for a longer pause, in seconds, is not waited for."""


class PatientWire(Wire):
    """A line on which a request is sent again where it fails in passing.

    A request that was perhaps obeyed is sent again too: only those go this way that change nothing
    when they are obeyed twice.
    """

    def __init__(
        self,
        url: str,
        access: Access,
        pause: Callable[[float], object],
        again: Callable[[], object] | None = None,
    ) -> None:
        """``pause`` waits so many seconds, and says true where it is no use to go on.

        ``again`` is called before what writes is sent again, and raises where it may not be.
        """
        super().__init__(url, access)
        self._pause = pause
        self._again = again

    def ask(self, sent: Sent, *, accepted: Iterable[int] = ()) -> Reply:
        """What Wire.ask gives; raises what it does after the last try, or what ``again`` does."""
        for seconds in _PAUSES:
            try:
                reply = self.heard(sent)
            except (Interrupted, Overdue, Unreached):
                asked = 0.0
            else:
                if reply.status not in _PASSING or reply.status in accepted:
                    return self.judged(reply, accepted)
                asked = _asked_for(reply)
                if asked > LONGEST:
                    return self.judged(reply, accepted)
            if self._pause(max(seconds, asked)):
                raise LimitReached("it was given up: another line to the server has failed")
            if self._again and sent.writes:
                self._again()
        return super().ask(sent, accepted=accepted)


def _asked_for(reply: Reply) -> float:
    """For how many seconds a server asks to be left alone; 0 where it does not say so.

    RFC 9110, section 10.2.3; a date is taken as seconds from the date of the answer.
    """
    told = reply.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        until, now = (parsedate_to_datetime(text) for text in (told, reply.headers["date"]))
        return max(0.0, (until - now).total_seconds())
    except (KeyError, ValueError, TypeError):
        return 0.0
