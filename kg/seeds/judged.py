"""What ``kg check`` would say of things that are about to be entered, before they are."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from kg.project import Project
from kg.rdf.conformance import Violation
from kg.rdf.described import Described, Said, Taxonomy, by_subject
from kg.rdf.shapes import read_shapes
from kg.rdf.terms import BASE, compact
from kg.rdf.turtle import read_turtle
from kg.seeds.plausibility import impossible
from kg.seeds.surveyed import Facts, days_of_thing


def faults_of(
    project: Project, triples: Iterable[Triple], seeds: Iterable[Triple]
) -> dict[str, list[str]]:
    """What is wrong with new things beside the seeds, by their IRIs; no entry where nothing is.

    Errors alone: shapes, things named that are described nowhere, dates and names that cannot be.
    """
    said = by_subject(triples)
    named = names_in(said)
    # Nothing is asked of a thing over two others but of reviews, which are not entered so.
    around = by_subject(t for t in seeds if _value(t) in named)
    ontology = by_subject(read_turtle(project.ontology / "stance.ttl"))
    missing = named - around.keys() - ontology.keys()
    faults: dict[str, list[str]] = {}
    for node, values in said.items():
        for name in sorted(missing & names_in({node: values})):
            faults.setdefault(node, []).append(f"{compact(NamedNode(name))} is described nowhere")
    for violation in _violations(project, said, {**ontology, **around, **said}, ontology):
        # That a thing is described nowhere says it better than that it is not of a class.
        if violation.value not in missing:
            found = f" (found {violation.value!r})" if violation.value else ""
            faults.setdefault(violation.node, []).append(f"{violation.message}{found}")
    for node, message in impossible(said, lambda node: _facts(around, node)):
        faults.setdefault(node, []).append(message)
    return faults


def names_in(said: Said) -> set[str]:
    """The things of this project's that some things name, themselves aside."""
    return {
        term.value
        for values in said.values()
        for terms in values.values()
        for term in terms
        if not isinstance(term, Literal) and term.value.startswith(BASE) and term.value not in said
    }


def _violations(project: Project, said: Said, whole: Said, ontology: Said) -> list[Violation]:
    shapes = read_shapes(project.ontology / "shapes.ttl")
    graph = Described(whole, Taxonomy(shapes.classes, ontology), shapes.backwards)
    about_itself = (
        violation if violation.value != violation.node else _without_value(violation)
        for violation in shapes.violations(graph, said)
    )
    return sorted(about_itself, key=lambda found: (found.node, found.shape, found.value or ""))


def _without_value(violation: Violation) -> Violation:
    return Violation(violation.node, violation.shape, violation.message)


def _facts(around: Said, node: str) -> Facts | None:
    values = around.get(node)
    return Facts(0, days_of_thing(values)) if values is not None else None


def _value(triple: Triple) -> str:
    subject = triple.subject
    return subject.value if isinstance(subject, NamedNode) else ""
