"""What all pages of things share: their forms, their links, their triples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from pyoxigraph import DefaultGraph, NamedNode, Triple

from kg.exports.syntaxes import SYNTAXES, write_syntax
from kg.model.documents import Evidence
from kg.pages.citing import cite_page
from kg.pages.linked import Linked, linked_script
from kg.pages.media import FORMS, RDF_FORMS
from kg.pages.news import thing_feed
from kg.pages.published import Published
from kg.pages.rendering import draw
from kg.pages.sayings import Saying, Sayings
from kg.pages.sheets import stance_record, stances_csv, to_json
from kg.rdf.terms import BASE, OA, mint
from kg.store.records import about

_NAMES = {
    "json": "JSON",
    "csv": "CSV",
    **{ending: SYNTAXES[syntax] for ending, syntax in RDF_FORMS.items()},
    "atom": "Atom",
}
"""What the forms besides HTML are called."""


class Thing:
    """The page of one thing; a class of its own for each kind tells what stands on it.

    ``with_stances`` says whether its stances can be had as a table, ``with_feed`` whether what is
    new of it can be followed.
    """

    template: ClassVar[str]
    with_stances: ClassVar[bool] = True
    with_feed: ClassVar[bool] = False

    def __init__(self, published: Published, path: str, title: str) -> None:
        self.published = published
        self.path = path
        self.title = title
        self.sayings_of = Sayings(published)

    @property
    def iri(self) -> str:
        """The permanent name of the thing."""
        return BASE + self.path

    @property
    def node(self) -> NamedNode:
        """The thing in the graph."""
        return NamedNode(self.iri)

    @property
    def forms(self) -> tuple[str, ...]:
        """The endings in which it can be had."""
        table = ("csv",) if self.with_stances else ()
        feed = ("atom",) if self.with_feed else ()
        return ("html", "json", *table, *RDF_FORMS, *feed)

    def render(self, form: str, *, live: bool) -> bytes:
        """The page in one of its forms; raises KeyError for another."""
        if form not in self.forms:
            raise KeyError(form)
        if form == "html":
            return self._html(live=live)
        if form in RDF_FORMS:
            ontology = self.published.project.ontology
            return write_syntax(self.triples(), RDF_FORMS[form], ontology)
        made: dict[str, Callable[[], bytes]] = {
            "json": lambda: to_json(self.record()),
            "csv": lambda: stances_csv(self.published, self.sayings()),
            "atom": lambda: thing_feed(self.published, self.path),
        }
        return made[form]()

    def sayings(self) -> list[Saying]:
        """The stances that its table holds, in time."""
        return []

    def told(self) -> dict[str, Any]:
        """What its template shows, by name."""
        return {}

    def record(self) -> dict[str, Any]:
        """The thing as plain names and values, its IRI first."""
        return {"iri": self.iri, "title": self.title}

    def linked(self) -> Linked | None:
        """What search engines read of it, or None where schema.org has no word for it."""
        return None

    def nodes(self) -> Iterator[NamedNode]:
        """The subjects that its triples are of."""
        yield self.node

    def citation(self) -> str:
        """How it is cited."""
        return cite_page(self.published, self.path, self.title)

    def triples(self) -> list[Triple]:
        """All that the graph says of it and of its direct parts."""
        return about(self.published.store, self.nodes())

    def parts_of(self, sayings: Iterable[Saying]) -> Iterator[NamedNode]:
        """Stances with their evidence."""
        for one in sayings:
            yield mint("stance", one.stance.id)
            for source in one.sources:
                yield from self.evidence_nodes(source.evidence)

    def evidence_nodes(self, item: Evidence) -> Iterator[NamedNode]:
        """A piece of evidence, where it stands in its document, and by which words it is found."""
        store, waiting = self.published.store, [mint("evidence", item.id)]
        while waiting:
            yield (node := waiting.pop())
            for predicate in (OA.hasTarget, OA.hasSelector):
                quads = store.quads_for_pattern(node, predicate, None, DefaultGraph())
                waiting += [quad.object for quad in quads if isinstance(quad.object, NamedNode)]

    def stance_records(self) -> list[dict[str, Any]]:
        """Its stances as plain records, in time."""
        return [stance_record(self.published, one.stance) for one in self.sayings()]

    def _html(self, *, live: bool) -> bytes:
        linked = self.linked()
        return draw(
            self.template,
            self.path,
            live=live,
            title=self.title,
            iri=self.iri,
            forms=[
                (form, name, FORMS[form].partition(";")[0])
                for form, name in _NAMES.items()
                if form in self.forms
            ],
            linked=linked_script(linked) if linked else None,
            citation=self.citation(),
            countries_by_code=self.published.countries,
            **self.told(),
        )
