"""What a row of each table says: the records that it makes, and the columns that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.model.actors import Actor, ActorKind, Event, EventKind, StartPrecision, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Document, Evidence, Outlet, Text
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Polarity, Stance
from kg.seeds.cells import Row
from kg.seeds.entered import as_name
from kg.seeds.ids import document_id, read_imprint, slug, tenure_id


@dataclass(frozen=True, slots=True)
class Cited:
    """What rows may speak of: documents, whose ids go by their URLs, and events."""

    documents: dict[str, str]
    events: set[str]


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _text(text: str, language: str) -> Text | None:
    return Text(text, language.lower()) if text else None


def _filled(row: Row, name: str) -> str:
    if not row[name]:
        raise ValueError(f"no {name}")
    return row[name]


def _split(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split("|") if (name := as_name(part)))


def _source(url: str, cited: Cited) -> str:
    if url not in cited.documents:
        raise ValueError(f"source {url!r} is in no table of sources")
    return cited.documents[url]


def _actor(row: Row, _: Cited) -> Iterator[Any]:
    yield Actor(
        id=row["id"],
        name=as_name(_filled(row, "name")),
        kind=ActorKind(row["type"]),
        country=row["country"] or None,
        aliases=_split(row["aliases"]),
        wikidata=row["wikidata"] or None,
        verified_in=row["verified_in"] or None,
    )


def _tenure(row: Row, cited: Cited) -> Iterator[Any]:
    start, end = _date(row["from"]), _date(row["to"])
    yield Tenure(
        id=tenure_id(row["actor_id"], row["role"], start),
        actor=row["actor_id"],
        role=row["role"],
        organisation=row["organisation_id"],
        start=start,
        end=end,
        start_precision=StartPrecision(row["from_precision"]),
        source=_source(row["source_url"], cited),
    )


def _event(row: Row, cited: Cited) -> Iterator[Any]:
    yield Event(
        id=row["id"],
        label=_filled(row, "label"),
        kind=EventKind(row["type"]),
        date=PartialDate.parse(row["date"]),
        participants=_split(row["participants"]),
        summary=row["summary"],
        source=_source(row["source_url"], cited),
    )


def _document(row: Row, cited: Cited) -> Iterator[Any]:
    if not row["url"].startswith(("http://", "https://")):
        raise ValueError(f"{row['url']!r} is no http or https URL")
    imprint = read_imprint(as_name(row["publisher"]), row["url"])
    published = _date(row["published"])
    outlet = slug(imprint.publisher)
    agency = slug(imprint.agency) if imprint.agency else None
    yield Outlet(outlet, imprint.publisher)
    if imprint.agency and agency:
        yield Outlet(agency, imprint.agency)
    yield Document(
        # An id is minted once: a page that is known keeps its own, whatever is told of it now.
        id=cited.documents.get(row["url"]) or document_id(outlet, published, row["url"]),
        url=row["url"],
        outlet=outlet,
        headline=_text(row["title"], row["language"]),
        agency=agency,
        published=published,
        language=row["language"].lower() or None,
        reprint=imprint.reprint,
    )


def _stance(row: Row, cited: Cited) -> Iterator[Any]:
    document = _source(row["source_url"], cited)
    reacts_to = row["reacts_to"]
    if reacts_to:
        reacts_to = f"{'event' if reacts_to in cited.events else 'stance'}/{reacts_to}"
    yield Stance(
        id=row["id"],
        holder=row["holder_id"],
        proposition=row["proposition"],
        polarity=Polarity(row["polarity"]),
        said_on=_date(row["said_on"]),
        on_behalf_of=row["on_behalf_of"] or None,
        reacts_to=reacts_to or None,
        reason=_text(row["reason"], "en"),
    )
    yield Evidence(
        id=f"{row['id']}-1",
        stance=row["id"],
        document=document,
        attribution=Attribution.NOT_KNOWN,
        quote=_text(row["quote"], row["quote_lang"]),
        translation=_text(row["quote_en"], "en"),
        paraphrase=_text(row["paraphrase"], "en"),
    )


def _unplaced(row: Row, _: Cited) -> Iterator[Any]:
    raise ValueError(f"{row['id']}: no proposition of the codebook fits this stance")


def _theme(row: Row, _: Cited) -> Iterator[Any]:
    yield Theme(row["id"], _filled(row, "label"))


def _proposition(row: Row, _: Cited) -> Iterator[Any]:
    yield Proposition(
        id=row["id"],
        theme=row["theme"],
        label=row["label"],
        short=row["short"],
        sentence=row["sentence"],
        for_verb=row["for verb"],
        against_verb=row["against verb"],
        favours_means=row["favours means"],
        opposes_means=row["opposes means"],
    )


Reader = Callable[[Row, Cited], Iterator[Any]]
TABLES: dict[str, tuple[tuple[str, ...], Reader]] = {
    "themes.tsv": (("id", "label"), _theme),
    "propositions.tsv": (
        ("id", "theme", "label", "short", "sentence", "for verb", "against verb",
         "favours means", "opposes means"),
        _proposition,
    ),
    "actors.csv": (
        ("id", "name", "type", "country", "aliases", "wikidata", "verified_in"),
        _actor,
    ),
    "sources.csv": (("url", "publisher", "title", "published", "language"), _document),
    "roles.csv": (
        ("actor_id", "role", "organisation_id", "from", "to", "from_precision", "source_url"),
        _tenure,
    ),
    "events.csv": (
        ("id", "label", "type", "date", "participants", "summary", "source_url"),
        _event,
    ),
    "stances.csv": (
        ("id", "holder_id", "proposition", "polarity", "said_on", "on_behalf_of", "reacts_to",
         "reason", "quote", "quote_lang", "quote_en", "paraphrase", "source_url"),
        _stance,
    ),
    "unplaced.csv": (("id",), _unplaced),
}  # fmt: skip
"""The columns that each table needs, and what a row of it says.

Sources stand before what cites them, events before what reacts to them.
"""
