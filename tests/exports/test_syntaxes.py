"""The triples of one thing in each syntax: the same triples, in the same bytes each time."""

from __future__ import annotations

import random
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.endpoint.media import ENDINGS
from kg.exports.formats import FORMATS
from kg.exports.syntaxes import SYNTAXES, write_syntax
from kg.rdf.codec import encode
from kg.rdf.terms import RDFS, mint
from tests.invented import ANNA, MARCH, ROOT, SUMMIT

PARSED = {
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
}
TOLD = [triple for record in (ANNA, MARCH, SUMMIT) for triple in encode(record)]


def test_what_is_exported_whole_has_these_names_too() -> None:
    assert set(SYNTAXES) == set(PARSED) <= set(FORMATS)
    assert set(SYNTAXES) <= set(ENDINGS)


@pytest.mark.parametrize("form", SYNTAXES)
def test_each_syntax_tells_the_same_in_the_same_bytes(form: str) -> None:
    written = write_syntax(TOLD, form, ROOT / "ontology")
    assert {quad.triple for quad in parse(written, format=PARSED[form])} == set(TOLD)
    shuffled = random.Random(1).sample(TOLD, len(TOLD))
    assert write_syntax(shuffled, form, ROOT / "ontology") == written


def test_xml_declares_the_prefixes_that_it_uses() -> None:
    written = write_syntax(encode(ANNA), "rdfxml", ROOT / "ontology").decode()
    assert "xmlns:st=" in written
    assert "xmlns:spdx=" not in written
    assert "<st:Person " in written or "<st:Actor " in written


def test_xml_stays_xml_whatever_stands_in_a_label() -> None:
    label = Triple(mint("actor", "a"), RDFS.label, Literal("a\x01b", language="en"))
    typed = Triple(mint("actor", "a"), NamedNode("http://a.example/b#c"), Literal("\x02"))
    written = write_syntax([label, typed], "rdfxml", ROOT / "ontology")
    assert "a\ufffdb" in "".join(ET.fromstring(written).itertext())
