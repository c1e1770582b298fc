"""Triples as lines of N-Triples: how a build writes them by the million.

A line ends with its newline. Source: RDF 1.1 N-Triples (W3C, 2014).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.model.scripts import foreign_letters
from kg.rdf.terms import PREFIXES, RDFS, safe

Line = str
_LABEL = str(RDFS.label)
_DAY = f'"^^<{PREFIXES["xsd"]}date>'


@lru_cache(maxsize=1 << 15)
def node(space: str, name: str) -> str:
    """The IRI of the thing of that id in a space, in angle brackets.

    Raises ValueError where the id is not lower-case ASCII letters, digits, hyphens and dots.
    """
    return f"<{PREFIXES[space]}{safe(name)}>"


def line(subject: str, predicate: NamedNode, object_: object) -> Line:
    """One triple; the subject is an IRI in angle brackets, the object a term or its text."""
    return f"{subject} {predicate} {object_} .\n"


def label(subject: str, words: str, language: str = "en") -> Line:
    """The triple that gives a thing its label, in a language.

    What cannot be of that language by its letters, as a foreign name, is given without any.
    """
    told = None if foreign_letters(words, language) else language
    return f"{subject} {_LABEL} {Literal(words, language=told)} .\n"


@lru_cache(maxsize=1 << 14)
def day(told: object) -> str:
    """A day as a literal."""
    return f'"{told}{_DAY}'


def triples_of(lines: Iterable[Line]) -> Iterator[Triple]:
    """The triples that lines hold."""
    return (quad.triple for quad in parse("".join(lines), format=RdfFormat.N_TRIPLES))


def lines_of(triples: Iterable[Triple]) -> Iterator[Line]:
    """Triples as lines, in their order."""
    return (f"{triple} .\n" for triple in triples)
