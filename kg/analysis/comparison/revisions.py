"""What one release of the record has that another has not, and what moved because of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Store

from kg.analysis.comparison.movement import Movement, movement
from kg.analysis.comparison.standing import Move, Moved, moves
from kg.analysis.comparison.unions import join_statements
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.corpus.stances import NOBODY
from kg.analysis.counting.lines import Key, Lines, draw_lines
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.sides import Side, side_of
from kg.model.dated import Dated
from kg.model.propositions import Proposition
from kg.rdf.terms import DCT, ST, compact, mint
from kg.store.records import pairs

_NO_DAY = "no day is known"


@dataclass(frozen=True, slots=True)
class Revision:
    """A stance that was added, removed or recoded, or that lost or won evidence.

    ``notes`` say what became of it: the field that is another, from what to what; the stance that
    took its place; the documents that show it no more, or newly.
    """

    kind: str
    unit: Unit
    proposition: Proposition
    before: Side | None
    after: Side | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasesCompared:
    """Two releases, ``stances`` and ``documents`` with how many each has.

    A stance of which only one release knows a day is in both, and recoded. Revisions stand newest
    first. ``moved`` are the positions, at the level asked for, that turned, are new or gone.
    """

    level: Level
    names: tuple[str, str]
    stances: tuple[int, int]
    documents: tuple[int, int]
    revisions: tuple[Revision, ...]
    moved: tuple[Moved, ...]
    network: Movement

    def of(self, kind: str) -> tuple[Revision, ...]:
        """The revisions of one kind: added, removed, recoded or evidence."""
        return tuple(one for one in self.revisions if one.kind == kind)

    def moves(self, move: Move) -> tuple[Moved, ...]:
        """The positions that moved in one way."""
        return tuple(one for one in self.moved if one.move is move)


def compare_corpora(
    names: tuple[str, str],
    old: Corpus,
    new: Corpus,
    level: Level,
    draws: Draws,
    readers: tuple[Store, Store],
) -> ReleasesCompared:
    """What the newer of two releases has added, removed and recoded, each with its open store."""
    statements, first, second = join_statements(old, new, Level.COUNTRY)
    before, after = _state(old, readers[0]), _state(new, readers[1])
    return ReleasesCompared(
        level=level,
        names=names,
        stances=(
            len(before.places) + len(before.dayless & after.places.keys()),
            len(after.places) + len(after.dayless & before.places.keys()),
        ),
        documents=(old.documents, new.documents),
        revisions=tuple(_revisions(before, after, readers[1])),
        moved=tuple(
            one
            for one in moves(draw_lines(old, level), draw_lines(new, level))
            if one.move in {Move.TURNED, Move.NEW, Move.GONE}
        ),
        network=movement(statements, first, second, draws),
    )


@dataclass(frozen=True, slots=True)
class _State:
    """The stances of a release, each to be found by its id; ``said_on`` is the date as told.

    ``dayless`` are those that it publishes and of which no day is known.
    """

    lines: Lines
    places: dict[str, tuple[Key, Dated]]
    shown: dict[str, set[str]]
    said_on: dict[str, str]
    dayless: frozenset[str]

    def side(self, name: str) -> Side:
        _, dated = self.places[name]
        return side_of(self.lines, dated)

    def about(self, name: str) -> tuple[Unit, Proposition]:
        (holder, proposition), _ = self.places[name]
        return self.lines.units[holder], self.lines.corpus.propositions[proposition]

    def coded(self, name: str) -> dict[str, str]:
        """What a stance is coded as, in words."""
        corpus = self.lines.corpus
        (holder, proposition), dated = self.places[name]
        behalf = corpus.stances.behalf[self.lines.row(name)]
        return {
            "holder": holder,
            "on behalf of": corpus.stances.actors[behalf] if behalf != NOBODY else "nobody",
            "proposition": proposition,
            "polarity": dated.stance.polarity.value,
            "date": self.day(name),
        }

    def day(self, name: str) -> str:
        """The date of a stance that has one, in words."""
        # Of the days that a year may mean, a new report leaves fewer: that recodes nothing.
        return self.said_on.get(name) or _when(self.places[name][1])


def _when(dated: Dated) -> str:
    return str(dated.stance.said_on or f"not told, by {dated.latest}")


def _state(corpus: Corpus, reader: Store) -> _State:
    lines, stances = draw_lines(corpus, Level.ACTOR), corpus.stances
    shown: dict[str, set[str]] = {}
    for row, document in zip(
        stances.evidence_of.tolist(), stances.evidence_in.tolist(), strict=True
    ):
        shown.setdefault(stances.ids[row], set()).add(stances.documents[document])
    places = {one.stance.id: (key, one) for key, said in lines.said.items() for one in said}
    placed = {name for name, _ in pairs(reader, ST.latest, "stance")}
    published = {name for name, _ in pairs(reader, ST.holder, "stance")}
    said_on = dict(pairs(reader, ST.saidOn, "stance"))
    return _State(lines, places, shown, said_on, frozenset(published - placed))


def _revisions(before: _State, after: _State, reader: Store) -> list[Revision]:
    found: list[Revision] = []
    for name in sorted({*before.places, *after.places}):
        if name not in before.places:
            is_there = name in before.dayless
            kind, notes = (
                ("recoded", _dated(_NO_DAY, after.day(name))) if is_there else ("added", ())
            )
            found.append(Revision(kind, *after.about(name), None, after.side(name), notes))
        elif name in after.dayless:
            notes = _dated(before.day(name), _NO_DAY)
            found.append(Revision("recoded", *before.about(name), before.side(name), None, notes))
        elif name not in after.places:
            notes = _heirs(reader, name)
            found.append(Revision("removed", *before.about(name), before.side(name), None, notes))
        else:
            sides = before.side(name), after.side(name)
            if notes := _recoded(before.coded(name), after.coded(name)):
                found.append(Revision("recoded", *after.about(name), *sides, notes))
            lost = before.shown.get(name, set()) - after.shown.get(name, set())
            won = after.shown.get(name, set()) - before.shown.get(name, set())
            notes = (*(f"+ {one}" for one in sorted(won)), *(f"- {one}" for one in sorted(lost)))
            if notes:
                found.append(Revision("evidence", *after.about(name), *sides, notes))
    return sorted(found, key=_day, reverse=True)


def _day(one: Revision) -> date:
    side = one.after or one.before
    return side.day if side else date.min


def _dated(old: str, new: str) -> tuple[str, ...]:
    return _recoded({"date": old}, {"date": new})


def _recoded(old: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}: {old[name]} → {new[name]}" for name in old if old[name] != new[name])


def _heirs(reader: Store, name: str) -> tuple[str, ...]:
    """Which stance took the place of one that is gone, as the newer release tells."""
    found = reader.quads_for_pattern(mint("stance", name), DCT.isReplacedBy, None, None)
    heirs = {compact(one.object) for one in found if isinstance(one.object, NamedNode)}
    return tuple(f"its place took {heir}" for heir in sorted(heirs))
