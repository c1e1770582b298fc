"""The lists that grow for ever, in parts: stances by month, documents by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from kg.model.documents import Document
from kg.pages.contract import Page
from kg.pages.gathered import Gathered, Uttered
from kg.pages.quoted import first, sayings_of
from kg.pages.register import Cell, Content, Group, Part, Register, Row
from kg.pages.rendering import draw
from kg.pages.sayings import Saying
from kg.pages.sheets import stance_record, stances_csv, to_json
from kg.pages.wording import date_words
from kg.printing import counted
from kg.rdf.terms import BASE

MOST = 500
"""How many lines a part has at most; a month or year with more is split."""
NEWEST = 50
"""How many of the newest stances the first page shows."""
_MONTH = len("2026-01")
_YEAR = len("2026")
_UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a list that is in order of time: the lines from ``start`` to before ``end``."""

    path: str
    words: str
    start: int
    end: int

    @property
    def size(self) -> int:
        """How many lines it has."""
        return self.end - self.start


def stretches(folder: str, days: Sequence[str], width: int, most: int = MOST) -> list[Stretch]:
    """The parts of a list by month or year; ``width`` is how much of a day tells which.

    ``days`` are those of the lines, in their order; an empty one is not known.
    """
    found = []
    start = 0
    for period, group in groupby(days, key=lambda day: day[:width] or _UNDATED):
        size = sum(1 for _ in group)
        words = _UNDATED if period == _UNDATED else date_words(period)
        for number, first_line in enumerate(range(0, size, most), start=1):
            # The first part keeps the short name when the period grows.
            mark, also = ("", "") if number == 1 else (f"-part-{number}", f", part {number}")
            end = start + min(first_line + most, size)
            path = f"{folder}/index-{period}{mark}"
            found.append(Stretch(path, words + also, start + first_line, end))
        start += size
    return found


class Periods:
    """The pages of both lists; each is made when it is asked for."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    @cached_property
    def stances(self) -> dict[str, Stretch]:
        """The parts of the list of stances, by path."""
        days = [one.day for one in self._gathered.stances]
        return {one.path: one for one in stretches("stance", days, _MONTH)}

    @cached_property
    def documents(self) -> dict[str, Stretch]:
        """The parts of the list of documents, by path."""
        days = [day for day, _ in self._gathered.documents]
        return {one.path: one for one in stretches("document", days, _YEAR)}

    def find(self, path: str) -> Page | None:
        """The page of a path, or None."""
        if path == "stance/index" or path in self.stances:
            return self._stance_page(path)
        if path == "document/index" or path in self.documents:
            return self._document_page(path)
        return None

    def paths(self) -> Iterator[str]:
        """The path of every part, and of the pages that lead to them."""
        yield from ("stance/index", "document/index", *self.stances, *self.documents)

    def _stance_page(self, path: str) -> Page:
        parts = parts_of(self.stances, path)
        here = self.stances.get(path)
        chosen = slice(here.start, here.end) if here else slice(NEWEST)
        title = f"Stances, {here.words}" if here else "Stances, the newest"
        return StanceList(self._gathered, path, title, self._gathered.stances[chosen], parts)

    def _document_page(self, path: str) -> Page:
        parts = parts_of(self.documents, path)
        # The first page shows the newest part, whatever year that is.
        here = self.documents.get(path) or next(iter(self.documents.values()), None)
        title = f"Documents, {here.words}" if here else "Documents"
        return Register(path, title, self._documents_of(here, parts))

    def _documents_of(self, here: Stretch | None, parts: tuple[Part, ...]) -> Callable[[], Content]:
        def make() -> Content:
            listed = self._gathered.documents[here.start : here.end] if here else ()
            total = counted(len(self._gathered.documents), "document")
            about = (
                f"{total} in which stances, offices and events are found, by the day of "
                "publication. Whole texts stay where they were published."
            )
            months = [
                Group(words, f"month-{month or _UNDATED}", tuple(_document(self._gathered, group)))
                for month, group in groupby(listed, key=lambda one: one[0][:_MONTH])
                for words in (date_words(month) if month else _UNDATED,)
            ]
            heads = ("Published", "Document", "Evidence")
            return Content(about, heads, tuple(months), parts, dated=True)

        return make


class StanceList:
    """A part of the list of stances, the newest first, each with one quote and its source."""

    forms: tuple[str, ...] = ("html", "json", "csv")

    def __init__(
        self,
        gathered: Gathered,
        path: str,
        title: str,
        listed: Sequence[Uttered],
        parts: tuple[Part, ...],
    ) -> None:
        self.path = path
        self.title = title
        self._published = gathered.published
        self._listed = listed
        self._parts = parts
        self._total = len(gathered.stances)

    @cached_property
    def sayings(self) -> list[Saying]:
        """The stances of this part with all that is told of them."""
        return sayings_of(self._published, (one.id for one in self._listed))

    def render(self, form: str, *, live: bool) -> bytes:
        """The part in one of its forms; raises KeyError for another."""
        if form == "csv":
            return stances_csv(self._published, self.sayings)
        if form == "json":
            rows = [stance_record(self._published, one.stance) for one in self.sayings]
            parts = [{"path": part.file.removesuffix(".html")} for part in self._parts]
            return to_json({"title": self.title, "path": self.path, "parts": parts, "rows": rows})
        if form != "html":
            raise KeyError(form)
        shown = [(one, first(one)) for one in self.sayings]
        return draw(
            "stances.html",
            self.path,
            live=live,
            page=self,
            shown=shown,
            parts=self._parts,
            total=self._total,
        )


def parts_of(those: dict[str, Stretch], path: str) -> tuple[Part, ...]:
    """Links to the parts of a list, as they stand on the page of a path."""
    return tuple(
        Part(one.words, f"{one.path}.html", one.size, one.path == path) for one in those.values()
    )


def _document(gathered: Gathered, listed: Iterator[tuple[str, str]]) -> Iterator[Row]:
    published = gathered.published
    for _, name in listed:
        document = published.one(Document, name)
        if document is None:
            continue
        outlet = published.outlets.get(document.outlet)
        publisher = outlet.name if outlet else document.outlet
        headline = document.headline.value if document.headline else ""
        shown = gathered.shown_in[name]
        when = str(document.published) if document.published else None
        file = f"document/{name}.html"
        yield Row(
            (
                Cell(date_words(when) if when else _UNDATED),
                Cell(headline or publisher, file, below=publisher if headline else ""),
                Cell(f"{shown:,}" if shown else "–", number=True),
            ),
            {
                "iri": f"{BASE}document/{name}",
                "id": name,
                "headline": headline or None,
                "outlet": document.outlet,
                "publisher": publisher,
                "published": when,
                "language": document.language,
                "url": document.url,
                "evidence": shown,
            },
        )
