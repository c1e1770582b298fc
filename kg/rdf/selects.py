"""Whether a query of a shape can be answered from what is said of one thing alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

BEGIN = "SELECT $this WHERE"
"""How the query of a shape begins."""
_TOKEN = re.compile(
    r"""(?P<skipped>\s+|\#[^\n]*)
    |(?P<term>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'
        |<[^<>"{}|^`\\\s]*>|[$?]\w+|@[\w-]+|\^\^
        |[\w-]*:[\w-]*(?:\.[\w-]+)*|[+-]?\d+(?:\.\d+)?|\w+)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_THIS = frozenset({"$this", "?this"})
_GROUPED = frozenset({"OPTIONAL", "UNION", "MINUS"})
_COMPUTED = frozenset({"FILTER", "BIND"})
_WITHIN = frozenset({";", ",", "|"})
"""Signs between the terms of what is said of one thing; any other leads on to a second one."""
_BEYOND = frozenset({"SELECT", "GRAPH", "SERVICE", "VALUES"})


def sees_one_thing(query: str) -> bool:
    """Whether a query looks at $this and at no other thing; where that cannot be told, it does not.

    The outermost group has to find $this: nobody says beforehand which thing it is.
    """
    return query.startswith(BEGIN) and _Reading().all_of(_tokens(query.removeprefix(BEGIN)))


def _tokens(text: str) -> Iterator[str]:
    return (found[0] for found in _TOKEN.finditer(text) if not found["skipped"])


class _Reading:
    """What may come next within the brackets that are open."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._state = "group"
        self._found = False

    def all_of(self, tokens: Iterator[str]) -> bool:
        """Whether every token stands where it may, and $this is found in the outermost group."""
        ended = False
        for token in tokens:
            if ended or not self._may_follow(token):
                return False
            ended = not self._open
        return ended and self._found

    def _may_follow(self, token: str) -> bool:
        if token.upper() in _BEYOND:
            return False
        if token in ("{", "("):
            return self._opened(token)
        if token in ("}", ")"):
            return self._closed(token)
        if not self._open or self._open[-1] == "(":
            return bool(self._open)
        return self._in_group(token)

    def _opened(self, bracket: str) -> bool:
        here = self._open[-1] if self._open else "{"
        computes = here == "(" or self._state == "computed"
        # Among what is said of a thing a round bracket is a list or a path: both lead on.
        if not computes and (bracket == "(" or self._state != "group"):
            return False
        self._open.append(bracket)
        self._state = "group"
        return True

    def _closed(self, bracket: str) -> bool:
        self._state = "group"
        return bool(self._open) and self._open.pop() == ("{" if bracket == "}" else "(")

    def _in_group(self, word: str) -> bool:
        keyword = word.upper()
        if keyword in _COMPUTED:
            self._state = "computed"
        elif word == "." or keyword in _GROUPED:
            self._state = "group"
        elif self._state == "group":
            self._state = "said"
            self._found |= len(self._open) == 1
            return word in _THIS
        elif self._state == "said":
            return word in _WITHIN or len(word) > 1 or word.isalnum()
        return True
