"""What properties say, read by threads."""

from __future__ import annotations

import threading
from typing import Any, cast

import pytest
from pyoxigraph import Store

from kg.analysis.corpus.scans import scans


def test_what_fails_in_a_thread_leaves_nothing_of_the_engine_to_another() -> None:
    """The engine complains with a trace of its own where another thread lets its rows go."""
    asked: list[threading.Thread] = []
    dropped: list[threading.Thread] = []

    class Rows:
        # The engine's own keeps nothing of the rows in a trace.
        @staticmethod
        def serialize(**_: object) -> bytes:
            raise OSError(5, "Input/output error")

        def __del__(self) -> None:
            dropped.append(threading.current_thread())

    class Failing:
        def query(self, *_: object, **__: object) -> Any:
            asked.append(threading.current_thread())
            return Rows()

    with pytest.raises(OSError, match="Input/output error"):
        next(scans(cast(Store, Failing()), ["holder"]))
    assert len(asked) == 1
    assert dropped == asked
