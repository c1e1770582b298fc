"""One of a closed list, by its name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from kg.errors import UsageError

Choice = TypeVar("Choice", bound=StrEnum)


def choice(kinds: Iterable[Choice], name: str, option: str, *, besides: str = "") -> Choice:
    """The choice of a name in any case; raises UsageError with those that there are.

    ``option`` is what the user calls it; ``besides`` is what it takes that is none of the kinds.
    """
    known = {one.value: one for one in kinds}
    if name.lower() not in known:
        there = ", ".join(filter(None, (besides, *known)))
        raise UsageError(f"{option} cannot be {name!r}", hint=f"one of: {there}")
    return known[name.lower()]
