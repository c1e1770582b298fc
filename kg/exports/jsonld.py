"""JSON-LD, compacted with the project's context."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Triple

from kg.rdf.turtle import sort_key, to_bytes


def jsonld(triples: Iterable[Triple], context: Path) -> Iterator[bytes]:
    """One JSON-LD document: the context in full, then every thing, sorted by its id.

    Source: JSON-LD 1.1 (W3C, 2020), compacted document form.
    """
    import rdflib  # slow to import, and only this format needs it

    terms = json.loads(context.read_text(encoding="utf-8"))
    graph = rdflib.Graph()
    lines = to_bytes(sorted(set(triples), key=sort_key), RdfFormat.N_TRIPLES)
    graph.parse(data=lines, format="nt")
    text = graph.serialize(format="json-ld", context=terms["@context"], auto_compact=False)
    things = _things(json.loads(text))
    things.sort(key=lambda thing: str(thing.get("@id") or thing.get("id")))
    document = {"@context": terms["@context"], "@graph": [_sorted(thing) for thing in things]}
    yield (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _things(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, list):
        return document
    found = document.get("@graph")
    if isinstance(found, list):
        return found
    return [{key: value for key, value in document.items() if key != "@context"}]


def _sorted(thing: dict[str, Any]) -> dict[str, Any]:
    # A property's values are a set; a fixed order makes two exports the same bytes.
    return {
        key: sorted(value, key=lambda v: json.dumps(v, sort_keys=True))
        if isinstance(value, list)
        else value
        for key, value in thing.items()
    }
