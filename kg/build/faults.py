"""Where in the seeds a fault lies: the file and the line that describe a thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.build.chunks import hash_of
from kg.build.inventory import Inventory
from kg.build.sources import Tree
from kg.errors import Problem
from kg.rdf.terms import BASE
from kg.rdf.turtle import subject_lines
from kg.seeds.shared_ids import told_of_shared

_MADE = ("evidence", "stance")


def locate(paths: Iterable[Path], faults: Iterable[tuple[str, str]]) -> list[Problem]:
    """What is wrong with some things, given as ``space/ID``, at the lines that describe them."""
    places: dict[str, tuple[Path, int]] = {}
    told = list(faults)
    wanted = {f"{BASE}{one}" for node, _ in told for one in _homes(node)}
    for path in paths:
        for iri, line in subject_lines(path.read_text(encoding="utf-8")).items():
            if iri in wanted:
                places.setdefault(iri, (path, line))
    return [_problem(node, message, places) for node, message in told]


def _homes(node: str) -> tuple[str, ...]:
    # What a machine found stands in no file as stance or evidence: its candidate does.
    space, _, name = node.partition("/")
    return (node, f"candidate/{name}") if space in _MADE else (node,)


def _problem(node: str, message: str, places: dict[str, tuple[Path, int]]) -> Problem:
    name = node.replace("/", ":", 1)
    whole = message if message.startswith(name) else f"{name}: {message}"
    for home in _homes(node):
        if f"{BASE}{home}" in places:
            path, line = places[f"{BASE}{home}"]
            return Problem(path, line, 1, whole)
    return Problem(Path("seeds"), 0, 0, whole)


def find_doubles(
    tree: Tree, inventory: Inventory, hashes: bytearray, made: bytearray
) -> Iterator[Problem]:
    """The subjects that several files describe, at each file after the first.

    So too those that files describe and as which findings of machines are published: ``made``.
    """
    import numpy as np

    ordered = np.sort(np.frombuffer(hashes, np.uint64))
    twice = {one.tobytes() for one in ordered[1:][ordered[1:] == ordered[:-1]]}
    shared = {one.tobytes() for one in np.intersect1d(ordered, np.frombuffer(made, np.uint64))}
    if not (twice or shared):
        return
    first: dict[str, Path] = {}
    for name, *_ in list(inventory.files()):
        held = inventory.file(name)
        path = tree.path(name)
        for subject in held.subjects if held else ():
            known = hash_of(subject)
            if known in shared:
                yield _at_home(subject, path, told_of_shared(subject))
            if known in twice and first.setdefault(subject, path) is not path:
                told = f"{subject.replace('/', ':', 1)} is described in {first[subject]} too"
                yield _at_home(subject, path, f"{told}: one file owns it")


def _at_home(subject: str, path: Path, message: str) -> Problem:
    line = subject_lines(path.read_text(encoding="utf-8")).get(f"{BASE}{subject}", 0)
    return Problem(path, line, 1 if line else 0, message)
