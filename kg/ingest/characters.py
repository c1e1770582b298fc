"""The characters of a text as people read it: what machines have left in it is put right."""

from __future__ import annotations

import re
import unicodedata

from kg.model.unseen import SMUGGLED, STRAY, UNSEEN

_UNNAMED = 0x80
"""The first of 32 controls that no text uses: in their place stand letters of Windows-1252."""
_WINDOWS = [
    bytes([code]).decode("cp1252", "replace").replace("\ufffd", " ")
    for code in range(_UNNAMED, _UNNAMED + 32)
]
_MISREAD = re.compile("[\x80-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTIONS = "[\u202a-\u202e\u2066-\u2069]"
_LOST = re.compile("|".join([UNSEEN.pattern, SMUGGLED.pattern, STRAY.pattern, _DIRECTIONS]))
# To put marks in order takes the square of their number: more of them on one letter stay.
_STACKED = re.compile(r"([^\w\s\x00-\x7f]{31,})")


def readable(text: str) -> str:
    """A text in NFC, without characters that nobody sees, and with a blank for each control.

    Soft hyphens and marks of direction part words in two, and letters in NFD are no letters of a
    word. Tabs and ends of lines stay.
    """
    if text.isascii():
        return _CONTROL.sub(" ", text)
    return _composed(_LOST.sub("", _CONTROL.sub(" ", put_right(text))))


def put_right(text: str) -> str:
    """A text of Windows-1252 that was read as Latin-1, as it was meant; as browsers do."""
    return _MISREAD.sub(lambda found: _WINDOWS[ord(found[0]) - _UNNAMED], text)


def _composed(text: str) -> str:
    pieces = _STACKED.split(text)
    return "".join(
        piece if number % 2 else unicodedata.normalize("NFC", piece)
        for number, piece in enumerate(pieces)
    )
