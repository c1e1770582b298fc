"""The short way in which the tables write regular expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BLANK = '(?:[ ",]{1,4})'
_WORD = r"[^ .;:!?\",]{1,40}(?:[.,]\d[^ .;:!?\",]{0,9})?"
"""A word of a gap; the points of '5.4' and '1,000' end none."""
_GAP = re.compile(r" ~(\d{1,2}) ")
_MACRO = re.compile(r"\{([a-z_]+)\}")


def compile_pattern(source: str, macros: Mapping[str, str]) -> re.Pattern[str]:
    """The regular expression of a table cell.

    ``{name}`` stands for a row of names.tsv, ``~4`` for up to four words, and a blank also for
    quotation marks and commas. Raises ValueError for a macro or an expression that is none.
    """
    try:
        source = _MACRO.sub(lambda found: f"(?:{macros[found[1]]})", source)
    except KeyError as error:
        raise ValueError(f"there is no name {error} in names.tsv") from None
    source = _GAP.sub(lambda gap: rf"{_BLANK}(?:{_WORD}{_BLANK}){{0,{gap[1]}}}", source)
    source = _blanks(source)
    try:
        return re.compile(rf"(?<!\w)(?:{source})(?!\w)", re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from None


def _blanks(source: str) -> str:
    """Widen the blanks outside character classes."""
    parts: list[str] = []
    inside = False
    for position, character in enumerate(source):
        escaped = position > 0 and source[position - 1] == "\\"
        if character in "[]" and not escaped:
            inside = character == "["
        parts.append(_BLANK if character == " " and not inside else character)
    return "".join(parts)
