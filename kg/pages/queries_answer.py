"""An answer as pages show it: cells in words, linked to the pages of what they name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.model.documents import web_address
from kg.pages.published import Published
from kg.queries.table import Table
from kg.queries.terms import Term, shown
from kg.rdf.terms import BASE, XSD, compact
from kg.views.card import label_of

_LABEL = "Label"
_NUMBERS = frozenset({XSD.integer, XSD.decimal, XSD.double, XSD.float})
_PAGE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.-]*", re.ASCII)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in words; ``file`` is a page of ours from the top folder, ``url`` one elsewhere."""

    words: str = ""
    file: str | None = None
    url: str | None = None
    language: str | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be shown; of ``total`` rows only the first ones may be among ``rows``."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than shown."""
        return self.total > len(self.rows)


def make_sheet(published: Published, table: Table, *, total: int, most: int) -> Sheet:
    """At most so many rows of a table; a column ``xLabel`` beside ``x`` gives ``x`` its words."""
    places = {name: at for at, name in enumerate(table.columns)}
    labels = {name: places.get(name + _LABEL) for name in table.columns}
    told = {at for at in labels.values() if at is not None}
    kept = [name for name in table.columns if places[name] not in told]
    found: dict[NamedNode, Cell] = {}
    rows = []
    for row in table.rows[:most]:
        pairs = ((row[places[name]], labels[name]) for name in kept)
        rows.append(
            tuple(
                _cell(published, term, None if at is None else row[at], found) for term, at in pairs
            )
        )
    return Sheet(tuple(heading(name) for name in kept), tuple(rows), total)


def heading(name: str) -> str:
    """The name of a variable in words: ``saidOn`` is said on, ``kindLabel`` is kind."""
    words = name.removesuffix(_LABEL) or name
    return _HUMP.sub(" ", words.replace("_", " ")).lower()


def _cell(
    published: Published, term: Term | None, label: Term | None, found: dict[NamedNode, Cell]
) -> Cell:
    if isinstance(term, NamedNode):
        if term not in found:
            found[term] = _thing(published, term)
        cell = found[term]
        return Cell(label.value, cell.file, cell.url) if isinstance(label, Literal) else cell
    if term is None and label is not None:
        term = label
    if isinstance(term, Literal):
        is_number = term.datatype in _NUMBERS
        return Cell(term.value, language=term.language, is_number=is_number)
    return Cell(shown(term))


def _thing(published: Published, node: NamedNode) -> Cell:
    path = node.value.removeprefix(BASE)
    if path == node.value:
        return Cell(compact(node).strip("<>"), url=web_address(node.value))
    # Whatever is a subject has a page; the terms of the ontology stand together on one.
    known = next(published.store.quads_for_pattern(node, None, None), None)
    has_page = known is not None and _PAGE.fullmatch(path)
    return Cell(label_of(published.store, node), file=f"{path}.html" if has_page else None)
