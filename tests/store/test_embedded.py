from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg import files
from kg.errors import StoreError, StoreLocked, StoreMissing, StoreUnusable
from kg.rdf.terms import RDFS, ST, XSD, graph
from kg.store import embedded, replacing
from kg.store.embedded import (
    ENGINE_ERRORS,
    database,
    fingerprint,
    open_reader,
    sizes,
    unusable,
)
from kg.store.graphs import as_stored, graph_name
from kg.store.locks import locked_to_write
from kg.store.replacing import is_replaced, replace_all


def quad(number: int, name: str | None = None) -> Quad:
    node = NamedNode(f"https://example.org/{number}")
    place = graph(name) if name else DefaultGraph()
    return Quad(node, RDFS.label, Literal(f"thing {number} \"'\\\n", language="en"), place)


MOST_OPENED = 16
"""So many tables the engine opens at once where it only reads, and the others when asked."""
SMALL = {quad(1), quad(2), quad(3, "candidates")}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    with locked_to_write(folder):
        replace_all(folder, SMALL)
    return folder


def held(store: Path) -> set[Quad]:
    return set(open_reader(store))


def test_a_store_holds_what_it_is_given(store: Path) -> None:
    assert held(store) == SMALL
    assert sizes(store) == {"candidates": 1, "published": 2}


def test_a_change_is_made_in_place(store: Path) -> None:
    folder = database(store)
    wanted = {quad(1), quad(4), quad(5, "reviews")}
    assert replace_all(store, wanted) == (2, 2)
    assert held(store) == wanted
    assert database(store) == folder


def test_a_reader_does_not_see_a_later_change(store: Path) -> None:
    reader = open_reader(store)
    replace_all(store, {quad(9)})
    assert set(reader) == SMALL
    assert held(store) == {quad(9)}


def test_a_reader_outlives_a_database_that_was_replaced(store: Path) -> None:
    reader = open_reader(store)
    replace_all(store, {quad(9)}, anew=True)
    assert set(reader) == SMALL


def in_many_tables(store: Path) -> int:
    """Has the database in use lie in more tables than the engine opens at first."""
    writer = Store(str(database(store)))
    for number in range(30):
        writer.bulk_extend([quad(1_000 + number)])
        writer.flush()
    return len(list(database(store).glob("*.sst")))


def test_a_reader_goes_on_in_what_it_has_not_opened_yet(store: Path) -> None:
    assert in_many_tables(store) > MOST_OPENED
    reader = open_reader(store)
    replace_all(store, {quad(9)}, anew=True)
    assert len(set(reader)) == len(SMALL) + 30


def test_the_database_before_goes_with_the_next_one(store: Path) -> None:
    assert in_many_tables(store) > MOST_OPENED
    reader, first = open_reader(store), database(store)
    replace_all(store, {quad(8)}, anew=True)
    second = database(store)
    assert is_replaced(first)
    assert not is_replaced(second)
    replace_all(store, {quad(9)}, anew=True)
    assert set(store.glob("db-*")) == {database(store), second}
    with pytest.raises(ENGINE_ERRORS) as caught:
        set(reader)
    told = unusable(store, caught.value)
    assert "built while it was read" in str(told)
    assert "corrupt" not in f"{told} {told.hint}"
    assert str(told.hint).startswith("ask again")


def test_what_cannot_take_its_place_goes(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = database(store)

    def full(*_: object) -> None:
        raise StoreUnusable("the disk is full")

    monkeypatch.setattr(replacing, "write_whole", full)
    with pytest.raises(StoreUnusable, match="full"):
        replace_all(store, {quad(9)}, anew=True)
    assert list(store.glob("db-*")) == [before]
    assert [path.name.partition(".")[0] for path in store.glob("words-*")] in (
        [],
        [f"words-{before.name}"],
    )
    assert held(store) == SMALL


def test_what_has_taken_its_place_stays(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: Path) -> None:
        if (store / "current").read_text().strip() != before.name:
            raise OSError(5, "Input/output error", str(folder))

    before = database(store)
    monkeypatch.setattr(files, "sync_folder", refused)
    with pytest.raises(StoreError):
        replace_all(store, {quad(9)}, anew=True)
    assert database(store) != before
    assert held(store) == {quad(9)}


def test_no_change_writes_nothing(store: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in database(store).iterdir()}
    assert replace_all(store, set(SMALL)) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in database(store).iterdir()} == before


def test_a_large_change_goes_to_a_new_database(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "_LARGE", 2)
    folder = database(store)
    assert replace_all(store, {quad(1), quad(2), quad(7)}) == (1, 1)
    assert database(store) != folder
    assert set(store.glob("db-*")) == {database(store), folder}


def test_a_large_store_is_not_read_to_be_compared(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "_MOST_HELD", 2)
    folder = database(store)
    assert replace_all(store, {quad(1)}) == (1, 0)
    assert database(store) != folder
    assert held(store) == {quad(1)}


def test_a_reader_finds_what_a_writer_has_moved_on_to(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, looks = embedded.database, []

    def moving(folder: Path) -> Path:
        looks.append(folder)
        if len(looks) == 1:
            raise StoreUnusable("the database it names is not there")
        return found(folder)

    monkeypatch.setattr(embedded, "database", moving)
    assert held(store) == SMALL


def test_folders_left_behind_are_cleared_away(store: Path) -> None:
    (store / "db-000000000000").mkdir()
    (store / "db-000000000000" / "half").write_text("x")
    before = database(store)
    replace_all(store, {quad(9)}, anew=True)
    assert set(store.glob("db-*")) == {database(store), before}
    assert held(store) == {quad(9)}


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="there is no store") as caught:
        open_reader(tmp_path / "nowhere")
    assert caught.value.hint == "make it with: kg build"
    assert fingerprint(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    "pointer", [b"", b"\n", b"db-nowhere\n", b"../store\n", b"/tmp\n", b".\n", b"..\n", b"\xff\xfe"]
)
def test_a_pointer_to_nothing_is_told(store: Path, pointer: bytes) -> None:
    (store / "current").write_bytes(pointer)
    with pytest.raises(StoreUnusable):
        open_reader(store)
    assert fingerprint(store) is None


@pytest.mark.parametrize("damage", ["CURRENT", "MANIFEST-*", "all"])
def test_a_damaged_database_is_told_and_can_be_made_anew(store: Path, damage: str) -> None:
    folder = database(store)
    for path in folder.glob("*" if damage == "all" else damage):
        path.write_bytes(b"garbage")
    with pytest.raises(StoreError):
        open_reader(store)
    assert fingerprint(store) is None
    assert replace_all(store, SMALL) == (len(SMALL), 0)
    assert held(store) == SMALL


def test_a_folder_in_the_place_of_the_pointer_is_told(store: Path) -> None:
    (store / "current").unlink()
    (store / "current").mkdir()
    with pytest.raises(StoreUnusable, match="cannot be read"):
        open_reader(store)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with locked_to_write(tmp_path / "s"):
        with pytest.raises(StoreLocked), locked_to_write(tmp_path / "s"):
            pass
        with locked_to_write(tmp_path / "other"):
            pass
    with locked_to_write(tmp_path / "s"):
        pass


def test_a_lock_is_let_go_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked_to_write(tmp_path / "s"):
        raise ZeroDivisionError
    with locked_to_write(tmp_path / "s"):
        pass


def test_a_store_where_no_folder_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(StoreUnusable, match="cannot be written"),
        locked_to_write(tmp_path / "file" / "s"),
    ):
        pass


def test_the_fingerprint_is_read_from_the_meta_graph(store: Path) -> None:
    node = NamedNode("https://example.org/dataset")
    assert fingerprint(store) is None
    replace_all(store, {Quad(node, ST.inputHash, Literal("abc"), graph("meta"))})
    assert fingerprint(store) == "abc"
    replace_all(store, {Quad(node, ST.inputHash, Literal(x), graph("meta")) for x in "ab"})
    assert fingerprint(store) is None


@pytest.mark.parametrize(
    ("written", "kept", "datatype"),
    [("0.60", "0.6", XSD.decimal), ("007", "7", XSD.integer), ("1", "true", XSD.boolean)],
)
def test_quads_are_compared_in_the_form_that_the_store_keeps(
    written: str, kept: str, datatype: NamedNode
) -> None:
    node = NamedNode("https://example.org/x")
    (found,) = as_stored([Quad(node, RDFS.label, Literal(written, datatype=datatype))])
    assert found.object == Literal(kept, datatype=datatype)


@pytest.mark.parametrize(
    ("node", "name"),
    [
        (DefaultGraph(), "published"),
        (graph("meta"), "meta"),
        (NamedNode("https://example.org/g"), "https://example.org/g"),
    ],
)
def test_graphs_have_short_names(node: object, name: str) -> None:
    assert graph_name(node) == name


LOCK = "IO error: While lock file: x/LOCK"


@pytest.mark.parametrize(
    ("words", "kind", "message", "hint"),
    [
        ("IO error: lock hold by current process", StoreLocked, "another program", "again later"),
        (f"{LOCK}: Resource temporarily unavailable", StoreLocked, "another program", "later"),
        (f"{LOCK}: Too many open files", StoreUnusable, "open files", "ulimit -n 1024"),
        (f"{LOCK}: Too many open files in system", StoreUnusable, "in system", "other programs"),
        (f"{LOCK}: Permission denied", StoreUnusable, "Permission denied", "may not write there"),
        (f"{LOCK}: Read-only file system", StoreUnusable, "Read-only", "is read-only: choose"),
        ("IO error: No space left on device", StoreUnusable, "the disk is full", "free some space"),
        ("IO error: x: Disk quota exceeded", StoreUnusable, "quota", "your share of the disk"),
        ("IO error: x: Input/output error", StoreUnusable, "Input/output", "disk may be failing"),
        ("it needs at least 96 file descriptors", StoreUnusable, "96 file", "ulimit -n 1024"),
        ("Corruption: bad block", StoreUnusable, "Corruption: bad block", "kg build --anew"),
    ],
)
def test_errors_of_the_engine_get_a_class_and_a_hint(
    words: str, kind: type[StoreError], message: str, hint: str
) -> None:
    error = unusable(Path("s"), OSError(words))
    assert type(error) is kind
    assert message in str(error)
    assert hint in str(error.hint)
    assert ("--anew" in str(error.hint)) == ("--anew" in hint)
    assert ("space" in str(error.hint)) == ("space" in hint)


def test_a_store_can_be_moved(store: Path, tmp_path: Path) -> None:
    moved = shutil.move(store, tmp_path / "elsewhere")
    assert held(Path(moved)) == SMALL
