"""Who decides: told, and never guessed in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from kg.errors import UsageError
from kg.seeds.ids import slug
from kg.seeds.plausibility import CONTROL

VARIABLE = "KG_REVIEWER"
_QUESTION = "Your name, as it shall stand in the reviews: "
_PATIENCE = 5


def find_reviewer(
    given: str | None, folder: Path, ask: Callable[[str], str | None] | None = None
) -> tuple[str, str]:
    """The reviewer's name, and where it comes from.

    It is the name given, KG_REVIEWER, git's user.name, or the answer to a question, in this
    order. Raises UsageError where there is none, or none that can be kept.
    """
    if given is not None and not given.strip():
        raise UsageError("--by: the name is empty")
    sources: tuple[tuple[str, Callable[[], str | None]], ...] = (
        ("--by", lambda: given),
        (VARIABLE, lambda: os.environ.get(VARIABLE)),
        ("git config user.name", lambda: _name_in_git(folder)),
        (
            "your answer",
            lambda: ask(_QUESTION) if ask else None,
        ),
    )
    for source, look in sources:
        name = " ".join((look() or "").split())
        if name:
            return kept_name(name, source), source
    raise UsageError("nobody decides", hint=f"give --by NAME, or set {VARIABLE}")


def kept_name(name: str, source: str) -> str:
    """A reviewer's name, if it can stand in a review; raises UsageError that says whence it is."""
    if CONTROL.search(name):
        raise UsageError(f"{source}: the name has control characters")
    try:
        slug(name)
    except ValueError as error:
        raise UsageError(f"{source}: {error}") from None
    return name


def _name_in_git(folder: Path) -> str | None:
    program = shutil.which("git")
    if program is None:
        return None
    try:
        found = subprocess.run(  # noqa: S603 (a fixed command, no shell)
            [program, "config", "--get", "user.name"],
            capture_output=True,
            check=False,
            cwd=folder,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found.stdout.decode("utf-8", "replace") if found.returncode == 0 else None
