"""CSV: one table for each kind of thing, joined by ids."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet, Text, web_address
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Shift, Stance
from kg.printing import as_text
from kg.rdf.codec import Gathered, iri
from kg.rdf.forms import WORDS
from kg.rdf.layouts import LAYOUTS, SPAN, SPANNED
from kg.rdf.ordered import subjects_in_order
from kg.rdf.runs import in_order
from kg.rdf.terms import ST, compact

TABLES: dict[str, type] = {
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
"""The class of record that each table holds."""
DERIVED: dict[type, tuple[NamedNode, ...]] = {
    Stance: (ST.status, ST.earliest, ST.latest, ST.dating),
    Evidence: (ST.wording, ST.origin),
}
"""What the build adds to a record, in the columns after its own."""
_ADDED = frozenset(term for terms in DERIVED.values() for term in terms)
_ROWS = 2000


def tables(triples: Iterable[Triple]) -> dict[str, bytes]:
    """CSV by table name, whole; as table_blocks."""
    return {name: b"".join(blocks) for name, blocks in table_blocks(triples)}


def table_blocks(
    triples: Iterable[Triple], *, excel: bool = False
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """CSV by table name: UTF-8, a header line, rows by id; a table is read before the next.

    Words in a language take two columns, the second ``…_language``; plural values are joined by
    ``|``; IRIs of the project are ids. With ``excel`` no cell is one that a spreadsheet would run.
    However many the rows are, memory holds a fixed part.
    """
    rows = chain.from_iterable(in_order(map(_rows, subjects_in_order(triples))))
    groups = groupby(rows, key=lambda row: row.partition(b"\0")[0].decode())
    name, group = next(groups, ("", iter(())))
    for table, record in sorted(TABLES.items()):
        if table == name:
            yield table, _csv(record, group, excel=excel)
            name, group = next(groups, ("", iter(())))
        else:
            yield table, _csv(record, iter(()), excel=excel)


def _csv(record: type, rows: Iterator[bytes], *, excel: bool) -> Iterator[bytes]:
    cells: Iterable[list[str]] = [_header(record)]
    if excel:
        # By this spreadsheets know UTF-8.
        yield codecs.BOM_UTF8
    while cells:
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(cells)
        yield stream.getvalue().encode()
        cells = [json.loads(row.rpartition(b"\0")[2]) for row in islice(rows, _ROWS)]
        if excel:
            cells = [list(map(as_text, row)) for row in cells]


def _header(record: type) -> list[str]:
    header = ["id"]
    for field in LAYOUTS[record].fields:
        two = [f"{field.name}_language"] if field.form is WORDS else []
        header += [field.name, *two]
    return header + [compact(term).partition(":")[2] for term in DERIVED.get(record, ())]


def _rows(block: bytes) -> list[bytes]:
    """The rows of some things: by table and id, each a line."""
    quads = list(parse(block, format=RdfFormat.N_TRIPLES))
    things, added = Gathered(quad.triple for quad in quads), _added(quads)
    rows = []
    for table, record in TABLES.items():
        found: list[Any] = things.records(record)
        for one in found:
            cells = json.dumps(_row(one, added[iri(one)]), ensure_ascii=False)
            rows.append(f"{table}\0{one.id}\0{cells}\n".encode())
    return rows


def _added(quads: Iterable[Quad]) -> dict[NamedNode, dict[NamedNode, str]]:
    found: dict[NamedNode, dict[NamedNode, str]] = defaultdict(dict)
    for quad in quads:
        subject, value = quad.subject, quad.object
        if (
            quad.predicate in _ADDED
            and isinstance(subject, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            found[subject][quad.predicate] = compact(value).rpartition(":")[2]
    return found


def _row(record: Any, added: dict[NamedNode, str]) -> list[str]:
    cells = [record.id]
    for field in LAYOUTS[type(record)].fields:
        cells += _cells(_value(record, field.name), two=field.form is WORDS)
    return cells + [added.get(term, "") for term in DERIVED.get(type(record), ())]


def _value(record: Any, name: str) -> Any:
    if name in SPAN and type(record) in SPANNED:
        return getattr(record.span, name, None)
    value = getattr(record, name)
    return web_address(value) if type(record) is Document and name == "url" else value


def _cells(value: Any, *, two: bool) -> list[str]:
    if isinstance(value, Text):
        return [value.value, value.language]
    if isinstance(value, tuple):
        return ["|".join(str(part) for part in value)]
    if isinstance(value, bool):
        return [str(value).lower()]
    return ["" if value is None else str(value)] + [""] * two
