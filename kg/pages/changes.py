"""The changes of position, the newest first, each with the words before and after."""

from __future__ import annotations

from functools import cached_property

from kg.model.stances import Shift
from kg.pages.gathered import Gathered
from kg.pages.news import change_feed
from kg.pages.periods import Stretch, parts_of, stretches
from kg.pages.quoted import Turn, first, turns_of, words_of
from kg.pages.register import Record, rows_csv, rows_json
from kg.pages.rendering import draw
from kg.rdf.terms import BASE

MOST = 200
"""How many changes the first page shows."""
_YEAR = len("2026")


class Changes:
    """The pages of changes: the newest, and by year where these are not all."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    @cached_property
    def years(self) -> dict[str, Stretch]:
        """The parts of the list, by path; none where the first page shows all."""
        days = [str(one.changed_by) for one in self._gathered.shifts]
        if len(days) <= MOST:
            return {}
        return {one.path: one for one in stretches("changes", days, _YEAR, MOST)}

    def find(self, path: str) -> ChangePage | None:
        """The page of a path, or None."""
        if path == "changes":
            return ChangePage(self._gathered, path, "Changed positions", slice(MOST), self.years)
        if here := self.years.get(path):
            title = f"Changed positions, {here.words}"
            part = slice(here.start, here.end)
            return ChangePage(self._gathered, path, title, part, self.years)
        return None

    def paths(self) -> tuple[str, ...]:
        """The path of every page."""
        return ("changes", *self.years)


class ChangePage:
    """Changes of position, the newest first."""

    def __init__(
        self, gathered: Gathered, path: str, title: str, part: slice, years: dict[str, Stretch]
    ) -> None:
        self.path = path
        self.title = title
        self._gathered = gathered
        self._part = part
        self._years = years

    @property
    def forms(self) -> tuple[str, ...]:
        """The endings in which it can be had."""
        return ("html", "json", "csv", *(("atom",) if self.path == "changes" else ()))

    @cached_property
    def turns(self) -> list[Turn]:
        """The changes on this page."""
        return turns_of(self._gathered.published, self._gathered.shifts[self._part])

    def render(self, form: str, *, live: bool) -> bytes:
        """The changes in one of their forms; raises KeyError for another."""
        if form not in self.forms:
            raise KeyError(form)
        if form == "atom":
            return change_feed(self._gathered)
        if form == "json":
            return rows_json(self.title, self.path, [_record(one) for one in self.turns])
        if form == "csv":
            return rows_csv([_record(one) for one in self.turns])
        shown = [
            (one, ((one.before, first(one.before)), (one.after, first(one.after))))
            for one in self.turns
        ]
        return draw(
            "changes.html",
            self.path,
            live=live,
            page=self,
            shown=shown,
            total=len(self._gathered.shifts),
            parts=parts_of(self._years, self.path),
        )


def _record(one: Turn) -> Record:
    shift: Shift = one.shift
    told: dict[str, str | None] = {
        "iri": f"{BASE}shift/{shift.id}",
        "changed_by": str(shift.changed_by),
        "actor": shift.actor,
        "actor_name": one.after.actor.name,
        "proposition": shift.proposition,
        "proposition_label": one.after.proposition.label,
    }
    for side, saying in (("before", one.before), ("after", one.after)):
        source = first(saying)
        told[f"{side}_stance"] = saying.stance.id
        told[f"{side}_polarity"] = str(saying.stance.polarity)
        told[f"{side}_said_on"] = str(saying.stance.said_on) if saying.stance.said_on else None
        told[f"{side}_words"] = words_of(source).value if source else None
        told[f"{side}_url"] = source.url if source else None
    return told
