"""Records of the seeds: one that is not whole is told at its line, by every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.findings import read_registry
from kg.model.documents import Document
from kg.project import Project
from kg.rdf.codec import Unfit, decode
from kg.rdf.terms import BASE
from kg.seeds.frames import DocumentFrame, enter
from kg.seeds.imports import import_tables
from kg.seeds.read import read_seeds
from kg.seeds.records import read_records
from kg.stream.articles import Archive
from tests.invented import MARCH, new_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Seeds with a document without outlet, and an actor of no kind that there is."""
    return new_project(tmp_path)


def spoil(project: Project, name: str, old: str, new: str = "") -> tuple[Path, int]:
    path = project.seeds / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    lines = text[: text.index(old)].split("\n")
    return path, max((n for n, line in enumerate(lines, 1) if line[:1].isalpha()), default=0)


DOCUMENT = f"documents/2021/{MARCH.id}.ttl"


def told(project: Project, call: object) -> str:
    with pytest.raises(InputError) as caught:
        call(project)  # type: ignore[operator]
    (problem,) = caught.value.problems
    return str(problem)


def tables(project: Project) -> None:
    folder = project.root / "tables"
    folder.mkdir(exist_ok=True)
    (folder / "actors.csv").write_text(
        "id,name,type,country,aliases,wikidata,verified_in\n", "utf-8"
    )
    import_tables(project, folder)


def new(project: Project) -> None:
    enter(project, DocumentFrame("https://a.example/", "The Times", None, None, "en"), None)


@pytest.mark.parametrize(
    "call",
    [
        tables,
        new,
        Archive,
        lambda p: read_records(read_seeds(p)),
        lambda p: read_seeds(p).records(Document),
    ],
)
def test_a_document_without_outlet_is_told_at_its_line(project: Project, call: object) -> None:
    path, line = spoil(project, DOCUMENT, "schema:publisher outlet:sample-times ;")
    assert told(project, call).startswith(f"{path}:{line}:1: error: document:{MARCH.id}: ")


@pytest.mark.parametrize("call", [read_registry, Archive])
def test_an_actor_without_a_name_is_told_at_its_line(project: Project, call: object) -> None:
    path, line = spoil(project, "actors.ttl", 'rdfs:label "Boris Fictionov"@en', "st:note 1")
    assert told(project, call).startswith(f"{path}:{line}:1: error: actor:boris-fictionov: ")


def test_an_id_that_is_none_is_told_with_its_thing(project: Project) -> None:
    spoil(project, DOCUMENT, f"document:{MARCH.id} a", f"<{BASE}document/../x> a")
    with pytest.raises(Unfit, match=r"document:\.\./x: .* cannot be an id") as caught:
        decode(Document, read_seeds(project).triples())
    assert caught.value.exit_code == 3
