"""Media types of answers, and which of them a client wants.

Sources: RFC 9110, section 12.5.1 (Accept); SPARQL 1.1 Protocol (W3C, 2013), section 2.1.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

TABLES: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
"""The formats of SELECT and ASK, the preferred one first."""

GRAPHS: Mapping[str, str] = {
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "trig": "application/trig; charset=utf-8",
}
"""The formats of CONSTRUCT and DESCRIBE, the preferred one first."""

_ALSO: Mapping[str, tuple[str, ...]] = {
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "turtle": ("application/turtle", "application/x-turtle"),
    "ntriples": ("text/plain",),
    "jsonld": ("application/json",),
    "rdfxml": ("application/xml", "text/xml"),
}
"""Other names by which the formats are asked for; the answer bears the first name."""


def choose(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """The format that an Accept header wants most, or None where it refuses all of them.

    Without a header, or among equals, it is the first one offered.
    """
    if accept is None or not accept.strip():
        return next(iter(offered))
    ranges = list(_ranges(accept))
    best, most = None, 0.0
    for form, media_type in offered.items():
        names = (media_type.partition(";")[0], *_ALSO.get(form, ()))
        quality = max(_quality(name, ranges) for name in names)
        if quality > most:
            best, most = form, quality
    return best


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value.strip())
        if media_range:
            yield media_range, quality


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _quality(name: str, ranges: list[tuple[str, float]]) -> float:
    """The quality that the most specific range which fits gives to a media type."""
    kind = name.partition("/")[0]
    for wanted in (name, f"{kind}/*", "*/*"):
        found = [quality for media_range, quality in ranges if media_range == wanted]
        if found:
            return max(found)
    return 0.0
