"""The stances of a store as columns: read by flat queries, and kept beside the store once read."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from kg.analysis.stances import COLUMNS, NOBODY, Numbers, Stances
from kg.errors import KgError
from kg.files import write_whole
from kg.model.stances import Status
from kg.rdf.forms import STATUS
from kg.rdf.terms import PREFIXES
from kg.store.embedded import fingerprint, open_reader

STATUSES = tuple(Status)
"""What the numbers of the column ``status`` mean."""
_FORM = "1"
"""Of the file of columns: another one when what stands in it changes."""
_FILE = "stances.npz"
_NAMES = ("ids", "actors", "propositions", "documents")
_NUMBERS = (*COLUMNS, "evidence_of", "evidence_in")
_QUERIES = (
    """SELECT ?stance ?holder ?proposition ?polarity ?latest ?status WHERE {
      ?stance a st:Stance ; st:holder ?holder ; st:proposition ?proposition ;
        st:polarity ?polarity ; st:latest ?latest ; st:status ?status }""",
    "SELECT ?stance ?document WHERE { ?item st:supports ?stance ; st:document ?document }",
    "SELECT ?stance ?day WHERE { ?stance st:earliest ?day }",
    "SELECT ?stance ?actor WHERE { ?stance st:onBehalfOf ?actor }",
    "SELECT ?stance ?value WHERE { ?item st:confidence ?value ; st:supports ?stance }",
)
_SIGNS = {"favours": 1, "mixed": 0, "opposes": -1}
_Row = list[str]


def stances_of(place: Path) -> Stances:
    """The published stances of the store at a folder that have a date, by id.

    What was read once is kept in the folder, and counts as long as the store was built from the
    same input. Raises StoreError where there is no store.
    """
    store = open_reader(place)
    key = f"{_FORM} {fingerprint(place)}"
    kept = _kept(place / _FILE, key)
    if kept is None:
        kept = read_stances(store)
        # Where the folder may not be written to, the stances are read anew each time.
        with contextlib.suppress(KgError):
            write_whole(place / _FILE, _packed(kept, key))
    return kept


def _kept(path: Path, key: str) -> Stances | None:
    try:
        with np.load(path, allow_pickle=False) as found:
            if _words(found["key"]) != [key]:
                return None
            columns: dict[str, Any] = {name: tuple(_words(found[name])) for name in _NAMES}
            columns |= {name: found[name] for name in _NUMBERS}
    except (OSError, ValueError, KeyError, BadZipFile):
        return None
    return Stances(**columns)


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
    # The engine lets go of Python while it answers: two cores read at once.
    with ThreadPoolExecutor(2) as pool:
        rows, reports, earliest, behalf, confidence = pool.map(
            lambda query: _rows(store, query), _QUERIES
        )
    rows.sort()
    columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) or [()] * 6
    ids = [_local(iri, "stance") for iri in columns[0]]
    place = {iri: number for number, iri in enumerate(columns[0])}
    speaking_for = {place[one]: actor for one, actor in behalf if one in place}
    actors, numbers = _coded((*columns[1], *speaking_for.values()), "actor")
    on_behalf = np.full(len(ids), NOBODY, np.int32)
    on_behalf[list(speaking_for)] = numbers[len(ids) :]
    propositions, proposition = _coded(columns[2], "proposition")
    shown = sorted((place[one], document) for one, document in reports if one in place)
    documents, evidence_in = _coded([document for _, document in shown], "document")
    statuses = {f"<{node.value}>": STATUSES.index(status) for status, node in STATUS.items()}
    status = np.array([statuses[iri] for iri in columns[5]], np.int32)
    signs = {f"<{PREFIXES['polarity']}{name}>": sign for name, sign in _SIGNS.items()}
    latest = _days(columns[4])
    first, told = latest.copy(), np.zeros(len(ids), bool)
    dated = {place[one]: day for one, day in earliest if one in place}
    first[list(dated)], told[list(dated)] = _days(list(dated.values())), True
    return Stances(
        ids=ids,
        actors=actors,
        propositions=propositions,
        documents=documents,
        holder=numbers[: len(ids)],
        behalf=on_behalf,
        proposition=proposition,
        sign=np.array([signs[iri] for iri in columns[3]], np.int32),
        earliest=first,
        latest=latest,
        told=told,
        sure=_sure(confidence, place, status),
        status=status,
        evidence_of=np.array([number for number, _ in shown], np.int32),
        evidence_in=evidence_in,
    )


def _rows(store: Store, query: str) -> list[_Row]:
    found = cast(QuerySolutions, store.query(query, prefixes=PREFIXES))
    # The engine writes lines far faster than it hands over terms; no term here has a tab in it.
    text = (found.serialize(format=QueryResultsFormat.TSV) or b"").decode()
    return [line.split("\t") for line in text.splitlines()[1:]]


def _local(iri: str, space: str) -> str:
    return iri[len(PREFIXES[space]) + 1 : -1]


def _days(literals: Sequence[str]) -> NDArray[np.datetime64]:
    return np.array([literal[1:11] for literal in literals], "datetime64[D]")


def _coded(iris: Sequence[str], space: str) -> tuple[tuple[str, ...], Numbers]:
    known = sorted(set(iris))
    places = {iri: number for number, iri in enumerate(known)}
    names = tuple(_local(iri, space) for iri in known)
    return names, np.array([places[iri] for iri in iris], np.int32)


def _sure(confidence: list[_Row], place: dict[str, int], status: Numbers) -> NDArray[np.float64]:
    # A person stands behind what is curated or accepted, whatever a machine thought of it.
    sure = np.where(status == STATUSES.index(Status.EXTRACTED), 0.0, 1.0)
    for one, value in confidence:
        if one in place:
            sure[place[one]] = max(sure[place[one]], float(value))
    return sure
