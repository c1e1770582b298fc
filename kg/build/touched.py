"""The pairs that an edit touches, as they were and as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kg.build.edit import Edit, FarReaching
from kg.build.holdings import Holdings
from kg.build.inventory import Inventory
from kg.build.lookup import Lookup
from kg.build.pairs import Pair, PairKey
from kg.build.publish import fit
from kg.build.skeletons import (
    CANDIDATE,
    EVIDENCE,
    STANCE,
    Row,
    add_candidate,
    add_evidence,
    add_stance,
    candidate_row,
    evidence_row,
    stance_row,
)
from kg.model.actors import Actor
from kg.model.dates import PartialDate
from kg.model.documents import Document, Evidence
from kg.model.stances import Candidate, Stance
from kg.rdf.forms import read_date
from kg.rdf.terms import SCHEMA
from kg.store.graphs import PUBLISHED


class Touched:
    """Gathers pairs: rows of what is gone go, rows of what is new come."""

    def __init__(
        self,
        holdings: Holdings,
        inventory: Inventory,
        edit: Edit,
        decided: Collection[str],
        known: tuple[Lookup, Lookup],
    ) -> None:
        """``decided`` are candidates and stances on which decisions have changed, by path.

        ``known`` is the register before and after.
        """
        self._holdings, self._inventory, self._edit = holdings, inventory, edit
        self._decided, (self._before, self._after) = decided, known
        self._held: dict[PairKey, list[Row]] = {}
        self._fresh: dict[PairKey, list[Row]] = {}
        self._homes: dict[str, PairKey] = {}

    def pairs(self) -> dict[PairKey, tuple[Pair, Pair]]:
        """Every pair touched, by its key; raises FarReaching where evidence has lost its stance."""
        self._open_old()
        self._open_moved()
        self._add_new()
        self._follow()
        published = {one.id: one.published for one in self._edit.of(Document)}
        gone = self._edit.lost("document") - published.keys()
        return {
            key: (
                self._pair(self._held[key], {}, ()),
                self._pair(self._fresh[key], published, gone),
            )
            for key in sorted(self._held)
        }

    def _rows(self, key: PairKey) -> list[Row]:
        if key not in self._held:
            self._held[key] = self._inventory.pair(key)
            self._fresh[key] = [row for row in self._held[key] if not self._is_gone(row)]
        return self._fresh[key]

    def _is_gone(self, row: Row) -> bool:
        match row[0]:
            case "s":
                return f"stance/{row[3]}" in self._edit.gone
            case "e":
                return f"evidence/{row[2]}" in self._edit.gone
            case _:
                path = f"candidate/{row[3]}"
                return path in self._edit.gone or path in self._decided

    def _open_old(self) -> None:
        documents = [f"document/{one.id}" for one in self._edit.of(Document) if self._moved(one)]
        pages = {f"document/{one.id}" for one in self._edit.of(Document)}
        for path in (*(self._edit.gone - pages), *self._decided, *documents):
            for key in self._holdings.pairs_of(path, self._before):
                self._rows(key)

    def _open_moved(self) -> None:
        """Have the positions of an actor of another country count there."""
        before, after = self._before.countries, self._after.countries
        for actor in self._edit.of(Actor):
            if before.get(actor.id) != after.get(actor.id):
                for key in self._inventory.pairs_of(actor.id):
                    self._rows(key)

    def _moved(self, document: Document) -> bool:
        """Whether it is of another day than before; only that is of account for stances."""
        held = self._holdings.objects(f"document/{document.id}", SCHEMA.datePublished, PUBLISHED)
        return [read_date(one.value) for one in held] != [
            day for day in (document.published,) if day
        ]

    def _add_new(self) -> None:
        for stance in self._edit.of(Stance):
            key = self._homes[stance.id] = (stance.holder, stance.proposition)
            self._rows(key).append(stance_row(stance))
        for path in sorted(set(self._decided) - self._edit.news.keys()):
            candidate = self._holdings.record(Candidate, path)
            if candidate and path not in self._edit.gone:
                self._add_candidate(candidate)
        for candidate in self._edit.of(Candidate):
            self._add_candidate(candidate)
        for item in self._edit.of(Evidence):
            self._rows(self._home(item.stance)).append(evidence_row(item))

    def _add_candidate(self, candidate: Candidate) -> None:
        wanted = fit(candidate, self._after.decided.get(f"candidate/{candidate.id}"))
        if wanted:
            key = self._homes[candidate.id] = (wanted.holder, wanted.proposition)
            self._rows(key).append(candidate_row(candidate, *key))

    def _home(self, stance: str) -> PairKey:
        if stance in self._homes:
            return self._homes[stance]
        for key in self._holdings.pairs_of_stance(f"stance/{stance}"):
            return key
        raise FarReaching(f"stance/{stance} is described nowhere")

    def _follow(self) -> None:
        """Have evidence that stands in other files go where its stance has gone."""
        for key in list(self._fresh):
            rows = self._fresh[key]
            here = {row[3] for row in rows if row[0] in (STANCE, CANDIDATE)}
            for row in [one for one in rows if one[0] == EVIDENCE and one[1] not in here]:
                if row[1] not in self._homes:
                    raise FarReaching(f"stance/{row[1]} has gone")
                rows.remove(row)
                self._rows(self._homes[row[1]]).append(row)

    def _pair(
        self,
        rows: Iterable[Row],
        published: Mapping[str, PartialDate | None],
        gone: Collection[str],
    ) -> Pair:
        pair = Pair()
        add = {STANCE: add_stance, EVIDENCE: add_evidence, CANDIDATE: add_candidate}
        for row in rows:
            add[row[0]](pair, row)
        for name in pair.named_documents().difference(gone):
            path = f"document/{name}"
            if name in published:
                pair.documents[name] = published[name]
            elif told := self._holdings.objects(path, SCHEMA.datePublished, PUBLISHED):
                pair.documents[name] = read_date(told[0].value)
            elif self._holdings.has(path):
                pair.documents[name] = None
        return pair
