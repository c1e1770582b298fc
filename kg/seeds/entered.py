"""Words as they are entered from tables and options: composed letters, one kind of line end."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?")


def as_words(text: str) -> str:
    """A text in Unicode form NFC whose lines end with a line feed alone."""
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))


def as_name(text: str) -> str:
    """A name in Unicode form NFC, its words parted by one blank."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
