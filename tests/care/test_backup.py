from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.analysis.corpus.reading import stances_of
from kg.build.build import build
from kg.build.revise import INVENTORY
from kg.care import backup as backing
from kg.care import restore as restoring
from kg.care.backup import back_up
from kg.care.health import examine
from kg.care.restore import restore
from kg.care.sums import LIST, read_backup
from kg.errors import InputError, StoreError, StoreLocked, StoreMissing, StoreUnusable, UsageError
from kg.project import Project
from kg.seeds.lock import alone
from kg.store.embedded import database, input_hash, open_reader
from kg.store.locks import locked_to_write
from kg.store.words import WordsIndex, added_to, place
from tests.care.test_health import change_a_word
from tests.invented import copy_world, stored


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The invented world, built and then changed: its index of words has two files."""
    made = copy_world(tmp_path)
    build(made)
    change_a_word(made)
    build(made)
    stances_of(made.folder)
    return made


@pytest.fixture
def backup(project: Project, tmp_path: Path) -> Path:
    back_up(project, tmp_path / "backup")
    return tmp_path / "backup"


def seeds_of(project: Project) -> dict[str, bytes]:
    return {
        str(path.relative_to(project.root)): path.read_bytes()
        for folder in (project.seeds, project.ontology)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_backup_holds_all_that_is_listed_and_nothing_else(project: Project, backup: Path) -> None:
    listed = read_backup(backup)
    there = {str(path.relative_to(backup)) for path in backup.rglob("*") if path.is_file()}
    assert there == {LIST, *listed.files}
    assert len(listed.below("seeds")) == len(list(project.seeds.rglob("*.ttl")))
    assert f"words-{database(project.folder).name}.added" in listed.below("store")
    assert listed.state == input_hash(open_reader(project.folder))
    assert sum(listed.graphs.values()) == len(stored(project))
    assert [path for path in backup.parent.iterdir() if path.name.startswith(".")] == []


def test_a_backup_shares_no_file_with_the_store(project: Project, backup: Path) -> None:
    kept = {path.stat().st_ino for path in project.root.rglob("*")}
    assert not kept & {path.stat().st_ino for path in backup.rglob("*")}


@pytest.mark.parametrize("seeds", [False, True])
def test_seeds_that_the_backup_has_not_are_told(
    project: Project, backup: Path, *, seeds: bool
) -> None:
    later = project.seeds / "documents" / "later.ttl"
    later.write_text("", "ascii")
    (project.seeds / ".hidden").touch()
    restored = restore(project, backup, seeds=seeds)
    assert (restored.files, restored.others) == (0, 1)
    assert later.exists()


def test_what_is_restored_is_what_was_there(project: Project, backup: Path) -> None:
    before, seeds = stored(project), seeds_of(project)
    shutil.rmtree(project.folder)
    shutil.rmtree(project.seeds)
    project.seeds.mkdir()
    done = restore(project, backup, seeds=True)
    assert (stored(project), seeds_of(project)) == (before, seeds)
    assert done.quads == len(before)
    assert done.others == 0
    assert examine(project, deep=True).findings == []
    used = database(project.folder)
    index = WordsIndex.open(used, input_hash(open_reader(project.folder)))
    assert index
    index.close()
    assert added_to(place(used)).is_file()
    # Nothing is to be built, and the next change is a small one.
    assert not build(project).changed
    change_a_word(project)
    assert build(project).added < 100


def test_only_the_store_is_put_back_unless_more_is_asked_for(
    project: Project, backup: Path
) -> None:
    before = stored(project)
    change_a_word(project)
    build(project)
    assert stored(project) != before
    (project.seeds / "events.ttl").unlink()
    (project.seeds / "searches.ttl").write_text("")
    seeds = seeds_of(project)
    done = restore(project, backup)
    assert (done.files, done.others) == (0, 3)
    assert (stored(project), seeds_of(project)) == (before, seeds)
    assert not (project.folder / "stances.npz").exists()


def test_files_that_differ_are_written_over_with_force_alone(
    project: Project, backup: Path
) -> None:
    seeds, before = seeds_of(project), stored(project)
    change_a_word(project)
    (project.seeds / "searches.ttl").write_text("")
    build(project)
    changed, now = seeds_of(project), stored(project)
    with pytest.raises(UsageError, match="1 file not as in the backup"):
        restore(project, backup, seeds=True)
    assert (seeds_of(project), stored(project)) == (changed, now)
    assert restore(project, backup, seeds=True, force=True).files == 1
    # What the backup has not is not removed.
    assert seeds_of(project) == {**seeds, "seeds/searches.ttl": b""}
    assert stored(project) == before


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def harmful(change: Callable[[Path], object], pattern: str) -> Callable[[Path], None]:
    def harm(backup: Path) -> None:
        (path,) = backup.glob(pattern)
        change(path)

    return harm


def linked(path: Path) -> None:
    shutil.move(path, path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def relisted(told: dict[str, object]) -> Callable[[Path], None]:
    """A list that was written by hand, with whatever sum."""

    def harm(path: Path) -> None:
        path.write_text(json.dumps({**json.loads(path.read_bytes()), **told}))

    return harm


@pytest.mark.parametrize(
    "harm",
    [
        harmful(flipped, "store/db-*/CURRENT"),
        harmful(flipped, "store/inventory.sqlite"),
        harmful(flipped, "store/current"),
        harmful(flipped, "store/words-*.sqlite"),
        harmful(flipped, "seeds/actors.ttl"),
        harmful(flipped, LIST),
        harmful(Path.unlink, "ontology/codebook.ttl"),
        harmful(Path.unlink, "store/current"),
        harmful(Path.unlink, LIST),
        harmful(linked, "seeds/actors.ttl"),
        harmful(lambda path: os.truncate(path, 10), "store/db-*/MANIFEST-*"),
        harmful(lambda path: os.truncate(path, 0), LIST),
        harmful(relisted({"form": "9"}), LIST),
        harmful(relisted({"files": {}}), LIST),
        harmful(relisted({"files": {"seeds/../../x": [1, "0"]}}), LIST),
        harmful(relisted({"more": 1}), LIST),
        harmful(relisted({"files": [1]}), LIST),
    ],
)
def test_a_backup_that_is_not_as_it_was_written_is_refused(
    project: Project, backup: Path, harm: Callable[[Path], None]
) -> None:
    change_a_word(project)
    build(project)
    stances_of(project.folder)
    before, seeds = stored(project), seeds_of(project)
    harm(backup)
    with pytest.raises(InputError):
        restore(project, backup, seeds=True, force=True)
    assert (stored(project), seeds_of(project)) == (before, seeds)
    assert examine(project).findings == []


def test_paths_that_lead_out_are_refused(project: Project, backup: Path) -> None:
    from kg.care.sums import Backup

    listed = read_backup(backup)
    for name in ("seeds/../x", "/etc/x", "seeds//x", "seeds", "other/x", "seeds/."):
        files = {**listed.files, name: (1, "0")}
        told = Backup(listed.kg, listed.pyoxigraph, listed.state, listed.graphs, files)
        (backup / LIST).write_bytes(told.packed())
        with pytest.raises(InputError, match="not as kg backup wrote it"):
            read_backup(backup)


@pytest.mark.parametrize("name", ["absent", "a-file"])
def test_what_is_no_backup_is_told_by_its_own_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").touch()
    with pytest.raises(InputError, match=f"{name} is no backup"):
        read_backup(tmp_path / name)


@pytest.mark.parametrize("where", ["seeds/b", "build/store/b", "ontology/b", "queries/b", "seeds"])
def test_a_backup_does_not_lie_in_what_it_is_of(project: Project, where: str) -> None:
    with pytest.raises(UsageError):
        back_up(project, project.root / where)


def test_what_is_there_already_is_not_replaced(
    project: Project, backup: Path, tmp_path: Path
) -> None:
    before = (backup / LIST).read_bytes()
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for path in (backup, tmp_path / "file", tmp_path / "link", tmp_path):
        with pytest.raises(UsageError, match="there already"):
            back_up(project, path)
    assert (backup / LIST).read_bytes() == before
    (tmp_path / "empty").mkdir()
    back_up(project, tmp_path / "empty")
    assert (tmp_path / "empty" / LIST).is_file()


def test_without_a_store_there_is_nothing_to_keep(project: Project, tmp_path: Path) -> None:
    shutil.rmtree(project.folder)
    with pytest.raises(StoreMissing):
        back_up(project, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_damaged_store_is_not_kept(project: Project, tmp_path: Path) -> None:
    for table in database(project.folder).glob("*.sst"):
        flipped(table)
    with pytest.raises(StoreUnusable):
        back_up(project, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_a_damaged_inventory_is_not_kept(project: Project, tmp_path: Path) -> None:
    (project.folder / INVENTORY).write_bytes(b"no database")
    with pytest.raises(StoreUnusable):
        back_up(project, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


def test_nobody_writes_meanwhile(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.seeds.lock.PATIENCE", 0)
    with locked_to_write(project.folder), pytest.raises(StoreLocked):
        back_up(project, tmp_path / "new")
    with alone(project.seeds), pytest.raises(StoreLocked):
        back_up(project, tmp_path / "new")
    seen = []

    def looking(source: Path, target: Path) -> tuple[int, str]:
        for lock in (locked_to_write(project.folder), alone(project.seeds)):
            with pytest.raises(StoreLocked), lock:
                pass
        seen.append(source)
        return whole(source, target)

    whole = backing.copy_file
    monkeypatch.setattr(backing, "copy_file", looking)
    back_up(project, tmp_path / "new")
    assert len(seen) > 10


def test_a_full_disk_leaves_nothing(
    project: Project, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, copied = stored(project), []
    whole = backing.copy_file

    def failing(source: Path, target: Path) -> tuple[int, str]:
        copied.append(source)
        if len(copied) > 3:
            raise OSError(28, "No space left on device")
        return whole(source, target)

    monkeypatch.setattr(backing, "copy_file", failing)
    with pytest.raises(StoreError, match="No space left"):
        back_up(project, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "project"]
    monkeypatch.setattr(restoring, "copy_file", failing)
    with pytest.raises(StoreError, match="No space left"):
        restore(project, backup)
    monkeypatch.undo()
    assert stored(project) == before
    assert examine(project).findings == []


def test_a_restore_that_is_cut_off_leaves_a_store_that_a_build_mends(
    project: Project, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(project)
    change_a_word(project)
    build(project)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "_put_inventory", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(project, backup)
    assert stored(project) == before
    build(project)
    stances_of(project.folder)
    assert examine(project).findings == []


def test_a_backup_changed_while_it_is_read_is_refused(
    project: Project, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(project)

    def late(*_: object) -> None:
        (path,) = backup.glob("store/db-*/CURRENT")
        path.write_bytes(path.read_bytes() + b"\n")

    monkeypatch.setattr(restoring, "_look_at_store", late)
    with pytest.raises(InputError, match="sum"):
        restore(project, backup)
    assert stored(project) == before
    assert examine(project).findings == []


def test_what_is_hidden_is_not_kept(project: Project, tmp_path: Path) -> None:
    (project.seeds / ".actors.ttl.abcd1234").write_text("half")
    back_up(project, tmp_path / "new")
    assert not any(name.startswith(".") for name in read_backup(tmp_path / "new").below("seeds"))
