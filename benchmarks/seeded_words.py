"""Invented words: quotes of a few languages, names of persons, parties and outlets."""

from __future__ import annotations

from itertools import accumulate, product
from random import Random

LANGUAGES = ("en", "de", "fr", "pl")
"""In order of how many documents are of them."""
SHARES = (40, 25, 20, 15)
"""Of a hundred documents, by language."""
WORDS = 3_000
"""How many words each language has."""
_STREAM = 200_000
_SYLLABLES = {
    "en": ("bar den fol gan hil jor kel lam mer nos pil quen rud sal tor vin wes yar", "a e i o"),
    "de": (
        "blau dorf feld grün holz jung klar licht mann nörd platz rühr stein tief",
        "en er lich",
    ),
    "fr": ("beau chan dré fleu gré jolè lune mér noé pré rouss sév tré vall", "eur ette age ois"),
    "pl": ("błon dąb gród jasn kłos łąk mosz nów pień rzek śliw trzc więz żur", "ek owa ny sko"),
}
_TOPICS = {
    "en": "dialogue sanctions ceasefire weapons negotiations peace",
    "de": "Dialog Sanktionen Waffenruhe Waffen Verhandlungen Frieden",
    "fr": "dialogue sanctions armes négociations paix garanties",
    "pl": "dialog sankcje rozejm broń negocjacje pokój",
}
_RANK = 60
"""The rank, by frequency, of the first of the topics; another follows after each so many words."""
_STARTS = "Bel Cor Dov Elm Fen Gor Hol Irv Jol Kas Lor Mav Nel Orv Pel Rud Sor Tal Vel Zim"
_MIDDLES = "a e i o u an el in or ul"
_ENDS = "bek dan fors gard hov lin mark nek rup sen tov vik"


class Speech:
    """Words of each language in the order of a long speech, of which quotes are pieces.

    Frequencies follow Zipf's law: the word of rank r comes up in proportion to 1/r.
    """

    def __init__(self, chance: Random) -> None:
        weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
        self._chance = chance
        self._streams = {
            language: chance.choices(vocabulary(language), cum_weights=weights, k=_STREAM)
            for language in LANGUAGES
        }

    def say(self, language: str, fewest: int, most: int) -> str:
        """So many words of a language, the first with a capital."""
        count = fewest + int(self._chance.random() * (most - fewest + 1))
        at = int(self._chance.random() * (_STREAM - count))
        words = " ".join(self._streams[language][at : at + count])
        return words[0].upper() + words[1:]


def vocabulary(language: str) -> list[str]:
    """The words of a language, the most frequent first; a few of them are real ones."""
    stems, endings = (part.split() for part in _SYLLABLES[language])
    coined = [stem + ending for stem, ending in product(stems, endings)]
    coined += [one + other for one, other in product(stems, coined)]
    coined += [one + other for one, other in product(coined[: len(stems)], coined)]
    words = list(dict.fromkeys(coined))[:WORDS]
    for number, topic in enumerate(_TOPICS[language].split(), start=1):
        words[number * _RANK] = topic
    return words


def person_name(chance: Random) -> str:
    """A first name and a surname that nobody has."""
    return f"{_name(chance, 'a e i o')} {_name(chance, 'ova ski sen mann eau')}"


def body_name(chance: Random, kind: str) -> str:
    """The name of a party, an organisation or an outlet, with the word for what it is."""
    return f"{_name(chance, 'ia or um en')} {kind}"


def _name(chance: Random, endings: str) -> str:
    parts = (chance.choice(part.split()) for part in (_STARTS, _MIDDLES, _ENDS))
    return "".join(parts) + chance.choice(endings.split())
