"""Where in a text of Turtle something stands, found by its tokens alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

# What is never closed ends with its line or the text: it is a fault that the parser tells, and
# looking for its end from every quote would take for ever.
_TOKEN = re.compile(
    rb"""
    "{3}(?>(?:[^"\\]++|\\.|"(?!""))*)(?:"{3}|\\?\Z)
    | '{3}(?>(?:[^'\\]++|\\.|'(?!''))*)(?:'{3}|\\?\Z)
    | "(?>(?:[^"\\\n]++|\\.)*)(?:"|(?=\n)|\\?\Z) | '(?>(?:[^'\\\n]++|\\.)*)(?:'|(?=\n)|\\?\Z)
    | <[^<>"{}|^`\\\s]*+> | \#[^\r\n]*+ | \\.
    | (?P<term><<) | (?P<nameless>(?<![\w.-])_: | \[ | \((?!\s*+\)) | \{\| | ~)
    """,
    re.VERBOSE | re.DOTALL,
)


class Spot(NamedTuple):
    """A place in a text; line and column count from 1, and are 0 where they are not known."""

    line: int
    column: int


NOWHERE = Spot(0, 0)


def find_term(content: bytes) -> Spot | None:
    """Where the first triple term begins; None where there is none."""
    return _first(content, lambda match: bool(match["term"])) if b"<<" in content else None


def find_nameless(content: bytes) -> Spot:
    """Where the first node stands that has no name: a blank one, a list or a triple term."""
    return _first(content, lambda match: bool(match["term"] or match["nameless"])) or NOWHERE


def find_longer(content: bytes, most: int) -> Spot:
    """Where the first literal, IRI or comment of more bytes begins."""
    return _first(content, lambda match: match.end() - match.start() > most) or NOWHERE


def spot_of(content: bytes, begin: int) -> Spot:
    """Where a byte of a file stands."""
    line = content.rfind(b"\n", 0, begin) + 1
    before = content[line:begin].decode(errors="replace")
    return Spot(content.count(b"\n", 0, line) + 1, len(before) + 1)


def _first(content: bytes, wanted: Callable[[re.Match[bytes]], bool]) -> Spot | None:
    begin = next((m.start() for m in _TOKEN.finditer(content) if wanted(m)), None)
    return None if begin is None else spot_of(content, begin)
