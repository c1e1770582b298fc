"""Which nodes of a graph break which shape (SHACL, through pyshacl)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Triple

from kg.errors import InputError
from kg.rdf.terms import BASE, PREFIXES
from kg.rdf.turtle import to_bytes

SHAPE = f"{BASE}shape/"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node that breaks a shape: the shape's name and message, and the value at fault."""

    node: str
    shape: str
    message: str
    value: str | None = None


def find_violations(triples: Iterable[Triple], shapes: Path) -> list[Violation]:
    """Every violation in a graph, sorted; the graph must hold the classes that values need.

    Source: W3C Shapes Constraint Language (SHACL) and SHACL-SPARQL, 2017.
    """
    import pyshacl  # slow to import, and only checks need it
    import rdflib

    # It logs a traceback for every impossible date; the report says it better.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    graph = rdflib.Graph()
    wanted = rdflib.Graph().parse(shapes, format="turtle")
    try:
        graph.parse(data=to_bytes(triples, RdfFormat.N_TRIPLES), format="nt")
        _, report, _ = pyshacl.validate(graph, shacl_graph=wanted, do_owl_imports=False)
    except ArithmeticError as error:
        raise InputError("a number among the literals is none", hint=repr(error)) from None
    sh = rdflib.Namespace(PREFIXES["sh"])
    found = set()
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        value = report.value(result, sh.value)
        found.add(
            Violation(
                node=str(report.value(result, sh.focusNode)),
                shape=str(report.value(result, sh.sourceShape)).removeprefix(SHAPE),
                message=str(report.value(result, sh.resultMessage)),
                value=str(value) if value is not None else None,
            )
        )
    return sorted(found, key=lambda v: (v.node, v.shape, v.message, v.value or ""))
