from __future__ import annotations

import logging

import pytest
from pyoxigraph import Literal, Triple

from kg.project import Project
from kg.rdf.codec import encode, iri
from kg.rdf.shapes import Violation, find_violations
from kg.rdf.terms import ST, XSD
from kg.rdf.turtle import read_turtle
from tests import invented


@pytest.fixture(scope="module")
def context(checkout: Project) -> list[Triple]:
    """What every small graph needs beside it: the ontology, the codebook, an invented registry."""
    records = (t for record in invented.REGISTRY for t in encode(record))
    known = [read_turtle(checkout.ontology / name) for name in ("stance.ttl", "codebook.ttl")]
    return [*known[0], *known[1], *records]


def test_a_whole_graph_breaks_nothing(checkout: Project, context: list[Triple]) -> None:
    records = (invented.stance("one"), invented.evidence("one"))
    graph = [*context, *(t for record in records for t in encode(record))]
    assert find_violations(graph, checkout.ontology / "shapes.ttl") == []


def test_a_violation_names_node_shape_message_and_value(
    checkout: Project, context: list[Triple], caplog: pytest.LogCaptureFixture
) -> None:
    one, two = invented.stance("one", said_on=None), invented.stance("two")
    wrong = Literal("2022-02-30", datatype=XSD.date)
    graph = [
        *context,
        *encode(one),
        *encode(two),
        *encode(invented.evidence("one")),
        Triple(iri(one), ST.saidOn, wrong),
    ]
    with caplog.at_level(logging.DEBUG):
        found = find_violations(graph, checkout.ontology / "shapes.ttl")
    assert found == [
        Violation(
            node=iri(one).value,
            shape="stance-said-on",
            message="A stance was taken on one valid date: a day, month or year.",
            value="2022-02-30",
        ),
        Violation(
            node=iri(two).value,
            shape="stance-evidence",
            message="A stance has evidence: something says st:supports of it.",
        ),
    ]
    assert "Traceback" not in caplog.text


def test_no_value_comes_before_an_empty_one(
    checkout: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, empty = Violation("urn:x", "a", "no"), Violation("urn:x", "a", "no", "")
    for found in ([many, empty], [empty, many]):
        monkeypatch.setattr("kg.rdf.shapes._by_tests", lambda *_, found=found: found)
        assert find_violations([], checkout.ontology / "shapes.ttl") == [many, empty]
