from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, Triple

from kg.errors import InputError, StoreLocked, StoreUnusable
from kg.model.propositions import Theme
from kg.project import Project
from kg.rdf.codec import encode, iri
from kg.rdf.terms import RDFS
from kg.rdf.turtle import read_turtle, write_turtle
from kg.seeds.lock import alone
from kg.seeds.read import Seeds, read_seeds, seed_paths
from kg.seeds.write import add_triples, document_path, format_file, place, with_triples
from tests.invented import (
    ANNA,
    BORIS,
    MARCH,
    MAY,
    REGISTRY,
    ROOT,
    SAMPLE,
    SUMMIT,
    TENURE,
    UNDATED,
    evidence,
    new_project,
    stance,
)

THEME = Theme("examples", "Examples")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path)


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (ANNA, "actors.ttl"),
        (TENURE, "tenures.ttl"),
        (SUMMIT, "events.ttl"),
        (SAMPLE, "outlets.ttl"),
        (MARCH, f"documents/2021/{MARCH.id}.ttl"),
        (UNDATED, f"documents/undated/{UNDATED.id}.ttl"),
        (evidence("one", MAY), f"documents/2021/{MAY.id}.ttl"),
    ],
)
def test_every_record_has_one_home(tmp_path: Path, record: object, name: str) -> None:
    project = Project(tmp_path, tmp_path / "store")
    added, clashes = place(project, [record], Seeds())
    assert not clashes
    assert [path.relative_to(project.seeds).as_posix() for path in added] == [name]


def test_a_stance_lives_where_it_was_first_entered_from(tmp_path: Path) -> None:
    project = Project(tmp_path, tmp_path / "store")
    records = [stance("one"), evidence("one", MAY), evidence("one", MARCH, number=2)]
    added, _ = place(project, records, Seeds())
    homes = {t.subject: path for path, triples in added.items() for t in triples}
    assert homes[iri(records[0])] == homes[iri(records[1])] == document_path(project, MAY.id)
    assert homes[iri(records[2])] == document_path(project, MARCH.id)


def test_what_is_known_adds_nothing_and_what_differs_is_told(project: Project) -> None:
    other = replace(BORIS, name="Boris Inventov")
    new = replace(BORIS, id="boris-two")
    added, clashes = place(project, [ANNA, other, new], read_seeds(project))
    assert {t.subject for triples in added.values() for t in triples} == {iri(new)}
    (clash,) = clashes
    assert clash.message == "boris-fictionov is described otherwise already"
    assert clash.path == project.seeds / "actors.ttl"


def test_adding_keeps_what_a_file_holds(project: Project) -> None:
    path = project.seeds / "actors.ttl"
    before = set(read_turtle(path))
    more = set(encode(replace(BORIS, id="boris-two")))
    assert add_triples({path: more}) == 1
    assert set(read_turtle(path)) == before | more
    assert path.read_bytes() == write_turtle(before | more)


def test_one_broken_file_leaves_all_as_they_were(project: Project) -> None:
    good, broken = project.seeds / "actors.ttl", project.seeds / "outlets.ttl"
    broken.write_text("outlet:x a st:Outlet", encoding="utf-8")
    before = good.read_bytes()
    with pytest.raises(InputError):
        add_triples({good: set(encode(replace(BORIS, id="b"))), broken: set(encode(SAMPLE))})
    assert good.read_bytes() == before


def test_formatting_is_done_once(project: Project) -> None:
    path = project.seeds / "actors.ttl"
    canonical = path.read_bytes()
    text = "# a comment that goes\n" + canonical.decode().replace(" ;\n\t", ";").replace(
        "@en", "@EN"
    )
    path.write_text(text, encoding="utf-8")
    assert format_file(path, write=False) is False
    assert path.read_text(encoding="utf-8") == text
    assert format_file(path, write=True) is False
    assert path.read_bytes() == canonical
    assert format_file(path, write=True) is True


def test_a_canonical_file_is_not_touched(project: Project) -> None:
    path = project.seeds / "actors.ttl"
    before = path.stat().st_mtime_ns
    assert format_file(path, write=True) is True
    assert path.stat().st_mtime_ns == before


def test_a_file_with_blank_nodes_is_not_formatted_away(project: Project) -> None:
    path = project.seeds / "actors.ttl"
    path.write_text("[] a <https://example.org/x> .\n", encoding="utf-8")
    with pytest.raises(InputError, match="blank node"):
        format_file(path, write=True)
    assert path.read_text(encoding="utf-8").startswith("[]")


def test_seeds_know_who_owns_a_subject(project: Project) -> None:
    seeds = read_seeds(project)
    owners = seeds.owners()
    assert [file.path.name for file in owners[iri(ANNA)]] == ["actors.ttl"]
    (file,) = owners[iri(ANNA)]
    assert file.lines()[iri(ANNA).value] == 6
    assert len({triple.subject for triple in seeds.triples()}) > len(REGISTRY)


def test_the_codebook_comes_first_and_the_files_in_order(project: Project) -> None:
    paths = seed_paths(project)
    assert paths[0] == project.ontology / "codebook.ttl"
    assert paths[1:] == sorted(paths[1:])


def test_a_folder_that_cannot_be_written_is_told(project: Project) -> None:
    (project.seeds / "blocked").write_text("a file where a folder should be")
    triple = Triple(iri(ANNA), RDFS.label, Literal("x"))
    with pytest.raises((StoreUnusable, InputError), match="cannot be written"):
        add_triples({project.seeds / "blocked" / "x.ttl": {triple}})


def add_meanwhile(monkeypatch: pytest.MonkeyPatch, path: Path, more: set[Triple]) -> None:
    """Whoever makes Turtle next finds, when it is made, that another has added to the file."""

    def slow(triples: Iterable[Triple]) -> bytes:
        monkeypatch.setattr("kg.seeds.write.write_turtle", write_turtle)
        canonical = write_turtle(triples)
        path.write_bytes(write_turtle({*read_turtle(path), *more}))
        return canonical

    monkeypatch.setattr("kg.seeds.write.write_turtle", slow)


@pytest.mark.parametrize("comment", ["", "# not canonical\n"])
def test_what_was_added_while_a_file_is_formatted_stays(
    project: Project, monkeypatch: pytest.MonkeyPatch, comment: str
) -> None:
    path = project.seeds / "actors.ttl"
    path.write_text(comment + path.read_text(encoding="utf-8"), encoding="utf-8")
    more = set(encode(replace(BORIS, id="boris-two")))
    add_meanwhile(monkeypatch, path, more)
    format_file(path, write=True)
    assert more <= set(read_turtle(path))
    assert path.read_bytes() == write_turtle(read_turtle(path))


def test_formatting_waits_for_who_writes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.seeds.lock.PATIENCE", 0.0)
    actors, outlets = project.seeds / "actors.ttl", project.seeds / "outlets.ttl"
    text = "# not canonical\n" + actors.read_text(encoding="utf-8")
    actors.write_text(text, encoding="utf-8")
    with alone(project.seeds):
        assert format_file(outlets, write=True) is True
        assert format_file(actors, write=False) is False
        with pytest.raises(StoreLocked):
            format_file(actors, write=True)
    assert actors.read_text(encoding="utf-8") == text


def test_what_documents_name_is_written_before_them(tmp_path: Path) -> None:
    # A folder above the project may be called as one of the seeds is.
    project = new_project(tmp_path / "documents" / "actors.ttl", ())
    records = [MARCH, SAMPLE, TENURE, ANNA, THEME, stance("one"), evidence("one")]
    added, _ = place(project, records, Seeds())
    names = [path.name for path in with_triples(added)]
    assert names == ["codebook.ttl", "actors.ttl", "outlets.ttl", "tenures.ttl", f"{MARCH.id}.ttl"]


def test_what_a_writer_that_was_killed_leaves_stays_out_of_git(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    left = ["seeds/.reviews.ttl.k3f9x_2a", "seeds/documents/2026/.x.ttl.k3f9x_2a"]
    kept = ["seeds/reviews.ttl", "seeds/documents/2026/x.ttl", "ontology/codebook.ttl"]
    asked = ["git", "check-ignore", *left, "ontology/.codebook.ttl.k3f9x_2a", *kept]
    told = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.stdout.split() == [*left, "ontology/.codebook.ttl.k3f9x_2a"]
