"""What XML has no place for."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import UsageError
from kg.rdf.xml_text import as_xml, is_xml, refuse_no_xml, without_no_xml

FORBIDDEN = [*map(chr, range(9)), "\x0b", "\x0c", *map(chr, range(14, 32)), "\ufffe", "\uffff"]
ALLOWED = ["\t", "\n", "\r", " ", "\x7f", "\x85", "\ufffd", "\uffe0", "\U0001f600", "é"]


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_what_has_no_place_is_shown_as_such(character: str) -> None:
    document = f"<a>é{character}b</a>".encode()
    assert not is_xml(document)
    assert ET.fromstring(as_xml(document)).text == "é\ufffdb"


@pytest.mark.parametrize("character", ALLOWED, ids=ascii)
def test_all_else_stays(character: str) -> None:
    document = f"<a>{character}</a>".encode()
    assert is_xml(document)
    assert as_xml(document) == document


def quad(words: str) -> Quad:
    return Quad(NamedNode("x:a"), NamedNode("x:b"), Literal(words), DefaultGraph())


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_a_graph_with_it_is_refused_where_it_stands(character: str) -> None:
    with pytest.raises(UsageError) as caught:
        list(refuse_no_xml([quad("a"), quad(f"b{character}")]))
    assert str(caught.value) == (
        f"RDF/XML has no place for U+{ord(character):04X}, which stands in <x:b> of <x:a>"
    )
    assert caught.value.hint == "every other format of RDF has"


def test_a_graph_without_it_goes_through() -> None:
    quads = [quad(words) for words in ALLOWED]
    assert list(refuse_no_xml(quads)) == quads


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_a_graph_may_be_told_without_it(character: str) -> None:
    def triple(literal: Literal) -> Triple:
        return Triple(NamedNode("x:a"), NamedNode("x:b"), literal)

    typed = NamedNode("x:type")
    told = [
        triple(Literal(f"b{character}c", language="ru")),
        triple(Literal(f"b{character}c", datatype=typed)),
        triple(Literal("b", language="en")),
    ]
    assert list(without_no_xml(told)) == [
        triple(Literal("b\ufffdc", language="ru")),
        triple(Literal("b\ufffdc", datatype=typed)),
        told[2],
    ]
