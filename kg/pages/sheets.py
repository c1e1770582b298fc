"""Stances as rows and as records: the CSV and the JSON of a page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.analysis.corpus.listing import COLUMNS
from kg.exports.tables import DERIVED
from kg.model.documents import Document, Evidence, Origin, Text
from kg.model.stances import Stance, Status
from kg.pages.published import Published
from kg.pages.sayings import Saying, Source
from kg.queries.formats import render
from kg.queries.table import Value, make_table
from kg.rdf.codec import iri
from kg.rdf.layouts import LAYOUTS, SPAN, SPANNED
from kg.rdf.terms import compact
from kg.store.records import about


def stances_csv(published: Published, sayings: Iterable[Saying]) -> bytes:
    """The stances as CSV in the columns of the listing, by id, without those of no day.

    Formulas are not guarded: a spreadsheet may run a cell that begins with =.
    """
    rows = [_row(published, one) for one in sorted(sayings, key=lambda one: one.stance.id)]
    table = make_table(COLUMNS, [row for row in rows if row is not None])
    return render(table, "csv").encode("utf-8", "replace")


def _row(published: Published, saying: Saying) -> tuple[Value, ...] | None:
    dated, actor, known = saying.dated, saying.actor, published.memberships
    if dated is None:
        return None
    best = _best(saying.sources)
    texts = (
        (best.evidence.quote, best.evidence.translation, best.evidence.paraphrase) if best else ()
    )
    return (
        saying.stance.id,
        actor.id,
        actor.name,
        actor.kind,
        actor.country,
        known.office(actor.id, dated.latest, saying.stance.on_behalf_of),
        known.party(actor.id, dated.latest),
        known.family(actor.id, dated.latest),
        saying.stance.on_behalf_of,
        saying.proposition.id,
        saying.proposition.short,
        saying.proposition.theme,
        saying.stance.polarity,
        dated.earliest,
        dated.latest,
        dated.told,
        saying.status,
        _sure(saying),
        len({source.evidence.document for source in saying.sources}),
        *((text.value if text else None for text in texts) if best else (None,) * 3),
        _outlet(published, best),
        best.document.url if best else None,
    )


def _best(sources: Iterable[Source]) -> Source | None:
    """Exact words before a paraphrase, what a person entered before what a machine found."""
    return min(
        sources,
        key=lambda one: (not one.evidence.quote, one.evidence.origin is not Origin.CURATED),
        default=None,
    )


def _sure(saying: Saying) -> float:
    """How sure it is: 1 where a person stands behind it, else the best score of a machine."""
    least = 0.0 if saying.status is Status.EXTRACTED else 1.0
    scores = (source.evidence.confidence for source in saying.sources)
    return max([least, *(float(score) for score in scores if score is not None)])


def _outlet(published: Published, best: Source | None) -> str | None:
    if best is None:
        return None
    document = published.one(Document, best.evidence.document)
    return published.outlet_names[document.outlet] if document else best.evidence.document


def record(published: Published, thing: Any) -> dict[str, Any]:
    """A record under the names of the columns of ``kg export -f csv``, with its IRI first.

    Words in a language take two names, the second ``…_language``; what is not told is null.
    """
    told: dict[str, Any] = {"iri": iri(thing).value, "id": thing.id}
    for field in LAYOUTS[type(thing)].fields:
        spanned = field.name in SPAN and type(thing) in SPANNED
        value = getattr(thing.span if spanned else thing, field.name, None)
        if isinstance(value, Text):
            told[field.name], told[f"{field.name}_language"] = value.value, value.language
        else:
            told[field.name] = _plain(value)
    wanted = DERIVED.get(type(thing), ())
    for triple in about(published.store, [iri(thing)]) if wanted else ():
        if triple.predicate in wanted and isinstance(triple.object, NamedNode | Literal):
            name = compact(triple.predicate).partition(":")[2]
            told[name] = compact(triple.object).rpartition(":")[2]
    return told


def stance_record(published: Published, stance: Stance) -> dict[str, Any]:
    """A stance with what shows it, and each piece of evidence with its document."""
    return record(published, stance) | {
        "evidence": [_evidence(published, item) for item in published.evidence(stance.id)]
    }


def _evidence(published: Published, item: Evidence) -> dict[str, Any]:
    document = published.one(Document, item.document)
    found = record(published, item)
    return found | {"document": record(published, document) if document else found["document"]}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def to_json(told: dict[str, Any]) -> bytes:
    """A record as JSON, UTF-8, in the order in which it was made."""
    text = json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode("utf-8", "replace")
