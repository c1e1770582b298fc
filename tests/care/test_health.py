from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import zlib
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, Store

from kg.analysis.corpus.reading import stances_of
from kg.build.build import build
from kg.build.revise import INVENTORY
from kg.care import health
from kg.care.health import examine
from kg.care.left import look_for_left, sweep
from kg.errors import StoreLocked
from kg.project import Project
from kg.rdf.terms import RDFS, ST, graph
from kg.seeds.lock import alone
from kg.store.embedded import database, unusable
from kg.store.locks import locked_to_write
from kg.store.words import place
from kg.temporary import temporary_folder
from tests.invented import copy_world

FLIPPED = 20


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = copy_world(tmp_path)
    rebuild(made)
    return made


def rebuild(project: Project, *, anew: bool = False) -> None:
    """As the command does it."""
    build(project, anew=anew)
    stances_of(project.folder)


def found(project: Project, *, deep: bool = False) -> list[tuple[str, str]]:
    """The names of what is at fault, and what mends them."""
    seen = examine(project, deep=deep)
    return [(one.path.name, one.mend) for one in seen.findings]


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("deep", [False, True])
def test_a_sound_store_is_left_as_it_is(project: Project, deep: bool) -> None:
    before = listing(project.root)
    seen = examine(project, deep=deep)
    assert (seen.findings, bool(seen.quads)) == ([], True)
    assert listing(project.root) == before


def test_a_store_that_was_revised_is_sound(project: Project) -> None:
    change_a_word(project)
    rebuild(project)
    assert found(project, deep=True) == []


def change_a_word(project: Project) -> None:
    (path,) = project.seeds.rglob("2025-05-30-*.ttl")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('st:quote "', 'st:quote "Truly, ', 1), encoding="utf-8")


def test_no_store_is_told(project: Project) -> None:
    shutil.rmtree(project.folder)
    (finding,) = examine(project).findings
    assert (finding.mend, finding.unusable) == ("kg build", True)
    assert not project.folder.exists()


def test_a_pointer_to_nowhere_is_told(project: Project) -> None:
    (project.folder / "current").write_text("db-000000000000\n")
    (finding,) = examine(project).findings
    assert (finding.path.name, finding.mend) == ("current", "kg build --anew")
    assert finding.unusable


def test_a_damaged_table_is_told_and_mended(project: Project) -> None:
    for table in database(project.folder).glob("*.sst"):
        content = bytearray(table.read_bytes())
        content[FLIPPED] ^= 1
        table.write_bytes(content)
    (finding,) = examine(project).findings
    assert (finding.path, finding.unusable) == (database(project.folder), True)
    assert finding.mend == "kg build --anew"
    rebuild(project, anew=True)
    assert found(project) == []


def test_seeds_that_have_changed_are_told(project: Project) -> None:
    change_a_word(project)
    assert found(project) == [("seeds", "kg build")]
    rebuild(project)
    assert found(project) == []


def test_seeds_that_were_only_touched_are_not(project: Project) -> None:
    for path in project.seeds.rglob("*.ttl"):
        path.touch()
    assert found(project) == []


def test_a_change_that_keeps_size_and_time_is_told_by_a_deep_look(project: Project) -> None:
    path = project.seeds / "events.ttl"
    # Of files that were written just before a build, times tell nothing.
    age(project)
    time = path.stat().st_mtime_ns
    text = path.read_bytes()
    path.write_bytes(text.replace(b"without result", b"without_result", 1))
    assert path.read_bytes() != text
    import os

    os.utime(path, ns=(time, time))
    assert found(project) == []
    assert found(project, deep=True) == [("seeds", "kg build")]


def age(project: Project) -> None:
    """Have the seeds lie there for a day when they are built from."""
    import os

    for path in (*project.seeds.rglob("*.ttl"), project.ontology / "codebook.ttl"):
        time = path.stat().st_mtime_ns - 86_400 * 10**9
        os.utime(path, ns=(time, time))
    rebuild(project)


def test_seeds_that_cannot_be_read_are_told(project: Project) -> None:
    (project.seeds / "broken.ttl").write_text("<a> <b>")
    assert ("seeds", "kg check") in found(project)


def test_seeds_that_do_not_check_are_told(project: Project) -> None:
    path = project.seeds / "actors.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\nactor:nobody a st:Actor .\n")
    build_files = found(project)
    assert ("seeds", "kg check") in build_files
    assert ("seeds", "kg build") in build_files


def test_an_inventory_that_is_gone_is_told(project: Project) -> None:
    (project.folder / INVENTORY).unlink()
    assert found(project) == [(INVENTORY, "kg build")]
    change_a_word(project)
    assert found(project) == [(INVENTORY, "kg build"), ("seeds", "kg build")]
    rebuild(project)
    assert found(project) == []


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(100)])
def test_an_inventory_that_is_none_is_told(project: Project, content: bytes) -> None:
    (project.folder / INVENTORY).write_bytes(content)
    assert found(project) == [(INVENTORY, "kg build")]
    assert (project.folder / INVENTORY).read_bytes() == content


def alter(project: Project, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(project.folder / INVENTORY)) as inventory:
        for statement in statements:
            assert inventory.execute(statement).rowcount
        inventory.commit()


@pytest.mark.parametrize(
    ("statement", "mend"),
    [
        ("UPDATE told SET value = 'of old' WHERE key = 'form'", "kg build"),
        ("UPDATE told SET value = 'of old' WHERE key = 'version'", "kg build"),
        ("UPDATE told SET value = '00' WHERE key = 'code'", "kg build"),
        ("UPDATE told SET value = replace(value, '1', '2') WHERE key = 'sizes'", "kg build --anew"),
        ("UPDATE told SET value = '{}' WHERE key = 'sizes'", "kg build --anew"),
        ("UPDATE told SET value = '{' WHERE key = 'statuses'", "kg build --anew"),
        ("UPDATE told SET value = replace(value, ': ', ': 1') WHERE key = 'extent'",
         "kg build --anew"),
        ("UPDATE files SET digest = substr(digest, 2) || '0'", "kg build --anew"),
        ("UPDATE files SET subjects = x'00'", "kg build --anew"),
        ("UPDATE pairs SET rows = x'789c'", "kg build --anew"),
        ("UPDATE holders SET months = '{'", "kg build --anew"),
        ("INSERT INTO hidden VALUES ('stance/nobodys', x'00')", "kg build --anew"),
    ],
)  # fmt: skip
def test_an_inventory_that_does_not_fit_is_told(
    project: Project, statement: str, mend: str
) -> None:
    alter(project, statement)
    assert (INVENTORY, mend) in found(project)
    rebuild(project, anew="anew" in mend)
    assert found(project) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE counts SET number = number + 1 WHERE rowid = 1",
        """UPDATE holders SET months = '{"1999-01": 1}'""",
        "DELETE FROM pairs WHERE rowid = 1",
        "UPDATE pairs SET rows = (SELECT rows FROM pairs ORDER BY holder LIMIT 1)",
        "UPDATE files SET subjects = (SELECT subjects FROM files ORDER BY name LIMIT 1)",
        "INSERT INTO hidden VALUES ('stance/nobodys', 'stance/no-other')",
    ],
)
def test_an_inventory_that_tells_other_things_is_told_by_a_deep_look(
    project: Project, statement: str
) -> None:
    alter(project, statement.replace("WHERE rowid = 1", first(statement)))
    assert found(project) == []
    assert found(project, deep=True) == [(INVENTORY, "kg build --anew")]
    rebuild(project, anew=True)
    assert found(project, deep=True) == []


def first(statement: str) -> str:
    """Tables without row numbers: their first row."""
    if "counts" in statement:
        return "WHERE proposition = (SELECT max(proposition) FROM counts)"
    return "WHERE holder = (SELECT max(holder) FROM pairs)"


def test_quads_that_the_seeds_do_not_give_are_told_by_a_deep_look(project: Project) -> None:
    store = Store(str(database(project.folder)))
    (old,) = store.quads_for_pattern(None, ST.inputHash, None, None)
    label = next(iter(store.quads_for_pattern(None, RDFS.label, None, None)))
    store.remove(label)
    store.add(Quad(label.subject, label.predicate, Literal("Somebody else", language="en")))
    store.flush()
    del store
    assert old.graph_name == graph("meta")
    assert found(project) == []
    assert found(project, deep=True) == [(database(project.folder).name, "kg build --anew")]


def test_an_index_that_does_not_fit_is_told_and_mended(project: Project) -> None:
    index = place(database(project.folder))
    index.write_bytes(index.read_bytes()[:-4096])
    assert found(project) == [(index.name, "kg build --anew")]
    rebuild(project, anew=True)
    assert found(project) == []


def test_a_link_is_told(project: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite"
    shutil.move(project.folder / INVENTORY, elsewhere)
    (project.folder / INVENTORY).symlink_to(elsewhere)
    assert (INVENTORY, f"rm {project.folder / INVENTORY}") in found(project)


def test_what_is_left_over_is_told(project: Project) -> None:
    (project.folder / "building").mkdir()
    (project.seeds / ".actors.ttl.abcd1234").write_text("")
    assert found(project) == [
        ("building", "kg doctor --sweep"),
        (".actors.ttl.abcd1234", "kg doctor --sweep"),
    ]


def test_passing_files_of_killed_programs_are_told_and_swept(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "kg-mirror-0123456789abcdef"
    left.mkdir()
    told = [one.path for one in look_for_left(project)]
    assert told == [left]
    with temporary_folder("kg-build-") as held:
        assert not left.exists()
        left.mkdir()
        assert [one.path for one in sweep(project)] == [left]
        assert held.is_dir()
    assert not left.exists()


def test_while_somebody_writes_nothing_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with locked_to_write(project.folder), pytest.raises(StoreLocked):
        examine(project)
    monkeypatch.setattr("kg.seeds.lock.PATIENCE", 0)
    with alone(project.seeds), pytest.raises(StoreLocked):
        examine(project)


def test_a_store_that_changes_meanwhile_is_not_judged(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:

    def changing(*arguments: object) -> list[object]:
        (database(project.folder) / "000001.log").write_text("x")
        return []

    monkeypatch.setattr(health, "look_for_left", changing)
    with pytest.raises(StoreLocked):
        examine(project)


def test_packed_rows_are_compared_whatever_their_order() -> None:
    from kg.care.rederived import _plain

    rows = [["s", "a", "b"], ["e", "c", None]]
    one, other = (zlib.compress(json.dumps(told).encode()) for told in (rows, rows[::-1]))
    assert _plain(one) == _plain(other)


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ("Too many open files", "ulimit -n 1024"),
        (
            "Too many open files in system",
            "the machine has too many files open: try again when other programs have ended",
        ),
        ("Input/output error", "the disk may be failing: look at it, or choose another place"),
        ("Corruption: bad block", "kg build --anew"),
    ],
)
def test_what_the_machine_refuses_is_not_mended_by_a_build(
    project: Project, monkeypatch: pytest.MonkeyPatch, words: str, mend: str
) -> None:
    def refusing(folder: Path, _told: object) -> None:
        raise unusable(folder, OSError(f"IO error: While open a file: {words}"))

    monkeypatch.setattr(health, "read_through", refusing)
    assert (database(project.folder).name, mend) in found(project)
