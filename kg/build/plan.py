"""What a whole build is made from, and who watches it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from pyoxigraph import Triple

from kg.build.sources import ONTOLOGY, Source, Tree, code_hash
from kg.project import Project
from kg.rdf.turtle import read_turtle

Watch = Callable[[str, int, int], None]
"""Hears of a stage, how much of it is done, and of how much."""


def unseen(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


class Late(Exception):
    """Files that describe what belongs in the register were met among the documents.

    ``loaded`` says that blocks which were made without them are on their way already.
    """

    def __init__(self, names: Iterable[str], *, loaded: bool = False) -> None:
        super().__init__(", ".join(names))
        self.names = frozenset(names)
        self.loaded = loaded


@dataclass(frozen=True, slots=True)
class Plan:
    """What a whole build is made from.

    ``code`` is the hash of what does the work, ``ontology`` the triples of the ontology;
    ``registered`` names the files that are read for the register, beside those that do not lie
    among the documents. ``workers`` are the processes that read; ``watch`` hears of a stage, how
    much of it is done, and of how much.
    """

    tree: Tree
    sources: Sequence[Source]
    code: str = "0"
    ontology: Sequence[Triple] = ()
    registered: frozenset[str] = frozenset()
    workers: int = 1
    watch: Watch = unseen

    @classmethod
    def of(cls, project: Project, workers: int | None = None, watch: Watch = unseen) -> Plan:
        """The plan of a project; where no workers are told, as many read as there are cores."""
        tree = Tree.of(project)
        ontology = [t for name in ONTOLOGY for t in read_turtle(project.ontology / name)]
        crew = len(os.sched_getaffinity(0)) if workers is None else workers
        return cls(tree, tree.sources(), code_hash(project), ontology, workers=crew, watch=watch)

    def after(self, late: Late) -> Plan:
        """The same, now that it is known what else belongs in the register."""
        return replace(self, registered=self.registered | late.names)

    @property
    def key(self) -> str:
        """By what work that was cut off is known to be the same."""
        digest = sha256(f"{self.code} {sorted(self.registered)}\n".encode())
        for source in self.sources:
            digest.update(f"{source.name} {source.size} {source.modified}\n".encode())
        return digest.hexdigest()

    @property
    def of_register(self) -> frozenset[str]:
        """The names of the files that are read for the register."""
        return self.registered | {one.name for one in self.sources if not one.by_document}
