"""What is wrong with a store or with what is around it, and the one command that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BUILD, ANEW, CHECK = "kg build", "kg build --anew", "kg check"
SWEEP = "kg doctor --sweep"
"""The commands that mend most of what can be wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: where, what is wrong, and the command that mends it.

    ``unusable`` says that the store cannot be relied on until then.
    """

    path: Path
    what: str
    mend: str
    unusable: bool = False


def shown_size(size: int) -> str:
    """A number of bytes for people: ``12 MB``."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (1000, "kB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}" if size < 10 * unit else f"{size // unit:,} {name}"
    return f"{size} bytes"
