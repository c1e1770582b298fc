from __future__ import annotations

from pathlib import Path

import pytest

from kg.store.embedded import database
from kg.store.leftovers import find_leftovers, find_unfinished, remove
from kg.store.locks import locked_to_write
from kg.store.replacing import replace_all
from kg.store.snapshot import Snapshot
from tests.store.test_embedded import SMALL


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with locked_to_write(folder):
        replace_all(folder, SMALL)
    return folder


def left(store: Path) -> list[str]:
    return [str(one.path.relative_to(store)) for one in find_leftovers(store)]


def test_a_store_in_order_has_none(store: Path) -> None:
    assert left(store) == []


@pytest.mark.parametrize(
    "name",
    [
        ".current.ab12_xyz",
        ".stances.npz.abcdefgh",
        "building/key",
        "db-0123456789ab/000001.sst",
        "words-db-0123456789ab.sqlite",
        "words-db-0123456789ab.added",
        "snapshot-abc/db/CURRENT",
        "words-{used}.123",
        "{used}/8213746598127346598",
    ],
)
def test_what_a_killed_program_leaves_is_found_and_goes(store: Path, name: str) -> None:
    path = store / name.format(used=database(store).name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(1500))
    (found,) = find_leftovers(store)
    assert path.is_relative_to(found.path)
    assert "(1.5 kB)" in found.what
    remove(found.path)
    assert not path.exists()
    assert left(store) == []
    assert database(store).is_dir()


def test_what_is_in_use_is_kept(store: Path) -> None:
    snapshot = Snapshot(store)
    assert left(store) == []
    for name in ("inventory.sqlite", "stances.npz", "notes.txt", ".hidden"):
        (store / name).write_text("x")
    (store / f"words-{database(store).name}.added").write_text("x")
    assert left(store) == []
    snapshot.close()


def test_the_database_before_stays_until_the_next_build(store: Path) -> None:
    before = database(store)
    with locked_to_write(store):
        replace_all(store, SMALL, anew=True)
    assert before.is_dir()
    (store / f"words-{before.name}.sqlite").write_text("x")
    assert left(store) == []


def test_where_it_is_not_known_what_is_in_use_no_database_is_left_over(store: Path) -> None:
    (store / "current").write_text("garbage")
    assert left(store) == []


def test_some_accounts_of_the_engine_stay(store: Path) -> None:
    for number in range(4):
        (database(store) / f"LOG.old.{number}").write_text("x")
    assert left(store) == []
    (database(store) / "LOG.old.4").write_text("x")
    assert [name.rpartition("/")[2] for name in left(store)] == [
        f"LOG.old.{number}" for number in range(4)
    ]


def test_a_link_goes_and_not_what_it_points_to(store: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("x")
    (store / "building").symlink_to(elsewhere)
    (found,) = find_leftovers(store)
    remove(found.path)
    assert not (store / "building").is_symlink()
    assert (elsewhere / "kept").is_file()


def test_unfinished_seeds_are_found(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.ttl").write_text("")
    (tmp_path / "documents" / ".a.ttl.abcd1234").write_text("")
    (tmp_path / ".gitkeep").write_text("")
    assert [one.path.name for one in find_unfinished(tmp_path)] == [".a.ttl.abcd1234"]


def test_where_there_is_no_store_nothing_is_left(tmp_path: Path) -> None:
    assert find_leftovers(tmp_path / "none") == []
