"""What XML has no place for: most control characters, not even written as a reference; some names.

Source: XML 1.0 (W3C, 5th edition), section 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import NotAcceptable
from kg.rdf.terms import RDF, compact

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\ufffd".encode()
_FIRST = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_ELEMENT = re.compile(f"[{_FIRST}][{_FIRST}0-9.\xb7\u0300-\u036f\u203f\u2040-]*$")
"""The end of an IRI after which an element can be called (Namespaces in XML 1.0, section 3)."""
_RESERVED = {
    RDF.type.value.removesuffix("type") + name
    for name in (
        "RDF", "ID", "about", "bagID", "parseType", "resource", "nodeID", "datatype", "li",
        "Description", "aboutEach", "aboutEachPrefix",
    )
}  # fmt: skip
"""What means something else as an element (RDF 1.1 XML Syntax, section 6.1.2)."""
_ELSEWHERE = "every other format of RDF has"
_Told = TypeVar("_Told", Quad, Triple)


def as_xml(document: bytes) -> bytes:
    """A document in UTF-8 that readers of XML take as it is meant.

    U+FFFD stands in the place of what XML has no place for, and a reference for what would be read
    as another end of a line.
    """
    return keep_line_ends(_NO_XML_BYTES.sub(_REPLACEMENT, document))


def keep_line_ends(document: bytes) -> bytes:
    """A document, or a part of one, with a reference for what is read as another end of a line.

    Source: XML 1.0 (W3C, 5th edition), section 2.11.
    """
    return document.replace(b"\r", b"&#13;")


def without_no_xml(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples as they come, with U+FFFD in the place of what XML has no place for."""
    for triple in triples:
        value = triple.object
        if isinstance(value, Literal) and _NO_XML.search(value.value):
            words = _NO_XML.sub("\ufffd", value.value)
            told = None if value.language else value.datatype
            literal = Literal(words, datatype=told, language=value.language)
            yield Triple(triple.subject, triple.predicate, literal)
        else:
            yield triple


def refuse_no_xml(told: Iterable[_Told]) -> Iterator[_Told]:
    """Triples or quads as they come; raises NotAcceptable at one that RDF/XML has no place for."""
    named: set[str] = set()
    for one in told:
        value = one.object
        if isinstance(value, Literal) and (found := _NO_XML.search(value.value)):
            raise NotAcceptable(
                f"RDF/XML has no place for U+{ord(found[0]):04X}, which stands in "
                f"{compact(one.predicate)} of {one.subject}",
                hint=_ELSEWHERE,
            )
        # A class is an element too.
        node = value if one.predicate == RDF.type else None
        element = (node if isinstance(node, NamedNode) else one.predicate).value
        if element not in named:
            if element in _RESERVED or not _ELEMENT.search(element):
                raise NotAcceptable(
                    f"RDF/XML has no element for <{element}>, which stands in {one.subject}",
                    hint=_ELSEWHERE,
                )
            named.add(element)
        yield one
