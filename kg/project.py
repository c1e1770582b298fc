"""Where ontology, queries, seeds and the store lie: a checkout, or the copy inside the wheel."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError

TITLE = "European stances on Russia"
"""What the graph is called, and a picture of it."""

_PACKAGE = Path(__file__).parent
_BUNDLE = _PACKAGE / "bundle"


@dataclass(frozen=True, slots=True)
class Project:
    """The folders that belong together; ``store`` holds what ``kg build`` makes."""

    root: Path
    store: Path

    @property
    def ontology(self) -> Path:
        """Ontology, codebook, alignments and shapes."""
        return self.root / "ontology"

    @property
    def queries(self) -> Path:
        """The named queries."""
        return self.root / "queries"

    @property
    def seeds(self) -> Path:
        """The curated Turtle, the candidates and the reviews."""
        return self.root / "seeds"

    def require_own_seeds(self) -> None:
        """Raise UsageError where the seeds are the copy inside an installed package."""
        if _BUNDLE.is_dir() and self.root == _BUNDLE:
            raise UsageError(
                "these seeds belong to the installed package and are not written to",
                hint=f"copy {self.root} to a folder of your own, and name it with --root",
            )

    def shown(self, path: Path) -> Path:
        """A path as a user of this project writes it: from the current folder where it is below."""
        try:
            return path.resolve().relative_to(Path.cwd())
        except ValueError:
            return path


def find_project(root: Path | None = None, store: Path | None = None) -> Project:
    """The project at ``root``, at KG_ROOT, around the current folder, or inside the wheel.

    The store lies at ``store``, at KG_STORE, or in ``build/store`` of the checkout or, with the
    wheel's own copy, of the current folder. Raises UsageError where a root given has no ontology.
    """
    named = root or (Path(os.environ["KG_ROOT"]) if os.environ.get("KG_ROOT") else None)
    if named is not None and not _is_root(named):
        raise UsageError(f"{named} is no project: it has no ontology/stance.ttl")
    around = (folder for folder in (Path.cwd(), *Path.cwd().parents) if _is_root(folder))
    found = named or next(around, None)
    kept = store or (Path(os.environ["KG_STORE"]) if os.environ.get("KG_STORE") else None)
    if found is not None:
        return Project(found, kept or found / "build" / "store")
    return Project(_shipped(), kept or Path.cwd() / "build" / "store")


def _is_root(folder: Path) -> bool:
    return (folder / "ontology" / "stance.ttl").is_file() and (folder / "seeds").is_dir()


def _shipped() -> Path:
    # An editable install has no copy of its own: the checkout lies beside the package.
    return _BUNDLE if _BUNDLE.is_dir() else _PACKAGE.parent
