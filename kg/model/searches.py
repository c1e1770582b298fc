"""What was looked for, whether it was found or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.model.dates import PartialDate
from kg.model.documents import Text


@dataclass(frozen=True, slots=True)
class Search:
    """A person's search for stances of some actors on some propositions; it implies no result.

    It is for all that was said from the first day of ``start`` to the last day of ``end``. An
    actor that is a state stands for whoever speaks for it. ``places`` names in plain words where
    was looked (an archive, a search engine, an outlet's pages), ``languages`` are lower-case
    BCP 47 tags.
    """

    id: str
    actors: tuple[str, ...]
    propositions: tuple[str, ...]
    start: PartialDate
    end: PartialDate
    places: tuple[str, ...]
    languages: tuple[str, ...]
    searcher: str
    searched_on: date
    note: Text | None = None

    @property
    def first_day(self) -> date:
        """The first day that it covers."""
        return self.start.earliest

    @property
    def last_day(self) -> date:
        """The last day that it covers: none after the search itself."""
        return min(self.end.latest, self.searched_on)
