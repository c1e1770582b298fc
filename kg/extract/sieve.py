"""Which patterns may match a stretch, told from its words by one sum over sets of bits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_

from kg.extract.literals import alternatives, fold

_WORD = re.compile(r"[a-z0-9.'/-]+")
_KEPT = 2**13
"""How many words are remembered, and up to which length, so that no text can fill the memory."""
_LONGEST_KEPT = 32


class Sieve:
    """Patterns by the words that they need.

    Each alternative of each pattern has one bit for each of its clauses, in as many layers as
    there are clauses to an alternative: it is possible where its bit is set in every layer.
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        needs = [
            (number, [words for clause in clauses if (words := _within_words(clause))])
            for number, pattern in enumerate(patterns)
            for clauses in alternatives(pattern)
        ]
        self._owners = [number for number, _ in needs]
        self._layers = max((len(clauses) for _, clauses in needs), default=0) or 1
        self._given = 0
        literals: defaultdict[str, int] = defaultdict(int)
        for layer in range(self._layers):
            for place, (_, clauses) in enumerate(needs, layer * len(needs)):
                if layer >= len(clauses):
                    self._given |= 1 << place
                    continue
                for literal in clauses[layer]:
                    literals[literal] |= 1 << place
        self._told = _Told(literals)

    def possible(self, words: Iterable[str]) -> Iterator[int]:
        """The numbers of the patterns that may match where these words stand, in order."""
        told = reduce(or_, map(self._told.__getitem__, words), self._given)
        width = len(self._owners)
        left = told & ((1 << width) - 1)
        for layer in range(1, self._layers):
            left &= told >> layer * width
        last = -1
        while left:
            lowest = left & -left
            left ^= lowest
            owner = self._owners[lowest.bit_length() - 1]
            if owner != last:
                yield owner
                last = owner


class _Told(dict[str, int]):
    """The bits of all literals inside a word, by word."""

    def __init__(self, literals: Mapping[str, int]) -> None:
        super().__init__()
        self._literals = dict(literals)
        self._lengths = sorted({len(literal) for literal in literals})

    def __missing__(self, word: str) -> int:
        bits = 0
        for length in self._lengths:
            for start in range(len(word) - length + 1):
                bits |= self._literals.get(word[start : start + length], 0)
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _KEPT:
                self.clear()
            self[word] = bits
        return bits


def words_within(view: str, start: int, end: int) -> list[str]:
    """The folded words of a stretch, cut where it is."""
    return _WORD.findall(fold(view), start, end)


def _within_words(clause: Iterable[str]) -> frozenset[str]:
    """A weaker clause of words alone, empty where one of its literals has none."""
    longest = {max(_WORD.findall(literal), key=len, default="") for literal in clause}
    return frozenset() if "" in longest else frozenset(longest)
