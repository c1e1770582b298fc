"""Which names a search means, the best first; ``assets/search.js`` goes by the same rules.

A name fits as a whole, from its start, from a word, by all its words or anywhere inside. Another
spelling of the sounds counts only where no name has such a word, and a slip of the pen only where
no name sounds so from a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.pages.spelling import folded, sounded

KINDS = ("actor", "proposition", "theme", "country", "event", "document", "outlet")
"""What can be found, in the order in which it is listed."""
EXACT_ONLY = frozenset({"document"})
"""Kinds whose names are headlines: to guess among them leads nowhere."""
MOST = 20
"""How many hits of one kind are listed."""
_HEARD = 3
_GUESSED = 4
"""The fewest letters by whose sound, and with a slip in which, a name is still looked for."""
_SHORT = 5
"""A word of so many letters may have one slip, and a longer one two."""
_NAMING = 2
"""Below this fit a name is no name, but words that a thing has."""

Fit = Callable[["Name", "Wanted"], int]


@dataclass(frozen=True)
class Name:
    """A folded name; ``most`` is how well it may fit at best, 5 being the whole name."""

    folded: str
    most: int = 5

    @cached_property
    def sound(self) -> str:
        """Its sound."""
        return sounded(self.folded)


@dataclass(frozen=True)
class Wanted:
    """What was typed, folded."""

    folded: str

    @cached_property
    def sound(self) -> str:
        """Its sound."""
        return sounded(self.folded)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, each once."""
        return tuple(dict.fromkeys(self.folded.split()))


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: ``path`` has no ending, ``about`` says what it is, in a few words.

    Of hits that fit equally well, those of more ``weight`` come first, and then the earlier label.
    """

    kind: str
    path: str
    label: str
    about: str
    weight: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one kind: those listed, and how many there are in all."""

    kind: str
    listed: tuple[Entry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds by kind; ``guessed`` where nothing goes by that name but nearly."""

    sure: tuple[Hits, ...] = ()
    guessed: tuple[Hits, ...] = ()

    @property
    def total(self) -> int:
        """How many things go by that name."""
        return sum(hits.total for hits in self.sure)


def find(entries: Sequence[Entry], text: str) -> Found:
    """What goes by a name, in any spelling and script; nothing where no letter is typed."""
    wanted = Wanted(folded(text))
    if not wanted.folded:
        return Found()
    by_fit: list[list[tuple[int, Entry]]] = [[], [], []]
    seen: set[str] = set()
    for at, fits in enumerate((closeness, likeness, nearness)):
        if any(score > 1 for scored in by_fit for score, _ in scored):
            break
        by_fit[at] = [hit for hit in _scored(entries, wanted, fits) if hit[1].path not in seen]
        seen.update(entry.path for _, entry in by_fit[at])
    close, alike, near = by_fit
    return Found(tuple(_by_kind([*close, *alike])), tuple(_by_kind(near)))


def closeness(name: Name, wanted: Wanted) -> int:
    """5: it is the name, 4: the name starts so, 3: a word does, 2: all words are, 1: in it."""
    known, words = name.folded, wanted.folded
    if known == words:
        return 5
    if known.startswith(words):
        return 4
    if f" {words}" in known:
        return 3
    if all(f" {word}" in f" {known}" for word in wanted.words):
        return 2
    return int(words in known)


def likeness(name: Name, wanted: Wanted) -> int:
    """1 where the sounds typed are in the name, whatever the spaces; 2 where a word starts so."""
    sound = wanted.sound.replace(" ", "")
    known = name.sound.replace(" ", "")
    if len(sound) < _HEARD or sound not in known:
        return 0
    return 2 if known.startswith(sound) or f" {wanted.sound}" in name.sound else 1


def nearness(name: Name, wanted: Wanted) -> int:
    """1 where every word that is typed is a word of the name, but for a slip or two."""
    if len(wanted.folded) < _GUESSED or name.most < _NAMING:
        return 0
    words = name.folded.split()
    return int(
        all(
            any(
                word.startswith(typed) if len(typed) < _GUESSED else _nearly(word, typed)
                for word in words
            )
            for typed in wanted.words
        )
    )


def _nearly(word: str, typed: str) -> bool:
    """Whether words differ by few slips: a letter wrong, missing, too many, or two swapped.

    Counted as optimal string alignment.
    """
    limit = 1 if len(typed) <= _SHORT else 2
    if abs(len(word) - len(typed)) > limit:
        return False
    before: list[int] = []
    row = list(range(len(word) + 1))
    for at, letter in enumerate(typed, 1):
        longer = [at]
        for place, other in enumerate(word, 1):
            slips = min(row[place] + 1, longer[-1] + 1, row[place - 1] + (letter != other))
            if at > 1 < place and letter == word[place - 2] and typed[at - 2] == other:
                slips = min(slips, before[place - 2] + 1)
            longer.append(slips)
        if min(longer) > limit:
            return False
        before, row = row, longer
    return row[-1] <= limit


def _scored(entries: Sequence[Entry], wanted: Wanted, fits: Fit) -> list[tuple[int, Entry]]:
    scored = (
        (max((min(fits(name, wanted), name.most) for name in entry.names), default=0), entry)
        for entry in entries
        if fits is closeness or entry.kind not in EXACT_ONLY
    )
    return [(score, entry) for score, entry in scored if score]


def _by_kind(hits: Iterable[tuple[int, Entry]]) -> Iterable[Hits]:
    ordered = sorted(hits, key=lambda hit: (-hit[0], -hit[1].weight, hit[1].label, hit[1].path))
    for kind in KINDS:
        found = [entry for _, entry in ordered if entry.kind == kind]
        if found:
            yield Hits(kind, tuple(found[:MOST]), len(found))
