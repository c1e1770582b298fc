"""Text for a terminal."""

from __future__ import annotations

import unicodedata

_LINE_ENDS = "\n\t\r\u2028\u2029\x85"


def printable(text: str) -> str:
    """A text on one line without characters that steer a terminal."""
    return text if text.isprintable() else "".join(_shown(character) for character in text)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun, such as ``2 documents``; without a plural that is the noun with s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _shown(character: str) -> str:
    if character in _LINE_ENDS:
        return " "
    return "�" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn") else character
