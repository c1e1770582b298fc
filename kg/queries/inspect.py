"""What a query from outside may not do, seen in its text before it runs."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import Store

from kg.errors import InputError, Problem
from kg.rdf.terms import BASE, PREFIXES

DEEPEST = 100
"""How deep brackets may be nested; the engine's parser recurses, and ends the process at some
thousands."""

_CLOSES = {"(": ")", "[": "]", "{": "}"}
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_TOKEN = re.compile(
    r"""
    "{3}(?:[^"\\]|\\.|"(?!""))*+(?:"{3}|\\?\Z) | '{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3}|\\?\Z)
    | "(?:[^"\\\n]|\\.)*+(?:"|(?=\n)|\\?\Z) | '(?:[^'\\\n]|\\.)*+(?:'|(?=\n)|\\?\Z)
    | <[^<>"{}|^`\\\s]*>
    | \#[^\r\n]*
    | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | [?$]\w+ | @[A-Za-z-]+
    | _:\w[\w.-]* | (?:[^\W\d_][\w.-]*)?:(?:[\w:%\\][\w.:%\\-]*)?
    | (?P<word>[A-Za-z]+)
    """,
    re.VERBOSE | re.DOTALL,
)


def refuse_dangerous(text: str, path: Path) -> None:
    """Raise InputError, with line and column, on SERVICE and on deep nesting."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
            if depth > DEEPEST:
                raise _refused(path, text, token.start(), f"nested deeper than {DEEPEST} brackets")
        elif token["close"]:
            depth -= 1
        elif token["word"] and token["word"].upper() == "SERVICE":
            raise _refused(path, text, token.start(), "SERVICE is refused: queries stay local")


def refuse_service(text: str, path: Path) -> None:
    """Raise InputError on a SERVICE that a look at the text cannot see, as in ``?o.SERVICE:x{}``.

    The engine itself decides: with a meaningless word for every SERVICE, a query that has it as a
    keyword is no query any more, while strings, comments and names stay what they were.
    """
    found = _SERVICE.search(text)
    if found is None:
        return
    try:
        Store().query(_SERVICE.sub("qzjxkvw", text), base_iri=BASE, prefixes=PREFIXES)
    except SyntaxError:
        message = "SERVICE is refused, and without it the query is not valid SPARQL"
        raise _refused(path, text, found.start(), message) from None


def missing_bracket(text: str) -> str:
    """The bracket that has to come next of all brackets; empty where none is open.

    Empty too where they do not match, as what is missing is uncertain then.
    """
    wanted: list[str] = []
    for token in _TOKEN.finditer(text):
        if token["open"]:
            wanted.append(_CLOSES[token["open"]])
        elif token["close"] and (not wanted or wanted.pop() != token["close"]):
            return ""
    return wanted[-1] if wanted else ""


def names_dataset(text: str) -> bool:
    """Whether a query names a dataset of its own, by FROM."""
    words = (token["word"] for token in _TOKEN.finditer(text))
    return any(word and word.upper() == "FROM" for word in words)


def _refused(path: Path, text: str, at: int, message: str) -> InputError:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return InputError(f"{path}: refused", problems=[Problem(path, line, column, message)])
