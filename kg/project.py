"""Where ontology, queries, seeds and the store lie: a checkout, or the copy inside the wheel."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from kg.errors import UsageError
from kg.files import from_here, is_file, is_folder, whole_path

TITLE = "European stances on Russia"
"""What the graph is called, and a picture of it."""

_PACKAGE = Path(__file__).parent
_BUNDLE = _PACKAGE / "bundle"
_SERVED = re.compile(r"https?://", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE | re.ASCII)
_URL = re.compile(r"[!-~]+")


class Address(NamedTuple):
    """Where a store is served: an http or https URL, without name and password."""

    url: str

    def __str__(self) -> str:
        return self.url


Place = Path | Address
"""Where a store lies: in a folder, or with a server."""


@dataclass(frozen=True, slots=True)
class Project:
    """The folders that belong together; ``store`` holds what ``kg build`` makes."""

    root: Path
    store: Place

    @property
    def folder(self) -> Path:
        """The folder of the store; raises UsageError where the store is with a server."""
        match self.store:
            case Address():
                raise UsageError(
                    f"{self.store} is a server, and this needs a store in a folder",
                    hint="leave --store out, or name a folder",
                )
            case folder:
                return folder

    @property
    def beside(self) -> Path:
        """The folder of this machine for what is known of the store: its own, or one for a URL."""
        match self.store:
            case Address(url):
                from hashlib import sha256  # who only asks does not wait for it

                own = _here() if self.root == _BUNDLE else self.root
                return own / "build" / "served" / sha256(url.encode()).hexdigest()[:16]
            case folder:
                return folder

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
                hint="make a project of your own, and go there: kg init FOLDER",
            )

    def require_outside(self, place: Path) -> None:
        """Raise UsageError where a folder lies within the store or what the store is built from."""
        whole = whole_path(place)
        kept = (self.beside, self.seeds, self.ontology, self.queries)
        if any(whole.is_relative_to(whole_path(path)) for path in kept):
            raise UsageError(
                f"{place} is inside the store, the seeds, the ontology or the queries",
                hint="name a folder beside them, such as one in build",
            )

    def shown(self, path: Place) -> Place:
        """A place as a user of this project writes it: from the current folder where below it."""
        match path:
            case Address():
                return path
            case _:
                return from_here(path)


def find_place(text: str) -> Place:
    """Where a store lies that is named by a folder or by a URL.

    Raises UsageError on a URL that no store can have; what it holds of a password is not told.
    """
    if not _SERVED.match(text):
        if _SCHEME.match(text):
            raise UsageError("--store: only http and https URLs name a store")
        return Path(text)
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 (it is read when it is looked at)
    except ValueError:
        raise UsageError("--store: this is no URL") from None
    if "@" in parts.netloc:
        raise UsageError(
            "--store: no name and password in the URL: others see them",
            hint="set KG_STORE_USER and KG_STORE_PASSWORD",
        )
    if not parts.hostname or not _URL.fullmatch(text):
        raise UsageError("--store: this is no URL")
    if parts.query or parts.fragment:
        raise UsageError("--store: name the store by a URL without ? and #")
    return Address(text.rstrip("/"))


def find_project(root: Path | None = None, store: str | Path | None = None) -> Project:
    """The project at ``root``, at KG_ROOT, around the current folder, or inside the wheel.

    The store lies at ``store``, at KG_STORE, or in ``build/store`` of the checkout or, with the
    wheel's own copy, of the current folder. Raises UsageError where a root given has no ontology,
    and where none is given and the current folder is there no more.
    """
    named = root or (Path(os.environ["KG_ROOT"]) if os.environ.get("KG_ROOT") else None)
    if named is not None and not _is_root(named):
        told = "seeds" if is_file(named / "ontology" / "stance.ttl") else "ontology/stance.ttl"
        raise UsageError(
            f"{named} is no project: it has no {told}",
            hint="name the folder that holds ontology, queries and seeds",
        )
    found = named or next(roots_around(_here()), None)
    named_store = str(store or os.environ.get("KG_STORE") or "")
    kept = find_place(named_store) if named_store else None
    if found is not None:
        return Project(found, kept or found / "build" / "store")
    return Project(_shipped(), kept or _here() / "build" / "store")


def roots_around(place: Path) -> Iterator[Path]:
    """The roots of all projects in which a place lies, the innermost first."""
    return (folder for folder in (place, *place.parents) if _is_root(folder))


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError(
            f"the current folder: {error.strerror}",
            hint="go to another, or name the project with --root",
        ) from None


def _is_root(folder: Path) -> bool:
    return is_file(folder / "ontology" / "stance.ttl") and is_folder(folder / "seeds")


def _shipped() -> Path:
    # An editable install has no copy of its own: the checkout lies beside the package.
    return _BUNDLE if _BUNDLE.is_dir() else _PACKAGE.parent
