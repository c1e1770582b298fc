"""CSV: one table for each kind of thing, joined by ids."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet, Text
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Shift, Stance
from kg.rdf.codec import decode, iri
from kg.rdf.forms import WORDS
from kg.rdf.layouts import LAYOUTS, SPAN, SPANNED
from kg.rdf.terms import ST, compact

_TABLES: dict[str, type] = {
    "actors": Actor,
    "tenures": Tenure,
    "events": Event,
    "outlets": Outlet,
    "documents": Document,
    "themes": Theme,
    "propositions": Proposition,
    "stances": Stance,
    "evidence": Evidence,
    "shifts": Shift,
}
DERIVED: dict[type, tuple[NamedNode, ...]] = {
    Stance: (ST.status, ST.earliest, ST.latest, ST.dating),
    Evidence: (ST.wording, ST.origin),
}
"""What the build adds to a record, in the columns after its own."""


def tables(triples: Iterable[Triple]) -> dict[str, bytes]:
    """CSV by table name: UTF-8, a header line, rows by id.

    Words in a language take two columns, the second ``…_language``; plural values are joined by
    ``|``; IRIs of the project are ids.
    """
    known = list(triples)
    derived: dict[NamedNode, dict[NamedNode, str]] = defaultdict(dict)
    wanted = {term for terms in DERIVED.values() for term in terms}
    for triple in known:
        subject, value = triple.subject, triple.object
        if (
            triple.predicate in wanted
            and isinstance(subject, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            derived[subject][triple.predicate] = compact(value).rpartition(":")[2]
    return {name: _table(record, known, derived) for name, record in _TABLES.items()}


def _table(
    record: type, triples: list[Triple], derived: dict[NamedNode, dict[NamedNode, str]]
) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    fields = LAYOUTS[record].fields
    extra = DERIVED.get(record, ())
    rows: list[Any] = decode(record, triples)
    bilingual = {field.name for field in fields if field.form is WORDS}
    header = ["id"]
    for field in fields:
        header += (
            [field.name, f"{field.name}_language"] if field.name in bilingual else [field.name]
        )
    writer.writerow(header + [compact(term).partition(":")[2] for term in extra])
    for row in rows:
        cells = [row.id]
        for field in fields:
            cells += _cells(_value(row, field.name), two=field.name in bilingual)
        writer.writerow(cells + [derived[iri(row)].get(term, "") for term in extra])
    return stream.getvalue().encode()


def _value(record: Any, name: str) -> Any:
    if name in SPAN and type(record) in SPANNED:
        return getattr(record.span, name, None)
    return getattr(record, name)


def _cells(value: Any, *, two: bool) -> list[str]:
    if isinstance(value, Text):
        return [value.value, value.language]
    if isinstance(value, tuple):
        return ["|".join(str(part) for part in value)]
    if isinstance(value, bool):
        return [str(value).lower()]
    return ["" if value is None else str(value)] + [""] * two
