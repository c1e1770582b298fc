"""Some files of the seeds read: what their records tell, and what is to be settled by pair."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any
from zlib import crc32

from kg.build.cells import FileRow, Held, pack_file
from kg.build.counts import Key, count_candidates
from kg.build.describe import Extent, Measure
from kg.build.publish import fit
from kg.build.register import Register
from kg.build.skeletons import Row, candidate_row, evidence_row, stance_row
from kg.build.sources import Source, Tree
from kg.build.telling import TOLD, Telling
from kg.errors import InputError, Problem
from kg.model.actors import Actor, Event, Tenure
from kg.model.documents import Document, Evidence, Outlet
from kg.model.propositions import Proposition, Theme
from kg.model.searches import Search
from kg.model.stances import Candidate, Review, Stance
from kg.rdf.codec import Gathered, shape_of
from kg.rdf.content import read_file
from kg.rdf.terms import BASE
from kg.rdf.turtle import parse_turtle, subject_lines
from kg.seeds.promises import faults_of_evidence, faults_of_stance
from kg.seeds.shared_ids import published_as
from kg.store.blocks import Block, cut
from kg.store.graphs import PUBLISHED

_REGISTERED = ("actor", "tenure", "event", "outlet", "theme", "proposition", "search", "review")
_BUILT = (*TOLD, Actor, Tenure, Event, Outlet, Theme, Proposition, Search, Review)
_CODEBOOK = "codebook"
_UNCLASSED = "has no class of its space: nothing of it would be built"


@dataclass(slots=True)
class Chunk:
    """What some files hold, and what the inventory is told of them.

    ``rows`` are what is to be settled, by bucket, as JSON; ``foreign`` is evidence of stances
    that stand in other files; ``hashes`` are of all subjects, ``made`` of those as which findings
    of machines are published; ``reacted`` names the stances that others react to, with who does;
    ``met`` are the subjects of decisions that were seen; ``unreadable`` and ``broken`` are faults,
    ``late`` files that describe what belongs in the register; ``hidden`` are stances with what
    they react to, where that is refused and so is not told.
    """

    blocks: list[Block] = field(default_factory=list)
    rows: dict[int, bytes] = field(default_factory=dict)
    foreign: list[Row] = field(default_factory=list)
    documents: list[tuple[str, str | None]] = field(default_factory=list)
    extent: Extent = field(default_factory=Extent)
    counts: Counter[Key] = field(default_factory=Counter)
    files: list[FileRow] = field(default_factory=list)
    hashes: bytearray = field(default_factory=bytearray)
    made: bytearray = field(default_factory=bytearray)
    reacted: list[tuple[str, str]] = field(default_factory=list)
    met: list[Row] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[Problem] = field(default_factory=list)
    broken: list[Problem] = field(default_factory=list)
    late: list[str] = field(default_factory=list)


class Teller:
    """Reads files; the rows of a holder all go to one of so many buckets."""

    def __init__(
        self, tree: Tree, register: Register, registered: Iterable[str], buckets: int
    ) -> None:
        self._tree = tree
        self._register = register
        self._registered = frozenset(registered)
        self._buckets = buckets
        self._telling = Telling(register)
        self._measure = Measure()

    def read(self, sources: Sequence[Source]) -> Chunk:
        """What some files hold; faults are told, not raised."""
        chunk = Chunk()
        lines: dict[str, list[str]] = defaultdict(list)
        rows: dict[int, list[Row]] = defaultdict(list)
        self._measure = Measure()
        for source in sources:
            path = self._tree.path(source.name)
            try:
                content = read_file(path)
                quads = parse_turtle(path, content)
            except InputError as error:
                chunk.unreadable += error.problems or [Problem(path, 0, 0, str(error))]
                continue
            self._read(source, content, Gathered(quads), chunk, lines, rows)
        chunk.extent = self._measure.extent()
        chunk.blocks = [Block(graph, part) for graph, told in lines.items() for part in cut(told)]
        chunk.rows = {bucket: json.dumps(found).encode() for bucket, found in rows.items()}
        return chunk

    def _read(
        self,
        source: Source,
        content: bytes,
        gathered: Gathered,
        chunk: Chunk,
        lines: dict[str, list[str]],
        rows: dict[int, list[Row]],
    ) -> None:
        subjects = gathered.subjects
        registers = source.name in self._registered
        if not registers and any(name.partition("/")[0] in _REGISTERED for name in subjects):
            chunk.late.append(source.name)
            return
        digest = sha256(content).hexdigest()
        held = Held(source.name, source.size, source.modified, digest, subjects)
        chunk.files.append(pack_file(held))
        chunk.hashes += b"".join(map(hash_of, subjects))
        chunk.made += b"".join(hash_of(one) for name in subjects for one in published_as(name))
        known = {_CODEBOOK} if registers else set[str]()
        faults = [(one, _UNCLASSED) for one in gathered.unread(_BUILT) if one not in known]
        holders: dict[str, str] = {}
        try:
            records = [record for kind in TOLD for record in gathered.records(kind)]
        except ValueError as error:
            space, _, rest = str(error).partition(":")
            faults.append((f"{space}/{rest.partition(':')[0]}", str(error)))
            records = []
        for record in records:
            fit = self._telling.fit(record)
            graph, told = self._telling.graph_of(fit), self._telling.tell(fit)
            lines[graph] += told
            if graph == PUBLISHED:
                self._measure.add(shape_of(fit), told)
            faults += self._faults(record, chunk)
            if isinstance(record, Stance):
                holders[record.id] = record.holder
                if record.reacts_to and fit.reacts_to is None:
                    chunk.hidden.append((f"stance/{record.id}", record.reacts_to))
        for record in records:
            self._route(record, holders, chunk, rows)
        chunk.broken += _placed(self._tree.path(source.name), content, faults)

    def _faults(self, record: Any, chunk: Chunk) -> Iterator[tuple[str, str]]:
        register = self._register
        if isinstance(record, Evidence):
            for message in faults_of_evidence(record):
                yield f"evidence/{record.id}", message
        elif isinstance(record, Stance):
            happened = register.happened
            if record.reacts_to and record.reacts_to.startswith("stance/"):
                chunk.reacted.append((record.reacts_to, record.id))
                happened = frozenset([record.reacts_to])
            known = register.names, register.titles
            for message in faults_of_stance(record, *known, happened):
                yield f"stance/{record.id}", message

    def _route(
        self, record: Any, holders: dict[str, str], chunk: Chunk, rows: dict[int, list[Row]]
    ) -> None:
        match record:
            case Document():
                told = str(record.published) if record.published else None
                chunk.documents.append((record.id, told))
            case Stance():
                row = stance_row(record)
                rows[self._bucket(record.holder)].append(row)
                if f"stance/{record.id}" in self._register.reviewed:
                    chunk.met.append(row)
            case Evidence() if record.stance in holders:
                rows[self._bucket(holders[record.stance])].append(evidence_row(record))
            case Evidence():
                chunk.foreign.append(evidence_row(record))
            case Candidate():
                chunk.counts.update(count_candidates(1))
                review = self._register.decided.get(f"candidate/{record.id}")
                if f"candidate/{record.id}" in self._register.reviewed:
                    chunk.met.append(candidate_row(record, record.holder, record.proposition))
                if wanted := fit(record, review):
                    row = candidate_row(record, wanted.holder, wanted.proposition)
                    rows[self._bucket(wanted.holder)].append(row)

    def _bucket(self, holder: str) -> int:
        return crc32(holder.encode()) % self._buckets


def hash_of(subject: str) -> bytes:
    """Eight bytes by which a subject is known again."""
    return blake2b(subject.encode(), digest_size=8).digest()


def _placed(path: Path, content: bytes, faults: list[tuple[str, str]]) -> Iterator[Problem]:
    if not faults:
        return
    lines = subject_lines(content.decode())
    for node, message in faults:
        # What is not ours goes by its whole IRI.
        name = node if node in lines else node.replace("/", ":", 1)
        told = message if message.startswith(name) else f"{name}: {message}"
        line = lines.get(f"{BASE}{node}", lines.get(node, 0))
        yield Problem(path, line, 1 if line else 0, told)
