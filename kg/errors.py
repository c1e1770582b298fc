"""What can go wrong, and the exit code of each.

KgError                      70 is kept for what none of these covers: a bug
├── UsageError               2  an option, name or parameter that makes no sense
│   └── UnknownName          2  no thing goes by that name
│   │   └── AmbiguousName    2  several do
│   └── NotAcceptable        2  an answer of a kind that none of the formats asked for can carry
├── InputError               3  a file that cannot be used; carries every Problem found
├── StoreError               4
│   ├── StoreMissing         4
│   ├── StoreLocked          4
│   └── StoreUnusable        4  corrupt, full, or not permitted
├── CannotListen             4  the address to serve at is taken or not allowed
└── LimitReached             5  time, memory or rows
    ├── TooLarge             5  more rows or bytes than allowed, whenever it is asked
    └── Busy                 5  too much is asked at once, or again too soon
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_NOTED = 20
"""Problems that a script shows which an error ends."""


class Severity(StrEnum):
    """How much a problem weighs: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one file; line and column count from 1, 0 where there is none."""

    path: Path
    line: int
    column: int
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.severity}: {self.message}"

    @property
    def place(self) -> tuple[str, int, int, str]:
        """The order in which problems are listed."""
        return (str(self.path), self.line, self.column, self.message)


class KgError(Exception):
    """A failure that a user can act on: one line, and perhaps a hint."""

    exit_code = 70

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        if hint:
            # A script that it ends shows notes, and nothing else of an error.
            self.add_note(f"hint: {hint}")


class UsageError(KgError):
    """An option, name or parameter that makes no sense."""

    exit_code = 2


class UnknownName(UsageError):
    """No thing goes by that name; ``near`` are ids of those that may be meant.

    ``listed`` are lines for people that tell what each of those is.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        near: Iterable[str] = (),
        listed: Iterable[str] = (),
    ) -> None:
        super().__init__(message, hint=hint)
        self.near = tuple(near)
        self.listed = tuple(listed)


class AmbiguousName(UnknownName):
    """Several things go by that name."""


class NotAcceptable(UsageError):
    """An answer of a kind that none of the formats asked for can carry."""


class InputError(KgError):
    """A file that cannot be used."""

    exit_code = 3

    def __init__(
        self, message: str, *, hint: str | None = None, problems: Iterable[Problem] = ()
    ) -> None:
        super().__init__(message, hint=hint)
        self.problems = sorted(problems, key=lambda problem: problem.place)
        for problem in self.problems[:_NOTED]:
            self.add_note(str(problem))


class StoreError(KgError):
    """The store cannot do what was asked."""

    exit_code = 4


class StoreMissing(StoreError):
    """There is no store at that place yet."""


class StoreLocked(StoreError):
    """Another program is writing to the store."""


class StoreUnusable(StoreError):
    """The store is corrupt, its disk full, or access to it refused."""


class CannotListen(KgError):
    """The address to serve at is taken, not allowed, or none of this machine."""

    exit_code = 4


class LimitReached(KgError):
    """A time, memory or row limit ended the work."""

    exit_code = 5


class TooLarge(LimitReached):
    """An answer of more rows or bytes than allowed; to ask again does not help."""


class Busy(LimitReached):
    """Too much is asked at once, or again too soon; ``after`` seconds later it may be answered."""

    def __init__(self, message: str, *, after: int = 5) -> None:
        super().__init__(message, hint=f"try again in {after} s")
        self.after = after
