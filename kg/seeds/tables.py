"""Tables of actors, tenures, events, sources and stances: CSV rows to records.

The columns are those of the project's factual base: ``actors.csv``, ``roles.csv``,
``events.csv``, ``sources.csv``, ``stances.csv``, and ``themes.tsv``, ``propositions.tsv`` for the
codebook. A row that cannot be used becomes a Problem with its file and line; none is dropped
in silence.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError, Problem
from kg.model.actors import Actor, ActorKind, Event, EventKind, StartPrecision, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Attribution, Document, Evidence, Outlet, Text
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Polarity, Stance
from kg.rdf.codec import encode
from kg.seeds.ids import document_id, read_imprint, slug, tenure_id

Row = dict[str, str]


@dataclass(slots=True)
class Tables:
    """The records read from a folder of tables, the rows that had to stay out, and why."""

    records: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)
    outlets: set[Outlet] = field(default_factory=set)
    rows: int = 0

    def add(self, row: Iterator[Any]) -> None:
        """Keep the records of a row: all of them, or none where one cannot be written.

        Raises ValueError where a record has no triples.
        """
        # Outlets come up once per page; they are the one record that rows share.
        records = [record for record in row if record not in self.outlets]
        for record in records:
            list(encode(record))
        self.records.extend(records)
        for record in records:
            if isinstance(record, Outlet):
                self.outlets.add(record)
            elif isinstance(record, Document) and record.url:
                self.documents[record.url] = record.id
            elif isinstance(record, Event):
                self.events.add(record.id)


def read_tables(folder: Path, *, documents: dict[str, str], events: set[str]) -> Tables:
    """The records of every table in a folder; ``documents`` maps URLs known already to their ids.

    Raises InputError where the folder has no table, or a table lacks a column.
    """
    tables = Tables(documents=dict(documents), events=set(events))
    known = [(name, read) for name, read in _READERS.items() if (folder / name).is_file()]
    if not known:
        raise InputError(
            f"{folder}: no table to import",
            hint="expected one of " + ", ".join(_READERS),
        )
    for name, read in known:
        for line, row in _rows(folder / name):
            tables.rows += 1
            try:
                tables.add(read(row, tables))
            except (KeyError, ValueError) as error:
                reason = f"no column {error}" if isinstance(error, KeyError) else str(error)
                tables.problems.append(Problem(folder / name, line, 0, f"not imported: {reason}"))
    return tables


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            if path.suffix == ".tsv":
                reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            else:
                reader = csv.DictReader(stream, strict=True)
            line = 1
            for row in reader:
                start, line = line + 1, reader.line_num
                if None in row or None in row.values():
                    raise InputError(
                        f"{path}: a row has another number of cells than the header",
                        problems=[Problem(path, start, 0, "not as many cells as columns")],
                    )
                yield start, {name: value.strip() for name, value in row.items()}
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: {error}") from None


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _text(text: str, language: str) -> Text | None:
    return Text(text, language.lower()) if text else None


def _filled(row: Row, name: str) -> str:
    if not row[name]:
        raise ValueError(f"no {name}")
    return row[name]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _source(url: str, tables: Tables) -> str:
    if url not in tables.documents:
        raise ValueError(f"source {url!r} is in no table of sources")
    return tables.documents[url]


def _actor(row: Row, _: Tables) -> Iterator[Any]:
    yield Actor(
        id=row["id"],
        name=_filled(row, "name"),
        kind=ActorKind(row["type"]),
        country=row["country"] or None,
        aliases=_split(row["aliases"]),
        wikidata=row["wikidata"] or None,
        verified_in=row["verified_in"] or None,
    )


def _tenure(row: Row, tables: Tables) -> Iterator[Any]:
    start, end = _date(row["from"]), _date(row["to"])
    yield Tenure(
        id=tenure_id(row["actor_id"], row["role"], start),
        actor=row["actor_id"],
        role=row["role"],
        organisation=row["organisation_id"],
        start=start,
        end=end,
        start_precision=StartPrecision(row["from_precision"]),
        source=_source(row["source_url"], tables),
    )


def _event(row: Row, tables: Tables) -> Iterator[Any]:
    yield Event(
        id=row["id"],
        label=_filled(row, "label"),
        kind=EventKind(row["type"]),
        date=PartialDate.parse(row["date"]),
        participants=_split(row["participants"]),
        summary=row["summary"],
        source=_source(row["source_url"], tables),
    )


def _document(row: Row, tables: Tables) -> Iterator[Any]:
    if not row["url"].startswith(("http://", "https://")):
        raise ValueError(f"{row['url']!r} is no http or https URL")
    imprint = read_imprint(row["publisher"], row["url"])
    published = _date(row["published"])
    outlet = slug(imprint.publisher)
    agency = slug(imprint.agency) if imprint.agency else None
    yield Outlet(outlet, imprint.publisher)
    if imprint.agency and agency:
        yield Outlet(agency, imprint.agency)
    yield Document(
        # An id is minted once: a page that is known keeps its own, whatever is told of it now.
        id=tables.documents.get(row["url"]) or document_id(outlet, published, row["url"]),
        url=row["url"],
        outlet=outlet,
        headline=_text(row["title"], row["language"]),
        agency=agency,
        published=published,
        language=row["language"].lower() or None,
        reprint=imprint.reprint,
    )


def _stance(row: Row, tables: Tables) -> Iterator[Any]:
    document = _source(row["source_url"], tables)
    reacts_to = row["reacts_to"]
    if reacts_to:
        reacts_to = f"{'event' if reacts_to in tables.events else 'stance'}/{reacts_to}"
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


def _unplaced(row: Row, _: Tables) -> Iterator[Any]:
    raise ValueError(f"{row['id']}: no proposition of the codebook fits this stance")


def _theme(row: Row, _: Tables) -> Iterator[Any]:
    yield Theme(row["id"], _filled(row, "label"))


def _proposition(row: Row, _: Tables) -> Iterator[Any]:
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


# Sources stand before what cites them, events before what reacts to them.
_READERS: dict[str, Callable[[Row, Tables], Iterator[Any]]] = {
    "themes.tsv": _theme,
    "propositions.tsv": _proposition,
    "actors.csv": _actor,
    "sources.csv": _document,
    "roles.csv": _tenure,
    "events.csv": _event,
    "stances.csv": _stance,
    "unplaced.csv": _unplaced,
}
