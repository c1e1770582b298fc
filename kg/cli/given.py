"""What stands behind an option or argument: a day, words that must not be empty, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path


def day(text: str | None, *, first: bool = False) -> date | None:
    """The last day of a date given as YYYY, YYYY-MM or YYYY-MM-DD, or its first."""
    from kg.queries.narrowed import parse_day

    return None if text is None else parse_day(text, first=first)


def refuse_empty(**options: str | list[str] | None) -> None:
    """Raise UsageError where an option was given without words."""
    for name, given in options.items():
        if any(not one.strip() for one in ([given] if isinstance(given, str) else given or ())):
            raise UsageError(f"--{name.replace('_', '-')} is empty", hint="give it words")


def named_turtle(paths: Iterable[Path]) -> list[Path]:
    """The files that are named, and those of Turtle below a folder that is.

    Raises InputError on a folder without any, or that cannot be listed.
    """
    from kg.files import is_folder
    from kg.seeds.read import turtle_files

    found: list[Path] = []
    for path in paths:
        below = turtle_files(path) if is_folder(path) else [path]
        if not below:
            raise InputError(
                f"{path}: there is no Turtle in it", hint="name files that end in .ttl"
            )
        found += below
    return found
