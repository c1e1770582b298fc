"""A new project: what a collection needs before anybody in it has said anything."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.files import cannot_write, is_folder, no_folder, sync_folder, whole_path
from kg.held import NUMBER, held_folder, sweep_folders
from kg.project import Project, roots_around
from kg.rdf.content import read_file
from kg.rdf.terms import BASE
from kg.rdf.turtle import write_turtle
from kg.seeds.read import Seeds, read_seeds

_FIRST = Path(__file__).parent / "first"
_REGISTRY = {"actor", "tenure", "event"}
_CITED = {"document", "outlet"}
"""What comes along where the registry names it: an office cites a document, and that its outlet."""
_PREFIX = ".kg-init-"
_NO_MATTER = ".git"
"""What may lie in a folder that is empty else: a repository in which nothing is yet."""
_LISTED = 3


def begin(source: Project, folder: Path, *, empty: bool = False) -> Counter[str]:
    """Make a project of the ontology, codebook, queries and registry of another one.

    The registry are actors, offices, events, and the documents that tell of them; an ``empty``
    project has none. Returns how many things of each space there are. The folder is whole at the
    end, or as it was: raises UsageError where something lies in it, StoreUnusable where it cannot
    be written, InputError where the other project cannot be read.
    """
    for root in roots_around(whole_path(folder)):
        Project(root, root / "build" / "store").require_outside(folder)
    source.require_outside(folder)
    seeds = read_seeds(source)
    kept = {node for node in _nodes(seeds) if _space(node) in ("theme", "proposition")}
    if not empty:
        kept |= _registry(seeds)
    # A folder without a file would be lost in git, and a project without seeds is none.
    files = {Path("seeds", "actors.ttl"): write_turtle(())}
    files |= _copied(source) | _told_of(source, seeds, kept)
    for name, content in (("README.md", "README.md"), (".gitignore", "gitignore")):
        called = whole_path(folder).name.encode(errors="replace")
        files[Path(name)] = read_file(_FIRST / content).replace(b"NAME", called, 1)
    try:
        with _new(folder) as new:
            for path, written in files.items():
                (new / path).parent.mkdir(parents=True, exist_ok=True)
                (new / path).write_bytes(written)
    except OSError as error:
        raise cannot_write(folder, error) from None
    return Counter(map(_space, kept))


def _copied(source: Project) -> dict[Path, bytes]:
    """What every project has alike, by its path in the project."""
    ontology = [path for end in ("ttl", "jsonld") for path in source.ontology.glob(f"*.{end}")]
    found = [(path, "ontology", source.ontology) for path in sorted(ontology)]
    found += [(path, "queries", source.queries) for path in sorted(source.queries.rglob("*.rq"))]
    return {
        Path(top, path.relative_to(folder)): read_file(path)
        for path, top, folder in found
        if not path.name.startswith(".")
    }


def _registry(seeds: Seeds) -> set[NamedNode]:
    """Who and what the seeds describe apart from what was said, and all that tells of it."""
    kept = {node for node in _nodes(seeds) if _space(node) in _REGISTRY}
    fresh = kept
    while fresh:
        named = {
            t.object
            for t in seeds.triples()
            if t.subject in fresh and isinstance(t.object, NamedNode) and _space(t.object) in _CITED
        }
        fresh = named - kept
        kept = kept | fresh
    return kept


def _told_of(source: Project, seeds: Seeds, kept: set[NamedNode]) -> dict[Path, bytes]:
    """What the seeds tell of some things, in the files in which they tell it."""
    found = {}
    for file in seeds.files:
        triples = [triple for triple in file.triples if triple.subject in kept]
        if triples and file.path.is_relative_to(source.seeds):
            found["seeds" / file.path.relative_to(source.seeds)] = write_turtle(triples)
    return found


def _nodes(seeds: Seeds) -> set[NamedNode]:
    return {t.subject for t in seeds.triples() if isinstance(t.subject, NamedNode)}


def _space(node: NamedNode) -> str:
    """The space in which a thing lives, or nothing of what is none of ours."""
    ours = node.value.startswith(BASE)
    return node.value.removeprefix(BASE).partition("/")[0] if ours else ""


@contextlib.contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """A folder whose content becomes that of another at the end, if nothing goes wrong.

    Raises OSError where that cannot be, UsageError where something lies in the other.
    """
    there = is_folder(folder)
    place = folder if there else folder.absolute().parent
    if not there and os.path.lexists(folder):
        raise UsageError(f"{folder}: {no_folder(folder)}", hint="name a new folder")
    place.mkdir(parents=True, exist_ok=True)
    # What a run that was killed has left is not of the user.
    sweep_folders(place, re.compile(re.escape(_PREFIX) + NUMBER))
    if there:
        _refuse_others(folder)
    new, handle = held_folder(place, _PREFIX, 0o777)
    try:
        yield new
        os.sync()
        if there:
            _move_into(new, folder)
        else:
            new.rename(folder)
        sync_folder(place)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        os.close(handle)


def _refuse_others(folder: Path) -> None:
    others = sorted(path.name for path in folder.iterdir() if path.name != _NO_MATTER)
    if others:
        listed = ", ".join(others[:_LISTED])
        more = f" and {len(others) - _LISTED} more" if len(others) > _LISTED else ""
        raise UsageError(
            f"{folder} is not empty: it holds {listed}{more}", hint="name a new folder"
        )


def _move_into(new: Path, folder: Path) -> None:
    """Move all that is in a folder to another one, or none of it."""
    names = sorted(path.name for path in new.iterdir())
    try:
        for name in names:
            (new / name).rename(folder / name)
    except BaseException:
        for name in names:
            if not (new / name).exists():
                (folder / name).rename(new / name)
        raise
