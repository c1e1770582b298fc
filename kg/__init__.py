"""A knowledge graph of European stances on Russia.

>>> import kg
>>> graph = kg.open()                                       # the store that kg build made
>>> graph.query("who-opposes", proposition="dialogue").dicts()   # doctest: +SKIP
>>> graph.dataset()                                         # doctest: +SKIP
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.reader import Reader

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(store: str | PathLike[str] | None = None) -> Reader:
    """A reader of the store at a folder or URL, or of the project's own store.

    Raises kg.errors.StoreMissing where nothing has been built.
    """
    # The package itself imports nothing.
    from kg.project import find_project
    from kg.reader import Reader

    return Reader(find_project(store=str(store) if store is not None else None))
