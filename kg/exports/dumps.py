"""The whole graph as files to download, each the same bytes for the same content."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from pyoxigraph import Store

from kg.exports.formats import store_blocks
from kg.exports.select import Selection, published
from kg.exports.tables import table_blocks
from kg.project import Project
from kg.temporary import Spool

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip file can tell; nothing in it is the time of the clock."""
_READABLE = 0o644 << 16
_GZIP = 31
"""Zlib's word for gzip's own header and trailer, and a window of 32 KiB."""
_SPOOLED = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Dump:
    """One download: its export format, its media type, in what it is packed, what it holds."""

    form: str
    media_type: str
    packed: str | None
    holds: str


DUMPS: Mapping[str, Dump] = {
    "eurostance.ttl": Dump("turtle", "text/turtle", None, "the published graph"),
    "eurostance.nt.gz": Dump(
        "ntriples", "application/n-triples", "application/gzip", "the published graph"
    ),
    "eurostance.jsonld": Dump("jsonld", "application/ld+json", None, "the published graph"),
    "eurostance.trig": Dump("trig", "application/trig", None, "all graphs, the unpublished too"),
    "eurostance.nq": Dump("nquads", "application/n-quads", None, "all graphs, line by line"),
    "eurostance.nanopub.trig": Dump(
        "nanopub", "application/trig", None, "each stance as a nanopublication"
    ),
    "eurostance-csv.zip": Dump("csv", "text/csv", "application/zip", "one table a kind of thing"),
    "eurostance.gexf": Dump("gexf", "application/xml", None, "who stands where, for Gephi"),
    "eurostance.graphml": Dump(
        "graphml", "application/xml", None, "who stands where, for visone, yEd and igraph"
    ),
}
"""Every download by its file name."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The size of a file in bytes, and its SHA-256 as 64 hexadecimal digits."""

    size: int
    digest: str

    @classmethod
    def of(cls, content: bytes) -> Sum:
        """The sum of a content."""
        return cls(len(content), sha256(content).hexdigest())


def dump(store: Store, project: Project, name: str) -> bytes:
    """The download of a name in DUMPS, from an open store; raises KeyError for another name."""
    return b"".join(dump_blocks(store, project, name))


def dump_blocks(store: Store, project: Project, name: str) -> Iterator[bytes]:
    """The same in blocks, in memory of a fixed size however large it is, but for networks."""
    kind, everything = DUMPS[name], Selection()
    if kind.form == "csv":
        return _zipped(table_blocks(published(store, everything)))
    blocks = store_blocks(store, project, kind.form, everything, None)
    return _compressed(blocks) if kind.packed else blocks


def checksums(sums: Mapping[str, Sum]) -> bytes:
    """The sums of files as ``sha256sum -c`` reads them, by name."""
    return "".join(f"{one.digest}  {name}\n" for name, one in sorted(sums.items())).encode()


def _compressed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """In a gzip file without a name or a time (RFC 1952)."""
    packing = zlib.compressobj(level=9, wbits=_GZIP)
    for block in blocks:
        yield packing.compress(block)
    yield packing.flush()


def _zipped(contents: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    with Spool(_SPOOLED) as waiting:
        with zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, blocks in contents:
                entry = zipfile.ZipInfo(f"eurostance-csv/{name}.csv", _EARLIEST)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = _READABLE
                with archive.open(entry, "w") as stream:
                    for block in blocks:
                        stream.write(block)
        waiting.seek(0)
        while block := waiting.read(_SPOOLED):
            yield block
