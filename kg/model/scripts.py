"""In which letters languages are written, and which words can be of a language by their letters.

Sources: ISO 15924 (codes of scripts), Unicode CLDR 44 (scripts of languages).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_WRITTEN_IN = {
    "ARABIC": "ar az ckb fa ku ps sd tt ug ur",
    "ARMENIAN": "hy",
    "CYRILLIC": "ab az ba be bg bs ce cnr crh cv hbs kk ky mk mn os ro ru sh sr tg tk tt uk uz",
    "GEORGIAN": "ab ka os",
    "GREEK": "el grc",
    "HEBREW": "he yi",
    "LATIN": (
        "az bs ca cnr crh cs cy da de en es et eu fi fo fr ga gd gl hbs hr hu is it kk ku la lb lt"
        " lv mt nb nl nn no pl pt ro sh sk sl sq sr sv tk tr tt ug uz"
    ),
}
"""Languages of Europe and beside it by script; what is not here is not judged."""
_LANGUAGES = {script: frozenset(tags.split()) for script, tags in _WRITTEN_IN.items()}
_KNOWN = frozenset().union(*_LANGUAGES.values())
_CODES = {
    "arab": "ARABIC",
    "armn": "ARMENIAN",
    "cyrl": "CYRILLIC",
    "geor": "GEORGIAN",
    "grek": "GREEK",
    "hebr": "HEBREW",
    "latn": "LATIN",
}


_NOT_LATIN = re.compile("[\\u0370-\\u1dff\\u1f00-\\u1fff\\u2c00-\\U0010ffff]")
"""Where letters stand that are not Latin, and some that are."""


def foreign_letters(words: str, language: str) -> str | None:
    """The script of most letters of some words, if a language is not written in it.

    Else None: also for words without letters, for a language that is not known here, and for Latin
    letters of any language, since names and transliterations are written in them.
    """
    if words.isascii() or not _NOT_LATIN.search(words):
        return None
    scripts = Counter(_script(letter) for letter in words if letter.isalpha())
    script = max(scripts, key=lambda one: (scripts[one], one), default="LATIN")
    if script == "LATIN" or 2 * scripts[script] <= scripts.total():
        return None
    primary, *subtags = language.lower().split("-")
    told = next((_CODES[tag] for tag in subtags if tag in _CODES), None)
    if told:
        return script if told != script else None
    if primary not in _KNOWN or primary in _LANGUAGES.get(script, ()):
        return None
    return script


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
