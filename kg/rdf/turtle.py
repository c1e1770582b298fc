"""The one Turtle that a set of triples has, and where each subject stands in a file.

Sorted by subject, type, predicate and object; prefixes in use only; a blank line between
subjects. One changed triple changes one line or two.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg.errors import InputError, Problem
from kg.rdf.terms import PREFIXES, RDF

_PREFIX_LINE = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>\s*\.?\s*(?:#.*)?$", re.IGNORECASE)
_HEAD = re.compile(rb"(?:@prefix [\w.-]*: <[^<>]*> \.\r?\n)*", re.ASCII)
_SUBJECT_LINE = re.compile(r"^(?:<([^>]*)>|([\w-]*):((?:\\.|[^\s;,\\])*))\s")
_LITERAL_OR_IRI = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>')


def sort_key(triple: Triple | Quad) -> tuple[str, bool, str, str]:
    """The place of a triple in canonical order."""
    return (
        str(triple.subject),
        triple.predicate != RDF.type,
        str(triple.predicate),
        str(triple.object),
    )


def write_turtle(triples: Iterable[Triple]) -> bytes:
    """The canonical Turtle of a graph, UTF-8.

    Raises ValueError on blank nodes: they have no name that two builds would agree on.
    """
    ordered = sorted(set(triples), key=sort_key)
    for triple in ordered:
        if _nameless(triple):
            raise ValueError(f"blank node or triple term in {triple}")
    text = to_bytes(ordered, RdfFormat.TURTLE).decode()
    # A literal may hold characters such as U+2028, at which str.splitlines would break it.
    body = [line for line in text.split("\n") if line and not line.startswith("@prefix ")]
    spaced = [f"\n{line}" if not line.startswith("\t") else line for line in body]
    names = _LITERAL_OR_IRI.sub('""', "\n".join(body))
    in_use = set(re.findall(r"(?<!\w)([a-z]+):", names))
    header = [
        f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(in_use & set(PREFIXES))
    ]
    return ("\n".join(header + spaced) + "\n").encode()


def drop_idle_prefixes(content: bytes) -> bytes:
    """Turtle or TriG as the engine writes it, without the prefixes whose name never follows."""
    found = _HEAD.match(content)
    end = found.end() if found else 0
    head, body = content[:end], content[end:]
    used = (line for line in head.splitlines(keepends=True) if line.split()[1] in body)
    return b"".join(used) + body


def read_turtle(path: Path) -> list[Triple]:
    """The triples of a Turtle file in the order in which they stand.

    Raises InputError on a blank node or triple term, and with line and column on bad syntax.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    try:
        content.decode("utf-8")
        quads = list(parse(content, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise _syntax_error(path, error) from None
    except MemoryError:
        problem = Problem(path, 0, 0, "a literal is too long for the parser (16 MiB)")
        raise InputError(f"{path}: too large", problems=[problem]) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem(path, line, 0, "the file is not UTF-8")
        raise InputError(f"{path}: not UTF-8", problems=[problem]) from None
    triples = [quad.triple for quad in quads]
    blank = next((triple for triple in triples if _nameless(triple)), None)
    if blank is not None:
        message = f"blank node or triple term near {blank.predicate}: give it an IRI"
        raise InputError(f"{path}: blank node", problems=[Problem(path, 0, 0, message)])
    return triples


def _nameless(triple: Triple) -> bool:
    return any(isinstance(node, BlankNode | Triple) for node in (triple.subject, triple.object))


def to_bytes(triples: Iterable[Triple] | Iterable[Quad], format: RdfFormat) -> bytes:
    """The triples or quads in a format of the engine, in the order given."""
    stream = io.BytesIO()
    serialize(triples, output=stream, format=format, prefixes=PREFIXES)
    return stream.getvalue()


def _syntax_error(path: Path, error: SyntaxError) -> InputError:
    message = re.sub(r"^Parser error (?:at|between) [^:]*: ", "", error.msg)
    problem = Problem(path, error.lineno or 0, error.offset or 0, message)
    return InputError(f"{path}: not valid Turtle", problems=[problem])


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
