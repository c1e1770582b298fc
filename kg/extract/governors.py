"""Whose stance it is by the tree of a sentence: a second witness beside the order of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.holders import Scene
from kg.extract.mentions import Mention
from kg.extract.syntax import Tree
from kg.extract.topics import TopicHit

_RELATIVES = frozenset({"who", "which", "that"})
_OWNERS = frozenset({"poss", "nmod"})


@dataclass(frozen=True, slots=True)
class Witness:
    """What the tree says of a topic: its holder, or that one who is no actor holds it.

    ``how`` is reports, acts, owns, suffers or nobody.
    """

    how: str
    mention: Mention | None = None


def find_witness(hit: TopicHit, scene: Scene) -> Witness | None:
    """The subject that governs a topic: the innermost source above it, else the one who acts.

    None where the tree does not tell.
    """
    tree = scene.tree
    if tree is None:
        return None
    top = tree.top_of(hit.start, hit.end)
    if top is None:
        return None
    path = [top, *tree.above(top)]
    for number in path[1:]:
        if _reports(number, tree, scene):
            return _of_subject(number, "reports", tree, scene)
    for below, number in pairwise(path):
        found = _of_word(below, number, tree, scene)
        if found is not None:
            return found
    own = tree.subject_of(top)
    return _of_subject(top, "acts", tree, scene) if own is not None else None


def _of_word(below: int, number: int, tree: Tree, scene: Scene) -> Witness | None:
    """What one word above a topic tells: its agent, its owner or its subject."""
    if tree.words[below].relation == "nsubjpass":
        for agent in tree.children(number, "agent"):
            for one in tree.children(agent, "pobj"):
                return _named(one, "acts", tree, scene)
        return Witness("suffers")
    for owner in tree.children(number, *_OWNERS):
        if owner != below and _mention_at(owner, tree, scene) is not None:
            return _named(owner, "owns", tree, scene)
    subjects = tree.children(number, "nsubj", "nsubjpass")
    if subjects and below not in subjects:
        return _of_subject(number, "acts", tree, scene)
    return None


def _reports(number: int, tree: Tree, scene: Scene) -> bool:
    word = tree.words[number]
    return any(
        phrase.pattern.match(scene.segments.view, word.start) is not None
        for phrase in scene.lexicon.reporting
        if phrase.kind != "quoted-as"
    )


def _of_subject(number: int, how: str, tree: Tree, scene: Scene) -> Witness | None:
    subject = tree.subject_of(number)
    return _named(subject, how, tree, scene) if subject is not None else None


def _named(number: int, how: str, tree: Tree, scene: Scene) -> Witness | None:
    """The actor of a subject; a relative pronoun stands for the noun that it follows."""
    word = tree.words[number]
    if word.text.lower() in _RELATIVES:
        clause = next((n for n in tree.above(number) if tree.words[n].relation == "relcl"), None)
        if clause is None:
            return None
        number = tree.words[clause].head
    mention = _mention_at(number, tree, scene)
    if mention is None:
        return None if tree.words[number].part == "PRON" else Witness("nobody")
    return Witness(how, mention) if mention.actor else Witness("nobody")


def _mention_at(number: int, tree: Tree, scene: Scene) -> Mention | None:
    for place in _heads(number, tree):
        word = tree.words[place]
        for mention in scene.mentions:
            if mention.start < word.end and word.start < mention.end:
                return mention
    return None


def _heads(number: int, tree: Tree) -> Iterator[int]:
    """A word and the names that only tell more of it: 'the minister, Anna Examplova'."""
    yield number
    yield from tree.children(number, "appos", "compound", "flat")
