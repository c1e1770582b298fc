"""One name in many spellings: what a browser needs to fold as Python does, and how sounds fold."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache

from anyascii import anyascii

from kg.rdf.folded import fold

_ALPHABETS = (
    (0x00A0, 0x02B0),  # Latin
    (0x02B0, 0x0370),  # modifier letters
    (0x0370, 0x0530),  # Greek, Cyrillic
    (0x0530, 0x0700),  # Armenian, Hebrew, Arabic
    (0x10A0, 0x1100),  # Georgian
    (0x1C80, 0x1CC0),
    (0x1E00, 0x2070),  # Latin and Greek with marks, punctuation
    (0x20A0, 0x20C1),
    (0x2C60, 0x2C80),
    (0xA640, 0xA6A0),
)
"""Unicode blocks of the letters and signs that people in and around Europe type."""
LONGEST = 200
"""So many characters of what is typed count, after folding."""
_ARTICLE = "the "
ONE_SOUND = (
    ("s?ch|sh|sz|z", "s"),
    ("kh", "h"),
    ("ph", "f"),
    ("ou", "u"),
    ("w", "v"),
    ("[yj]", "i"),
    ("[cq]", "k"),
    (r"(.)(?:\1)+", ""),
)
"""Letters that are one sound, in this order; the last rule makes one letter of a doubled one."""
_SOUNDS = tuple((re.compile(letters), sound or r"\1") for letters, sound in ONE_SOUND)


def folded(text: str) -> str:
    """A name as it is searched for: without case, accents, script and article."""
    return fold(text).removeprefix(_ARTICLE)[:LONGEST].strip()


def first_letter(name: str) -> str:
    """The Latin letter under which a name is listed; ``#`` where it begins with none."""
    first = folded(name)[:1].upper()
    return first if first.isalpha() else "#"


def sounded(words: str) -> str:
    """What the ways to spell a sound share: Zelenskyy, Selenskyj and Зеленський are one."""
    for letters, sound in _SOUNDS:
        words = letters.sub(sound, words)
    return words


@cache
def letters() -> dict[str, str]:
    """What becomes of letters: by the Latin that they turn into, all those that do, in a row.

    Letters that turn into nothing are under an empty key; what breaks words is under a space. A
    letter that Unicode itself takes apart is not there: its parts are.
    """
    rows: dict[str, list[str]] = defaultdict(list)
    for first, end in _ALPHABETS:
        for letter in map(chr, range(first, end)):
            if unicodedata.normalize("NFKD", letter) == letter and letter.isprintable():
                rows[_latin(letter)].append(letter)
    return {latin: "".join(found) for latin, found in sorted(rows.items())}


def _latin(letter: str) -> str:
    plain = anyascii(letter).casefold()
    return "".join(c if c.isalnum() else " " for c in plain)
