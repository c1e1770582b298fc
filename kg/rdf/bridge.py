"""Terms of the engine as rdflib terms."""

from __future__ import annotations

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.rdf.terms import XSD


def to_rdflib(term: NamedNode | Literal | BlankNode) -> rdflib.term.Identifier:
    """The same term in rdflib; a plain literal has no datatype there."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype == XSD.string else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype)
