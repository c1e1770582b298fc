"""Records to triples and back, by the table of layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import InputError
from kg.model.documents import Span
from kg.rdf.described import TYPE, Said, Term, by_subject
from kg.rdf.fields import Field, Layout, Unlinked
from kg.rdf.forms import FLAG, UNLINKED_ID, Form
from kg.rdf.layouts import LAYOUTS, SPAN, SPANNED
from kg.rdf.ntriples import Line, line, node, triples_of
from kg.rdf.terms import BASE, RDF, SKOS, ST, mint, safe

Record = TypeVar("Record")


def iri(record: Any) -> NamedNode:
    """The IRI of the thing that a record describes."""
    return mint(LAYOUTS[type(record)].space, record.id)


def node_of(record: Any) -> str:
    """The same, as it stands in a line."""
    return node(LAYOUTS[type(record)].space, record.id)


def encode(record: Any) -> Iterator[Triple]:
    """The triples of a record, in the order of its layout."""
    return triples_of(write(record))


def write(record: Any) -> list[Line]:
    """The same triples as lines."""
    written = _WRITTEN[type(record)]
    subject = node_of(record)
    lines = [f"{subject} {end}" for end in written.constant]
    if written.notation:
        lines.append(line(subject, SKOS.notation, Literal(record.id)))
    if type(record) in SPANNED:
        values = (*written.values(record), *_of_span(record.span))
    else:
        values = written.values(record)
    for value, (predicate, text, optional, plural, unlinked) in zip(
        values, written.fields, strict=True
    ):
        if value is None or (value is False and optional):
            continue
        if unlinked is not None and getattr(record, unlinked.told_by) is not None:
            # The record says that there is no such thing: then it is written without a link.
            lines.append(f"{subject} {unlinked.predicate} {UNLINKED_ID.text(value)} .\n")
        elif plural:
            lines += [f"{subject} {predicate} {text(single)} .\n" for single in value]
        else:
            lines.append(f"{subject} {predicate} {text(value)} .\n")
    return lines


def shape_of(record: Any) -> tuple[object, ...]:
    """What records have in common that are written in lines of the same properties.

    That is so for classes without fields of several values.
    """
    kind = type(record)
    return (kind, *[value is None or value is False for value in _OPTIONAL[kind](record)])


def _of_span(span: Span | None) -> tuple[object, ...]:
    return (None, None, None) if span is None else (span.start, span.end, span.text_hash)


@dataclass(frozen=True, slots=True)
class _Written:
    """How a class is written: what all say without the subject, and the fields with their values.

    The fields of a span come last: another object holds their values.
    """

    constant: tuple[str, ...]
    fields: tuple[tuple[str, Callable[[Any], str], bool, bool, Unlinked | None], ...]
    values: Callable[[Any], tuple[Any, ...]]
    notation: bool

    @classmethod
    def of(cls, layout: Layout) -> _Written:
        typed = [f"{RDF.type} {class_} .\n" for class_ in layout.types]
        fixed = [f"{predicate} {object_} .\n" for predicate, object_ in layout.fixed]
        in_span = layout.record in SPANNED
        own = [field for field in layout.fields if not (in_span and field.name in SPAN)]
        spanned = [field for field in layout.fields if field not in own]
        fields = (
            (str(one.predicate), one.form.text, one.optional, one.plural, one.unlinked)
            for one in own + spanned
        )
        values = _values([field.name for field in own])
        return cls((*typed, *fixed), tuple(fields), values, layout.notation)


def _values(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Takes the values of some fields from a record."""
    # Of one name attrgetter gives the bare value.
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


_OPTIONAL = {
    record: _values(
        list(
            dict.fromkeys(
                "span" if field.name in SPAN and record in SPANNED else field.name
                for field in layout.fields
                if field.optional
            )
        )
    )
    for record, layout in LAYOUTS.items()
}
_WRITTEN = {record: _Written.of(layout) for record, layout in LAYOUTS.items()}


def decode(record: type[Record], triples: Iterable[Triple] | Iterable[Quad]) -> list[Record]:
    """The records of one class that a graph holds, by id; plural fields come sorted.

    Raises ValueError where a field is missing, doubled or of the wrong form.
    """
    return Gathered(triples).records(record)


class Gathered:
    """Triples by their subjects, from which records of any class are read."""

    def __init__(self, triples: Iterable[Triple] | Iterable[Quad] = (), said: Said | None = None):
        """From triples, or from what is said of each thing already."""
        known = by_subject(triples) if said is None else said
        self._things: dict[str, dict[str, dict[str, list[Term]]]] = {}
        for subject, values in known.items():
            space, _, name = subject.removeprefix(BASE).partition("/")
            self._things.setdefault(space, {})[name] = values
        self.subjects: tuple[str, ...] = tuple(sorted(name.removeprefix(BASE) for name in known))
        """What the triples describe: ``space/ID``, or the whole IRI of what is not ours."""

    def records(self, record: type[Record]) -> list[Record]:
        """The records of one class, by id; raises ValueError as decode does."""
        layout = LAYOUTS[record]
        found = self._things.get(layout.space)
        if not found:
            return []
        return [
            _decode_one(layout, name, found[name])
            for name in sorted(found)
            if all(class_ in found[name].get(TYPE, ()) for class_ in layout.types)
        ]

    def unread(self, kinds: Iterable[type]) -> Iterator[str]:
        """The subjects, as in ``subjects``, that are of none of some classes of record."""
        by_space = _types_by_space(tuple(kinds))
        for space, things in self._things.items():
            own = by_space.get(space, ())
            for name, values in things.items():
                types = values.get(TYPE, ())
                if not any(all(class_ in types for class_ in classes) for classes in own):
                    yield f"{space}/{name}" if name else space


@lru_cache(maxsize=16)
def _types_by_space(kinds: tuple[type, ...]) -> dict[str, list[tuple[NamedNode, ...]]]:
    types: dict[str, list[tuple[NamedNode, ...]]] = {}
    for layout in (LAYOUTS[kind] for kind in kinds):
        types.setdefault(layout.space, []).append(layout.types)
    return types


def _decode_one(layout: Layout, name: str, values: dict[str, list[Term]]) -> Any:
    by_predicate, absent, required = _READ[layout.record]
    try:
        arguments: dict[str, Any] = {"id": safe(name), **absent}
    except ValueError as error:
        raise Unfit(f"{layout.space}:{name}: {error}") from None
    for predicate, terms in values.items():
        field, form, instead_of = by_predicate.get(predicate, _OTHER)
        if field is not None and instead_of not in values:
            try:
                if len(terms) == 1 and not field.plural:
                    arguments[field.name] = form.decode(terms[0])
                else:
                    arguments[field.name] = _decoded(field, form, terms)
            except (KeyError, ValueError) as error:
                told = str(error) if isinstance(error, Unfit) else f"{field.name}: {error}"
                raise Unfit(f"{layout.space}:{name}: {told}") from None
    for one in required:
        if one not in arguments:
            raise Unfit(f"{layout.space}:{name}: 0 values for {one}")
    if layout.record in SPANNED:
        parts = [arguments.pop(part) for part in SPAN]
        arguments["span"] = None if None in parts else Span(*parts)
    return layout.record(**arguments)


def _decoded(field: Field, form: Form, terms: list[Term]) -> Any:
    if field.plural:
        # Two spellings may be one value.
        return tuple(sorted(set(map(form.decode, terms))))
    # A triple that stands twice says no more than once; and the class that the build adds to every
    # actor does not tell its kind.
    typed = field.predicate == RDF.type
    told = [term for term in dict.fromkeys(terms) if not (typed and term == ST.Actor)]
    if len(told) != 1:
        raise Unfit(f"{len(told)} values for {field.name}")
    return form.decode(told[0])


class Unfit(InputError, ValueError):
    """A thing that is no whole record of its class."""

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="kg check tells where it stands")


_OTHER: Any = (None, None, None)
_Read = tuple[dict[str, tuple[Field, Form, str | None]], dict[str, Any], tuple[str, ...]]


def _read(layout: Layout) -> _Read:
    """The field of each predicate, what fields are that are absent, and which must be there."""
    by_predicate: dict[str, tuple[Field, Form, str | None]] = {}
    absent: dict[str, Any] = {}
    for field in layout.fields:
        by_predicate[field.predicate.value] = field, field.form, None
        if field.unlinked:
            by_predicate[field.unlinked.predicate.value] = field, UNLINKED_ID, field.predicate.value
        if field.plural:
            absent[field.name] = ()
        elif field.optional:
            absent[field.name] = False if field.form is FLAG else None
    required = tuple(field.name for field in layout.fields if field.name not in absent)
    return by_predicate, absent, required


_READ = {record: _read(layout) for record, layout in LAYOUTS.items()}
