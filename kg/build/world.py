"""The records of the seeds, and the graphs that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Triple

from kg.build.derive import (
    derive_codebook,
    derive_evidence,
    derive_registry,
    derive_replacements,
    derive_stance,
)
from kg.build.publish import Publication, publish
from kg.errors import InputError, Problem
from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition, Theme
from kg.model.stances import Candidate, Polarity, Review, Run, Stance, Status
from kg.rdf.codec import Record, decode, encode, iri
from kg.rdf.layouts import LAYOUTS
from kg.rdf.positions import derive_positions, label
from kg.rdf.terms import BASE, CODEBOOK, PREFIXES
from kg.seeds.promises import broken_promises
from kg.seeds.read import Seeds

_VERBS = {
    Polarity.FAVOURS: "favours",
    Polarity.OPPOSES: "opposes",
    Polarity.MIXED: "is mixed on",
}


_NO_STANCE = "there is no {} among the curated stances; of a machine's, decide on the candidate"


class World:
    """The records of the seeds, and the graphs that they make."""

    def __init__(self, seeds: Seeds) -> None:
        self._triples = list(seeds.triples())
        shelves: dict[str, list[Triple]] = defaultdict(list)
        for triple in self._triples:
            subject = str(triple.subject)
            shelves[subject[1 : subject.rfind("/") + 1]].append(triple)

        def read(record: type[Record]) -> list[Record]:
            # Every record looks through its own shelf only, not through the whole graph.
            return decode(record, shelves[PREFIXES[LAYOUTS[record].space]])

        try:
            self._actors = read(Actor)
            self._tenures = read(Tenure)
            self._events = read(Event)
            self._outlets = read(Outlet)
            self._documents = read(Document)
            self._themes = read(Theme)
            self._propositions = read(Proposition)
            self._candidates = read(Candidate)
            self._reviews = read(Review)
            self._runs = read(Run)
            curated = read(Stance)
            self._curated = {f"stance/{stance.id}" for stance in curated}
            self._publication = publish(
                curated,
                read(Evidence),
                self._candidates,
                self._reviews,
                self._documents,
            )
        except ValueError as error:
            raise _record_error(seeds, error) from None
        self._names = {actor.id: actor.name for actor in self._actors}
        self._titles = {proposition.id: proposition.label for proposition in self._propositions}
        self._refuse_broken_promises(seeds)

    def published(self) -> Iterator[Triple]:
        """The default graph without the ontology; it says nothing of what was refused."""
        refused = {iri(stance) for stance in self._stances(rejected=True)}
        return (triple for triple in self._published() if triple.object not in refused)

    def _published(self) -> Iterator[Triple]:
        # Records are written anew: what is derived cannot be entered by hand.
        for record in (
            *self._actors,
            *self._tenures,
            *self._events,
            *self._outlets,
            *self._documents,
            *self._themes,
            *self._propositions,
            *self._runs,
        ):
            yield from encode(record)
        yield from (t for t in self._triples if t.subject == CODEBOOK)
        yield from derive_registry(
            self._actors, self._tenures, self._events, self._documents, self._outlets
        )
        yield from derive_codebook(self._themes, self._propositions)
        yield from self._tell(rejected=False)
        yield from derive_positions(self._publication.published)
        yield from derive_replacements(self._replaced(rejected=False))
        for run in self._runs:
            yield label(iri(run), f"{run.extractor} {run.version} on {run.document}")

    def candidates(self) -> Iterator[Triple]:
        """What machines propose, published or not."""
        for candidate in self._candidates:
            yield from encode(candidate)
            yield label(iri(candidate), self._words(candidate))

    def rejected(self) -> Iterator[Triple]:
        """The stances that a person refused, with their evidence."""
        yield from self._tell(rejected=True)
        yield from derive_replacements(self._replaced(rejected=True))

    def reviews(self) -> Iterator[Triple]:
        """What persons decided."""
        for review in self._reviews:
            yield from encode(review)
            yield label(iri(review), f"{review.reviewer} on {review.subject}: {review.verdict}")

    def _tell(self, *, rejected: bool) -> Iterator[Triple]:
        publication = self._publication
        for stance in self._stances(rejected=rejected):
            yield from encode(stance)
            yield from derive_stance(
                stance,
                publication.status[stance.id],
                publication.dated.get(stance.id),
                self._words(stance),
            )
        for item in self._evidence(rejected=rejected):
            yield from encode(item)
            words = self._words(publication.stances[item.stance])
            yield from derive_evidence(item, words)

    def _stances(self, *, rejected: bool) -> list[Stance]:
        publication: Publication = self._publication
        return [
            stance
            for name, stance in sorted(publication.stances.items())
            if (publication.status[name] is Status.REJECTED) == rejected
        ]

    def _evidence(self, *, rejected: bool) -> list[Evidence]:
        status = self._publication.status
        return [
            item
            for item in self._publication.evidence
            if (status.get(item.stance) is Status.REJECTED) == rejected
        ]

    def _replaced(self, *, rejected: bool) -> dict[str, str]:
        status = self._publication.status
        return {
            old: new
            for old, new in self._publication.replaced.items()
            if (status[new] is Status.REJECTED) == rejected
        }

    def _refuse_broken_promises(self, seeds: Seeds) -> None:
        broken = broken_promises(
            list(self._publication.stances.values()),
            self._publication.evidence,
            self._documents,
            self._events,
            set(self._names),
            set(self._titles),
        )
        problems = [_problem(seeds, node, message) for node, message in broken]
        problems += [
            _problem(seeds, f"review/{review.id}", _NO_STANCE.format(review.subject))
            for review in self._reviews
            if review.subject.startswith("stance/") and review.subject not in self._curated
        ]
        if problems:
            raise InputError("the seeds cannot be built", problems=problems)

    def _words(self, stance: Stance | Candidate) -> str:
        holder = self._names.get(stance.holder, stance.holder)
        title = self._titles.get(stance.proposition, stance.proposition)
        return f"{holder} {_VERBS[stance.polarity]}: {title} ({stance.said_on or 'undated'})"


def _record_error(seeds: Seeds, error: ValueError) -> InputError:
    space, _, rest = str(error).partition(":")
    problem = _problem(seeds, f"{space}/{rest.split(':', 1)[0]}", str(error))
    return InputError("the seeds cannot be built", problems=[problem])


def _problem(seeds: Seeds, node: str, message: str) -> Problem:
    name = node.replace("/", ":", 1)
    told = message if message.startswith(name) else f"{name}: {message}"
    # Evidence of a machine stands in no file: its candidate does.
    wanted = (f"{BASE}{node}", f"{BASE}{node.replace('evidence/', 'candidate/', 1)}")
    for file in seeds.files:
        lines = file.lines()
        line = next((lines[iri] for iri in wanted if iri in lines), 0)
        if line:
            return Problem(file.path, line, 1, told)
    return Problem(Path("seeds"), 0, 0, told)
