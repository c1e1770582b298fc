"""The one Turtle that a set of triples has, and where each subject stands in a file.

Sorted by subject, type, predicate and object; prefixes in use only; a blank line between
subjects. One changed triple changes one line or two.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.errors import InputError, Problem
from kg.rdf.content import as_text, read_file
from kg.rdf.ordered import subjects_in_order
from kg.rdf.terms import PREFIXES, RDF
from kg.rdf.tokens import Spot, find_longer, find_nameless, find_term
from kg.temporary import Spool

_PREFIX_LINE = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>\s*\.?\s*(?:#.*)?$", re.IGNORECASE)
_UNDECLARED = re.compile(r"The prefix ([\w-]+): has not been declared")
_HEAD = re.compile(rb"(?:@prefix [\w.-]*: <[^<>]*> \.\r?\n)*", re.ASCII)
_SUBJECT_LINE = re.compile(r"^(?:<([^>]*)>|([\w-]*):((?:\\.|[^\s;,\\])*))\s")
_SUBJECT = re.compile(rb"\n(?=[^\t\n])")
_NAMELESS = (b"\n_:", b"> _:", b"> <<")
_SPOOLED = 32 * 2**20
_LITERAL_OR_IRI = re.compile(rb'"(?>(?:[^"\\]++|\\.)*)"|<[^>]*+>')
_OUTSIDE = re.compile(rb'(?>(?:[^"<]++|"(?>(?:[^"\\]++|\\.)*)"|<[^>]*+>)*)')
_WORD_END = re.compile(r"\w\Z")
_PLACE = re.compile(r"^Parser error (?:at|between) [^:]*: ")
LONGEST = 16 * 2**20
"""The longest literal that the parser takes, in bytes."""
TOO_LONG = "a literal is too long for the parser (16 MiB)"


def sort_key(triple: Triple | Quad) -> tuple[str, bool, str, str]:
    """The place of a triple in canonical order."""
    return (
        str(triple.subject),
        triple.predicate != RDF.type,
        str(triple.predicate),
        str(triple.object),
    )


def write_turtle(triples: Iterable[Triple]) -> bytes:
    """The canonical Turtle of a graph, UTF-8; as turtle_blocks."""
    return b"".join(turtle_blocks(triples))


def turtle_blocks(triples: Iterable[Triple]) -> Iterator[bytes]:
    """The canonical Turtle of a graph in blocks, in memory of a fixed size however large it is.

    Raises ValueError on blank nodes: they have no name that two builds would agree on.
    """
    with turtle_parts(triples) as (prefixes, subjects):
        yield prefixes
        nothing = True
        for block in subjects:
            nothing = False
            yield b"\n" + block
        if nothing:
            yield b"\n"


@contextlib.contextmanager
def turtle_parts(triples: Iterable[Triple]) -> Iterator[tuple[bytes, Iterator[bytes]]]:
    """The lines of the prefixes in use, and the subjects in blocks, a blank line between subjects.

    What follows the prefixes waits in a temporary file where it is long. Raises as turtle_blocks.
    """
    in_use: set[str] = set()
    with Spool(_SPOOLED) as waiting:
        sizes = []
        for block in subjects_in_order(triples):
            body = _subjects(block)
            in_use |= _prefixes(body, in_use)
            sizes.append(waiting.write(body))
        waiting.seek(0)
        lines = (f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(in_use))
        yield "".join(lines).encode(), map(waiting.read, sizes)


def _subjects(block: bytes) -> bytes:
    quads: Iterable[Quad] = parse(block, format=RdfFormat.N_TRIPLES)
    if block.startswith(b"_:") or any(sign in block for sign in _NAMELESS):
        quads = list(quads)
        if found := next((quad.triple for quad in quads if _nameless(quad.triple)), None):
            raise ValueError(f"blank node or triple term in {found}")
    text = to_bytes(quads, RdfFormat.TURTLE)
    # A subject begins a line, what is said of it is indented; a literal has no line end.
    return _SUBJECT.sub(b"\n\n", text[_head(text) :].lstrip(b"\n"))


def _prefixes(body: bytes, known: set[str]) -> set[str]:
    """The prefixes in use beside those known."""
    return {name for name in PREFIXES.keys() - known if _names(body, f"{name}:".encode())}


def _names(body: bytes, prefix: bytes) -> bool:
    """Whether a name of that prefix stands outside of literals and of IRIs in angle brackets."""
    start = 0
    while (at := body.find(prefix, start)) >= 0:
        # No literal or IRI goes on over a line end.
        start = max(start, body.rfind(b"\n", start, at) + 1)
        outside = _OUTSIDE.match(body, start, at)
        if outside and outside.end() < at:
            closed = _LITERAL_OR_IRI.match(body, outside.end())
            start = closed.end() if closed else at + 1
        elif _WORD_END.search(body[max(start, at - 4) : at].decode(errors="ignore")):
            start = at + 1
        else:
            return True
    return False


def _head(content: bytes) -> int:
    """Where the lines of prefixes end."""
    found = _HEAD.match(content)
    return found.end() if found else 0


def drop_idle_prefixes(content: bytes) -> bytes:
    """Turtle or TriG as the engine writes it, without the prefixes whose name never follows."""
    end = _head(content)
    head, body = content[:end], content[end:]
    used = (line for line in head.splitlines(keepends=True) if line.split()[1] in body)
    return b"".join(used) + body


def read_turtle(path: Path) -> list[Triple]:
    """The triples of a Turtle file in the order in which they stand.

    Raises InputError on a blank node or triple term, and with line and column on bad syntax.
    """
    return [quad.triple for quad in parse_turtle(path, read_file(path))]


def parse_turtle(path: Path, content: bytes) -> list[Quad]:
    """The triples of a Turtle file of some content, as quads; raises what read_turtle raises."""
    as_text(path, content)
    if term := find_term(content):
        # Terms within terms may be nested deeper than the parser can bear.
        raise _nameless_at(path, term, "triple term: give it an IRI")
    try:
        quads = list(parse(content, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        problem = syntax_problem(path, error)
        raise InputError(f"{path}: not valid Turtle", problems=[problem]) from None
    except MemoryError:
        problem = Problem(path, *find_longer(content, LONGEST), TOO_LONG)
        raise InputError(f"{path}: too large", problems=[problem]) from None
    # Without one of these signs nothing in the file is nameless, and there is nothing to look for.
    signs = any(sign in content for sign in (b"_:", b"[", b"(", b"{|", b"~"))
    blank = next((quad for quad in quads if _nameless(quad.triple)), None) if signs else None
    if blank is not None:
        message = f"blank node or triple term near {blank.predicate}: give it an IRI"
        raise _nameless_at(path, find_nameless(content), message)
    return quads


def _nameless(triple: Triple) -> bool:
    return any(isinstance(node, BlankNode | Triple) for node in (triple.subject, triple.object))


def to_bytes(triples: Iterable[Triple] | Iterable[Quad], format: RdfFormat) -> bytes:
    """The triples or quads in a format of the engine, in the order given."""
    stream = io.BytesIO()
    serialize(triples, output=stream, format=format, prefixes=PREFIXES)
    return stream.getvalue()


def syntax_problem(path: Path, error: SyntaxError) -> Problem:
    """What the parser tells of a file, at its place."""
    message = _PLACE.sub("", error.msg)
    missing = _UNDECLARED.search(message)
    if missing and (namespace := PREFIXES.get(missing[1])):
        message += f": it wants the line @prefix {missing[1]}: <{namespace}> . above"
    return Problem(path, error.lineno or 0, error.offset or 0, message)


def _nameless_at(path: Path, spot: Spot, message: str) -> InputError:
    return InputError(f"{path}: blank node", problems=[Problem(path, *spot, message)])


def subject_lines(text: str) -> dict[str, int]:
    """Each subject's IRI and the first line, from 1, on which it stands at column 1."""
    namespaces: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if declared := _PREFIX_LINE.match(line):
            namespaces[declared[1]] = declared[2]
        elif subject := _SUBJECT_LINE.match(line):
            iri = subject[1]
            if iri is None:
                iri = namespaces.get(subject[2], "") + subject[3].replace("\\", "")
            lines.setdefault(iri, number)
    return lines


def subjects(triples: Iterable[Triple]) -> set[NamedNode]:
    """The subjects of a graph without blank nodes."""
    return {triple.subject for triple in triples if isinstance(triple.subject, NamedNode)}
