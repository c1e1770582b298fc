"""What XML has no place for, not even written as a reference: most control characters.

Source: XML 1.0 (W3C, 5th edition), section 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, Quad, Triple

from kg.errors import UsageError
from kg.rdf.terms import compact

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\ufffd".encode()


def is_xml(document: bytes) -> bool:
    """Whether a document in UTF-8 has only characters that XML has a place for."""
    return _NO_XML_BYTES.search(document) is None


def as_xml(document: bytes) -> bytes:
    """A document in UTF-8 with U+FFFD in the place of what XML has no place for."""
    return _NO_XML_BYTES.sub(_REPLACEMENT, document)


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


def refuse_no_xml(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads as they come; raises UsageError at a literal that XML has no place for."""
    for quad in quads:
        value = quad.object
        if isinstance(value, Literal) and (found := _NO_XML.search(value.value)):
            raise UsageError(
                f"RDF/XML has no place for U+{ord(found[0]):04X}, which stands in "
                f"{compact(quad.predicate)} of {quad.subject}",
                hint="every other format of RDF has",
            )
        yield quad
