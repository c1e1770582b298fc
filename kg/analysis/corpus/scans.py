"""What properties say in a store, as numbers: read by flat queries, block by block."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count, repeat
from typing import cast

import numpy as np
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from kg.analysis.corpus.stances import NOBODY, Numbers
from kg.rdf.terms import PREFIXES

_AHEAD = 2
_BLOCK = 1 << 24

Block = tuple[list[bytes], list[bytes]]
"""Subjects and objects as SPARQL writes them in TSV, of one length."""


class Codes(defaultdict[bytes, int]):
    """The number of each word, in the order in which they are met."""

    def __init__(self) -> None:
        """No word is known."""
        super().__init__(count().__next__)

    def met(self, words: Sequence[bytes]) -> Numbers:
        """The numbers of words, a new one for each that is new."""
        return np.fromiter(map(self.__getitem__, words), np.int32, len(words))

    def known(self, words: Sequence[bytes]) -> Numbers:
        """The numbers of words, NOBODY for what was never met."""
        return np.fromiter(map(self.get, words, repeat(NOBODY)), np.int32, len(words))


def scans(store: Store, names: Sequence[str]) -> Iterator[Iterator[Block]]:
    """For each property, by its name in the project's own terms, all that it says.

    Each is asked for alone: the engine joins slower than dictionaries do. It lets go of Python
    while it answers, and answers the next ones meanwhile.
    """
    with ThreadPoolExecutor(_AHEAD) as pool:
        waiting: deque[Future[bytes]] = deque()
        for name in names:
            waiting.append(pool.submit(_told, store, name))
            if len(waiting) > _AHEAD:
                yield _blocks(waiting.popleft().result())
        while waiting:
            yield _blocks(waiting.popleft().result())


def column(
    blocks: Iterator[Block], subjects: Codes, objects: Codes, *, new: bool = False
) -> Numbers:
    """For each subject by its number that of what a property says of it, or NOBODY.

    What is said of others than the subjects known is left out, but if ``new`` they are made known.
    """
    pairs = [
        (subjects.met(some) if new else subjects.known(some), objects.met(others))
        for some, others in blocks
    ]
    found = np.full(len(subjects), NOBODY, np.int32)
    for subject, number in pairs:
        known = subject != NOBODY
        found[subject[known]] = number[known]
    return found


def _told(store: Store, name: str) -> bytes:
    query = f"SELECT ?subject ?object WHERE {{ ?subject st:{name} ?object }}"
    found = cast(QuerySolutions, store.query(query, prefixes=PREFIXES))
    try:
        # The engine writes lines far faster than it hands over terms; no term here has a tab in it.
        return found.serialize(format=QueryResultsFormat.TSV) or b""
    finally:
        # An error takes what stands here to another thread, and the engine wants it to go in this.
        del found


def _blocks(told: bytes) -> Iterator[Block]:
    begin = told.find(b"\n") + 1
    while begin < len(told):
        end = told.find(b"\n", begin + _BLOCK) + 1 or len(told)
        words = told[begin:end].replace(b"\t", b"\n").split(b"\n")
        # The last line ends too.
        yield words[0:-1:2], words[1::2]
        begin = end
