"""What the engine says of a query, in the words and errors of this project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import InputError, LimitReached, Problem, StoreUnusable
from kg.queries.inspect import missing_bracket
from kg.store.embedded import is_damage

_NOT_TOLD = {"CLEAR", "CREATE", "DELETE", "DROP", "INSERT", "LATERAL", "LOAD", "SERVICE"}
"""What the engine's grammar knows and is refused here, or is no SPARQL 1.1."""
_PREFIX = r"((?:[^\W\d_][\w.-]{0,99})?:)[^\s:]{0,200}\s*\Z"
_NEAR = 400
_SYNTAX = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@contextmanager
def told(path: Path, text: str) -> Iterator[None]:
    """What the engine raises on a text becomes InputError, StoreUnusable or LimitReached."""
    try:
        yield
    except SyntaxError as error:
        raise not_sparql(path, str(error), text) from None
    except (OSError, RuntimeError) as error:
        if is_damage(error):
            raise StoreUnusable(
                f"the store is damaged: {error}", hint="make it anew: kg build --anew"
            ) from None
        raise LimitReached(f"{path}: the query failed: {error}") from None


def not_sparql(path: Path, message: str, text: str) -> InputError:
    """A syntax error of the engine in a text, with its place and no more words than fit a line."""
    match = _SYNTAX.search(message)
    line, column, reason = (int(match[1]), int(match[2]), match[3]) if match else (0, 0, message)
    reason = " ".join(reason.split())
    if not text.strip():
        reason = "there is no query"
    elif "Prefix not found" in reason:
        name = re.search(_PREFIX, _before(text, line, column))
        reason = f"the prefix {name[1]} is not declared" if name else "a prefix is not declared"
    elif reason == "expected CONSTRUCT":
        reason = "it is no SELECT, ASK, CONSTRUCT or DESCRIBE: the graph is only read"
    elif _is_end(text, line, column) and (bracket := missing_bracket(text)):
        reason = f"a {bracket} is missing at the end"
    elif reason.startswith("expected one of"):
        words = re.findall(r"(?<![\w\"'])(?![0-9A-F]{4})[A-Z]{2,}(?![\w\"'])", reason)
        wanted = [word for word in words if word not in _NOT_TOLD]
        reason = "unexpected here" + (f"; possible: {', '.join(wanted[:6])}" if wanted else "")
    problem = Problem(path, line, column, f"not valid SPARQL: {reason[:160]}")
    return InputError(f"{path}: not valid SPARQL", problems=[problem])


def _before(text: str, line: int, column: int) -> str:
    """What stands in a line just before a place, both counted from 1."""
    return text.split("\n")[line - 1][: column - 1][-_NEAR:] if line else ""


def _is_end(text: str, line: int, column: int) -> bool:
    """Whether nothing but space stands from a place on, both counted from 1."""
    rest = text.split("\n")[line - 1 :] if line else [text]
    return bool(rest) and not "\n".join([rest[0][column - 1 :], *rest[1:]]).strip()
