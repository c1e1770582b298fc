"""Media types of answers, and which of them a client wants.

Sources: RFC 9110, sections 12.4.2 (quality) and 12.5 (Accept, Accept-Encoding); SPARQL 1.1
Protocol (W3C, 2013), section 2.1.6.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice

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

ENDINGS: Mapping[str, str] = {
    **{form: form for form in ("json", "xml", "csv", "tsv", "jsonld", "trig")},
    "turtle": "ttl",
    "ntriples": "nt",
    "rdfxml": "rdf",
}
"""How the name of a file in each format ends."""

_ALSO: Mapping[str, tuple[str, ...]] = {
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "turtle": ("application/turtle", "application/x-turtle"),
    "ntriples": ("text/plain",),
    "jsonld": ("application/json",),
    "rdfxml": ("application/xml", "text/xml"),
    "trig": ("application/x-trig",),
}
"""Other names by which the formats are asked for; the answer bears the first name."""

_NAMES = frozenset(
    media_type.partition(";")[0] for media_type in (*TABLES.values(), *GRAPHS.values())
).union(*_ALSO.values())
_ANY = "*/*"
_PAGE = "text/html"
_MEMBER = re.compile(r'(?>(?:[^,"]++|"(?>(?:[^"\\]++|\\.)*)"?)+)')
_PIECE = re.compile(r'(?>(?:[^;"]++|"(?>(?:[^"\\]++|\\.)*)"?)+)')
_USUAL = 500
_MOST = 100
"""Names of a header that are read, and parameters of each; what comes after them is not."""
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)


def choose(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """The format that an Accept header wants most, or None where it refuses all of them.

    Without a header it is the first one offered; among equals, one that the header names goes
    before one that it takes along with others.
    """
    if accept is None or not accept.strip():
        return next(iter(offered))
    wanted = _weighed(accept)
    best, most = None, (0.0, 0)
    for form, media_type in offered.items():
        weight = _weight(media_type.partition(";")[0], _ALSO.get(form, ()), wanted)
        if weight[0] > 0 and weight > most:
            best, most = form, weight
    return best


def wants_page(accept: str | None) -> bool:
    """Whether an Accept header wants a page for people more than any format named in it."""
    wanted = _weighed(accept or "")
    return wanted.get(_PAGE, 0.0) > max(wanted.get(name, 0.0) for name in _NAMES)


def without_page(accept: str | None) -> str | None:
    """What an Accept header that wants a page says of all else.

    A browser prefers pages, and then some XML for its own ends; where it takes anything, it gets
    what anyone gets.
    """
    if wants_page(accept) and _weighed(accept or "").get(_ANY, 0.0) > 0:
        return _ANY
    return accept


def quality_of(header: str, name: str) -> float:
    """How much a header of weighed names wants one of them, from 0 to 1; ``*`` stands for all."""
    wanted = _weighed(header)
    return wanted.get(name, wanted.get("*", 0.0))


def _weight(name: str, others: tuple[str, ...], wanted: Mapping[str, float]) -> tuple[float, int]:
    """What the most specific range that fits gives to a format, and how specific it is."""
    if name in wanted:
        return wanted[name], 3
    if other := max((wanted.get(other, 0.0) for other in others), default=0.0):
        return other, 2
    kind = f"{name.partition('/')[0]}/*"
    return (wanted[kind], 1) if kind in wanted else (wanted.get(_ANY, 0.0), 0)


def _weighed(header: str) -> Mapping[str, float]:
    """The names of a header with their quality; of a name that stands twice, the higher one."""
    # Clients send the same few headers again and again; long ones are not worth the memory.
    return _read(header) if len(header) <= _USUAL else _read.__wrapped__(header)


@lru_cache(maxsize=512)
def _read(header: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for member in islice(_MEMBER.finditer(header), _MOST):
        pieces = islice(_PIECE.finditer(member[0]), _MOST)
        name, *parameters = [piece[0].strip().lower() for piece in pieces] or [""]
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = float(value) if _QUALITY.fullmatch(value := value.strip()) else 0.0
        if name:
            found[name] = max(quality, found.get(name, 0.0))
    return found
