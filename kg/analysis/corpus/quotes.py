"""The words of a stance and where they stand: read for the few stances that are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Store

from kg.model.documents import Document, Evidence, Origin, Outlet, Text
from kg.rdf.terms import ST, mint
from kg.store.records import load, pointing


@dataclass(frozen=True, slots=True)
class Words:
    """What shows a stance best: exact words or, without any, a paraphrase; and its source.

    ``extracted`` says whether a machine found it, ``score`` how sure that was.
    """

    quote: Text | None
    translation: Text | None
    paraphrase: Text | None
    outlet: str
    published: str | None
    url: str | None
    extracted: bool
    score: str | None


def read_words(store: Store, stances: Iterable[str]) -> dict[str, Words]:
    """The words of some stances by id; a stance that nothing shows is not among them.

    Exact words come before a paraphrase, what a person entered before what a machine found.
    """
    found = {}
    for name in sorted(set(stances)):
        items = load(store, Evidence, pointing(store, ST.supports, mint("stance", name)))
        if items:
            best = min(items, key=lambda one: (not one.quote, one.origin is not Origin.CURATED))
            found[name] = _words(store, best)
    return found


def _words(store: Store, item: Evidence) -> Words:
    documents = load(store, Document, [mint("document", item.document)])
    document = documents[0] if documents else None
    outlets = load(store, Outlet, [mint("outlet", document.outlet)]) if document else []
    extracted = item.origin is Origin.EXTRACTED
    return Words(
        quote=item.quote,
        translation=item.translation,
        paraphrase=item.paraphrase,
        outlet=outlets[0].name if outlets else item.document,
        published=str(document.published) if document and document.published else None,
        url=document.url if document else None,
        extracted=extracted,
        score=str(item.confidence) if item.confidence is not None else None,
    )
