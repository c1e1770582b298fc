"""Files of RDF that others made, in any form, read without risk to the process that reads them.

The parsers of JSON-LD and RDF/XML keep their place in the file on the stack of the process, and end
it where the file is nested deep; so do nested terms in any form. What may be so is first read in a
process that can be lost.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse

from kg.errors import InputError, Problem
from kg.rdf.content import read_file
from kg.rdf.tokens import Spot, find_longer, spot_of
from kg.rdf.turtle import LONGEST, TOO_LONG, syntax_problem
from kg.workers import Lost, Worker

_STACKED = (RdfFormat.JSON_LD, RdfFormat.STREAMING_JSON_LD, RdfFormat.RDF_XML)
_PIECE = re.compile(rb"[^}\]>\n]*[}\]>\n]?")
_DOCTYPE = re.compile(rb"<!doctype", re.IGNORECASE)
_MEMORY = 2 * 2**30
_SECONDS = 8.0
_PER_SECOND = 2**19
"""How many bytes are read in a second at the very least, where a file is not nested deep."""


def form_of(path: Path) -> RdfFormat | None:
    """The form of RDF that a file's name ends in, None where it is none."""
    return RdfFormat.from_extension(path.suffix.removeprefix("."))


def parse_file(path: Path, form: RdfFormat) -> Iterator[Quad]:
    """The quads of a file, one after another.

    Raises InputError with line and column where it cannot be read.
    """
    content = _bearable(path, form)
    with _told(path, form, content):
        yield from parse(content, format=form)


def load_file(path: Path, form: RdfFormat, store: Store) -> None:
    """Add the quads of a file to a store in memory; raises what parse_file raises."""
    content = _bearable(path, form)
    with _told(path, form, content):
        if form in _STACKED:
            # Read on the same stack as it was tried on.
            store.bulk_extend(parse(content, format=form))
        else:
            store.bulk_load(content, format=form)


def _bearable(path: Path, form: RdfFormat) -> bytes:
    """The content of a file that the parser can be given here without being lost."""
    content = read_file(path)
    if form == RdfFormat.RDF_XML and (found := _DOCTYPE.search(content)):
        line = content.count(b"\n", 0, found.start()) + 1
        # Its entities may stand for more than the memory holds.
        raise _refused(path, Problem(path, line, 0, "a document type is not read: leave it out"))
    if form in _STACKED or b"<<" in content:
        _try_out(path, form, content)
    return content


def _try_out(path: Path, form: RdfFormat, content: bytes) -> None:
    """Raise InputError where reading the content would end, hold up or fill its process."""
    seconds = _SECONDS + len(content) / _PER_SECOND
    worker: Worker[None, None] = Worker(
        lambda: partial(_read_through, form, content), seconds, _MEMORY + 4 * len(content)
    )
    try:
        found = worker.ask(None)
    finally:
        worker.close()
    if isinstance(found, Lost):
        why = f"it cannot be parsed: {found.why}; it may be nested too deep"
        raise _refused(path, Problem(path, 0, 0, why))


def _read_through(form: RdfFormat, content: bytes, _: None) -> None:
    # What the parser tells of it is asked again, with its place.
    with contextlib.suppress(SyntaxError, ValueError, OSError):
        deque(parse(content, format=form), maxlen=0)


@contextlib.contextmanager
def _told(path: Path, form: RdfFormat, content: bytes) -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        problem = syntax_problem(path, error)
        if not problem.line:
            line, column = _reached(form, content)
            problem = replace(problem, line=line, column=column)
        raise _refused(path, problem) from None
    except MemoryError:
        place = find_longer(content, LONGEST)
        raise _refused(path, Problem(path, *place, TOO_LONG)) from None
    except (OSError, ValueError) as error:
        raise _refused(path, Problem(path, 0, 0, f"it cannot be parsed: {error}")) from None


def _reached(form: RdfFormat, content: bytes) -> Spot:
    """Where the object or element ends that the parser stopped at without a word of its place."""
    pieces = _Pieces(content)
    with contextlib.suppress(SyntaxError, ValueError, OSError):
        deque(parse(pieces, format=form), maxlen=0)
    return spot_of(content, max(pieces.tell() - 1, 0))


class _Pieces(io.BytesIO):
    """A content handed out no further than to where the next object, element or line ends."""

    def read(self, size: int | None = -1, /) -> bytes:
        """The next piece, in at most so many bytes; empty at the end."""
        limit = len(self.getbuffer()) if size is None or size < 0 else self.tell() + size
        found = _PIECE.match(self.getbuffer(), self.tell(), limit)
        return super().read(found.end() - found.start() if found else 0)


def _refused(path: Path, problem: Problem) -> InputError:
    return InputError(f"{path}: not valid", problems=[problem])
