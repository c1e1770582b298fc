"""What stands behind an option: a day, or words that must not be empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from datetime import date


def day(text: str | None, *, first: bool = False) -> date | None:
    """The last day of a date given as YYYY, YYYY-MM or YYYY-MM-DD, or its first."""
    from kg.queries.narrowed import parse_day

    return None if text is None else parse_day(text, first=first)


def refuse_empty(**options: str | list[str] | None) -> None:
    """Raise UsageError where an option was given without words."""
    for name, given in options.items():
        if any(not one.strip() for one in ([given] if isinstance(given, str) else given or ())):
            raise UsageError(f"--{name.replace('_', '-')} is empty", hint="give it words")
