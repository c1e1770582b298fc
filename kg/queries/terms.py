"""Terms as a person reads them."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.terms import compact

Term = NamedNode | Literal | BlankNode


def shown(term: Term | None) -> str:
    """A term as a person reads it: the last part of an IRI of ours, the words of a literal."""
    if term is None:
        return ""
    if isinstance(term, BlankNode):
        return str(term)
    words = compact(term)
    if isinstance(term, NamedNode) and not words.startswith("<"):
        return words.partition(":")[2]
    return words.strip("<>") if isinstance(term, NamedNode) else words
