"""Temporary files that cannot be made or written are told with their folder, whoever needs them."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store, Triple

import kg.exports.dumps
import kg.exports.rdf
import kg.rdf.turtle
import kg.seeds.holders
from kg.errors import StoreUnusable
from kg.exports.select import Selection, published
from kg.project import Project
from kg.rdf.runs import in_order
from kg.seeds.holders import Holders
from kg.temporary import Spool, temporary_folder
from tests.invented import ROOT

FULL = Path("/dev/full")


def test_what_is_put_down_is_read_again_and_its_file_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for held in (4, 400):
        with Spool(held) as spool:
            assert spool.write(b"two words") == 9
            spool.seek(0)
            assert spool.read() == b"two words"
        assert spool.closed
    with temporary_folder("kg-") as folder:
        assert folder.parent == tmp_path
        (folder / "file").touch()
    assert list(tmp_path.iterdir()) == []


def _spooled(store: Store) -> None:
    del store
    with Spool(1) as spool:
        spool.write(b"words")
        spool.seek(0)


def _sorted(store: Store) -> None:
    del store
    list(in_order([[b"b\n"], [b"a\n"]], held=1))


def _as_turtle(store: Store) -> None:
    list(kg.rdf.turtle.turtle_blocks(_triples(store)))


def _as_xml(store: Store) -> None:
    list(kg.exports.rdf.rdfxml(_triples(store)))


def _as_zip(store: Store) -> None:
    place = Project(ROOT, ROOT / "build" / "store")
    list(kg.exports.dumps.dump_blocks(store, place, "eurostance-csv.zip"))


def _checked(store: Store) -> None:
    del store
    holders = Holders()
    holders.add({1: b"rows"})
    list(holders.doubts())


def _in_folder(store: Store) -> None:
    del store
    with temporary_folder("kg-"):
        raise AssertionError("there was a folder")


def _triples(store: Store) -> list[Triple]:
    return list(published(store, Selection()))[:50]


WAYS = [_spooled, _sorted, _as_turtle, _as_xml, _as_zip, _checked]


@pytest.fixture
def _little_held(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (kg.rdf.turtle, kg.exports.rdf, kg.exports.dumps, kg.seeds.holders):
        monkeypatch.setattr(module, "_SPOOLED", 1)


@pytest.mark.usefixtures("_little_held")
@pytest.mark.parametrize("way", [*WAYS, _in_folder])
def test_a_folder_that_is_not_there_is_named(
    world_reader: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[Store], None],
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(StoreUnusable, match="gone: temporary files cannot be written") as told:
        way(world_reader)
    assert "TMPDIR" in str(told.value.hint)


@pytest.mark.usefixtures("_little_held")
@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("way", WAYS)
def test_a_disk_that_is_full_is_named(
    world_reader: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[Store], None],
) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        name = tmp_path / "name"
        name.touch()
        return os.open(FULL, os.O_RDWR), str(name)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "mkstemp", full)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: FULL.open("r+b"))
    with pytest.raises(StoreUnusable, match=r"temporary files .*: No space left") as told:
        way(world_reader)
    assert str(tmp_path) in str(told.value)


def test_where_no_folder_can_be_used_those_that_were_tried_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/proc/gone"])
    monkeypatch.setenv("TMPDIR", "/proc/gone")
    with pytest.raises(StoreUnusable, match=r"^/proc/gone: .* No usable temporary directory"):
        _spooled(Store())


def test_too_many_open_files_are_no_matter_of_space(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(StoreUnusable, match="Too many open files") as told:
        _spooled(Store())
    assert "ulimit" in str(told.value.hint)


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "free some space or name another folder in TMPDIR"),
        (errno.EROFS, "the file system is read-only: name another folder in TMPDIR"),
        (errno.EACCES, "you may not write there: have it allowed or name another folder in TMPDIR"),
        (errno.ENOENT, "name another folder in TMPDIR"),
    ],
)
def test_what_helps_is_told_of_the_folder(
    monkeypatch: pytest.MonkeyPatch, number: int, hint: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(StoreUnusable, match="refused") as told:
        _spooled(Store())
    assert told.value.hint == hint
