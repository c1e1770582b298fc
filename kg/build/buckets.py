"""The pairs of some holders settled: what is published of them, and what follows from it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.build.cells import PairRow, pack_pair
from kg.build.counts import Key, count_actors, count_pair, count_statuses
from kg.build.describe import Extent, Measure
from kg.build.pairs import (
    Pair,
    PairKey,
    faults_of_found,
    faults_of_pair,
    tell_found,
    tell_together,
)
from kg.build.publish import Publication
from kg.build.register import Register
from kg.build.skeletons import (
    CANDIDATE,
    STANCE,
    Row,
    add_candidate,
    add_evidence,
    add_stance,
    kept_rows,
    read_day,
)
from kg.model.stances import Status
from kg.rdf.codec import node_of
from kg.rdf.ntriples import Line, node
from kg.store.blocks import Block, cut
from kg.store.graphs import PUBLISHED


@dataclass(slots=True)
class Bucket:
    """What became of the pairs of some holders.

    ``pairs`` and ``holders`` are what the next build needs to know of them; ``resolved`` the
    stances to which evidence of other files belongs, ``found`` those to which others react;
    ``broken`` are faults as ``space/ID`` and a message.
    """

    blocks: list[Block] = field(default_factory=list)
    extent: Extent = field(default_factory=Extent)
    counts: Counter[Key] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    pairs: list[PairRow] = field(default_factory=list)
    holders: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    resolved: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    broken: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settler:
    """Settles pairs, by what all files together have told.

    ``documents`` tells when each was published, as written; ``foreign`` is the evidence that
    stands in other files than its stance, by stance; ``reacted`` the stances that others react to.
    """

    register: Register
    documents: Mapping[str, str | None]
    foreign: Mapping[str, list[Row]]
    reacted: frozenset[str]

    def settle(self, parts: Iterable[bytes]) -> Bucket:
        """What becomes of the pairs of one bucket, given its rows from every chunk."""
        bucket = Bucket()
        lines: dict[str, list[str]] = defaultdict(list)
        known: set[str] = set()
        together: list[Line] = []
        measure = Measure()
        spoke: dict[str, Counter[str]] = defaultdict(Counter)
        for key, pair in sorted(self._pairs(parts, bucket).items()):
            publication = pair.settled(self.register)
            faults = list(self._faults(pair, publication, bucket))
            bucket.broken += faults
            if faults:
                continue
            for graph, shape, found in tell_found(pair, publication, self.register):
                lines[graph] += found
                if graph == PUBLISHED:
                    measure.add(shape, found)
            for graph, told in tell_together(publication, self.register):
                (together if graph == PUBLISHED else lines[graph]).append(told)
            # The records themselves have told of these, and have counted them.
            known.add(node("actor", key[0]))
            known.update(map(node_of, publication.stances.values()))
            known.update(map(node_of, publication.evidence))
            counted, months = count_pair(
                key[1], self.register.countries.get(key[0]), publication.published
            )
            bucket.counts.update(counted)
            spoke[key[0]].update(months)
            bucket.statuses.update(count_statuses(publication))
            bucket.pairs.append(pack_pair(key, kept_rows(pair, key)))
        for holder, pairs in spoke.items():
            bucket.counts.update(count_actors(pairs))
            bucket.holders.append((holder, dict(pairs)))
        lines[PUBLISHED] += together
        bucket.extent = Extent.of(together, known)
        bucket.extent.update(measure.extent())
        bucket.blocks = [Block(graph, part) for graph, told in lines.items() for part in cut(told)]
        return bucket

    def _pairs(self, parts: Iterable[bytes], bucket: Bucket) -> dict[PairKey, Pair]:
        pairs: dict[PairKey, Pair] = defaultdict(Pair)
        of_stance: dict[str, Pair] = {}
        evidence: list[Row] = []
        for row in _rows(parts):
            if row[0] == STANCE:
                add_stance(pairs[row[1], row[2]], row)
            elif row[0] == CANDIDATE:
                add_candidate(pairs[row[1], row[2]], row)
            else:
                evidence.append(row)
                continue
            of_stance[row[3]] = pairs[row[1], row[2]]
            if row[3] in self.foreign:
                bucket.resolved.add(row[3])
                evidence += self.foreign[row[3]]
        for row in evidence:
            add_evidence(of_stance[row[1]], row)
        for pair in pairs.values():
            for name in pair.named_documents():
                if name in self.documents:
                    pair.documents[name] = read_day(self.documents[name])
        return pairs

    def _faults(
        self, pair: Pair, publication: Publication, bucket: Bucket
    ) -> Iterator[tuple[str, str]]:
        """What is wrong; notes by the way which stances that others react to are there."""
        bucket.found.update(self.reacted & {f"stance/{name}" for name in publication.stances})
        yield from faults_of_pair(pair, publication)
        yield from faults_of_found(pair, publication, self.register)


def _rows(parts: Iterable[bytes]) -> Iterator[Row]:
    for part in parts:
        yield from json.loads(part)
