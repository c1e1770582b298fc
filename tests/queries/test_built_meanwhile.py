"""Questions to a store that is built while they are answered."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from kg.errors import KgError, LimitReached, StoreUnusable
from kg.queries import run
from kg.queries.catalogue import parse_query
from kg.queries.run import run_query
from kg.queries.table import Table
from kg.store.embedded import database
from kg.store.guard import Died, Limits, run_guarded

QUERY = parse_query("SELECT (1 AS ?one) WHERE {}", Path("asked"), "asked")


class Failing:
    """The worker, which fails so many times; the store moves on under it where it ``moves``."""

    def __init__(self, store: Path, error: KgError, times: int, *, moves: bool = True) -> None:
        self._store, self._error, self._times, self._moves = store, error, times, moves
        self.asked = 0

    def __call__(self, job: Callable[[IO[bytes]], None], limits: Limits) -> Iterator[bytes]:
        self.asked += 1
        if self.asked > self._times:
            yield from run_guarded(job, limits)
            return
        if self._moves:
            manifest = next(database(self._store).glob("MANIFEST-*"))
            shutil.copy(manifest, manifest.with_name(f"{manifest.name}{self.asked}"))
        raise self._error


@pytest.fixture
def store(world_store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(world_store, tmp_path / "store"))


@pytest.mark.parametrize("error", [Died("SIGABRT"), StoreUnusable("No such file")])
def test_what_failed_for_a_build_is_asked_again(
    store: Path, monkeypatch: pytest.MonkeyPatch, error: KgError
) -> None:
    monkeypatch.setattr(run, "run_guarded", Failing(store, error, 3))
    answer = run_query(store, QUERY)
    assert isinstance(answer, Table)
    assert answer.dicts() == [{"one": "1"}]


@pytest.mark.parametrize(
    ("error", "moves"),
    [(Died("SIGABRT"), False), (StoreUnusable("corrupt"), False), (LimitReached("30 s"), True)],
)
def test_what_failed_for_another_reason_is_told_at_once(
    store: Path, monkeypatch: pytest.MonkeyPatch, error: KgError, *, moves: bool
) -> None:
    worker = Failing(store, error, 1, moves=moves)
    monkeypatch.setattr(run, "run_guarded", worker)
    with pytest.raises(type(error)):
        run_query(store, QUERY)
    assert worker.asked == 1


def test_a_store_that_is_built_without_end_is_given_up(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Failing(store, StoreUnusable("No such file"), 1_000)
    monkeypatch.setattr(run, "run_guarded", worker)
    with pytest.raises(StoreUnusable):
        run_query(store, QUERY)
    assert worker.asked < 10
