"""What invented seeds take over from the real ones: registries, and what the named queries ask of.

The states, offices, events and outlets are real, so that a named query finds its default there;
of the real stances only those stay that a query's default names, with what they rest on.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition
from kg.model.stances import Candidate, Run, Stance
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.rdf.codec import decode
from kg.seeds.read import read_seeds


@dataclass(frozen=True, slots=True)
class Base:
    """The real records that are kept.

    Actors and propositions come in order of how often they are really heard, those first that the
    named queries ask of by default.
    """

    actors: list[Actor]
    tenures: list[Tenure]
    events: list[Event]
    outlets: list[Outlet]
    documents: list[Document]
    propositions: list[Proposition]
    stances: list[Stance]
    evidence: list[Evidence]
    candidates: list[Candidate]
    runs: list[Run]

    @property
    def count(self) -> int:
        """How many stances and candidates are kept."""
        return len(self.stances) + len(self.candidates)

    def states(self) -> dict[str, str]:
        """The id of each country's state, by the country's code."""
        return {a.country: a.id for a in self.actors if a.kind == "state" and a.country}


def read_base(project: Project) -> Base:
    """The records of a project's seeds that invented ones are put beside."""
    triples = list(read_seeds(project).triples())
    stances = {stance.id: stance for stance in decode(Stance, triples)}
    evidence = decode(Evidence, triples)
    tenures, events = decode(Tenure, triples), decode(Event, triples)
    asked = asked_of(project)
    kept = _kept_stances(stances, evidence, asked)
    shown = [item for item in evidence if item.stance in kept]
    proposed = [c for c in decode(Candidate, triples) if c.document in asked["document"]]
    pages = {item.document for item in shown} | {one.source for one in tenures}
    pages |= {one.source for one in events}
    runs = {candidate.run for candidate in proposed}
    heard = Counter(
        name for stance in stances.values() for name in (stance.holder, stance.proposition)
    )
    heard.update(dict.fromkeys(asked["actor"] + asked["proposition"], len(stances)))
    return Base(
        actors=sorted(decode(Actor, triples), key=lambda actor: (-heard[actor.id], actor.id)),
        tenures=tenures,
        events=events,
        outlets=sorted(decode(Outlet, triples), key=lambda o: (o.id not in asked["outlet"], o.id)),
        documents=[d for d in decode(Document, triples) if d.id in pages],
        propositions=sorted(decode(Proposition, triples), key=lambda p: (-heard[p.id], p.id)),
        stances=[stances[name] for name in sorted(kept)],
        evidence=shown,
        candidates=proposed,
        runs=[run for run in decode(Run, triples) if run.id in runs],
    )


def asked_of(project: Project) -> dict[str, list[str]]:
    """The ids that the named queries have as defaults, by space, in order of the queries."""
    asked: dict[str, list[str]] = {space: [] for space in ("actor", "document", "outlet", "stance")}
    asked["proposition"] = []
    for query in read_catalogue(project).values():
        for parameter in query.parameters:
            for term in parameter.default.split():
                space, _, name = term.partition(":")
                if space in asked and name not in asked[space]:
                    asked[space].append(name)
    return asked


def _kept_stances(
    stances: dict[str, Stance], evidence: list[Evidence], asked: dict[str, list[str]]
) -> set[str]:
    waiting = [name for name in asked["stance"] if name in stances]
    waiting += [item.stance for item in evidence if item.document in asked["document"]]
    kept: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            space, _, cause = (stances[name].reacts_to or "").partition("/")
            waiting += [cause] if space == "stance" else []
    return kept
