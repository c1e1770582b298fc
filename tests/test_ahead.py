"""Items fetched before they are asked for."""

from __future__ import annotations

from collections.abc import Generator
from threading import Event, current_thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ahead import ahead


@given(st.lists(st.integers()), st.integers(1, 5))
def test_all_items_come_in_their_order(items: list[int], most: int) -> None:
    assert list(ahead((item for item in items), most)) == items


def test_what_the_items_raise_comes_in_its_place() -> None:
    def items() -> Generator[int]:
        yield 1
        raise ValueError("the second")

    found = ahead(items(), 3)
    assert next(found) == 1
    with pytest.raises(ValueError, match="the second"):
        next(found)


def test_no_more_are_fetched_than_are_wanted_ahead() -> None:
    fetched: list[int] = []
    third = Event()

    def items() -> Generator[int]:
        for number in range(100):
            fetched.append(number)
            if number == 3:
                third.set()
            yield number

    found = ahead(items(), 2)
    assert next(found) == 0
    # The first is still in use: one more waits, and one is in the hands of the thread.
    assert not third.wait(0.05)
    assert next(found) == 1
    assert third.wait(10)
    found.close()  # type: ignore[attr-defined]
    assert len(fetched) < 10


def test_items_of_which_not_all_are_wanted_are_closed_by_who_fetches_them() -> None:
    closed: list[str] = []

    def items() -> Generator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.append(current_thread().name)

    found = ahead(items(), 2)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert closed == ["ahead"]
