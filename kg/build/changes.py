"""What an edit of the seeds changes in a store, found without reading any other file."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from kg.build.cells import pack_pair
from kg.build.counts import count_candidates, count_pair, count_statuses
from kg.build.describe import Extent
from kg.build.edit import Change, Edit, FarReaching
from kg.build.holdings import HOMES, Holdings, Patterns
from kg.build.inventory import Inventory
from kg.build.lookup import Lookup
from kg.build.naming import renamed
from kg.build.pairs import (
    Pair,
    PairKey,
    faults_of_found,
    faults_of_pair,
    place,
    tell_found,
    tell_together,
)
from kg.build.publish import Publication
from kg.build.reach import Reach
from kg.build.refusals import retold
from kg.build.skeletons import kept_rows
from kg.build.telling import Telling
from kg.build.touched import Touched
from kg.model.actors import Actor, Event
from kg.model.documents import Outlet
from kg.model.stances import Candidate, Review
from kg.rdf.ntriples import Line
from kg.rdf.terms import BASE
from kg.store.graphs import PUBLISHED, REJECTED


class Editor:
    """Finds what an edit changes in a store, by the inventory of what it was built from."""

    def __init__(self, store: Patterns, inventory: Inventory, edit: Edit) -> None:
        self._inventory = inventory
        self._holdings = Holdings(store)
        self._before = Lookup(self._holdings)
        self._after = Lookup(
            self._holdings,
            actors=edit.of(Actor),
            publishers={outlet.id: outlet.name for outlet in edit.of(Outlet)},
            events=(f"event/{event.id}" for event in edit.of(Event)),
            gone=edit.gone,
            added=edit.of(Review),
            removed=edit.lost("review"),
        )
        self._change = Change()
        self._vanished, self._appeared = set[str](), set[str]()
        self._telling = Telling(self._after)
        self._given, self._edit = edit, self._tell_records(edit)

    def change(self) -> Change:
        """What the edit changes.

        Raises FarReaching where that cannot be told without reading everything, or is a fault
        that is to be told with its place.
        """
        reach = Reach(self._holdings, self._edit, self._after)
        reach.refuse_faults()
        decided = self._decided()
        stances = [path for path in decided if path.startswith("stance/")]
        others = retold(stances, self._given, self._holdings, self._inventory)
        for path, record in others.items():
            self._tell_record(path, record, there=True)
        known = self._before, self._after
        pairs = Touched(self._holdings, self._inventory, self._edit, decided, known).pairs()
        for key, (old, new) in pairs.items():
            self._tell_pair(key, old, new)
        self._count_holders()
        more = len(self._edit.of(Candidate)) - len(self._edit.lost("candidate"))
        self._change.counts.update(count_candidates(more))
        self._rename()
        self._change.settle()
        # A stance that has gone to another pair is still there.
        vanished = self._vanished - self._appeared
        reach.refuse_dangling(self._change, {f"stance/{name}" for name in vanished})
        self._measure()
        return self._change

    def _tell_records(self, edit: Edit) -> Edit:
        """Note what records tell by themselves; returns the edit of those that tell another."""
        same = {
            path
            for path in edit.gone | edit.news.keys()
            if self._tell_record(path, edit.news.get(path), there=path in edit.gone)
        }
        news = {path: record for path, record in edit.news.items() if path not in same}
        return Edit(edit.gone - same, news)

    def _tell_record(self, path: str, record: Any, *, there: bool) -> bool:
        """Note what a record tells by itself in place of what is there; True where it is as much.

        None is no record.
        """
        homes = HOMES[path.partition("/")[0]] if there else ()
        old = {where: set(self._holdings.own_lines(path, where)) for where in homes}
        new: dict[str, set[Line]] = {}
        if record is not None:
            fit = self._telling.fit(record)
            new[self._telling.graph_of(fit)] = set(self._telling.tell(fit))
        if path.startswith("stance/"):
            hides = record is not None and fit.reacts_to != record.reacts_to
            self._change.hidden[path] = record.reacts_to if hides else None
        for where, lines in old.items():
            self._change.take(where, lines)
        for where, lines in new.items():
            self._change.bring(where, lines)
        return {where: lines for where, lines in old.items() if lines} == new

    def _decided(self) -> set[str]:
        """The candidates and stances of which others are published, for decisions came or went."""
        gone = [f"review/{name}" for name in self._edit.lost("review")]
        lost = (self._holdings.record(Review, path) for path in gone)
        subjects = {review.subject for review in (*self._edit.of(Review), *lost) if review}
        changed = set()
        for subject in subjects:
            before = {one.id: one for one in self._before.decided.reviews_of(subject)}
            after = {one.id: one for one in self._after.decided.reviews_of(subject)}
            space, _, name = subject.partition("/")
            turned = (name in self._before.refused) != (name in self._after.refused)
            if before != after and (turned or space != "stance"):
                changed.add(subject)
        return changed

    def _tell_pair(self, key: PairKey, old: Pair, new: Pair) -> None:
        change = self._change
        was, now = old.settled(self._before), new.settled(self._after)
        for _, message in faults_of_pair(new, now):
            raise FarReaching(message)
        for where, told in tell_together(was, self._before):
            change.removed[where].add(told)
        for where, told in tell_together(now, self._after):
            change.added[where].add(told)
        self._vanished |= was.stances.keys() - now.stances.keys()
        self._appeared |= now.stances.keys() - was.stances.keys()
        self._tell_found(old, was, new, now)
        holder, proposition = key
        was_counted, was_months = count_pair(
            proposition, self._before.countries.get(holder), was.published
        )
        now_counted, now_months = count_pair(
            proposition, self._after.countries.get(holder), now.published
        )
        change.counts.update(now_counted)
        change.counts.subtract(was_counted)
        change.statuses.update(count_statuses(now))
        change.statuses.subtract(count_statuses(was))
        change.pairs.append(pack_pair(key, kept_rows(new, key)))
        months = Counter(now_months)
        months.subtract(was_months)
        change.holders.append((holder, dict(months)))

    def _tell_found(self, old: Pair, was: Publication, new: Pair, now: Publication) -> None:
        """What machines found and what is published of it: only what is another than before."""
        before, after = _found(old, was), _found(new, now)
        edited = {path.partition("/")[2] for path in (*self._edit.gone, *self._edit.news)}
        touched = {
            name
            for name in before.keys() | after.keys()
            if before.get(name) != after.get(name) or name in edited
        }
        for name in touched & before.keys():
            for where in (PUBLISHED, REJECTED):
                for path in (f"evidence/{name}", f"stance/{name}"):
                    self._change.take(where, self._holdings.own_lines(path, where))
        if not touched:
            return
        whole = Pair(new.stances, new.evidence, [], new.documents)
        for candidate in new.candidates:
            path = f"candidate/{candidate.id}"
            full = candidate.id in touched and (
                self._edit.news.get(path) or self._holdings.record(Candidate, path)
            )
            whole.candidates.append(full or candidate)
        publication = whole.settled(self._after)
        for _, message in faults_of_found(whole, publication, self._after, only=touched):
            raise FarReaching(message)
        for where, _, lines in tell_found(whole, publication, self._after, only=touched):
            self._change.bring(where, lines)

    def _rename(self) -> None:
        """Have what speaks of another name say it, unless it has been told anew already."""
        change = self._change
        for where, was, now in renamed(self._given, self._holdings, self._before, self._after):
            if change.removed[where].isdisjoint(was):
                change.take(where, was)
                change.bring(where, now)

    def _count_holders(self) -> None:
        """In how many more or fewer months a holder spoke, whatever on."""
        moved: dict[str, Counter[str]] = defaultdict(Counter)
        for holder, months in self._change.holders:
            moved[holder].update(months)
        self._change.holders = []
        for holder, more in moved.items():
            before = self._inventory.months_of(holder)
            after = before.copy()
            after.update(more)
            for month in more:
                spoke = int(after[month] > 0) - int(before[month] > 0)
                self._change.counts["", month, "actors"] += spoke
            left = {month: number for month, number in after.items() if number}
            self._change.holders.append((holder, left))

    def _measure(self) -> None:
        """How much more the default graph holds, and less."""
        added, removed = self._change.added[PUBLISHED], self._change.removed[PUBLISHED]
        more, less = Extent.of(added), Extent.of(removed)
        extent = Extent(more.classes, more.properties, 0)
        extent.classes.subtract(less.classes)
        extent.properties.subtract(less.properties)
        lost = Counter(_subject_of(told) for told in removed)
        grown = Counter(_subject_of(told) for told in added)
        grown.subtract(lost)
        for subject, number in grown.items():
            if number > 0 and not lost[subject]:
                extent.subjects += not self._holdings.says_more(subject, PUBLISHED, 0)
            elif number < 0:
                extent.subjects -= not self._holdings.says_more(subject, PUBLISHED, -number)
        self._change.extent = extent


def _found(pair: Pair, publication: Publication) -> dict[str, tuple[Any, ...]]:
    """What of each candidate's finding is published: as what, and where."""
    curated = {stance.id for stance in pair.stances}
    found: dict[str, tuple[Any, ...]] = {}
    for item in publication.evidence:
        if item.id == item.candidate:
            own = item.stance == item.id and item.stance not in curated
            stance = publication.stances[item.stance] if own else None
            status = publication.status[item.stance] if own else None
            where = place(publication, item.stance)
            found[item.id] = (item.stance, where, status, stance, item.confidence)
    return found


def _subject_of(told: Line) -> str:
    """What a line speaks of, as ``space/ID``."""
    return told.split(" ", 1)[0][1:-1].removeprefix(BASE)
