"""The triples of a graph in canonical order, however many: by subject, type, predicate, object.

N-Triples of IRIs and literals sort by their bytes as their terms do by their code points: a term
is never the beginning of another, with what follows it. Only the type is moved before the other
predicates, by a byte that N-Triples always escape.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from kg.errors import InputError
from kg.rdf.runs import HELD, in_order
from kg.rdf.terms import RDF

_TYPE = f"> {RDF.type} ".encode()
_FIRST = b"> \x01 "
_TYPE_LINE = re.compile(rb"^(<[^>\n]*)" + re.escape(_TYPE), re.MULTILINE)
_BATCH = 20_000
"""So many triples go through the engine at once."""
_LONGEST = 16 * 2**20
"""The parser of the engine reads no longer line."""


def subjects_in_order(triples: Iterable[Triple], *, held: int = HELD) -> Iterator[bytes]:
    """N-Triples of the triples in canonical order, each once.

    A block holds some subjects whole. Of more than ``held`` bytes a part waits in a file. Raises
    InputError on a literal that would be too long to be read again.
    """
    for lines in _whole_subjects(in_order(map(_marked, batches(triples)), held=held)):
        yield b"".join(lines).replace(_FIRST, _TYPE)


def triples_in_order(triples: Iterable[Triple]) -> Iterator[Quad]:
    """The triples in canonical order, each once, as quads of the default graph."""
    for block in subjects_in_order(triples):
        yield from parse(block, format=RdfFormat.N_TRIPLES)


def batches(
    triples: Iterable[Triple] | Iterable[Quad], format: RdfFormat = RdfFormat.N_TRIPLES
) -> Iterator[bytes]:
    """N-Triples or N-Quads in the order given, in blocks."""
    left: Iterator[Any] = iter(triples)
    while content := serialize(islice(left, _BATCH), format=format):
        yield content


def _marked(content: bytes) -> list[bytes]:
    # Where the line ends behind it, the type is an object.
    marked = content.replace(_TYPE, _FIRST).replace(_FIRST + b".", _TYPE + b".")
    if any(marked.find(b'"', marked.rfind(b"\n", 0, at) + 1, at) >= 0 for at in _marks(marked)):
        # The words of a literal look like a type.
        marked = _TYPE_LINE.sub(rb"\1" + _FIRST, content)
    lines = marked.splitlines(keepends=True)
    if len(content) > _LONGEST and (long := next((o for o in lines if len(o) > _LONGEST), None)):
        subject = long[: long.index(b" ")].decode()
        raise InputError(
            f"{subject}: a literal is too long to be written",
            hint="with its quotes and line ends escaped it takes more than 16 MiB: shorten it",
        )
    return lines


def _marks(marked: bytes) -> Iterator[int]:
    at = marked.find(b"\x01")
    while at >= 0:
        yield at
        at = marked.find(b"\x01", at + 1)


def _whole_subjects(lists: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
    left: list[bytes] = []
    for lines in lists:
        left = left + lines if left else lines
        start = 0
        while len(left) - start > _BATCH:
            subject = left[start + _BATCH].partition(b" ")[0]
            end = bisect_left(left, subject + b" ", start)
            if end == start:
                end = bisect_left(left, subject + b"!", start)
                if end == len(left):
                    break
            yield left[start:end]
            start = end
        left = left[start:]
    if left:
        yield left
