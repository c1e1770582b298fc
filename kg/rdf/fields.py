"""What a layout is made of: the fields of a record, and by which property each is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.rdf.forms import Form


@dataclass(frozen=True, slots=True)
class Unlinked:
    """How an id is written that names nothing yet: as plain words, if another field is told."""

    told_by: str
    predicate: NamedNode


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record; an optional one may be absent, a plural one holds a tuple."""

    name: str
    predicate: NamedNode
    form: Form
    optional: bool = False
    plural: bool = False
    unlinked: Unlinked | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How one class of record is written; ``notation`` says that the id is a SKOS notation too."""

    record: type
    space: str
    types: tuple[NamedNode, ...]
    fields: tuple[Field, ...]
    fixed: tuple[tuple[NamedNode, NamedNode], ...] = ()
    notation: bool = False

    @property
    def predicates(self) -> Iterator[NamedNode]:
        """Every property by which a field may be written."""
        for field in self.fields:
            yield field.predicate
            if field.unlinked:
                yield field.unlinked.predicate


def one(name: str, predicate: NamedNode, form: Form) -> Field:
    """A field that is always there."""
    return Field(name, predicate, form)


def maybe(name: str, predicate: NamedNode, form: Form) -> Field:
    """A field that may be absent."""
    return Field(name, predicate, form, optional=True)


def many(name: str, predicate: NamedNode, form: Form) -> Field:
    """A field of any number of values."""
    return Field(name, predicate, form, optional=True, plural=True)
