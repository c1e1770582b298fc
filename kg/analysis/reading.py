"""The stances of a store as columns: read by flat queries, and kept beside the store once read."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, Store

from kg.analysis.stances import COLUMNS, NOBODY, Numbers, Stances
from kg.errors import KgError
from kg.files import write_whole
from kg.model.stances import Polarity, Status
from kg.project import Address, Place
from kg.rdf.forms import POLARITY, STATUS
from kg.rdf.terms import PREFIXES
from kg.store.embedded import input_hash, open_reader

STATUSES = tuple(Status)
"""What the numbers of the column ``status`` mean."""
_FORM = "1"
"""Of the file of columns: another one when what stands in it changes."""
_FILE = "stances.npz"
_NAMES = ("ids", "actors", "propositions", "documents")
_NUMBERS = (*COLUMNS, "evidence_of", "evidence_in")
_TOLD = ("holder", "proposition", "latest")
_MAY_BE_TOLD = ("earliest", "onBehalfOf")
_OF_EVIDENCE = ("supports", "document", "confidence")
_SIGNS = {POLARITY[one]: one.sign for one in Polarity}
_PLACES = {STATUS[status]: place for place, status in enumerate(STATUSES)}


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
    kept = _kept(place / _FILE, key)
    if kept is None:
        kept = read_stances(store)
        # Where the folder may not be written to, the stances are read anew each time; a link would
        # be followed to somebody else's file.
        if not (place / _FILE).is_symlink():
            with contextlib.suppress(KgError):
                write_whole(place / _FILE, _packed(kept, key))
    return kept


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
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError, BadZipFile):
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
    said = _read(store)
    required = [said[name] for name in (*_TOLD, "polarity", "status")]
    iris = sorted(set(required[0]).intersection(*required[1:]))
    holders, subjects, days, signs, statuses = (
        list(map(values.__getitem__, iris)) for values in required
    )
    place = {iri: number for number, iri in enumerate(iris)}
    ids = [_local(iri, "stance") for iri in iris]
    speaking_for = {place[one]: who for one, who in said["onBehalfOf"].items() if one in place}
    actors, numbers = _coded((*holders, *speaking_for.values()), "actor")
    on_behalf = np.full(len(ids), NOBODY, np.int32)
    on_behalf[list(speaking_for)] = numbers[len(ids) :]
    propositions, proposition = _coded(subjects, "proposition")
    documents, evidence_of, evidence_in = _reports(said["supports"], said["document"], place)
    status = np.array(statuses, np.int32)
    latest = _days(days)
    first, told = latest.copy(), np.zeros(len(ids), bool)
    dated = {place[one]: day for one, day in said["earliest"].items() if one in place}
    first[list(dated)], told[list(dated)] = _days(list(dated.values())), True
    return Stances(
        ids=ids,
        actors=actors,
        propositions=propositions,
        documents=documents,
        holder=numbers[: len(ids)],
        behalf=on_behalf,
        proposition=proposition,
        sign=np.array(signs, np.int32),
        earliest=first,
        latest=latest,
        told=told,
        sure=_sure(said["confidence"], said["supports"], place, status),
        status=status,
        evidence_of=evidence_of,
        evidence_in=evidence_in,
    )


def _read(store: Store) -> dict[str, dict[str, Any]]:
    """What each property says, by subject; of polarity and status their numbers.

    Each is asked for alone: the engine joins slower than dictionaries do.
    """
    plain = (*_TOLD, *_MAY_BE_TOLD, *_OF_EVIDENCE)
    closed = [("polarity", node, sign) for node, sign in _SIGNS.items()]
    closed += [("status", node, at) for node, at in _PLACES.items()]
    # The engine lets go of Python while it answers: two cores read at once.
    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(plain, pool.map(lambda name: _pairs(store, name), plain), strict=True))
        subjects = pool.map(lambda one: _subjects(store, one[0], one[1]), closed)
        for (name, _, number), found in zip(closed, subjects, strict=True):
            said.setdefault(name, {}).update(dict.fromkeys(found, number))
    return said


def _pairs(store: Store, name: str) -> dict[str, Any]:
    lines = _lines(store, f"SELECT ?subject ?object WHERE {{ ?subject st:{name} ?object }}")
    return dict(line.split("\t") for line in lines)


def _subjects(store: Store, name: str, value: NamedNode) -> list[str]:
    return _lines(store, f"SELECT ?subject WHERE {{ ?subject st:{name} {value} }}")


def _lines(store: Store, query: str) -> list[str]:
    found = cast(QuerySolutions, store.query(query, prefixes=PREFIXES))
    # The engine writes lines far faster than it hands over terms; no term here has a tab in it.
    return (found.serialize(format=QueryResultsFormat.TSV) or b"").decode().splitlines()[1:]


def _reports(
    supports: Mapping[str, str], shown_in: Mapping[str, str], place: Mapping[str, int]
) -> tuple[tuple[str, ...], Numbers, Numbers]:
    """The documents, and for each report the places of its stance and of its document."""
    known = [item for item, stance in supports.items() if stance in place and item in shown_in]
    stances = np.array([place[supports[item]] for item in known], np.int32)
    documents, numbers = _coded([shown_in[item] for item in known], "document")
    order = np.lexsort((numbers, stances))
    return documents, stances[order], numbers[order]


def _local(iri: str, space: str) -> str:
    return iri[len(PREFIXES[space]) + 1 : -1]


def _days(literals: Sequence[str]) -> NDArray[np.datetime64]:
    return np.array([literal[1:11] for literal in literals], "datetime64[D]")


def _coded(iris: Sequence[str], space: str) -> tuple[tuple[str, ...], Numbers]:
    known = sorted(set(iris))
    places = {iri: number for number, iri in enumerate(known)}
    names = tuple(_local(iri, space) for iri in known)
    return names, np.fromiter(map(places.__getitem__, iris), np.int32, len(iris))


def _sure(
    confidence: Mapping[str, str],
    supports: Mapping[str, str],
    place: Mapping[str, int],
    status: Numbers,
) -> NDArray[np.float64]:
    # A person stands behind what is curated or accepted, whatever a machine thought of it.
    sure = np.where(status == STATUSES.index(Status.EXTRACTED), 0.0, 1.0)
    for item, value in confidence.items():
        at = place.get(supports.get(item, ""))
        if at is not None:
            # A decimal without a fraction is not abbreviated: "1"^^<...decimal>.
            sure[at] = max(sure[at], float(value.partition("^^")[0].strip('"')))
    return sure
