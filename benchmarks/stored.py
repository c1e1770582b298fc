"""A store of invented stances, as many as one asks for, spread as in real life.

Few actors hold most stances and few propositions draw most of them; a document shows one stance or
several, and some stances stand in two. Actors and propositions are those of benchmarks.crowd.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from benchmarks.crowd import crowd
from kg.model.actors import Actor
from kg.model.propositions import Proposition
from kg.model.stances import AUTO_ACCEPT
from kg.rdf.codec import encode, iri
from kg.rdf.terms import BASE, RDF, ST, graph

ACTORS = 500
_DATABASE = "db-000000000000"
_FIRST_DAY = date(2022, 1, 1)
_DAYS = 1680
_BLOCK = 100_000
_TWICE = 0.1
_BY_MACHINE = 0.25
_POLARITIES = ("opposes", "mixed", "favours")
_STANCE = """\
<{s}{number}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{n}Stance> .
<{s}{number}> <{n}holder> <{b}actor/{holder}> .
<{s}{number}> <{n}proposition> <{b}proposition/{proposition}> .
<{s}{number}> <{n}polarity> <{b}polarity/{polarity}> .
<{s}{number}> <{n}status> <{n}{status}> .
<{s}{number}> <{n}earliest> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> .
<{s}{number}> <{n}latest> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
_EVIDENCE = """\
<{e}{number}-{report}> <{n}supports> <{s}{number}> .
<{e}{number}-{report}> <{n}document> <{b}document/invented-{document}> .
"""
_CONFIDENCE = """\
<{e}{number}-1> <{n}confidence> "{score:.3g}"^^<http://www.w3.org/2001/XMLSchema#decimal> .
"""
_SPACES = {"b": BASE, "n": f"{BASE}ns#", "s": f"{BASE}stance/s", "e": f"{BASE}evidence/e"}


def make_store(folder: Path, stances: int, actors: int = ACTORS, seed: int = 5) -> Path:
    """The folder of a new store with so many stances; the same for the same numbers."""
    (folder / _DATABASE).mkdir(parents=True)
    store = Store(str(folder / _DATABASE))
    people, subjects = _registry(actors, seed)
    store.extend(Quad(t.subject, t.predicate, t.object) for t in _told(people, subjects))
    version = Literal(f"{stances} stances of {actors} actors, seed {seed}")
    store.add(Quad(NamedNode(f"{BASE}dataset"), ST.inputHash, version, graph("meta")))
    names = [one.id for one in people], [one.id for one in subjects]
    for block in _blocks(stances, *names, seed):
        store.bulk_load(block, format=RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    (folder / "current").write_text(f"{_DATABASE}\n", encoding="ascii")
    return folder


def _registry(actors: int, seed: int) -> tuple[list[Actor], list[Proposition]]:
    page = crowd(actors, 0, seed)
    people = [Actor(one.id, one.name, one.kind, one.country) for one in page.actors]
    subjects = [
        Proposition(
            id=one.id,
            theme=one.theme,
            label=one.label,
            short=one.short,
            sentence=one.sentence,
            for_verb=one.for_verb,
            against_verb=one.against_verb,
            favours_means=one.favours,
            opposes_means=one.opposes,
        )
        for one in page.propositions
    ]
    return people, subjects


def _told(people: Iterable[Actor], subjects: Iterable[Proposition]) -> Iterator[Triple]:
    for record in (*people, *subjects):
        yield from encode(record)
    for actor in people:
        yield Triple(iri(actor), RDF.type, ST.Actor)


def _blocks(stances: int, people: list[str], subjects: list[str], seed: int) -> Iterator[bytes]:
    chance = np.random.default_rng(seed)
    activity = chance.pareto(1.2, len(people)) + 1
    interest = 1 / np.arange(1, len(subjects) + 1)
    lean = chance.normal(0, 0.8, (len(people), len(subjects)))
    documents = 0
    for first in range(0, stances, _BLOCK):
        count = min(_BLOCK, stances - first)
        holder = chance.choice(len(people), count, p=activity / activity.sum())
        subject = chance.choice(len(subjects), count, p=interest / interest.sum())
        leaning = lean[holder, subject] + chance.normal(0, 0.5, count)
        side = np.where(abs(leaning) < 0.1, 0, np.sign(leaning)).astype(int) + 1
        day = chance.integers(0, _DAYS, count)
        document = documents + np.cumsum(chance.random(count) < 0.6)
        documents = int(document[-1])
        twice = chance.random(count) < _TWICE
        score = np.where(
            chance.random(count) < _BY_MACHINE, chance.uniform(float(AUTO_ACCEPT), 1, count), 0
        )
        columns = (holder, subject, side, day, document, twice, score)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        yield "".join(
            _lines(number, people[who], subjects[what], *rest)
            for number, (who, what, *rest) in enumerate(rows, first)
        ).encode()


def _lines(
    number: int, holder: str, subject: str, side: int, day: int, document: int, twice: bool,
    score: float,
) -> str:  # fmt: skip
    reports = [document, document + 1] if twice else [document]
    told = _STANCE.format(
        **_SPACES,
        number=number,
        holder=holder,
        proposition=subject,
        polarity=_POLARITIES[side],
        status="Extracted" if score else "Curated",
        day=_FIRST_DAY + timedelta(day),
    )
    told += "".join(
        _EVIDENCE.format(**_SPACES, number=number, report=report, document=name)
        for report, name in enumerate(reports, 1)
    )
    return told + (_CONFIDENCE.format(**_SPACES, number=number, score=score) if score else "")
