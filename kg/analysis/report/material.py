"""What is looked at for weak spots: a corpus and what it stands on, to be asked by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pyoxigraph import Store

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.reading import STATUSES
from kg.analysis.corpus.stances import NOBODY
from kg.analysis.coverage.searches import Reading, reading_of_store
from kg.analysis.report.grounds import Grounds, read_grounds
from kg.model.actors import Actor, Tenure
from kg.model.dates import PartialDate
from kg.model.documents import Document, Evidence
from kg.model.stances import Candidate, Status
from kg.queries.narrowing import WHOLE, Narrowing


@dataclass(frozen=True, slots=True)
class Said:
    """A stance that has a day, as the columns of a corpus tell it."""

    id: str
    holder: str
    behalf: str | None
    proposition: str
    sign: int
    earliest: date
    latest: date
    told: bool
    status: Status

    def overlaps(self, other: Said) -> bool:
        """Whether both may be of the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


@dataclass(frozen=True, eq=False)
class Material:
    """A corpus, the part of it that a narrowing keeps, and what both stand on.

    ``whole`` says that what is not published can be seen too: an RDF file has none of it.
    Whatever is compared with is of the whole corpus; what is listed is of the part.
    """

    corpus: Corpus
    kept: Corpus
    reading: Reading
    grounds: Grounds
    narrowing: Narrowing
    whole: bool

    @cached_property
    def said(self) -> Mapping[str, Said]:
        """Every stance of the whole corpus that has a day, by id."""
        told = self.corpus.stances
        columns = (told.holder, told.behalf, told.proposition, told.sign, told.earliest,
                   told.latest, told.told, told.status)  # fmt: skip
        rows = zip(told.ids, *(one.tolist() for one in columns), strict=True)
        return {
            name: Said(
                name,
                told.actors[holder],
                None if behalf == NOBODY else told.actors[behalf],
                told.propositions[proposition],
                sign,
                earliest,
                latest,
                known,
                STATUSES[status],
            )
            for name, holder, behalf, proposition, sign, earliest, latest, known, status in rows
        }

    @cached_property
    def stances(self) -> tuple[str, ...]:
        """The ids of the stances that are kept, with those of no known day."""
        return (*self.kept.stances.ids, *self.unplaced)

    @cached_property
    def placed(self) -> tuple[Said, ...]:
        """The stances that are kept and have a day."""
        return tuple(self.said[name] for name in self.kept.stances.ids)

    @cached_property
    def unplaced(self) -> tuple[str, ...]:
        """The ids of the stances that are kept and have no day; bounds of time keep none."""
        narrowing = self.narrowing
        if narrowing.since or narrowing.last_day or narrowing.stances is not None:
            return ()
        return tuple(
            name
            for name, one in self.grounds.unplaced.items()
            if self._keeps(one.holder, one.proposition)
            and (not narrowing.statuses or one.status in narrowing.statuses)
        )

    @cached_property
    def last_day(self) -> date | None:
        """The last day of the whole record, on which all that is old is measured."""
        days = self.corpus.stances.latest
        return days.max().item() if len(days) else None

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """The actors that are kept, by id."""
        return tuple(filter(self.narrowing.keeps_holder, self.corpus.actors.values()))

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        """The offices and memberships of the actors that are kept."""
        known = {one.id for one in self.actors}
        return tuple(one for one in self.corpus.tenures if one.actor in known)

    @cached_property
    def tenures_of(self) -> Mapping[str, list[Tenure]]:
        """The offices and memberships of each actor that has any."""
        found: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in self.corpus.tenures:
            found[tenure.actor].append(tenure)
        return found

    @cached_property
    def last_said(self) -> Mapping[str, date]:
        """The last day on which each holder may have said anything."""
        found: dict[str, date] = {}
        for one in self.said.values():
            found[one.holder] = max(one.latest, found.get(one.holder, one.latest))
        return found

    @cached_property
    def shown_in(self) -> Mapping[str, list[str]]:
        """The stances that are kept, by the document that shows them."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.stances:
            for document in self.documents_of(name):
                found[document.id].append(name)
        return found

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """What shows the stances that are kept, by id."""
        return {item.id: item for name in self.stances for item in self.shown(name)}

    @cached_property
    def waiting(self) -> tuple[Candidate, ...]:
        """The candidates that nobody has decided on, of holders and propositions that are kept."""
        return tuple(
            one for one in self.reading.waiting if self._keeps(one.holder, one.proposition)
        )

    def shown(self, stance: str) -> tuple[Evidence, ...]:
        """What shows a stance."""
        return self.grounds.shown.get(stance, ())

    def documents_of(self, stance: str) -> list[Document]:
        """The documents that show a stance, each once."""
        return self._described(item.document for item in self.shown(stance))

    def day_of(self, thing: str) -> date | None:
        """The last day that a stance may be of; of evidence that of its stance.

        Of a document it is the first such day of what it shows.
        """
        space, _, name = thing.partition("/")
        if space == "document":
            days = [self.said[one].latest for one in self.shown_in[name] if one in self.said]
            return min(days, default=None)
        stance = self.evidence[name].stance if space == "evidence" else name
        return self.said[stance].latest if stance in self.said else None

    def printed(self, thing: str) -> PartialDate | None:
        """When a document was published; of a stance or evidence that of its first report."""
        space, _, name = thing.partition("/")
        if space == "document":
            shown = self._described([name])
        elif space == "evidence":
            shown = self._described([self.evidence[name].document])
        else:
            shown = self.documents_of(name)
        return min((one.published for one in shown if one.published), default=None)

    def _described(self, names: Iterable[str]) -> list[Document]:
        known = self.reading.documents
        return [known[name] for name in dict.fromkeys(names) if name in known]

    def _keeps(self, holder: str, proposition: str) -> bool:
        """Whether what somebody said on something is kept; what is described nowhere is in all."""
        narrowing, actor = self.narrowing, self.corpus.actors.get(holder)
        about = self.corpus.propositions.get(proposition)
        all_actors = not (narrowing.actors or narrowing.countries)
        all_propositions = not (narrowing.propositions or narrowing.themes)
        return (narrowing.keeps_holder(actor) if actor else all_actors) and (
            narrowing.keeps_proposition(about) if about else all_propositions
        )


def material_of(reader: Store, corpus: Corpus, narrowing: Narrowing = WHOLE) -> Material:
    """What is looked at in an open store, of which ``corpus`` holds all stances."""
    return Material(
        corpus=corpus,
        kept=corpus.narrow(narrowing),
        reading=reading_of_store(reader),
        grounds=read_grounds(reader),
        narrowing=narrowing,
        whole=next(iter(reader.named_graphs()), None) is not None,
    )
