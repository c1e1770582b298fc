from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.analysis.corpus.kept_columns import look_at_columns
from kg.analysis.corpus.reading import stances_of
from kg.store.embedded import database
from kg.store.findings import SWEEP
from kg.store.leftovers import COLUMNS_FILE


@pytest.fixture
def store(world_store: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "store"
    shutil.copytree(world_store, copy)
    (copy / COLUMNS_FILE).unlink(missing_ok=True)
    stances_of(copy)
    assert (copy / COLUMNS_FILE).is_file()
    return copy


def test_columns_that_fit_are_sound(store: Path) -> None:
    assert look_at_columns(store) == []


def test_without_columns_nothing_is_wrong(store: Path) -> None:
    (store / COLUMNS_FILE).unlink()
    assert look_at_columns(store) == []


@pytest.mark.parametrize("name", ["sign", "latest", "evidence_in", "ids", "key"])
def test_columns_that_tell_other_things_are_told(store: Path, name: str) -> None:
    with np.load(store / COLUMNS_FILE) as held:
        columns = dict(held)
    columns[name] = columns[name][::-1].copy()
    np.savez(store / COLUMNS_FILE, **columns)
    (found,) = look_at_columns(store)
    assert (found.path, found.mend) == (store / COLUMNS_FILE, SWEEP)


@pytest.mark.parametrize("kept", [0, 1, 100, -1])
def test_columns_cut_off_are_told(store: Path, kept: int) -> None:
    (store / COLUMNS_FILE).write_bytes((store / COLUMNS_FILE).read_bytes()[:kept])
    (found,) = look_at_columns(store)
    assert "damaged" in found.what


def test_of_a_store_that_cannot_be_read_nothing_is_told(store: Path) -> None:
    shutil.rmtree(database(store))
    assert look_at_columns(store) == []
