"""Every page of the graph, by its path: what ``kg serve`` answers with and ``kg site`` writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import Store

from kg.project import Project
from kg.store.embedded import input_hash


class Page(Protocol):
    """One page; ``path`` has no ending: ``actor/giorgia-meloni``, ``actor/index``, ``codebook``."""

    path: str
    title: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The endings in which it can be had: html, json, csv, ttl, jsonld, atom."""

    def render(self, form: str, *, live: bool) -> bytes:
        """The page in one of its forms; ``live`` where a server stands behind it."""


class Library:
    """The pages over an open store; ``version`` changes whenever one of them may."""

    def __init__(self, project: Project, store: Store) -> None:
        self.project = project
        self.store = store
        self.version = input_hash(store) or ""

    def find(self, path: str) -> Page | None:
        """The page of a path without ending, or None where there is none."""
        del path
        return None

    def paths(self) -> Iterator[str]:
        """The path of every page, sorted."""
        return iter(())
