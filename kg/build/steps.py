"""The steps of a whole build: what each brings, and what it leaves to be settled later."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.build.buckets import Bucket
from kg.build.chunks import Chunk
from kg.build.describe import Extent
from kg.build.inventory import Inventory
from kg.build.skeletons import Row
from kg.files import writing
from kg.store.blocks import Block


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a build: its blocks, and what the inventory is told when they are loaded."""

    name: str
    blocks: list[Block]
    extent: Extent = field(default_factory=Extent)
    chunk: Chunk | None = None
    bucket: Bucket | None = None

    def sizes(self) -> Counter[str]:
        """How many triples its blocks bring, by their graphs."""
        sizes: Counter[str] = Counter()
        for block in self.blocks:
            sizes[block.graph] += block.triples
        return sizes

    def record(self, inventory: Inventory, sizes: Mapping[str, int] | None = None) -> None:
        """Tell the inventory of it; ``sizes`` are those of its blocks, where they are gone."""
        if self.chunk:
            inventory.add_files(self.chunk.files)
            inventory.count(self.chunk.counts, {})
            inventory.hide(self.chunk.hidden)
        if self.bucket:
            inventory.add_pairs(self.bucket.pairs)
            inventory.add_holders(self.bucket.holders)
            inventory.count(self.bucket.counts, self.bucket.statuses)
        inventory.resize(self.sizes() if sizes is None else sizes)
        inventory.extend(self.extent)
        inventory.done(self.name)


class Torn(Exception):
    """What an earlier build left is not as it was written: a loss of power took some of it."""


@dataclass(slots=True)
class Left:
    """What portions have left to be settled and looked at, of all portions together.

    Rows stay in the ``folder`` until their bucket is settled.
    """

    folder: Path
    documents: dict[str, str | None] = field(default_factory=dict)
    foreign: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    reacted: dict[str, str] = field(default_factory=dict)
    met: list[Row] = field(default_factory=list)
    hashes: bytearray = field(default_factory=bytearray)
    made: bytearray = field(default_factory=bytearray)
    _rows: list[tuple[Path, dict[int, tuple[int, int]]]] = field(default_factory=list)

    def put_down(self, name: str, chunk: Chunk) -> None:
        """Take in what a portion leaves, and keep it under its name; raises StoreUnusable."""
        places, content = {}, bytearray()
        for bucket, rows in chunk.rows.items():
            places[bucket] = (len(content), len(rows))
            content += rows
        told = {
            "documents": chunk.documents,
            "foreign": chunk.foreign,
            "reacted": chunk.reacted,
            "met": chunk.met,
            "hashes": chunk.hashes.hex(),
            "made": chunk.made.hex(),
            "places": places,
        }
        # Only a build that goes on after this one was cut off reads them again.
        for ending, held in (("rows", content), ("json", json.dumps(told).encode())):
            path = self.folder / f"{name}.{ending}"
            with writing(path):
                path.write_bytes(held)
        self._add(name, told)

    def pick_up(self, name: str) -> None:
        """Take in what a portion left in an earlier build that was cut off; raises Torn."""
        try:
            self._add(name, json.loads((self.folder / f"{name}.json").read_bytes()))
            path, places = self._rows[-1]
            whole = path.stat().st_size == sum(length for _, length in places.values())
        except (OSError, ValueError, LookupError, TypeError):
            whole = False
        if not whole:
            raise Torn(name)

    def _add(self, name: str, told: dict[str, Any]) -> None:
        self.documents.update((page, day) for page, day in told["documents"])
        for row in told["foreign"]:
            self.foreign[row[1]].append(row)
        self.reacted.update((to, who) for to, who in told["reacted"])
        self.met += told["met"]
        self.hashes += bytes.fromhex(told["hashes"])
        self.made += bytes.fromhex(told["made"])
        places = {int(bucket): place for bucket, place in told["places"].items()}
        self._rows.append((self.folder / f"{name}.rows", places))

    def parts(self, bucket: int) -> Iterator[bytes]:
        """The rows of a bucket, portion by portion."""
        for path, places in self._rows:
            if bucket in places:
                start, length = places[bucket]
                with path.open("rb") as stream:
                    stream.seek(start)
                    yield stream.read(length)
