"""A state of the record that lies somewhere: a store, a folder of seeds, or an RDF file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.analysis.corpus.corpus import Corpus, corpus_of_store
from kg.analysis.corpus.reading import read_stances, stances_of
from kg.analysis.corpus.stances import NOBODY
from kg.build.sources import Tree
from kg.build.whole import blocks_of
from kg.errors import InputError, Problem
from kg.files import is_file, is_folder
from kg.model.documents import Document, Evidence, Outlet
from kg.project import Project
from kg.rdf.foreign import form_of, load_file
from kg.rdf.terms import safe
from kg.store.embedded import open_reader
from kg.store.graphs import PUBLISHED
from kg.store.records import load

ENDINGS = (".ttl", ".trig", ".nq", ".nt", ".jsonld", ".rdf")
"""What files of RDF are called."""


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """A state of the record: what is published in it, open to be read, and its stances."""

    name: str
    reader: Store
    corpus: Corpus


def read_release(path: Path, project: Project) -> Release:
    """The release at a path.

    A store folder is read as it is; a folder of seeds, or one with seeds and ontology, is built
    in memory; of an RDF file the default graph counts. Seeds without a codebook beside them take
    that of ``project``. Raises InputError with the place where it cannot be read or used.
    """
    try:
        path.stat()
    except OSError as error:
        raise _unfit(path, error.strerror or str(error)) from None
    if is_file(path / "current"):
        reader = open_reader(path)
        return Release(str(path), reader, corpus_of_store(reader, stances_of(path)))
    reader = _built(path, project) if is_folder(path) else _loaded(path)
    try:
        corpus = corpus_of_store(reader, read_stances(reader))
        _read_through(reader, corpus)
    except (KeyError, ValueError) as error:
        raise _unfit(path, f"it does not hold this graph: {error}") from None
    if not len(corpus.stances):
        raise _unfit(path, "there is no published stance in it")
    _refuse_strangers(path, corpus)
    return Release(str(path), reader, corpus)


def _loaded(path: Path) -> Store:
    form = form_of(path)
    if form is None:
        raise _unfit(path, f"neither a folder nor an RDF file ({', '.join(ENDINGS)})")
    store = Store()
    load_file(path, form, store)
    return store


def _built(path: Path, project: Project) -> Store:
    whole = is_folder(path / "seeds") and is_folder(path / "ontology")
    seeds = path / "seeds" if whole else path
    if next(seeds.rglob("*.ttl"), None) is None:
        raise _unfit(path, "neither a store nor seeds: there is no Turtle in it")
    beside = seeds.parent / "ontology" / "codebook.ttl"
    codebook = beside if is_file(beside) else project.ontology / "codebook.ttl"
    store = Store()
    for block in blocks_of(Tree(seeds, codebook)):
        if block.graph == PUBLISHED:
            store.bulk_load(block.content, format=RdfFormat.N_TRIPLES)
    return store


def _read_through(reader: Store, corpus: Corpus) -> None:
    """Raise ValueError where something that may be shown later cannot be read."""
    for name in corpus.stances.ids:
        safe(name)
    for record in (Evidence, Document, Outlet):
        load(reader, record)


def _refuse_strangers(path: Path, corpus: Corpus) -> None:
    """Raise InputError where a stance names an actor or proposition that is not described."""
    stances = corpus.stances
    for places, names, known in (
        (stances.holder, stances.actors, corpus.actors),
        (stances.behalf, stances.actors, corpus.actors),
        (stances.proposition, stances.propositions, corpus.propositions),
    ):
        named = {names[place] for place in set(places.tolist()) - {NOBODY}}
        for name in sorted(named - set(known)):
            raise _unfit(path, f"a stance names {name}, which is not described")


def _unfit(path: Path, message: str) -> InputError:
    problem = Problem(path, 0, 0, message)
    return InputError(f"{path}: cannot be compared", problems=[problem])
