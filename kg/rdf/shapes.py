"""Which nodes of a graph break which shape (SHACL), by one of two engines.

The fast one tests compiled shapes; pyshacl is the reference that it is held against.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from pyoxigraph import RdfFormat, Triple

from kg.errors import InputError
from kg.rdf.compiled import SHAPE, compile_shapes
from kg.rdf.conformance import Shapes, Violation
from kg.rdf.described import Described, Taxonomy, by_subject
from kg.rdf.terms import PREFIXES
from kg.rdf.turtle import to_bytes

__all__ = ["NO_SHAPES", "SHAPE", "Engine", "Violation", "find_violations", "read_shapes"]

NO_SHAPES = Shapes((), frozenset(), frozenset(), {}, {})
"""The shapes of a file that says nothing."""


class Engine(StrEnum):
    """Who validates: compiled shapes, or pyshacl over rdflib (slower by orders of magnitude)."""

    FAST = "fast"
    PYSHACL = "pyshacl"


def find_violations(
    triples: Iterable[Triple], shapes: Path, engine: Engine = Engine.FAST
) -> list[Violation]:
    """Every violation in a graph, sorted; the graph must hold the classes that values need.

    Source: W3C Shapes Constraint Language (SHACL) and SHACL-SPARQL, 2017.
    """
    ask = _by_pyshacl if engine is Engine.PYSHACL else _by_tests
    return sorted(ask(triples, shapes), key=_place)


def _place(found: Violation) -> tuple[str, str, str, bool, str]:
    """What has no value comes before what has an empty one."""
    return found.node, found.shape, found.message, found.value is not None, found.value or ""


def read_shapes(path: Path) -> Shapes:
    """The shapes of a file, compiled once for each state of it; raises InputError."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    return compile_shapes(path, changed)


def _by_tests(triples: Iterable[Triple], shapes: Path) -> set[Violation]:
    compiled = read_shapes(shapes)
    said = by_subject(triples)
    graph = Described(said, Taxonomy(compiled.classes, said), compiled.backwards)
    return compiled.violations(graph, said)


def _by_pyshacl(triples: Iterable[Triple], shapes: Path) -> set[Violation]:
    import pyshacl  # slow to import, and only the reference needs it
    import rdflib

    # It logs a traceback for every impossible date; the report says it better.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    graph = rdflib.Graph()
    try:
        wanted = rdflib.Graph().parse(shapes, format="turtle")
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(f"{shapes}: it cannot be read", hint=repr(error)) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            graph.parse(data=to_bytes(triples, RdfFormat.N_TRIPLES), format="nt")
            _, report, _ = pyshacl.validate(graph, shacl_graph=wanted, do_owl_imports=False)
    except ArithmeticError as error:
        raise InputError("a number among the literals is none", hint=repr(error)) from None
    except (RuntimeError, re.error) as error:
        # What pyshacl makes of shapes that are none; it tells what it stumbled on.
        raise InputError(f"{shapes}: pyshacl cannot read it", hint=repr(error)) from None
    if not isinstance(report, rdflib.Graph):
        raise InputError(f"{shapes}: pyshacl cannot read it", hint=repr(report))
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
    return found
