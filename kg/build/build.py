"""Seeds, candidates and reviews to the store: all of it, or nothing."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import __version__, rdf
from kg.build.describe import DATASET, describe
from kg.build.world import World
from kg.errors import InputError
from kg.project import Project
from kg.rdf.terms import ST, graph
from kg.rdf.turtle import read_turtle
from kg.seeds.read import read_seeds, seed_paths
from kg.store.embedded import ENGINE_ERRORS
from kg.store.graphs import as_stored, count_quads
from kg.store.writing import open_writer

ONTOLOGY = ("stance.ttl", "alignments.ttl")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: quads by graph, and how many were added and removed."""

    graphs: dict[str, int]
    added: int
    removed: int

    @property
    def changed(self) -> bool:
        """Whether the store is another than before."""
        return bool(self.added or self.removed)


def build(project: Project, *, anew: bool = False) -> Built:
    """Bring the store up to date with the seeds; ``anew`` writes it afresh in any case.

    Raises InputError where a seed cannot be used and StoreError where the store cannot; what was
    there before then stays as it was, but for a server that is cut off while it is written to:
    the next build sees that and repairs it.
    """
    version = fingerprint(project)
    with open_writer(project.store) as writer:
        if not anew and writer.fingerprint() == version:
            with contextlib.suppress(*ENGINE_ERRORS):
                return Built(writer.sizes(), 0, 0)
        quads = as_stored(make_quads(project, version))
        added, removed = writer.replace_all(quads, anew=anew)
    return Built(count_quads(quads), added, removed)


def fingerprint(project: Project) -> str:
    """SHA-256 of every input and of the code that turns it into quads."""
    code = Path(rdf.__file__).parents[1]
    sources = sorted(p for part in ("build", "model", "rdf") for p in (code / part).glob("*.py"))
    inputs = [project.ontology / name for name in ONTOLOGY] + seed_paths(project)
    digest = hashlib.sha256(__version__.encode())
    for path in (*sources, *inputs):
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}") from None
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def make_quads(project: Project, version: str) -> Iterator[Quad]:
    """Every quad of the store, for any order of the files.

    Raises InputError where a seed is not valid Turtle or lacks what its record needs.
    """
    seeds = read_seeds(project)
    ontology = [t for name in ONTOLOGY for t in read_turtle(project.ontology / name)]
    world = World(seeds)
    published = set(world.published()) | set(ontology)
    yield from _in(DefaultGraph(), published)
    yield from _in(graph("candidates"), world.candidates())
    yield from _in(graph("rejected"), world.rejected())
    yield from _in(graph("reviews"), world.reviews())
    yield from _in(graph("meta"), describe(published))
    yield Quad(DATASET, ST.inputHash, Literal(version), graph("meta"))


def _in(name: NamedNode | DefaultGraph, triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(t.subject, t.predicate, t.object, name) for t in triples)
