"""How dates, positions, origins and languages are put into words on a page.

The words are those of the graph page, so that a reader meets each thing under one name.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.model.dated import Dated
from kg.model.documents import Attribution
from kg.model.propositions import Proposition
from kg.model.stances import Polarity, Stance, Status

STATUS_WORDS = {
    Status.REJECTED: "rejected",
    Status.CURATED: "curated by hand",
    Status.ACCEPTED: "found by rules, accepted by a person",
    Status.EXTRACTED: "found by rules, not yet reviewed",
}
ATTRIBUTION_WORDS = {
    Attribution.DIRECT: "direct speech",
    Attribution.REPORTED: "reported speech",
    Attribution.INFERRED: "inferred from the report",
    Attribution.NOT_KNOWN: "",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LANGUAGES = {
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "hr": "Croatian",
    "hu": "Hungarian",
    "is": "Icelandic",
    "it": "Italian",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "mt": "Maltese",
    "nl": "Dutch",
    "no": "Norwegian",
    "nb": "Norwegian",
    "nn": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
}


def date_words(told: object) -> str:
    """A day, month or year as people write it: ``9 Jan 2026``, ``Jan 2026``, ``2026``."""
    year, *rest = str(told).split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([str(int(day)) for day in rest[1:]] + month + [year])


def spoken_words(stance: Stance, dated: Dated | None) -> str:
    """When a stance was uttered, in words."""
    if stance.said_on:
        return date_words(stance.said_on)
    return f"not dated; reported by {date_words(dated.latest)}" if dated else "not dated"


def position_words(proposition: Proposition, polarity: Polarity, *, several: bool = False) -> str:
    """Where one stands on a proposition, in its own words; ``several`` of overlapping dates."""
    if polarity is Polarity.MIXED:
        return "mixed positions" if several else "mixed or conditional"
    return proposition.verb(polarity)


def language_name(tag: str) -> str:
    """The English name of a language, or its tag where none is known."""
    return _LANGUAGES.get(tag.partition("-")[0].lower(), tag)


def address_words(url: str) -> str:
    """Where a web page stands, as people read it: ``example.org/news/1``."""
    parts = urlsplit(url)
    tail = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path}{tail}".rstrip("/")


def shortened(text: str, most: int) -> str:
    """A text of so many characters at most, an ellipsis at its end where it was cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
