"""The stances of a store as columns: read by flat queries, and kept beside the store once read."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Store

from kg.analysis.corpus.scans import Block, Codes, column, scans
from kg.analysis.corpus.stances import COLUMNS, NOBODY, Numbers, Stances
from kg.errors import KgError
from kg.files import write_whole
from kg.model.stances import Polarity, Status
from kg.project import Address, Place
from kg.rdf.forms import POLARITY, STATUS
from kg.rdf.terms import PREFIXES
from kg.store.embedded import input_hash, open_reader
from kg.store.leftovers import COLUMNS_FILE

STATUSES = tuple(Status)
"""What the numbers of the column ``status`` mean."""
_FORM = "1"
"""Of the file of columns: another one when what stands in it changes."""
_NAMES = ("ids", "actors", "propositions", "documents")
_NUMBERS = (*COLUMNS, "evidence_of", "evidence_in")
_PROPERTIES = (
    "holder", "proposition", "polarity", "status", "latest", "earliest", "onBehalfOf", "supports",
    "document", "confidence",
)  # fmt: skip
"""In the order in which they are read; the last three are of evidence."""
_SIGNS = {str(POLARITY[one]).encode(): one.sign for one in Polarity}
_PLACES = {str(STATUS[status]).encode(): place for place, status in enumerate(STATUSES)}
_UNKNOWN = -2


def stances_of(place: Place, reader: Store | None = None) -> Stances:
    """The published stances of a store that have a date, by id.

    What was read once is kept in the store's folder, and counts as long as the store was built
    from the same input; of a served store nothing is kept. ``reader`` is the store as it was
    opened, else it is opened now. Raises StoreError where there is no store.
    """
    store = reader or open_reader(place)
    built_from = input_hash(store)
    if built_from is None or isinstance(place, Address):
        return read_stances(store)
    key = f"{_FORM} {built_from}"
    kept = _kept(place / COLUMNS_FILE, key)
    if kept is None:
        kept = read_stances(store)
        # Where the folder may not be written to, the stances are read anew each time; a link would
        # be followed to somebody else's file.
        if not (place / COLUMNS_FILE).is_symlink():
            with contextlib.suppress(KgError):
                write_whole(place / COLUMNS_FILE, _packed(kept, key))
    return kept


def fault_of_columns(place: Path, reader: Store) -> str | None:
    """What is wrong with the columns kept beside an open store; None where they tell the same."""
    kept = _kept(place / COLUMNS_FILE, f"{_FORM} {input_hash(reader)}")
    if kept is None:
        return "is damaged, or of another state of the store"
    told = read_stances(reader)
    same = all(
        np.array_equal(getattr(kept, one.name), getattr(told, one.name)) for one in fields(Stances)
    )
    return None if same else "tells other stances than the store"


def _kept(path: Path, key: str) -> Stances | None:
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as found:
            if _words(found["key"]) != [key]:
                return None
            columns: dict[str, Any] = {name: tuple(_words(found[name])) for name in _NAMES}
            columns |= {name: found[name] for name in _NUMBERS}
        stances = Stances(**columns)
        return stances if _is_sound(stances) else None
    except Exception:  # noqa: BLE001 (what is kept can be read anew)
        # A flipped byte has zipfile, zlib, tokenize or numpy raise whatever it leads them to, even
        # MemoryError and NotImplementedError.
        return None


def _is_sound(stances: Stances) -> bool:
    """Whether columns that were kept are of one length, and point to names that are there."""
    number, reports = len(stances), len(stances.evidence_of)
    bounds = {
        "holder": (0, len(stances.actors), number),
        "behalf": (NOBODY, len(stances.actors), number),
        "proposition": (0, len(stances.propositions), number),
        "sign": (-1, 2, number),
        "status": (0, len(STATUSES), number),
        "evidence_of": (0, number, reports),
        "evidence_in": (0, len(stances.documents), reports),
    }
    others = (stances.earliest, stances.latest, stances.told, stances.sure)
    return all(one.shape == (number,) for one in others) and all(
        column.shape == (length,)
        and column.dtype.kind == "i"
        and (not length or (column.min() >= least and column.max() < beyond))
        for column, (least, beyond, length) in (
            (getattr(stances, name), bound) for name, bound in bounds.items()
        )
    )


def _packed(stances: Stances, key: str) -> bytes:
    stream = io.BytesIO()
    columns: dict[str, Any] = {name: _as_bytes(getattr(stances, name)) for name in _NAMES}
    columns |= {name: getattr(stances, name) for name in _NUMBERS}
    np.savez(stream, key=_as_bytes([key]), **columns)
    return stream.getvalue()


def _as_bytes(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _words(packed: NDArray[np.uint8]) -> list[str]:
    text = packed.tobytes().decode()
    return text.split("\n") if text else []


def read_stances(store: Store) -> Stances:
    """The published stances that have a date, by id, read anew."""
    told = scans(store, _PROPERTIES)
    iris, people, subjects, sides, states, dates = (Codes() for _ in range(6))
    holder = column(next(told), iris, people, new=True)
    about = column(next(told), iris, subjects)
    sign = _closed(column(next(told), iris, sides), sides, _SIGNS)
    status = _closed(column(next(told), iris, states), states, _PLACES)
    latest, earliest = (column(next(told), iris, dates) for _ in range(2))
    behalf = column(next(told), iris, people)
    required = (holder, about, latest)
    kept = np.all([one != NOBODY for one in required], axis=0)
    kept &= (sign != _UNKNOWN) & (status != _UNKNOWN)
    order, names = np.flatnonzero(kept), list(iris)
    order = np.array(sorted(order.tolist(), key=names.__getitem__), np.int64)
    ids = [_local(names[at], "stance") for at in order.tolist()]
    actors, (holder, behalf) = _named(people, "actor", holder[order], behalf[order])
    propositions, (about,) = _named(subjects, "proposition", about[order])
    days = np.array([one[1:11].decode() for one in dates], "datetime64[D]")
    first, last = earliest[order], latest[order]
    status = status[order]
    # A person stands behind what is curated or accepted, whatever a machine thought of it.
    sure = np.where(status == STATUSES.index(Status.EXTRACTED), 0.0, 1.0)
    documents, evidence_of, evidence_in = _reports(told, iris, order, sure)
    return Stances(
        ids=ids,
        actors=actors,
        propositions=propositions,
        documents=documents,
        holder=holder,
        behalf=behalf,
        proposition=about,
        sign=sign[order],
        earliest=days[np.where(first == NOBODY, last, first)],
        latest=days[last],
        told=first != NOBODY,
        sure=sure,
        status=status,
        evidence_of=evidence_of,
        evidence_in=evidence_in,
    )


def _reports(
    told: Iterator[Iterator[Block]],
    iris: Codes,
    order: NDArray[np.int64],
    sure: NDArray[np.float64],
) -> tuple[tuple[str, ...], Numbers, Numbers]:
    """The documents, and for each report the places of its stance and of its document.

    How sure a machine is of a stance goes into ``sure``.
    """
    items, papers, values = (Codes() for _ in range(3))
    supported = column(next(told), items, iris, new=True)
    place = np.full(len(iris) + 1, NOBODY, np.int32)
    place[order] = np.arange(len(order))
    # Nobody's place is the last, and is nobody's.
    stance = place[supported]
    paper = column(next(told), items, papers)
    confidence = column(next(told), items, values)
    scored = (stance != NOBODY) & (confidence != NOBODY)
    # A decimal without a fraction is not abbreviated: "1"^^<...decimal>.
    scores = np.array([float(one.partition(b"^^")[0].strip(b'"')) for one in values], float)
    np.maximum.at(sure, stance[scored], scores[confidence[scored]])
    shown = (stance != NOBODY) & (paper != NOBODY)
    documents, (numbers,) = _named(papers, "document", paper[shown])
    by_stance = np.lexsort((numbers, stance[shown]))
    return documents, stance[shown][by_stance], numbers[by_stance]


def _closed(found: Numbers, codes: Codes, meanings: Mapping[bytes, int]) -> Numbers:
    """What each means that is one of a few things; _UNKNOWN where it is none of them, or untold."""
    return np.array([*(meanings.get(one, _UNKNOWN) for one in codes), _UNKNOWN], np.int32)[found]


def _named(
    codes: Codes, space: str, *columns: Numbers
) -> tuple[tuple[str, ...], tuple[Numbers, ...]]:
    """The ids of the things in some columns, in order, and the columns with their places in it."""
    iris = list(codes)
    used = np.unique(np.concatenate(columns))
    order = sorted(used[used != NOBODY].tolist(), key=iris.__getitem__)
    place = np.full(len(iris) + 1, NOBODY, np.int32)
    place[order] = np.arange(len(order))
    return tuple(_local(iris[at], space) for at in order), tuple(place[one] for one in columns)


def _local(iri: bytes, space: str) -> str:
    return iri[len(PREFIXES[space]) + 1 : -1].decode()
