"""Which rows of tables may come in, and why the others may not: each as a whole, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode, Triple

from kg.errors import Problem
from kg.project import Project
from kg.rdf.codec import encode, iri
from kg.rdf.described import by_subject
from kg.rdf.terms import compact
from kg.seeds.judged import faults_of, names_in
from kg.seeds.tables import Entry, refusal
from kg.seeds.write import Clash, Held


def sift(
    project: Project, entries: Sequence[Entry], held: Held, seeds: Iterable[Triple]
) -> tuple[list[Entry], list[Problem]]:
    """The rows that may come in beside the seeds, and what is wrong with the others.

    Out stays what differs from what is said of a thing already, in the seeds or in a row above,
    what ``kg check`` or a build would refuse, and what speaks of a thing that stays out.
    """
    return _Sieve(entries, held).sift(project, seeds)


class _Sieve:
    def __init__(self, entries: Sequence[Entry], held: Held) -> None:
        self._entries, self._held = entries, held
        self._reasons: dict[int, list[str]] = {}
        self._told_by: dict[str, list[int]] = defaultdict(list)

    def sift(self, project: Project, seeds: Iterable[Triple]) -> tuple[list[Entry], list[Problem]]:
        for number, entry in enumerate(self._entries):
            clashes = [clash for record in entry.records if (clash := self._held.clash(record))]
            self._reasons[number] = [*map(self._told, clashes), *_of_two_minds(entry)]
            if not self._reasons[number]:
                for record in entry.records:
                    self._held.take(record)
                    self._told_by[iri(record).value].append(number)
        self._judge(project, seeds)
        self._leave_out_what_dangles()
        good = [self._entries[number] for number, why in self._reasons.items() if not why]
        bad = [
            refusal(self._entries[number].path, self._entries[number].line, reason)
            for number, why in self._reasons.items()
            for reason in dict.fromkeys(why)
        ]
        return good, bad

    def _told(self, clash: Clash) -> str:
        rows = self._told_by.get(iri(clash.record).value)
        if rows:
            return f"{clash}, in {self._entries[rows[0]].place}"
        return f"{clash}, in {clash.path}:{clash.line}"

    def _judge(self, project: Project, seeds: Iterable[Triple]) -> None:
        for node, messages in faults_of(project, self._held.taken(), seeds).items():
            for number in self._told_by[node]:
                self._reasons[number] += messages

    def _leave_out_what_dangles(self) -> None:
        """Refuse also what names a thing of a row that is refused, and so on from there."""
        speaking = self._speaking()
        waiting = [number for number, why in self._reasons.items() if why]
        while waiting:
            for record in self._entries[waiting.pop()].records:
                node = iri(record)
                if self._held.holds(node) or self._is_told(node):
                    continue
                for other in speaking.get(node.value, ()):
                    if not self._reasons[other]:
                        waiting.append(other)
                        self._reasons[other].append(f"{compact(node)} is not imported")

    def _is_told(self, node: NamedNode) -> bool:
        return any(not self._reasons[number] for number in self._told_by.get(node.value, ()))

    def _speaking(self) -> dict[str, list[int]]:
        """The rows that may come in so far, by the things of others that they name."""
        speaking: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            if not self._reasons[number]:
                said = by_subject(triple for record in entry.records for triple in encode(record))
                for name in names_in(said):
                    speaking[name].append(number)
        return speaking


def _of_two_minds(entry: Entry) -> Iterator[str]:
    """What a row says in two ways, such as the name of an outlet that is its own agency."""
    last = {iri(record): record for record in entry.records}
    for record in entry.records:
        if last[iri(record)] != record:
            yield f"{record.id} is described in two ways"
