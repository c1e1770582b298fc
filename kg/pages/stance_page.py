"""The page of a stance: the one permanent place of what was said, with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from kg.model.documents import Evidence
from kg.model.positions import by_pair
from kg.model.stances import Run, Shift, Stance
from kg.pages.citing import cite_stance
from kg.pages.linked import Linked, linked_stance
from kg.pages.published import Published
from kg.pages.sayings import Ref, Saying
from kg.pages.sheets import stance_record
from kg.pages.thing import Thing
from kg.pages.wording import date_words
from kg.rdf.terms import ST, mint
from kg.views.card import label_of


@dataclass(frozen=True, slots=True)
class Provenance:
    """How one piece of evidence came to be entered by a machine."""

    evidence: Evidence
    run: Run


class StancePage(Thing):
    """One utterance or act."""

    template = "stance.html"

    def __init__(self, published: Published, stance: Stance) -> None:
        node = mint("stance", stance.id)
        super().__init__(published, f"stance/{stance.id}", label_of(published.store, node))
        self.stance = stance
        self.saying = self.sayings_of.one(stance)

    def sayings(self) -> list[Saying]:
        """This one."""
        return [self.saying]

    def told(self) -> dict[str, Any]:
        """Words, sources, neighbours, reactions, where it comes from."""
        before, after = self._neighbours()
        known = self.published
        runs = (
            (item, known.one(Run, item.run)) for item in known.evidence(self.stance.id) if item.run
        )
        return {
            "saying": self.saying,
            "theme": known.themes.get(self.saying.proposition.theme),
            "before": before,
            "after": after,
            "shifts": self._shifts(),
            "provenance": [Provenance(item, run) for item, run in runs if run],
        }

    def citation(self) -> str:
        """The citation in the words of the graph page."""
        return cite_stance(self.published, self.saying)

    def record(self) -> dict[str, Any]:
        """The stance with its evidence, its neighbours and what reacts to it."""
        before, after = self._neighbours()
        return stance_record(self.published, self.stance) | {
            "previous": before.stance.id if before else None,
            "next": after.stance.id if after else None,
            "answered_by": [ref.path.removeprefix("stance/") for ref in self.saying.answers],
            "citation": self.citation(),
        }

    def linked(self) -> Linked:
        """A Claim with its Quotations."""
        return linked_stance(self.saying, self.title)

    def nodes(self) -> Iterator[NamedNode]:
        """The stance with its evidence."""
        yield from self.parts_of([self.saying])

    def _neighbours(self) -> tuple[Saying | None, Saying | None]:
        """What the same holder said before and after on the same proposition.

        What may be the same utterance, entered twice, is neither.
        """
        alike = {ref.path for ref in self.saying.alike}
        same = self.published.line(self.stance.holder, self.stance.proposition)
        dated = (self.published.dated(one) for one in same)
        line = [one.stance for pair in by_pair(filter(None, dated)).values() for one in pair]
        line = [one for one in line if f"stance/{one.id}" not in alike]
        if self.stance not in line:
            return None, None
        at = line.index(self.stance)
        before = self.sayings_of.one(line[at - 1]) if at else None
        after = self.sayings_of.one(line[at + 1]) if at + 1 < len(line) else None
        return before, after

    def _shifts(self) -> list[Ref]:
        """The changes of position to or from it."""
        node, known = mint("stance", self.stance.id), self.published
        found = [one for end in (ST.before, ST.after) for one in known.those(Shift, end, node)]
        return [
            Ref(f"shift/{one.id}", f"change of position by {date_words(one.changed_by)}")
            for one in found
        ]
