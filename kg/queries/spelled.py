"""An answer on its way from one process to another: what the engine writes, and how it is read.

The first line says what it is. A table follows in TSV (SPARQL 1.1 Query Results CSV and TSV
Formats, 2013), a graph in N-Triples: the engine writes and reads both far quicker than a loop over
rows does, and each row has a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, TypeVar

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from kg.errors import LimitReached, UsageError
from kg.queries.table import Answer, Graph, Result, Table

if TYPE_CHECKING:
    from collections.abc import Generator

    from kg.queries.terms import Term

MOST_ROWS = 1_000_000
"""Where no limit is given, more rows than these end a query."""

Found = QueryBoolean | QuerySolutions | Iterable[Triple]
Form = Callable[[Any], Any]
Row = TypeVar("Row")

_ANSWER, _TABLE, _GRAPH = b"answer", b"table", b"graph"
_YES = b"yes"
_BLOCK = 1 << 18
"""So many bytes are read at once: enough that the engine reads most terms, and few to wait for."""


def spell(found: Found, out: IO[bytes], rows: int | None) -> None:
    """Write what the engine found; of a limited answer one row more than ``rows`` at most.

    Raises what the engine does, perhaps with a part written.
    """
    if isinstance(found, QueryBoolean):
        out.write(_ANSWER + b"\n" + (_YES if found else b"no") + b"\n")
    elif isinstance(found, QuerySolutions):
        out.write(_TABLE + b"\n")
        if rows is None:
            found.serialize(out, format=QueryResultsFormat.TSV)
        else:
            # The engine's writer keeps the first rows back, and goes on to the last.
            out.writelines(_lines(found, rows + 1))
    else:
        out.write(_GRAPH + b"\n")
        triples = found if rows is None else islice(found, rows + 1)
        serialize(triples, out, format=RdfFormat.N_TRIPLES)


def _lines(found: QuerySolutions, most: int) -> Iterator[bytes]:
    yield "\t".join(str(variable) for variable in found.variables).encode() + b"\n"
    for row in islice(found, most):
        cells = ("" if term is None else _in_tsv(str(term)) for term in row)
        yield "\t".join(cells).encode() + b"\n"


def _in_tsv(term: str) -> str:
    return term.replace("\t", "\\t") if "\t" in term else term


def take(found: Found) -> Result:
    """What the engine found, without a limit, for those in the same process."""
    if isinstance(found, QueryBoolean):
        return Answer(bool(found))
    if isinstance(found, QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return _table(columns, [tuple(row) for row in found], None)
    return _graph(list(found), None)


def hear(
    blocks: Generator[bytes, None, None], rows: int | None, form: Form | None = None
) -> Result:
    """The answer that blocks of bytes tell, its terms in another form if one is given.

    It stops listening at the limit. Raises LimitReached above MOST_ROWS where there is none, and
    UsageError on a term that no table can hold.
    """
    most = MOST_ROWS if rows is None else rows
    with closing(blocks):
        pieces = _whole_lines(blocks)
        kind, _, rest = next(pieces).partition(b"\n")
        pieces = filter(None, chain([rest], pieces))
        if kind == _ANSWER:
            return Answer(b"".join(pieces).startswith(_YES))
        if kind == _GRAPH:
            return _graph(_first(_read_triples(pieces), most), rows)
        head, _, rest = next(pieces).partition(b"\n")
        columns = tuple(name[1:] for name in head.decode().split("\t") if name)
        reader = _Cells(len(columns), form)
        return _table(columns, _first(map(reader.rows, chain([rest], pieces)), most), rows)


def _first(parts: Iterable[list[Row]], most: int) -> list[Row]:
    found: list[Row] = []
    for part in parts:
        found += part
        if len(found) > most:
            break
    return found


def _table(
    columns: tuple[str, ...], found: list[tuple[Term | None, ...]], rows: int | None
) -> Table:
    most = _bounded(len(found), rows)
    return Table(columns, tuple(found[:most]), len(found) > most)


def _graph(found: list[Triple], rows: int | None) -> Graph:
    most = _bounded(len(found), rows)
    return Graph(tuple(found[:most]), len(found) > most)


def _bounded(size: int, rows: int | None) -> int:
    if rows is None and size > MOST_ROWS:
        raise LimitReached(f"more than {MOST_ROWS} rows", hint="ask for fewer with --limit")
    return MOST_ROWS if rows is None else rows


def _whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces that end where a line ends; the first comes at once."""
    held, size, wanted = [], 0, 0
    for block in blocks:
        held.append(block)
        size += len(block)
        if size >= wanted and b"\n" in block:
            whole = b"".join(held)
            end = whole.rfind(b"\n") + 1
            yield whole[:end]
            held, size, wanted = [whole[end:]], len(whole) - end, _BLOCK
    yield b"".join(held)


def _read_triples(pieces: Iterable[bytes]) -> Iterator[list[Triple]]:
    for piece in pieces:
        yield [quad.triple for quad in parse(piece, format=RdfFormat.N_TRIPLES)]


class _Cells:
    """Reads lines of a table; each term is read once, however often it stands there."""

    def __init__(self, columns: int, form: Form | None) -> None:
        self._columns, self._form = columns, form
        self._known: dict[bytes, Term | None] = {b"": None}

    def rows(self, lines: bytes) -> list[tuple[Term | None, ...]]:
        """The rows of some whole lines."""
        if not self._columns or not lines:
            return [()] * lines.count(b"\n")
        cells = lines[:-1].replace(b"\n", b"\t").split(b"\t")
        if new := set(cells).difference(self._known):
            self._learn(list(new))
        terms = map(self._known.__getitem__, cells)
        return list(zip(*[terms] * self._columns, strict=True))

    def _learn(self, new: list[bytes]) -> None:
        text = b"?term\n" + b"\n".join(new) + b"\n"
        found = parse_query_results(text, format=QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions)  # noqa: S101 (it is a table)
        for cell, (term,) in zip(new, found, strict=True):
            if isinstance(term, Triple):
                raise UsageError("the answer holds triple terms, which no format here can carry")
            self._known[cell] = self._form(term) if self._form else term
