"""What the extractor finds in annotated reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.evaluation.gold import Gold, Report, TextStance
from kg.extract.engines import Engine
from kg.extract.extractor import extract
from kg.extract.lexicon import Lexicon
from kg.model.actors import Actor, Tenure
from kg.model.propositions import Proposition
from kg.project import Project
from kg.seeds.ids import slug
from kg.seeds.read import read_seeds

_ONE_HOLDER = {"european-council": "european-union", "eu-leaders": "european-union"}
"""Whom annotations do not tell apart: the Union, and its leaders when they meet."""


@dataclass(frozen=True, slots=True)
class Finding(TextStance):
    """A stance that a machine found, with its confidence from 0 to 1 and what was weighed."""

    confidence: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """The actors of the seeds, their offices, and every spelling of an actor as an id.

    ``propositions`` are the ids of the codebook; where there are none, any is taken.
    """

    actors: tuple[Actor, ...]
    tenures: tuple[Tenure, ...]
    spellings: Mapping[str, str]
    propositions: frozenset[str] = frozenset()

    def holder(self, name: str) -> str:
        """The id of an actor in any spelling; of somebody unknown, the name as an id is written."""
        try:
            written = slug(name)
        except ValueError:
            return name
        known = self.spellings.get(written, written)
        return _ONE_HOLDER.get(known, known)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all actors."""
        return frozenset(actor.id for actor in self.actors)

    def country(self, holder: str) -> str:
        """The country code of an actor, ``none`` of a stranger or of an actor without one."""
        countries = (actor.country for actor in self.actors if actor.id == holder)
        return next(countries, None) or "none"

    def level(self, gold: Gold) -> Gold:
        """The same gold with holders by the ids of the registry."""
        levelled = (replace(s, holder=self.holder(s.holder)) for s in gold.stances)
        return replace(gold, stances=tuple(levelled))


def read_registry(project: Project) -> Registry:
    """The registry of a project; raises InputError where the seeds cannot be read."""
    seeds = read_seeds(project)
    actors, tenures = seeds.records(Actor), seeds.records(Tenure)
    claims: dict[str, set[str]] = {}
    for actor in actors:
        for name in (actor.name, *actor.aliases):
            claims.setdefault(_written(name), set()).add(actor.id)
    alone = {name: next(iter(ids)) for name, ids in claims.items() if len(ids) == 1 and name}
    spellings = alone | {actor.id: actor.id for actor in actors}
    codebook = frozenset(proposition.id for proposition in seeds.records(Proposition))
    return Registry(tuple(actors), tuple(tenures), spellings, codebook)


def _written(name: str) -> str:
    try:
        return slug(name)
    except ValueError:
        return ""


def find(
    reports: Sequence[Report],
    registry: Registry,
    engine: Engine,
    lexicon: Lexicon | None = None,
) -> tuple[Finding, ...]:
    """The whole pool that an engine finds in reports, unlikely findings too."""
    found: list[Finding] = []
    for report in reports:
        extraction = extract(
            report.text,
            document=report.id,
            published=report.published,
            actors=registry.actors,
            tenures=registry.tenures,
            lexicon=lexicon,
            engine=engine,
        )
        found.extend(
            Finding(
                report.id,
                registry.holder(one.holder),
                one.proposition,
                one.polarity.value,
                str(one.said_on) if one.said_on else None,
                one.quote.value,
                one.span.start,
                one.span.end,
                float(one.confidence),
                extraction.reasons[one.id].evidence,
            )
            for one in extraction.candidates
        )
    return tuple(found)
