"""Any stances with their evidence, over the invented registry, and how they are told in tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as some
from pyoxigraph import Triple

from kg.model.documents import Attribution, Document, Evidence, Text
from kg.model.stances import Polarity, Stance
from kg.rdf.codec import encode
from kg.seeds.entered import as_words
from kg.seeds.rows import TABLES
from tests.invented import (
    ANNA,
    BORIS,
    EXAMPLELAND,
    MARCH,
    MAY,
    OTHER,
    PROPOSITION,
    REGISTRY,
    SUMMIT,
    UNDATED,
)
from tests.model.test_dates import partial_dates

DOCUMENTS = (MARCH, MAY, UNDATED)
Told = list[tuple[Stance, tuple[Evidence, ...]]]
_ids = some.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True)
_letters = some.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
words = some.text(_letters | some.sampled_from("\n\t<>&\"'\\|,;=@#{}"), max_size=40)
"""What ``kg check`` lets a text hold: no characters that steer a machine."""
_languages = some.sampled_from(["en", "de", "uk", "pt-br", "sr-latn", "zh-hant-tw"])
_texts = some.none() | some.builds(Text, words, _languages)


@some.composite
def _stance(draw: some.DrawFn, name: str) -> tuple[Stance, tuple[Evidence, ...]]:
    told = Stance(
        name,
        draw(some.sampled_from([ANNA.id, BORIS.id, EXAMPLELAND.id])),
        draw(some.sampled_from([PROPOSITION, OTHER])),
        draw(some.sampled_from(Polarity)),
        draw(some.none() | partial_dates),
        draw(some.sampled_from([None, EXAMPLELAND.id])),
        draw(some.sampled_from([None, f"event/{SUMMIT.id}"])),
        draw(_texts),
        draw(_texts),
    )
    papers: list[Document] = draw(some.lists(some.sampled_from(DOCUMENTS), min_size=1, max_size=3))
    shown = tuple(
        Evidence(
            f"{name}-{number}",
            name,
            paper.id,
            draw(some.sampled_from(Attribution)),
            draw(_texts),
            draw(_texts),
            draw(_texts),
        )
        for number, paper in enumerate(papers, start=1)
    )
    return told, shown


@some.composite
def stances(draw: some.DrawFn) -> Told:
    """One to three stances, each with evidence in one to three documents."""
    names = draw(some.lists(_ids, min_size=1, max_size=3, unique=True))
    return [draw(_stance(f"{number}-{name}")) for number, name in enumerate(names)]


@some.composite
def entered(draw: some.DrawFn) -> Told:
    """Stances as a table can tell them: words as they are entered, evidence in one document."""
    found = []
    for number, name in enumerate(draw(some.lists(_ids, min_size=1, max_size=3))):
        told, (first, *_) = draw(_stance(f"{number}-{name}"))
        entry = Stance(
            told.id,
            told.holder,
            told.proposition,
            told.polarity,
            told.said_on,
            told.on_behalf_of,
            told.reacts_to,
            _entered(told.reason, "en"),
        )
        shown = Evidence(
            first.id,
            first.stance,
            first.document,
            Attribution.NOT_KNOWN,
            _entered(first.quote, first.quote.language if first.quote else ""),
            _entered(first.translation, "en"),
            _entered(first.paraphrase, "en"),
        )
        found.append((entry, (shown,)))
    return found


def _entered(text: Text | None, language: str) -> Text | None:
    value = as_words(text.value).strip() if text else ""
    return Text(value, language) if value else None


def table(told: Told) -> bytes:
    """Stances as ``stances.csv`` of ``kg import``."""
    columns, _ = TABLES["stances.csv"]
    urls = {paper.id: paper.url for paper in DOCUMENTS}
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns)
    writer.writeheader()
    for entry, (shown,) in told:
        writer.writerow(
            {
                "id": entry.id,
                "holder_id": entry.holder,
                "proposition": entry.proposition,
                "polarity": entry.polarity.value,
                "said_on": str(entry.said_on or ""),
                "on_behalf_of": entry.on_behalf_of or "",
                "reacts_to": (entry.reacts_to or "").partition("/")[2],
                "reason": _value(entry.reason),
                "quote": _value(shown.quote),
                "quote_lang": shown.quote.language if shown.quote else "",
                "quote_en": _value(shown.translation),
                "paraphrase": _value(shown.paraphrase),
                "source_url": urls[shown.document],
            }
        )
    return stream.getvalue().encode()


def _value(text: Text | None) -> str:
    return text.value if text else ""


def records(told: Told) -> list[Any]:
    """The stances and their evidence, by id."""
    found = [one for entry, shown in told for one in (entry, *shown)]
    return sorted(found, key=lambda one: (type(one).__name__, one.id))


def triples(told: Told) -> Iterable[Triple]:
    """The registry, the stances and their evidence."""
    return (triple for record in (*REGISTRY, *records(told)) for triple in encode(record))
