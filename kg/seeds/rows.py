"""What a row of each table says: the records that it makes, and how each of its cells is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kg.model.actors import Actor, ActorKind, Event, EventKind, StartPrecision, Tenure
from kg.model.documents import Attribution, Document, Evidence, Text
from kg.model.propositions import Proposition, Theme
from kg.model.scripts import foreign_letters
from kg.model.stances import Polarity, Stance
from kg.seeds.cells import Row
from kg.seeds.columns import (
    Cited,
    Reader,
    address,
    day,
    day_if_any,
    language,
    name,
    names,
    one_of,
    source,
    speaking_name,
    thing,
    thing_if_any,
    things,
    words,
    words_if_any,
)
from kg.seeds.entered import as_name
from kg.seeds.ids import document_id, outlet_named, read_imprint, tenure_id

_SHOWN = 40
"""Characters of a text that are shown of it."""
Cells = Mapping[str, Any]
"""What the cells of a row say, by their columns."""


class RowRefused(ValueError):
    """Cells that cannot be read: each with the name of its column, and why."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{column}: {why}" for column, why in faults))
        self.faults = faults


def _text(value: str, language: str) -> Text | None:
    if script := foreign_letters(value, language):
        letters = script.title()
        raise ValueError(f"{value[:_SHOWN]!r} is in {letters} letters, which {language!r} has not")
    return Text(value, language) if value else None


def _actor(row: Cells, _: Cited) -> Iterator[Any]:
    yield Actor(
        id=row["id"],
        name=row["name"],
        kind=row["type"],
        country=row["country"],
        aliases=row["aliases"],
        wikidata=row["wikidata"],
        verified_in=row["verified_in"],
    )


def _tenure(row: Cells, _: Cited) -> Iterator[Any]:
    yield Tenure(
        id=tenure_id(row["actor_id"], row["role"], row["from"]),
        actor=row["actor_id"],
        role=row["role"],
        organisation=row["organisation_id"],
        start=row["from"],
        end=row["to"],
        start_precision=row["from_precision"],
        source=row["source_url"],
    )


def _event(row: Cells, _: Cited) -> Iterator[Any]:
    yield Event(
        id=row["id"],
        label=row["label"],
        kind=row["type"],
        date=row["date"],
        participants=row["participants"],
        summary=row["summary"],
        source=row["source_url"],
    )


def _document(row: Cells, cited: Cited) -> Iterator[Any]:
    imprint = read_imprint(as_name(row["publisher"]), row["url"])
    outlet = outlet_named(imprint.publisher, cited.outlets)
    agency = outlet_named(imprint.agency, cited.outlets) if imprint.agency else None
    yield outlet
    if agency:
        yield agency
    yield Document(
        # An id is minted once: a page that is known keeps its own, whatever is told of it now.
        id=cited.documents.get(row["url"]) or document_id(outlet.id, row["published"], row["url"]),
        url=row["url"],
        outlet=outlet.id,
        headline=_text(row["title"], row["language"]),
        agency=agency.id if agency else None,
        published=row["published"],
        language=row["language"] or None,
        reprint=imprint.reprint,
    )


def _stance(row: Cells, cited: Cited) -> Iterator[Any]:
    reacts_to = row["reacts_to"]
    if reacts_to:
        reacts_to = f"{'event' if reacts_to in cited.events else 'stance'}/{reacts_to}"
    yield Stance(
        id=row["id"],
        holder=row["holder_id"],
        proposition=row["proposition"],
        polarity=row["polarity"],
        said_on=row["said_on"],
        on_behalf_of=row["on_behalf_of"],
        reacts_to=reacts_to,
        reason=_text(row["reason"], "en"),
    )
    yield Evidence(
        id=f"{row['id']}-1",
        stance=row["id"],
        document=row["source_url"],
        attribution=Attribution.NOT_KNOWN,
        quote=_text(row["quote"], row["quote_lang"]),
        translation=_text(row["quote_en"], "en"),
        paraphrase=_text(row["paraphrase"], "en"),
    )


def _unplaced(row: Cells, _: Cited) -> Iterator[Any]:
    raise ValueError(f"{row['id']}: no proposition of the codebook fits this stance")


def _theme(row: Cells, _: Cited) -> Iterator[Any]:
    yield Theme(row["id"], row["label"])


def _proposition(row: Cells, _: Cited) -> Iterator[Any]:
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


Maker = Callable[[Cells, Cited], Iterator[Any]]
TABLES: dict[str, tuple[dict[str, Reader], Maker]] = {
    "themes.tsv": ({"id": thing, "label": name}, _theme),
    "propositions.tsv": (
        {"id": thing, "theme": thing, "label": words, "short": words, "sentence": words,
         "for verb": words, "against verb": words,
         "favours means": words, "opposes means": words},
        _proposition,
    ),
    "actors.csv": (
        {"id": thing, "name": name, "type": one_of(ActorKind), "country": words_if_any,
         "aliases": names, "wikidata": words_if_any, "verified_in": words_if_any},
        _actor,
    ),
    "sources.csv": (
        {"url": address, "publisher": speaking_name, "title": words, "published": day_if_any,
         "language": language},
        _document,
    ),
    "roles.csv": (
        {"actor_id": thing, "role": speaking_name, "organisation_id": thing, "from": day_if_any,
         "to": day_if_any, "from_precision": one_of(StartPrecision), "source_url": source},
        _tenure,
    ),
    "events.csv": (
        {"id": thing, "label": name, "type": one_of(EventKind), "date": day,
         "participants": things, "summary": words, "source_url": source},
        _event,
    ),
    "stances.csv": (
        {"id": thing, "holder_id": thing, "proposition": thing, "polarity": one_of(Polarity),
         "said_on": day_if_any, "on_behalf_of": thing_if_any, "reacts_to": thing_if_any,
         "reason": words, "quote": words, "quote_lang": language, "quote_en": words,
         "paraphrase": words, "source_url": source},
        _stance,
    ),
    "unplaced.csv": ({"id": words}, _unplaced),
}  # fmt: skip
"""The columns that each table needs, how a cell of each is read, and what a row says.

Sources stand before what cites them, events before what reacts to them.
"""


def read_row(table: str, row: Row, cited: Cited) -> tuple[Any, ...]:
    """The records that a row of a table makes; raises RowRefused with every cell at fault.

    Raises ValueError where the cells are good each for itself, and not together.
    """
    readers, make = TABLES[table]
    cells: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for column, read in readers.items():
        try:
            cells[column] = read(row[column], cited)
        except ValueError as error:
            faults.append((column, str(error)))
    if faults:
        raise RowRefused(faults)
    return tuple(make(cells, cited))
