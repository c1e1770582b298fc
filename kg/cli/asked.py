"""What is asked of the graph on the command line: a query, the values it takes, for how long."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.app import settings
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.queries.catalogue import Query

_LONGEST = 86_400


def find_asked(name: str) -> Query:
    """The query of a name, in a file, or on stdin for ``-``."""
    from kg.queries.catalogue import find_query, parse_query, query_text

    if name == "-":
        stdin = Path(name)
        return parse_query(query_text(sys.stdin.buffer, stdin), stdin, name)
    return find_query(settings.project, name)


def values(parameters: list[str], asked: Query) -> dict[str, str]:
    """What the ``-p name=value`` of a command say; raises UsageError where one does not.

    Nor do bytes that are no UTF-8 say anything.
    """
    found = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            hint = (
                f"such as -p {shlex.quote(_named(asked, parameter))}" if asked.parameters else None
            )
            raise UsageError(f"-p {parameter}: write it as name=value", hint=hint)
        if name in found:
            raise UsageError(f"-p {name} is given twice")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise UsageError(f"-p {name}: it is not UTF-8")
        found[name] = value
    return found


def by_option(asked: Query, name: str, value: str) -> UsageError:
    """The error of a value that stands behind the name of a query, and not in its option."""
    if not asked.parameters:
        return UsageError(f"{name} takes no value, and {value!r} is one too many")
    words = shlex.join(("kg", "query", name, "-p", _named(asked, value)))
    return UsageError(f"{value!r} has no option", hint=f"a value is given by -p: {words}")


def _named(asked: Query, value: str) -> str:
    """A value as the first parameter of a query would be given it."""
    return f"{asked.parameters[0].name}={value}"


def asked_of(query: Query, given: Mapping[str, str]) -> Iterator[str]:
    """What a query was asked of that nobody named, unless it was asked of all there is."""
    from kg.queries.catalogue import ANY

    for parameter in query.parameters:
        if parameter.name not in given and parameter.default not in ANY:
            yield f"{parameter.name} = {parameter.default}"


def seconds(timeout: float) -> float:
    """What --timeout says; raises UsageError above a day, or where it is no number."""
    if not timeout <= _LONGEST:
        raise UsageError(f"--timeout is a number of seconds up to {_LONGEST}")
    return timeout
