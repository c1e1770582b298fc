"""A debate coded in Discourse Network Analyzer (DNA) as a corpus to analyse, without any store.

What this project has exported comes back with its ids, dates and polarities, as long as nobody has
coded it anew; what others have coded gets ids from its names and numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.debate_names import Named, name_all
from kg.analysis.corpus.reading import STATUSES
from kg.analysis.corpus.stances import NOBODY, Numbers, Stances
from kg.model.dated import last_possible
from kg.model.debate_notes import Key, Notes, StanceNote, read_notes
from kg.model.debates import Debate, DebateStatement
from kg.model.stances import Status
from kg.seeds.ids import Minter

_STATUS = {status.value: status for status in STATUSES if status is not Status.REJECTED}


@dataclass(slots=True)
class _Stance:
    """A stance under way: ids of who and what, its days, and the documents that show it."""

    holder: str
    behalf: str | None
    proposition: str
    sign: int
    earliest: date
    latest: date
    told: bool
    status: Status
    sure: float
    documents: list[str] = field(default_factory=list)
    reported: list[date] = field(default_factory=list)

    def is_one_with(self, other: _Stance) -> bool:
        """Whether both may be reports of one stance."""
        return (self.holder, self.proposition, self.sign) == (
            other.holder, other.proposition, other.sign,
        )  # fmt: skip


def corpus_of(debate: Debate, named: Named | None = None) -> Corpus:
    """The corpus of a debate: persons and organizations as actors, concepts as propositions.

    Each statement is a stance of its person, on behalf of its organization, or of the organization
    where no person is coded; it is of its document's day. Party and family of an actor hold for
    all time, as DNA's attributes do; offices and events are not told.
    """
    named = named or name_all(debate)
    return Corpus(
        stances=_columns(dict(sorted(_stances(debate, named).items()))),
        actors=named.actors,
        tenures=named.tenures,
        propositions=named.propositions,
        events={},
    )


def _stances(debate: Debate, named: Named) -> dict[str, _Stance]:
    notes = {one.number: read_notes(one.notes) for one in debate.documents}
    days = {one.number: one.moment.date() for one in debate.documents}
    papers = _papers(notes)
    waiting = {number: one.waiting() for number, one in notes.items()}
    width = len(str(max((one.number for one in debate.statements), default=0)))
    ids = Minter(note.stance for one in notes.values() for note in one.stances)
    found: dict[str, _Stance] = {}
    for statement in debate.statements:
        noted = waiting[statement.document].get(_key(statement, named))
        note = noted.popleft() if noted else None
        stance = _stance(statement, days[statement.document], named, note)
        name = note.stance if note else ""
        if not note or (name in found and not found[name].is_one_with(stance)):
            name = ids.mint(f"statement-{statement.number:0{width}}")
        known = found.setdefault(name, stance)
        known.sure = max(known.sure, stance.sure)
        known.documents.append(papers[statement.document])
        known.reported.append(days[statement.document])
    for one in found.values():
        one.latest = last_possible(one.earliest, one.latest, one.reported)
    return found


def _papers(notes: Mapping[int, Notes]) -> dict[int, str]:
    """The id of each document: the one told in its notes, or made of its number."""
    ids, width = Minter(), len(str(max(notes, default=0)))
    return {
        number: ids.mint(told.document or f"document-{number:0{width}}")
        for number, told in notes.items()
    }


def _key(statement: DebateStatement, named: Named) -> Key:
    return (
        statement.start, statement.stop, named.ids[statement.holder], statement.sign,
        named.concepts[statement.concept],
    )  # fmt: skip


def _stance(
    statement: DebateStatement, day: date, named: Named, note: StanceNote | None
) -> _Stance:
    behalf = named.ids[statement.organization] if statement.organization else None
    holder = named.ids[statement.holder]
    if not statement.person:
        behalf = note.behalf if note and note.behalf in named.actors else None
    sure = float(note.confidence) if note and note.confidence else 1.0
    return _Stance(
        holder=holder,
        behalf=behalf if behalf != holder else None,
        proposition=named.concepts[statement.concept],
        sign=statement.sign,
        earliest=note.day.earliest if note else day,
        latest=note.day.latest if note else day,
        told=note.told if note else True,
        status=_STATUS.get(statement.coder, Status.CURATED),
        sure=sure,
    )


def _columns(stances: Mapping[str, _Stance]) -> Stances:
    told = list(stances.values())
    actors = sorted({name for one in told for name in (one.holder, one.behalf) if name})
    propositions = sorted({one.proposition for one in told})
    documents = sorted({name for one in told for name in one.documents})
    who, what, where = (
        {name: at for at, name in enumerate(names)} for names in (actors, propositions, documents)
    )
    shown = sorted((at, where[name]) for at, one in enumerate(told) for name in one.documents)
    return Stances(
        ids=list(stances),
        actors=tuple(actors),
        propositions=tuple(propositions),
        documents=tuple(documents),
        holder=_numbers(who[one.holder] for one in told),
        behalf=_numbers(who[one.behalf] if one.behalf else NOBODY for one in told),
        proposition=_numbers(what[one.proposition] for one in told),
        sign=_numbers(one.sign for one in told),
        earliest=np.array([one.earliest for one in told], "datetime64[D]"),
        latest=np.array([one.latest for one in told], "datetime64[D]"),
        told=np.array([one.told for one in told], bool),
        sure=np.array([one.sure for one in told], float),
        status=_numbers(STATUSES.index(one.status) for one in told),
        evidence_of=_numbers(at for at, _ in shown),
        evidence_in=_numbers(at for _, at in shown),
    )


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, np.int32)
