from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.build.buckets import Bucket
from kg.build.cells import Held, pack_file, pack_pair
from kg.build.chunks import Chunk
from kg.build.describe import Extent
from kg.build.inventory import Inventory
from kg.build.steps import Left, Step, Torn
from kg.errors import StoreUnusable
from kg.model.stances import Status
from kg.store.blocks import Block

_FIRST = Chunk(
    rows={3: b"rows", 5: b"others"},
    documents=[("page", "2021-03-04"), ("other", None)],
    foreign=[["evidence", "anna-aid", "e1"]],
    reacted=[("one", "two")],
    met=[["candidate", "c1"]],
    hashes=bytearray(b"\x01\x02"),
    made=bytearray(b"\x03"),
)
_SECOND = Chunk(
    rows={3: b"more"},
    foreign=[["evidence", "anna-aid", "e2"]],
    met=[["candidate", "c2"]],
    hashes=bytearray(b"\x04"),
    made=bytearray(b"\x05"),
)


@pytest.fixture
def inventory(tmp_path: Path) -> Iterator[Inventory]:
    with contextlib.closing(Inventory(tmp_path / "inventory.sqlite")) as made:
        yield made


def _block(where: str, triples: int) -> Block:
    return Block(where, b"<a:b> <c:d> <e:f> .\n" * triples)


def test_a_step_counts_its_triples_by_their_graphs() -> None:
    blocks = [_block("published", 2), _block("meta", 1), _block("published", 3)]
    assert Step("files 0", blocks).sizes() == {"published": 5, "meta": 1}


def test_a_step_tells_the_inventory_what_its_files_hold(inventory: Inventory) -> None:
    held = Held("seeds/a.ttl", 1, 2, "00", ("stance/a",))
    chunk = Chunk(
        files=[pack_file(held)],
        counts=Counter({("aid", "2021-03", "stances"): 2}),
        hidden=[("stance/a", "stance/b")],
    )
    extent = Extent(Counter({"Stance": 2}), Counter(), 2)
    Step("files 0", [_block("published", 7)], extent, chunk).record(inventory)
    assert inventory.file("seeds/a.ttl") == held
    assert inventory.counts() == chunk.counts
    assert inventory.hidden_reaction("stance/a") == "stance/b"
    assert inventory.sizes() == {"published": 7}
    assert inventory.extent().subjects == 2
    assert inventory.is_done("files 0")
    assert not inventory.is_done("files 1")


def test_a_step_tells_the_inventory_what_became_of_its_pairs(inventory: Inventory) -> None:
    key, rows = ("anna", "aid"), [["stance", "anna", "aid", "anna-aid"]]
    bucket = Bucket(
        pairs=[pack_pair(key, rows)],
        holders=[("anna", {"2021-03": 1})],
        counts=Counter({("aid", "", "favours"): 1}),
        statuses=Counter({Status.CURATED: 1}),
    )
    Step("bucket 0", [], bucket=bucket).record(inventory, {"meta": 4})
    assert inventory.pair(key) == rows
    assert inventory.months_of("anna") == {"2021-03": 1}
    assert inventory.counts() == bucket.counts
    assert inventory.statuses() == bucket.statuses
    assert inventory.sizes() == {"meta": 4}
    assert inventory.is_done("bucket 0")


def _known(left: Left) -> dict[str, Any]:
    rows = {bucket: list(left.parts(bucket)) for bucket in (3, 4, 5)}
    return {
        "documents": left.documents, "foreign": dict(left.foreign), "reacted": left.reacted,
        "met": left.met, "hashes": left.hashes, "made": left.made, "rows": rows,
    }  # fmt: skip


def test_what_several_portions_leave_is_put_together(tmp_path: Path) -> None:
    put_down, picked_up = Left(tmp_path), Left(tmp_path)
    for name, chunk in (("files 0", _FIRST), ("files 1", _SECOND)):
        put_down.put_down(name, chunk)
        picked_up.pick_up(name)
    assert _known(put_down) == {
        "documents": {"page": "2021-03-04", "other": None},
        "foreign": {"anna-aid": [*_FIRST.foreign, *_SECOND.foreign]},
        "reacted": {"one": "two"},
        "met": [*_FIRST.met, *_SECOND.met],
        "hashes": b"\x01\x02\x04",
        "made": b"\x03\x05",
        "rows": {3: [b"rows", b"more"], 4: [], 5: [b"others"]},
    }
    assert _known(picked_up) == _known(put_down)


@pytest.mark.parametrize(
    "tear",
    [
        lambda folder: (folder / "files 0.rows").write_bytes(b"row"),
        lambda folder: (folder / "files 0.rows").unlink(),
        lambda folder: (folder / "files 0.json").write_bytes(b'{"documents"'),
        lambda folder: (folder / "files 0.json").write_bytes(b"{}"),
        lambda folder: (folder / "files 0.json").unlink(),
    ],
)
def test_what_a_loss_of_power_tore_is_not_picked_up(
    tmp_path: Path, tear: Callable[[Path], object]
) -> None:
    Left(tmp_path).put_down("files 0", _FIRST)
    tear(tmp_path)
    with pytest.raises(Torn, match="files 0"):
        Left(tmp_path).pick_up("files 0")


def test_what_is_put_down_is_picked_up_again(tmp_path: Path) -> None:
    Left(tmp_path).put_down("files 0", Chunk(rows={3: b"rows"}, reacted=[("one", "two")]))
    left = Left(tmp_path)
    left.pick_up("files 0")
    assert list(left.parts(3)) == [b"rows"]
    assert left.reacted == {"one": "two"}


def test_a_disk_that_is_full_is_told_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        # A write that fails names no file.
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(StoreUnusable, match=r"files 0\.rows: cannot be written: No space left"):
        Left(tmp_path).put_down("files 0", Chunk())
