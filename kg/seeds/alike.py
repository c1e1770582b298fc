"""Outlets that may be one and the same, entered under two names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model.documents import Outlet
from kg.seeds.ids import slug_words

_ARTICLES = {
    *("the", "a", "an", "der", "die", "das", "le", "la", "les", "l", "el", "los", "las"),
    *("il", "lo", "i", "gli", "de", "het", "o", "os", "as"),
}


def alike_outlets(
    new: Iterable[Outlet], known: Iterable[Outlet]
) -> Iterator[tuple[Outlet, Outlet]]:
    """Each new outlet whose name is one told before but for article, blanks and marks, with that.

    An outlet of the same id is the same outlet.
    """
    bare = {_bare(outlet.name): outlet for outlet in known}
    told = set()
    for outlet in new:
        other = bare.setdefault(_bare(outlet.name), outlet)
        if other.id != outlet.id and outlet not in told:
            told.add(outlet)
            yield outlet, other


def told_alike(new: Outlet, known: Outlet) -> str:
    """What to tell of two outlets that may be one."""
    return f"outlet:{new.id} ({new.name!r}) is new, and may be outlet:{known.id} ({known.name!r})"


def _bare(name: str) -> str:
    words = slug_words(name)
    return "".join(words[len(words) > 1 and words[0] in _ARTICLES :])
