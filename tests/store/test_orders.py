from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad, Store

from kg.build.inventory import opened
from kg.build.revise import INVENTORY
from kg.errors import KgError, StoreUnusable
from kg.project import Project
from kg.rdf.terms import ST
from kg.store import orders
from kg.store.embedded import database, input_hash, open_reader
from kg.store.graphs import count_quads
from kg.store.orders import read_through, see, sum_of


def test_all_that_a_store_holds_is_seen(world: Project, world_store: Path) -> None:
    seen, reader = read_through(database(world_store)), open_reader(world_store)
    assert seen.numbers == count_quads(reader)
    assert sum(seen.sums.values()) % 2**64 == sum_of(reader)
    assert seen.state == input_hash(reader)
    assert seen.astray == []
    with opened(world.folder / INVENTORY) as inventory:
        assert inventory
        extent = inventory.extent()
    assert Counter(seen.properties) == +extent.properties
    assert (Counter(seen.classes), seen.subjects) == (+extent.classes, extent.subjects)


def test_whoever_waits_hears_how_far_it_is(
    world_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "_STEP", 100)
    heard: list[tuple[int, int]] = []
    seen = read_through(database(world_store), lambda *told: heard.append(told))
    total = sum(seen.numbers.values())
    assert [of for _, of in heard] == [total] * len(heard)
    steps = [later - earlier for (earlier, _), (later, _) in pairwise([(0, total), *heard])]
    assert len(steps) > 2
    assert min(steps) >= 100
    assert heard[-1][0] > total - 100


def test_a_flip_is_found_in_whichever_order_it_lies(world_store: Path, tmp_path: Path) -> None:
    hidden = 0
    tables = sorted(database(world_store).glob("*.sst"))
    for number, table in enumerate(tables):
        copy = tmp_path / str(number)
        shutil.copytree(database(world_store), copy)
        content = bytearray(table.read_bytes())
        content[20] ^= 0x40
        (copy / table.name).write_bytes(content)
        with pytest.raises(StoreUnusable, match=r"(?i)corrupt|checksum"):
            read_through(copy)
        with contextlib.suppress(RuntimeError, OSError):
            list(Store.read_only(str(copy)))
            hidden += 1
    # One look at every quad reads the tables of one order alone.
    assert 6 <= hidden < len(tables)


class Forgetful:
    """A store of which one order has lost a quad, or has one too many."""

    def __init__(self, store: Store, lost: Quad, asked: tuple[bool, ...]) -> None:
        self._store, self._lost, self._asked = store, lost, asked

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    def named_graphs(self) -> Any:
        return self._store.named_graphs()

    def quads_for_pattern(self, *pattern: Any) -> list[Quad]:
        found = list(self._store.quads_for_pattern(*pattern))
        if tuple(one is not None for one in pattern) == self._asked:
            return [quad for quad in found if quad != self._lost]
        return found


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ((True, False, False, False), "spog"),
        ((True, False, True, True), "osp"),
        ((True, False, True, False), "ospg"),
        ((False, True, False, False), "posg"),
        ((False, True, False, True), "pos"),
    ],
)
def test_orders_that_do_not_agree_are_told(
    world_reader: Store, asked: tuple[bool, ...], order: str
) -> None:
    (lost,) = world_reader.quads_for_pattern(None, ST.inputHash, None, None)
    seen = see(Forgetful(world_reader, lost, asked))  # type: ignore[arg-type]
    assert seen.astray == [f"meta by {order}"]


@pytest.mark.parametrize("asked", [(True, False, True, True), (False, True, False, False)])
def test_orders_of_the_published_graph_that_do_not_agree_are_told(
    world_reader: Store, asked: tuple[bool, ...]
) -> None:
    lost = next(iter(world_reader))
    seen = see(Forgetful(world_reader, lost, asked))  # type: ignore[arg-type]
    assert len(seen.astray) == 1
    assert seen.astray[0].startswith("published by ")


def test_a_graph_that_is_not_listed_is_told(world_reader: Store) -> None:
    class Nameless(Forgetful):
        def named_graphs(self) -> Any:
            return iter(())

    seen = see(Nameless(world_reader, next(iter(world_reader)), ()))  # type: ignore[arg-type]
    assert "meta by its name" in seen.astray


def test_two_states_are_none(world_reader: Store) -> None:
    store = Store()
    store.extend(world_reader)
    (state,) = store.quads_for_pattern(None, ST.inputHash, None, None)
    store.add(Quad(state.subject, state.predicate, state.subject, state.graph_name))
    assert see(store).state is None


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(KgError):
        read_through(tmp_path)
