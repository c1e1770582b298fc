"""The media types of what a site holds, by the endings of its files."""

from __future__ import annotations

from collections.abc import Mapping

from kg.endpoint.media import ENDINGS
from kg.exports.dumps import DUMPS
from kg.exports.syntaxes import SYNTAXES

FORMS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csv": "text/csv; charset=utf-8",
    "atom": "application/atom+xml",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "rq": "application/sparql-query",
}
"""The forms that a page may have, the preferred one first."""

RDF_FORMS: Mapping[str, str] = {ENDINGS[syntax]: syntax for syntax in SYNTAXES}
"""The syntaxes in which the triples of a thing can be had, by the endings of its forms."""

_OTHERS: Mapping[str, str] = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml",
}


def media_type(name: str) -> str:
    """The media type of a file by its name; plain text where the ending tells nothing."""
    file = name.rpartition("/")[2]
    if file in DUMPS:
        return DUMPS[file].packed or DUMPS[file].media_type
    ending = file.rpartition(".")[2]
    return FORMS.get(ending) or _OTHERS.get(ending, "text/plain; charset=utf-8")
