"""What a page is, and what a shelf of pages is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Page(Protocol):
    """One page; ``path`` has no ending: ``actor/giorgia-meloni``, ``actor/index``, ``codebook``."""

    @property
    def path(self) -> str:
        """Where it lies below the top folder, without an ending."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def forms(self) -> tuple[str, ...]:
        """The endings in which it can be had: html, json, csv, ttl, jsonld, nt, rdf, atom, js."""

    def render(self, form: str, *, live: bool) -> bytes:
        """The page in one of its forms; ``live`` where a server stands behind it.

        Raises KeyError for a form that is not among ``forms``.
        """


class Shelf(Protocol):
    """Pages of one sort; it is made from the published graph when the library opens.

    To make one must cost nothing: what takes time is read when a page is asked for.
    """

    def find(self, path: str) -> Page | None:
        """The page of a path without ending, or None where it has none; any text may come in."""

    def paths(self) -> Iterable[str]:
        """The path of every page that it has, in any order."""
