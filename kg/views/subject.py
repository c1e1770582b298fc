"""Which one thing a person means by some words, and what to ask for where that is not clear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kg.errors import AmbiguousName, UnknownName
from kg.rdf.folded import Names
from kg.rdf.names import (
    Fit,
    cut,
    find_fitting,
    find_thing,
    in_kinds,
    spelled_out,
    with_name,
    with_words,
)
from kg.rdf.terms import PREFIXES, compact
from kg.views.card import label_of
from kg.views.decided import refusal_of

_NAMED = ("actor", "proposition", "event", "outlet")
"""What has a name of its own; all else is called by a sentence that names many things."""
_LIKELY = ("actor", "proposition")
"""What is often asked for by a word that is the whole name of another thing, such as a state."""
_SPACES = (*_NAMED, "document", "stance", "tenure", "evidence")
_SHOWN = 12
_BESIDE = 3
"""How many things are listed, and how many are told beside the one that is shown."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing, and in ``note`` what it was taken for; empty where that was its own name."""

    node: NamedNode
    note: str = ""


def find_subject(store: Store, name: str) -> Subject:
    """The one thing that some words mean.

    An id, IRI, URL, label or alias is its thing; of several kinds, actors come before propositions,
    events, outlets; those come before what is called by a sentence. Words that are part of names
    mean the one actor or the one thing in whose name they stand. Where a whole name is a word in
    those of other actors or propositions, the note tells them. Raises AmbiguousName with the things
    in question, UnknownName with those that are near.
    """
    names = Names(store)
    # Of a large graph the sentences take seconds to read, and few are asked for by theirs.
    fit, things = find_fitting(names, name, _NAMED)
    if not things:
        fit, things = find_fitting(names, name, _SPACES)
    if not things:
        raise _retracted(store, name) or _unknown(names, name)
    first = in_kinds(things, _SPACES)[0]
    # A person is known by a part of the name; a word of a sentence says little.
    meant = first if fit is Fit.WHOLE or compact(first[0]).startswith("actor:") else things
    if len(meant) > 1:
        raise AmbiguousName(
            f"{cut(name)} may be several things:", hint=_hint(meant), listed=_listed(store, meant)
        )
    if fit is Fit.MERGED:
        return Subject(meant[0], f"{cut(name)} was merged into {compact(meant[0])}")
    others = [thing for thing in things if thing not in meant]
    if fit is not Fit.PART:
        alike = with_name(names, name, _LIKELY)
        others += [one for one in alike if one not in things]
    return Subject(meant[0], _note(store, name, fit, meant[0], others))


def _note(store: Store, name: str, fit: Fit, thing: NamedNode, others: Sequence[NamedNode]) -> str:
    if fit is not Fit.PART and not others:
        return ""
    told = f"{cut(name)} is taken for {compact(thing)} ({label_of(store, thing)})"
    if not others:
        return told
    more = f" and {len(others) - _BESIDE} more" if len(others) > _BESIDE else ""
    return f"{told}; it fits {', '.join(map(compact, others[:_BESIDE]))}{more}, too"


def _retracted(store: Store, name: str) -> UnknownName | None:
    """What became of the stance of that id or IRI where a person refused it; None of all else."""
    short = f"stance:{name.removeprefix('stance/')}" if name.startswith("stance/") else name
    for node in spelled_out(short, ("stance",)):
        with suppress(ValueError):
            review = refusal_of(store, node.value.removeprefix(PREFIXES["stance"]))
            if review:
                why = f": {review.note.value}" if review.note else ""
                return UnknownName(
                    f"{compact(node)} is no longer published: {review.reviewer} refused it on "
                    f"{review.decided_on}{why}",
                    hint="kg export --graph rejected has what was said of it",
                )
    return None


def _unknown(names: Names, name: str) -> UnknownName:
    near = with_words(names, name, _NAMED)
    if not near:
        try:
            find_thing(names, name, _SPACES)
        except UnknownName as error:
            return error
    return UnknownName(
        f"no thing goes by the name {cut(name)}; some of its words are in:",
        hint=_hint(near),
        near=[compact(thing) for thing in near],
        listed=_listed(names.store, near),
    )


def _listed(store: Store, things: Sequence[NamedNode]) -> list[str]:
    shown = [(compact(thing), label_of(store, thing)) for thing in things[:_SHOWN]]
    width = max(len(short) for short, _ in shown)
    lines = [f"  {short:<{width}}  {label}" for short, label in shown]
    return lines + [f"  and {len(things) - _SHOWN} more"] * (len(things) > _SHOWN)


def _hint(things: Iterable[NamedNode]) -> str:
    return f"ask by what stands in front: kg show {compact(next(iter(things)))}"
