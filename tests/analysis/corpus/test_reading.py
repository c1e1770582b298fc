from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.analysis.corpus.reading import STATUSES, stances_of
from kg.analysis.corpus.stances import COLUMNS, NOBODY, Stances
from kg.build.build import build
from kg.errors import StoreError
from kg.project import Project
from kg.store.embedded import open_reader
from tests.invented import (
    ANNA,
    BORIS,
    MAY,
    OTHER,
    PROPOSITION,
    REGISTRY,
    candidate,
    evidence,
    new_project,
    review,
    stance,
)

KEPT = "stances.npz"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Stances:
    """The stances of a small invented project."""
    records = (
        *REGISTRY,
        stance("plain"),
        evidence("plain"),
        evidence("plain", MAY, number=2),
        stance("plain-again", "mixed", "2021-05", on_behalf_of="exampleland"),
        evidence("plain-again", MAY),
        stance("against", "opposes", "2021", holder=BORIS.id, proposition=OTHER),
        evidence("against"),
        stance("told-in-march", "opposes", None, proposition=OTHER),
        evidence("told-in-march"),
        stance("refused", said_on="2020-01-01"),
        evidence("refused"),
        review("stance/refused", "refuse"),
        candidate("sure", "0.95", said_on="2021-02-02"),
        candidate("doubtful", "0.6", said_on="2021-02-03"),
        candidate("looked-at", "0.6", said_on="2021-02-04"),
        review("candidate/looked-at", "accept", name="review-2"),
        candidate("certain", "1", said_on="2021-02-05"),
    )
    project = new_project(tmp_path_factory.mktemp("read"), records)
    build(project)
    return stances_of(project.store)


def column(of: Stances, name: str) -> dict[str, Any]:
    return dict(zip(of.ids, getattr(of, name).tolist(), strict=True))


def test_what_is_published_is_read_and_nothing_else(read: Stances) -> None:
    assert sorted(read.ids) == [
        "against", "certain", "looked-at", "plain", "plain-again", "sure", "told-in-march",
    ]  # fmt: skip


def test_who_says_what_on_whose_behalf(read: Stances) -> None:
    holders = {one: read.actors[place] for one, place in column(read, "holder").items()}
    assert holders == {**dict.fromkeys(read.ids, ANNA.id), "against": BORIS.id}
    subjects = {one: read.propositions[at] for one, at in column(read, "proposition").items()}
    of_the_other = {"against", "told-in-march"}
    assert subjects == {one: OTHER if one in of_the_other else PROPOSITION for one in read.ids}
    behalf = {one: at for one, at in column(read, "behalf").items() if at != NOBODY}
    assert {one: read.actors[at] for one, at in behalf.items()} == {"plain-again": "exampleland"}


def test_polarities_are_signs(read: Stances) -> None:
    signs = column(read, "sign")
    told = [signs[one] for one in ("plain", "plain-again", "against")]
    assert told == [1, 0, -1]


def test_a_date_is_all_the_days_that_it_may_mean(read: Stances) -> None:
    earliest = {one: str(day) for one, day in column(read, "earliest").items()}
    latest = {one: str(day) for one, day in column(read, "latest").items()}
    assert (earliest["plain"], latest["plain"]) == ("2021-03-04", "2021-03-04")
    # Nobody reports what has not been said yet: in May up to the 6th, in 2021 up to 4 March.
    assert (earliest["plain-again"], latest["plain-again"]) == ("2021-05-01", "2021-05-06")
    assert (earliest["against"], latest["against"]) == ("2021-01-01", "2021-03-04")


def test_without_a_date_a_stance_was_held_when_it_was_reported(read: Stances) -> None:
    assert str(column(read, "latest")["told-in-march"]) == "2021-03-04"
    told = column(read, "told")
    assert [one for one, is_told in told.items() if not is_told] == ["told-in-march"]


def test_reports_are_counted_once_each(read: Stances) -> None:
    shown = sorted(
        (read.ids[one], read.documents[document])
        for one, document in zip(read.evidence_of, read.evidence_in, strict=True)
        if read.ids[one].startswith("plain")
    )
    march, may = "2021-03-04-sample-times-00000001", "2021-05-06-sample-times-00000002"
    assert shown == [("plain", march), ("plain", may), ("plain-again", may)]


def test_only_what_a_machine_alone_has_found_is_in_doubt(read: Stances) -> None:
    # A person has accepted "looked-at", whatever the machine thought of it; of "certain" it was.
    sure = column(read, "sure")
    assert {one: chance for one, chance in sure.items() if chance != 1} == {"sure": 0.95}
    status = {one: STATUSES[place] for one, place in column(read, "status").items()}
    assert {one: status[one].value for one in ("plain", "certain", "looked-at")} == {
        "plain": "curated", "certain": "extracted", "looked-at": "accepted",
    }  # fmt: skip


def same(one: Stances, other: Stances) -> bool:
    words = ("actors", "propositions", "documents")
    numbers = (*COLUMNS, "evidence_of", "evidence_in")
    return (
        list(one.ids) == list(other.ids)
        and all(getattr(one, name) == getattr(other, name) for name in words)
        and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in numbers)
    )


@pytest.fixture
def own_store(world_store: Path, tmp_path: Path) -> Path:
    """A copy of the world's store, without what is kept beside it."""
    shutil.copytree(world_store, tmp_path / "store")
    (tmp_path / "store" / KEPT).unlink(missing_ok=True)
    return tmp_path / "store"


def test_what_was_kept_is_what_was_read(own_store: Path) -> None:
    fresh = stances_of(own_store)
    assert (own_store / KEPT).exists()
    assert same(stances_of(own_store), fresh)


@pytest.mark.parametrize("content", [b"", b"not a file of columns", b"PK\x03\x04 broken"])
def test_a_kept_file_that_is_broken_is_read_anew(own_store: Path, content: bytes) -> None:
    fresh = stances_of(own_store)
    (own_store / KEPT).write_bytes(content)
    assert same(stances_of(own_store), fresh)


def test_a_kept_file_that_is_cut_off_is_read_anew(own_store: Path) -> None:
    fresh = stances_of(own_store)
    whole = (own_store / KEPT).read_bytes()
    (own_store / KEPT).write_bytes(whole[: len(whole) // 2])
    assert same(stances_of(own_store), fresh)


def test_another_build_is_read_anew(tmp_path: Path) -> None:
    project = new_project(tmp_path, (*REGISTRY, stance("one"), evidence("one")))
    build(project)
    assert list(stances_of(project.store).ids) == ["one"]
    other = new_project(tmp_path / "other", (*REGISTRY, stance("two"), evidence("two")))
    (project.root / "seeds").rename(tmp_path / "before")
    (other.root / "seeds").rename(project.root / "seeds")
    build(project)
    assert list(stances_of(project.store).ids) == ["two"]


def test_an_empty_store_has_no_stances(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    build(project)
    empty = stances_of(project.store)
    assert (len(empty), empty.actors, empty.documents) == (0, (), ())
    assert same(stances_of(project.store), empty)


def test_without_a_store_nothing_is_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        stances_of(tmp_path / "none")


def built(folder: Path) -> Project:
    """A project with one stance, built."""
    project = new_project(folder, (*REGISTRY, stance("a"), evidence("a")))
    build(project)
    return project


@pytest.mark.parametrize(
    "damage",
    [
        {"holder": np.array([-1], np.int32)},
        {"holder": np.array([], np.int32)},
        {"proposition": np.array([9], np.int32)},
        {"proposition": np.array([-1], np.int32)},
        {"behalf": np.array([-2], np.int32)},
        {"sign": np.array([7], np.int32)},
        {"sign": np.array([0.5])},
        {"told": np.array(True)},
        {"evidence_in": np.array([5], np.int32)},
        {"propositions": np.frombuffer(b"", np.uint8)},
    ],
    ids=lambda damage: next(iter(damage)),
)
def test_kept_columns_that_cannot_be_are_read_anew(
    tmp_path: Path, damage: dict[str, np.ndarray]
) -> None:
    project = built(tmp_path)
    whole = stances_of(project.store)
    assert len(whole) == 1
    path = project.store / "stances.npz"
    with np.load(path) as kept:
        columns = dict(kept)
    np.savez(path, **(columns | damage))
    found = stances_of(project.store)
    assert (found.holder.tolist(), found.sign.tolist()) == (
        whole.holder.tolist(),
        whole.sign.tolist(),
    )


def test_a_link_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    project = built(tmp_path)
    stances_of(project.store)
    path, other = project.store / "stances.npz", tmp_path / "other.txt"
    other.write_text("mine", encoding="utf-8")
    path.unlink()
    path.symlink_to(other)
    assert len(stances_of(project.store)) == 1
    assert other.read_text(encoding="utf-8") == "mine"


def test_columns_are_those_of_the_store_that_is_open(tmp_path: Path) -> None:
    project = built(tmp_path)
    before = open_reader(project.store)
    two = (stance("a"), evidence("a"), stance("b", holder=BORIS.id), evidence("b"))
    again = new_project(tmp_path / "more", (*REGISTRY, *two))
    build(Project(again.root, project.store))
    assert len(stances_of(project.store, before)) == 1
    assert len(stances_of(project.store)) == 2


def test_a_flipped_byte_of_a_kept_file_stops_nothing(own_store: Path) -> None:
    reader = open_reader(own_store)
    fresh = stances_of(own_store, reader)
    path = own_store / KEPT
    whole = path.read_bytes()
    # Where a member of the archive begins, where they are listed, and where the list is found.
    starts = [at for at in range(len(whole)) if whole.startswith((b"PK\3\4", b"PK\1\2"), at)]
    places = {*range(len(whole) - 60, len(whole)), *(s + n for s in starts for n in range(130))}
    for at in sorted(at for at in places if at < len(whole)):
        for flip in (0x01, 0x40):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
            found = stances_of(own_store, reader)
            assert len(found) == len(fresh), f"byte {at} ^ {flip}"
    path.write_bytes(whole)
    assert same(stances_of(own_store, reader), fresh)
