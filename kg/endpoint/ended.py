"""Questions that were ended at a limit a moment ago, so that they are not answered in vain again.

Only what ended by its own doing is remembered: too long with a processor to itself, too large, or
too much memory.
"""

from __future__ import annotations

import time
from collections import OrderedDict

from kg.endpoint.question import Question
from kg.errors import LimitReached

REFUSED_FOR = 60.0
"""Seconds."""
_MOST = 256


class Ended:
    """The errors of ended questions, for a minute each."""

    def __init__(self) -> None:
        self._errors: OrderedDict[Question, tuple[float, LimitReached]] = OrderedDict()

    def remember(self, question: Question, error: LimitReached) -> None:
        """Keep the error of a question."""
        self._errors[question] = time.monotonic() + REFUSED_FOR, error
        if len(self._errors) > _MOST:
            self._errors.popitem(last=False)

    def refuse(self, question: Question) -> None:
        """Raise the error of a question that was ended a moment ago."""
        until, error = self._errors.get(question, (0.0, None))
        if error is None:
            return
        if until > time.monotonic():
            raise type(error)(f"{error}, a moment ago", hint=error.hint)
        del self._errors[question]
