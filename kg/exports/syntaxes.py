"""Some triples, as those of one thing, in any syntax of RDF: few enough to be held at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Triple

from kg.exports.jsonld import jsonld
from kg.exports.rdf import ntriples, rdfxml
from kg.rdf.ordered import triples_in_order
from kg.rdf.terms import PREFIXES, RDF
from kg.rdf.turtle import write_turtle
from kg.rdf.xml_text import without_no_xml

SYNTAXES = {"turtle": "Turtle", "jsonld": "JSON-LD", "ntriples": "N-Triples", "rdfxml": "RDF/XML"}
"""What each syntax is called."""


def write_syntax(triples: Iterable[Triple], form: str, ontology: Path) -> bytes:
    """The triples in one of SYNTAXES, the same bytes for the same triples.

    ``ontology`` is the folder with the context of JSON-LD. What XML has no place for stands as
    U+FFFD in RDF/XML.
    """
    if form == "turtle":
        return write_turtle(triples)
    if form == "jsonld":
        return b"".join(jsonld(triples, ontology / "context.jsonld"))
    if form == "ntriples":
        return b"".join(ntriples(triples_in_order(triples)))
    told = list(without_no_xml(triples))
    return b"".join(rdfxml(told, _named(told)))


def _named(triples: Iterable[Triple]) -> dict[str, str]:
    """The prefixes that elements of RDF/XML need: a file of one thing is short beside all of them.

    Elements are named by properties and classes.
    """
    names = {triple.predicate.value for triple in triples}
    names |= {str(triple.object)[1:-1] for triple in triples if triple.predicate == RDF.type}
    return {
        prefix: start
        for prefix, start in PREFIXES.items()
        if any(name.startswith(start) for name in names)
    }
