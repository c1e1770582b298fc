"""JSON-LD, compacted with the project's context."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Triple

from kg.rdf.ordered import subjects_in_order
from kg.rdf.runs import in_order

if TYPE_CHECKING:
    from rdflib.plugins.shared.jsonld.context import Context

_BREAK = "\x01"
"""Stands for a line end while things are sorted; in JSON it is always escaped."""


def jsonld(triples: Iterable[Triple], context: Path) -> Iterator[bytes]:
    """One JSON-LD document: the context in full, then every thing, sorted by its id.

    Source: JSON-LD 1.1 (W3C, 2020), compacted document form.
    """
    terms, written = _terms(context.read_text(encoding="utf-8"))
    blocks = subjects_in_order(triples)
    things = chain.from_iterable(in_order(_lines(block, terms) for block in blocks))
    yield f'{{\n "@context": {written},\n "@graph": ['.encode()
    separator = "\n  "
    for thing in things:
        text = thing.decode().partition("\0")[2].removesuffix("\n")
        yield f"{separator}{text.replace(_BREAK, chr(10))}".encode()
        separator = ",\n  "
    yield b"]\n}\n" if separator == "\n  " else b"\n ]\n}\n"


@lru_cache(maxsize=1)
def _terms(text: str) -> tuple[Context, str]:
    """The terms of a context and how it is written, which takes longer than most pages hold."""
    from rdflib.plugins.shared.jsonld.context import Context

    told = json.loads(text)["@context"]
    return Context(told), _indented(told, 1)


def _indented(value: Any, depth: int) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return text.replace("\n", "\n" + " " * depth)


def _lines(block: bytes, terms: Context) -> list[bytes]:
    """The things of some N-Triples, each a line that begins with its id."""
    import rdflib  # slow to import, and only this format needs it
    from rdflib.plugins.serializers.jsonld import Converter

    graph = rdflib.Graph()
    graph.parse(data=block, format="nt")
    found = Converter(terms, use_native_types=True, use_rdf_type=False).convert(graph)
    lines = []
    for thing in _things(found):
        name = str(thing.get("@id") or thing.get("id"))
        written = _indented(_sorted(thing), 2).replace("\n", _BREAK)
        lines.append(f"{name}\0{written}\n".encode())
    return lines


def _things(found: Any) -> list[dict[str, Any]]:
    """What stands in a graph by itself, which is told without a list where there is but one."""
    if isinstance(found, list):
        return found
    inside = found.get("@graph")
    return inside if isinstance(inside, list) else [found]


def _sorted(thing: dict[str, Any]) -> dict[str, Any]:
    # A property's values are a set; a fixed order makes two exports the same bytes.
    return {
        key: sorted(value, key=lambda v: json.dumps(v, sort_keys=True))
        if isinstance(value, list)
        else value
        for key, value in thing.items()
    }
