"""A new project is whole, holds what nobody said, and begins only where nothing lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.build.build import build
from kg.errors import StoreUnusable, UsageError
from kg.model.stances import Stance
from kg.project import Project
from kg.seeds.begin import begin
from kg.seeds.check import check
from kg.seeds.read import read_seeds, turtle_files
from kg.seeds.records import read_records
from kg.seeds.write import format_file


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def as_project(folder: Path) -> Project:
    return Project(folder, folder / "build" / "store")


def test_the_registry_comes_along_with_its_sources_and_nothing_that_was_said(
    world: Project, tmp_path: Path
) -> None:
    numbers = begin(world, tmp_path / "mine")
    old, new = (read_records(read_seeds(one)) for one in (world, as_project(tmp_path / "mine")))
    assert (new.actors, new.tenures, new.events) == (old.actors, old.tenures, old.events)
    assert new.propositions == old.propositions
    assert [*new.stances, *new.evidence, *new.candidates, *new.runs, *new.reviews] == []
    cited = {one.source for one in (*old.tenures, *old.events)}
    assert {document.id for document in new.documents} == cited < {d.id for d in old.documents}
    assert {outlet.id for outlet in new.outlets} == {
        name for document in new.documents for name in (document.outlet, document.agency) if name
    }
    assert (numbers["actor"], numbers["tenure"]) == (len(new.actors), len(new.tenures))


@pytest.mark.parametrize("empty", [False, True])
def test_a_project_is_without_fault_in_canonical_form_and_built_at_once(
    world: Project, tmp_path: Path, empty: bool
) -> None:
    begin(world, tmp_path / "mine", empty=empty)
    project = as_project(tmp_path / "mine")
    assert check(project) == []
    assert all(format_file(path, write=False) for path in turtle_files(project.seeds))
    assert build(project).changed
    assert read_seeds(project).records(Stance) == []


def test_an_empty_project_has_the_codebook_and_nobody(world: Project, tmp_path: Path) -> None:
    numbers = begin(world, tmp_path / "mine", empty=True)
    assert set(numbers) == {"proposition", "theme"}
    # Git keeps no folder without a file.
    assert [path.name for path in turtle_files(tmp_path / "mine" / "seeds")] == ["actors.ttl"]


def test_the_same_comes_out_twice_and_nothing_beside_it(world: Project, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b" / "mine").mkdir(parents=True)
    for name in ("a", "b"):
        begin(world, tmp_path / name / "mine")
    made = contents(tmp_path / "a")
    assert made == contents(tmp_path / "b")
    assert {name.split("/")[1] for name in made} == {
        ".gitignore",
        "README.md",
        "ontology",
        "queries",
        "seeds",
    }
    assert made["mine/README.md"].startswith(b"# mine\n")


def test_a_folder_in_which_something_lies_stays_as_it_is(world: Project, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words", "utf-8")
    with pytest.raises(UsageError, match=r"is not empty: it holds notes\.txt"):
        begin(world, tmp_path)
    with pytest.raises(UsageError, match=r"notes\.txt: it is no folder"):
        begin(world, tmp_path / "notes.txt")
    assert contents(tmp_path) == {"notes.txt": b"words"}


def test_a_repository_in_which_nothing_is_yet_is_an_empty_folder(
    world: Project, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_bytes(b"ref")
    begin(world, tmp_path)
    assert contents(tmp_path)[".git/HEAD"] == b"ref"
    assert (tmp_path / "seeds" / "actors.ttl").is_file()


def test_no_project_begins_within_what_another_is_built_from(
    world: Project, tmp_path: Path
) -> None:
    begin(world, tmp_path / "other", empty=True)
    for folder in (world.seeds, tmp_path / "other" / "seeds", tmp_path / "other" / "ontology"):
        with pytest.raises(UsageError, match="is inside the store, the seeds"):
            begin(world, folder / "mine")
        assert not (folder / "mine").exists()
    begin(world, tmp_path / "other" / "inner")


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("step", ["write_bytes", "rename"])
def test_what_cannot_be_finished_leaves_nothing(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, there: bool
) -> None:
    whole, met = getattr(Path, step), 0
    if there:
        (tmp_path / "mine").mkdir()

    def fail(path: Path, *arguments: object) -> object:
        nonlocal met
        met += 1
        # A rename that is undone is one of the second round.
        if met == (3 if there or step == "write_bytes" else 1):
            raise OSError(28, os.strerror(28))
        return whole(path, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Path, step, fail)
        with pytest.raises(StoreUnusable, match="mine: cannot be written: No space left"):
            begin(world, tmp_path / "mine")
    assert [path.name for path in tmp_path.rglob("*")] == (["mine"] if there else [])
    begin(world, tmp_path / "mine")


def test_what_a_killed_run_has_left_is_no_hindrance(world: Project, tmp_path: Path) -> None:
    (tmp_path / ".kg-init-0123456789abcdef" / "seeds").mkdir(parents=True)
    begin(world, tmp_path)
    assert not list(tmp_path.glob(".kg-init-*"))
