"""The pages of where stances stand: documents and outlets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pyoxigraph import NamedNode

from kg.model.actors import Event, Tenure
from kg.model.documents import Document, Evidence, Outlet, title_of, web_address
from kg.model.stances import Stance
from kg.pages.linked import Linked, linked_document, linked_outlet
from kg.pages.published import Published
from kg.pages.sayings import Ref, Saying
from kg.pages.sheets import record
from kg.pages.thing import Thing
from kg.pages.wording import date_words
from kg.rdf.terms import DCT, SCHEMA, ST, mint
from kg.store.records import pointing
from kg.views.assemble import page_document
from kg.views.card import label_of


class DocumentPage(Thing):
    """An article, speech or page."""

    template = "document.html"

    def __init__(self, published: Published, document: Document) -> None:
        title = label_of(published.store, mint("document", document.id))
        if not document.headline:
            title = _title(published, document)
        super().__init__(published, f"document/{document.id}", title)
        self.document = document

    @cached_property
    def own(self) -> list[Saying]:
        """The stances that it shows, in time."""
        items = self.published.those(Evidence, ST.document, self.node)
        named = dict.fromkeys(item.stance for item in items)
        stances = (self.published.one(Stance, name) for name in named)
        return self.sayings_of.of(filter(None, stances))

    def sayings(self) -> list[Saying]:
        """The stances that it shows, in time."""
        return self.own

    def told(self) -> dict[str, Any]:
        """Its imprint, the stances it shows, and what else rests on it."""
        known, document = self.published, self.document
        return {
            "document": page_document(document, known.outlet_names),
            "url": web_address(document.url),
            "headline": document.headline,
            "outlet": known.outlets[document.outlet],
            "agency": known.outlets[document.agency] if document.agency else None,
            "reprint": document.reprint,
            "sayings": self.own,
            "offices": known.those(Tenure, DCT.source, self.node),
            "events": known.those(Event, DCT.source, self.node),
            "actors": known.actors,
        }

    def record(self) -> dict[str, Any]:
        """The document with the stances it shows."""
        return record(self.published, self.document) | {"stances": self.stance_records()}

    def linked(self) -> Linked:
        """A NewsArticle."""
        told = page_document(self.document, self.published.outlet_names)
        return linked_document(told, self.document.outlet)

    def nodes(self) -> Iterator[NamedNode]:
        """The document, and the evidence in it with the stances that it shows."""
        yield self.node
        for one in self.own:
            yield mint("stance", one.stance.id)
            for source in one.sources:
                if source.evidence.document == self.document.id:
                    yield from self.evidence_nodes(source.evidence)


class OutletPage(Thing):
    """A newspaper, agency, broadcaster, office or site."""

    template = "outlet.html"
    with_stances = False

    def __init__(self, published: Published, outlet: Outlet) -> None:
        super().__init__(published, f"outlet/{outlet.id}", outlet.name)
        self.outlet = outlet

    def told(self) -> dict[str, Any]:
        """Its documents, the newest first, with how much evidence is in each."""
        return {
            "outlet": self.outlet,
            "printed": self._rows(self._documents(SCHEMA.publisher)),
            "written": self._rows(self._documents(ST.agency)),
        }

    def record(self) -> dict[str, Any]:
        """The outlet with its documents."""
        return record(self.published, self.outlet) | {
            "documents": [record(self.published, one) for one in self._documents(SCHEMA.publisher)],
            "agency_of": [record(self.published, one) for one in self._documents(ST.agency)],
        }

    def linked(self) -> Linked:
        """A NewsMediaOrganization."""
        return linked_outlet(self.outlet)

    def _documents(self, role: NamedNode) -> list[Document]:
        found = self.published.those(Document, role, self.node)
        return sorted(found, key=lambda one: (str(one.published or ""), one.id), reverse=True)

    def _rows(self, documents: list[Document]) -> list[tuple[Document, Ref, int]]:
        store = self.published.store
        nodes = ((one, mint("document", one.id)) for one in documents)
        return [
            (
                one,
                Ref(f"document/{one.id}", _title(self.published, one)),
                len(pointing(store, ST.document, node)),
            )
            for one, node in nodes
        ]


def _title(published: Published, document: Document) -> str:
    publisher = published.outlet_names.get(document.outlet, document.outlet)
    return title_of(document, publisher, date_words)
