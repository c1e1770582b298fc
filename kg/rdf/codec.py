"""Records to triples and back, by the table of layouts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, cast

from pyoxigraph import Literal, NamedNode, Triple

from kg.model.documents import Span
from kg.rdf.fields import Field, Layout
from kg.rdf.forms import FLAG, UNLINKED_ID, Term
from kg.rdf.layouts import LAYOUTS, SPAN, SPANNED
from kg.rdf.terms import PREFIXES, RDF, SKOS, ST, mint, safe

Record = TypeVar("Record")


def iri(record: Any) -> NamedNode:
    """The IRI of the thing that a record describes."""
    return mint(LAYOUTS[type(record)].space, record.id)


def encode(record: Any) -> Iterator[Triple]:
    """The triples of a record, in the order of its layout."""
    layout = LAYOUTS[type(record)]
    subject = iri(record)
    for class_ in layout.types:
        yield Triple(subject, RDF.type, class_)
    for predicate, object_ in layout.fixed:
        yield Triple(subject, predicate, object_)
    if layout.notation:
        yield Triple(subject, SKOS.notation, Literal(record.id))
    for field in (_as_written(record, field) for field in layout.fields):
        value = _value(record, field)
        for single in value if field.plural else (value,):
            if single is not None and not (single is False and field.optional):
                yield Triple(subject, field.predicate, field.form.encode(single))


def _as_written(record: Any, field: Field) -> Field:
    """The field, or its form without a link where the record says that there is no such thing."""
    unlinked = field.unlinked
    if unlinked is None or getattr(record, unlinked.told_by) is None:
        return field
    return Field(field.name, unlinked.predicate, UNLINKED_ID)


def _value(record: Any, field: Field) -> Any:
    if field.name in SPAN and type(record) in SPANNED:
        return getattr(record.span, field.name, None)
    return getattr(record, field.name)


def decode(record: type[Record], triples: Iterable[Triple]) -> list[Record]:
    """The records of one class that a graph holds, by id; plural fields come sorted.

    Raises ValueError where a field is missing, doubled or of the wrong form.
    """
    layout = LAYOUTS[record]
    found: dict[str, dict[NamedNode, list[Term]]] = {}
    space = PREFIXES[layout.space]
    for triple in triples:
        subject = cast(NamedNode, triple.subject).value
        if subject.startswith(space):
            values = found.setdefault(subject[len(space) :], defaultdict(list))
            if triple.object not in values[triple.predicate]:
                values[triple.predicate].append(cast(Term, triple.object))
    return [
        _decode_one(layout, name, found[name])
        for name in sorted(found)
        if all(class_ in found[name][RDF.type] for class_ in layout.types)
    ]


def _as_read(values: dict[NamedNode, list[Term]], field: Field) -> Field:
    unlinked = field.unlinked
    if unlinked is None or unlinked.predicate not in values or field.predicate in values:
        return field
    return Field(field.name, unlinked.predicate, UNLINKED_ID)


def _decode_one(layout: Layout, name: str, values: dict[NamedNode, list[Term]]) -> Any:
    arguments: dict[str, Any] = {"id": safe(name)}
    for field in (_as_read(values, field) for field in layout.fields):
        terms = values.get(field.predicate, [])
        if field.predicate == RDF.type:
            # The class that the build adds to every actor does not tell its kind.
            terms = [term for term in terms if term != ST.Actor]
        try:
            decoded = [field.form.decode(term) for term in terms]
        except (KeyError, ValueError) as error:
            raise ValueError(f"{layout.space}:{name}: {field.name}: {error}") from None
        if field.plural:
            arguments[field.name] = tuple(sorted(decoded))
        elif len(decoded) == 1:
            arguments[field.name] = decoded[0]
        elif not decoded and field.optional:
            arguments[field.name] = False if field.form is FLAG else None
        else:
            raise ValueError(f"{layout.space}:{name}: {len(decoded)} values for {field.name}")
    if layout.record in SPANNED:
        parts = [arguments.pop(part) for part in SPAN]
        arguments["span"] = None if None in parts else Span(*parts)
    return layout.record(**arguments)
