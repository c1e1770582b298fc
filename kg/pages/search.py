"""The search: by name on every site, in the quotes too where a server stands behind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.pages.finding import Entry, find
from kg.pages.gathered import Gathered
from kg.pages.names import entries, names_json
from kg.pages.quoted import first, sayings_of
from kg.pages.rendering import draw
from kg.pages.sayings import Saying, Source
from kg.pages.spelling import first_letter, folded
from kg.rdf.folded import fold
from kg.rdf.terms import PREFIXES, ST

_LONGEST = 500
"""So many characters of what is typed are looked at."""
_QUOTES = 50
"""How many stances with the words in a quote are listed."""
_FEWEST = 3
"""So many letters at least are looked for in quotes."""
_TITLES = {
    "actor": "Actors",
    "proposition": "Propositions",
    "theme": "Themes",
    "country": "Countries",
    "event": "Events",
    "document": "Documents",
    "outlet": "Outlets",
}


@dataclass(frozen=True, slots=True)
class Quotes:
    """The stances with the words that were typed in a quote, the newest first."""

    listed: tuple[tuple[Saying, Source | None], ...] = ()
    total: int = 0


class SearchPage:
    """The page of the search; ``answer`` is the page with what a search finds."""

    path = "search"
    title = "Search"
    forms: tuple[str, ...] = ("html", "json")

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def render(self, form: str, *, live: bool) -> bytes:
        """The page before anything is typed, or all names as JSON; KeyError for another form."""
        if form == "json":
            return f"{names_json(self.entries)}\n".encode()
        if form != "html":
            raise KeyError(form)
        return self.answer("", live=live)

    def answer(self, text: str, *, live: bool) -> bytes:
        """The page with what goes by a name, and whose quotes have these words."""
        text = text[:_LONGEST]
        return draw(
            "search.html",
            self.path,
            live=live,
            page=self,
            text=text,
            found=find(self.entries, text),
            quotes=self.quotes(text) if live else Quotes(),
            titles=_TITLES,
            letters=self.letters if not text.strip() else (),
            asked=bool(text.strip()),
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All that has a name."""
        return entries(self._gathered)

    @cached_property
    def letters(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """Every actor by the first letter of its name, for where no script runs."""
        actors = [entry for entry in self.entries if entry.kind == "actor"]
        actors.sort(key=lambda entry: (first_letter(entry.label), folded(entry.label), entry.path))
        groups = groupby(actors, key=lambda entry: first_letter(entry.label))
        return tuple((letter, tuple(group)) for letter, group in groups)

    def quotes(self, text: str) -> Quotes:
        """The stances whose quotes, translations or paraphrases have these words in a row."""
        words = fold(text)
        if len(words) < _FEWEST:
            return Quotes()
        wanted = f" {words}"
        holding = {stance for said, stance in self._said if wanted in said}
        listed = [one.id for one in self._gathered.stances if one.id in holding]
        shown = sayings_of(self._gathered.published, islice(listed, _QUOTES))
        return Quotes(tuple((one, _with(one, words)) for one in shown), len(listed))

    @cached_property
    def _said(self) -> list[tuple[str, str]]:
        """The words of all evidence, folded, with the stance that they show."""
        store, start = self._gathered.published.store, PREFIXES["stance"]
        shows = {
            quad.subject: quad.object.value.removeprefix(start)
            for quad in store.quads_for_pattern(None, ST.supports, None, DefaultGraph())
            if isinstance(quad.object, NamedNode)
        }
        return [
            (f" {fold(quad.object.value)}", shows[quad.subject])
            for predicate in (ST.quote, ST.translation, ST.paraphrase)
            for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph())
            if quad.subject in shows and isinstance(quad.object, Literal)
        ]


class NamesScript:
    """The names as a script: a page opened from a file may not fetch, and may load a script."""

    path = "search-names"
    title = "Names to search in"
    forms: tuple[str, ...] = ("js",)

    def __init__(self, search: SearchPage) -> None:
        self._search = search

    def render(self, form: str, *, live: bool) -> bytes:
        """The script, the same with and without a server; raises KeyError for another form."""
        del live
        if form != "js":
            raise KeyError(form)
        text = names_json(self._search.entries)
        return f'"use strict";\nconst searchNames = {text};\n'.encode()


def _with(saying: Saying, words: str) -> Source | None:
    """The evidence that has the words, so that a reader sees why it was found."""
    for source in saying.sources:
        item = source.evidence
        texts = (item.quote, item.translation, item.paraphrase)
        if any(text and f" {words}" in f" {fold(text.value)}" for text in texts):
            return source
    return first(saying)
