"""One of a closed list, by its name."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from kg.errors import UsageError

Choice = TypeVar("Choice", bound=StrEnum)


def choice(kinds: type[Choice], name: str, option: str) -> Choice:
    """The choice of a name in any case; raises UsageError with those that there are.

    ``option`` is what the user calls it.
    """
    try:
        return kinds(name.lower())
    except ValueError:
        listed = ", ".join(one.value for one in kinds)
        raise UsageError(f"{option} cannot be {name!r}", hint=f"one of: {listed}") from None
