"""The codebook on one page: every proposition with the rules by which stances on it are coded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kg.model.documents import web_address
from kg.model.propositions import Proposition, Theme
from kg.pages.gathered import Gathered, Sides
from kg.pages.register import Record, rows_csv, rows_json
from kg.pages.rendering import draw
from kg.rdf.terms import BASE, CODEBOOK, DCT, PREFIXES, compact, mint
from kg.rdf.turtle import write_turtle
from kg.store.records import about

_NOTES = {
    "scopeNote": "Note",
    "note": "Note",
    "example": "Example",
    "exactMatch": "The same as",
    "closeMatch": "Close to",
}
"""What else a codebook may say of a proposition, in the words of the page."""


@dataclass(frozen=True, slots=True)
class Note:
    """A rule, an example or a concept elsewhere; ``address`` only where it is a web address."""

    title: str
    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Coded:
    """A proposition with its notes, and how many actors stand where on it now."""

    proposition: Proposition
    notes: tuple[Note, ...]
    sides: Sides


class CodebookPage:
    """All propositions by theme; ``codebook.html#eu-special-envoy`` is the place of one."""

    path = "codebook"
    title = "Codebook"
    forms: tuple[str, ...] = ("html", "json", "csv", "ttl")

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._published = gathered.published

    @cached_property
    def themes(self) -> list[tuple[Theme, list[Coded]]]:
        """The propositions by theme, both by id."""
        known = self._published.propositions.values()
        return [
            (theme, [self._coded(one) for one in known if one.theme == theme.id])
            for theme in self._published.themes.values()
        ]

    def render(self, form: str, *, live: bool) -> bytes:
        """The codebook in one of its forms; raises KeyError for another."""
        made: dict[str, Callable[[], bytes]] = {
            "html": lambda: self._html(live=live),
            "json": lambda: rows_json(self.title, self.path, self._records()),
            "csv": lambda: rows_csv(self._records()),
            "ttl": lambda: write_turtle(self._triples()),
        }
        return made[form]()

    def _html(self, *, live: bool) -> bytes:
        title = self._said(DCT.title) or self.title
        return draw(
            "codebook.html",
            self.path,
            live=live,
            page=self,
            full_title=title,
            description=self._said(DCT.description),
            themes=self.themes,
            links=[(f"#theme-{one.id}", one.label, len(those)) for one, those in self.themes],
            total=len(self._published.propositions),
        )

    def _said(self, predicate: NamedNode) -> str:
        quads = self._published.store.quads_for_pattern(CODEBOOK, predicate, None, DefaultGraph())
        return next((q.object.value for q in quads if isinstance(q.object, Literal)), "")

    def _coded(self, one: Proposition) -> Coded:
        return Coded(one, tuple(self._notes(one)), self._gathered.sides.get(one.id, Sides()))

    def _notes(self, one: Proposition) -> list[Note]:
        found = []
        for name, title in _NOTES.items():
            predicate = NamedNode(PREFIXES["skos"] + name)
            node = mint("proposition", one.id)
            for quad in self._published.store.quads_for_pattern(node, predicate, None):
                value = quad.object
                if isinstance(value, NamedNode | Literal):
                    place = value.value if isinstance(value, NamedNode) else None
                    found.append(Note(title, compact(value), web_address(place)))
        return sorted(found, key=lambda note: (note.title, note.words))

    def _records(self) -> list[Record]:
        return [
            {
                "iri": f"{BASE}proposition/{one.id}",
                "id": one.id,
                "theme": theme.id,
                "theme_label": theme.label,
                "label": one.label,
                "short": one.short,
                "sentence": one.sentence,
                "for_verb": one.for_verb,
                "against_verb": one.against_verb,
                "favours_means": one.favours_means,
                "opposes_means": one.opposes_means,
            }
            for theme, those in self.themes
            for one in (coded.proposition for coded in those)
        ]

    def _triples(self) -> list[Triple]:
        themes = (mint("theme", name) for name in self._published.themes)
        known = (mint("proposition", name) for name in self._published.propositions)
        return about(self._published.store, (CODEBOOK, *themes, *known))
