"""Pages that cannot be drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreUnusable
from kg.pages.library import Library
from kg.project import Project
from kg.site.studio import Studio
from kg.store.embedded import database


def test_a_file_that_cannot_be_read_is_told_as_such(
    world: Project, world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        forms = ("html",)

        def render(self, form: str, *, live: bool) -> bytes:
            raise OSError(5, "Input/output error", "/ontology/context.jsonld")

    monkeypatch.setattr(Library, "find", lambda *_: Failing())
    studio = Studio(world, database(world_store))
    with pytest.raises(StoreUnusable, match=r"^/ontology/context\.jsonld: Input/output error"):
        list(studio.draw(["one"], 1))
