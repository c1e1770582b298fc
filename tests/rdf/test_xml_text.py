"""What XML has no place for."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import NotAcceptable
from kg.rdf.terms import RDF
from kg.rdf.xml_text import as_xml, refuse_no_xml, without_no_xml

FORBIDDEN = [*map(chr, range(9)), "\x0b", "\x0c", *map(chr, range(14, 32)), "\ufffe", "\uffff"]
ROWS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ALLOWED = ["\t", "\n", " ", "\x7f", "\x85", "\ufffd", "\uffe0", "\U0001f600", "é"]


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_what_has_no_place_is_shown_as_such(character: str) -> None:
    document = f"<a>é{character}b</a>".encode()
    assert ET.fromstring(as_xml(document)).text == "é\ufffdb"


@pytest.mark.parametrize("character", ALLOWED, ids=ascii)
def test_all_else_stays(character: str) -> None:
    document = f"<a>{character}</a>".encode()
    assert as_xml(document) == document


@pytest.mark.parametrize("words", ["a\rb", "a\r\nb", "\r"], ids=ascii)
def test_a_reader_does_not_turn_the_ends_of_lines(words: str) -> None:
    assert ET.fromstring(as_xml(f"<a>{words}</a>".encode())).text == words


def quad(words: str) -> Quad:
    return Quad(NamedNode("x:a"), NamedNode("x:b"), Literal(words), DefaultGraph())


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_a_graph_with_it_is_refused_where_it_stands(character: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        list(refuse_no_xml([quad("a"), quad(f"b{character}")]))
    assert str(caught.value) == (
        f"RDF/XML has no place for U+{ord(character):04X}, which stands in <x:b> of <x:a>"
    )
    assert caught.value.hint == "every other format of RDF has"


def test_a_graph_without_it_goes_through() -> None:
    quads = [quad(words) for words in ALLOWED]
    assert list(refuse_no_xml(quads)) == quads


NAMED = [
    "http://a/b",
    "http://a/1b",
    "urn:x",
    "x:a:b",
    "http://a#é",
    "http://a/%20b·1",
    f"{ROWS}_1",
]
NAMELESS = [
    *("http://a/1", "http://a/", "http://a#b%20", "x:a~", "http://a/b'", "http://a/b;c=1"),
    *(f"{ROWS}{name}" for name in ("li", "Description", "about", "bagID", "RDF")),
]


@pytest.mark.parametrize("name", NAMED)
def test_what_an_element_can_be_called_goes_through(name: str) -> None:
    told = [Triple(NamedNode("x:a"), NamedNode(name), Literal("b"))]
    assert list(refuse_no_xml(told)) == told
    document = serialize(told, format=RdfFormat.RDF_XML)
    ((_, (element,)),) = ((one.tag, list(one)) for one in ET.fromstring(document))
    assert element.tag.replace("{", "").replace("}", "") == name


@pytest.mark.parametrize("name", NAMELESS)
def test_what_no_element_can_be_called_is_refused(name: str) -> None:
    node = NamedNode(name)
    for one in (
        Triple(NamedNode("x:a"), node, Literal("b")),
        Triple(NamedNode("x:a"), RDF.type, node),
    ):
        with pytest.raises(NotAcceptable) as caught:
            list(refuse_no_xml([one]))
        assert str(caught.value) == f"RDF/XML has no element for <{name}>, which stands in <x:a>"


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
