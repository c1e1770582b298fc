"""The shelf of things: a page for every subject of the graph under its base, and every country."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode

from kg.model.actors import Event
from kg.model.documents import Document
from kg.model.stances import Stance
from kg.pages.actor_page import ActorPage
from kg.pages.contract import Page
from kg.pages.country_page import CountryPage
from kg.pages.event_page import EventPage
from kg.pages.plain_page import PlainPage
from kg.pages.proposition_page import PropositionPage, ThemePage
from kg.pages.published import Published
from kg.pages.source_pages import DocumentPage, OutletPage
from kg.pages.stance_page import StancePage
from kg.rdf.terms import BASE


class Things:
    """Pages by what they are of; a thing that is not published has a page of its triples."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._kinds: dict[str, Callable[[str], Page | None]] = {
            "actor": self._actor,
            "proposition": self._proposition,
            "theme": self._theme,
            "stance": self._stance,
            "document": self._document,
            "event": self._event,
            "outlet": self._outlet,
            "country": self._country,
        }

    def find(self, path: str) -> Page | None:
        """The page of a path without ending, or None where nothing goes by it."""
        space, _, name = path.partition("/")
        found = self._kinds[space](name) if space in self._kinds else None
        return found or self._plain(path)

    def paths(self) -> Iterator[str]:
        """The path of every subject under the base, and of every country."""
        seen: set[str] = set()
        for quad in self._published.store:
            subject = quad.subject
            if isinstance(subject, NamedNode) and subject.value.startswith(BASE):
                seen.add(subject.value.removeprefix(BASE))
        # The terms of the ontology stand together on one page.
        yield from (path for path in seen if "#" not in path)
        yield from (f"country/{code.lower()}" for code in self._published.countries)

    def _actor(self, name: str) -> Page | None:
        found = self._published.actors.get(name)
        return ActorPage(self._published, found) if found else None

    def _proposition(self, name: str) -> Page | None:
        found = self._published.propositions.get(name)
        return PropositionPage(self._published, found) if found else None

    def _theme(self, name: str) -> Page | None:
        found = self._published.themes.get(name)
        return ThemePage(self._published, found) if found else None

    def _stance(self, name: str) -> Page | None:
        found = self._published.one(Stance, name)
        return StancePage(self._published, found) if found else None

    def _document(self, name: str) -> Page | None:
        found = self._published.one(Document, name)
        return DocumentPage(self._published, found) if found else None

    def _event(self, name: str) -> Page | None:
        found = self._published.one(Event, name)
        return EventPage(self._published, found) if found else None

    def _outlet(self, name: str) -> Page | None:
        found = self._published.outlets.get(name)
        return OutletPage(self._published, found) if found else None

    def _country(self, name: str) -> Page | None:
        code = name.upper()
        # One page has one path.
        known = code in self._published.countries and name == code.lower()
        return CountryPage(self._published, code) if known else None

    def _plain(self, path: str) -> Page | None:
        try:
            node = NamedNode(BASE + path)
        except ValueError:
            return None
        known = "#" not in path and next(self._quads(node), None) is not None
        return PlainPage(self._published, path) if known else None

    def _quads(self, node: NamedNode) -> Iterator[object]:
        return iter(self._published.store.quads_for_pattern(node, None, None))
