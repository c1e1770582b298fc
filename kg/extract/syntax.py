"""Sentences as trees of words: who is the subject of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.parser import Parser
from kg.extract.segment import Segments, Sentence

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


@dataclass(frozen=True, slots=True)
class Word:
    """A token in place; ``head`` is the number of the word it depends on, its own at the root."""

    start: int
    end: int
    text: str
    head: int
    relation: str
    part: str
    entity: str


@dataclass(frozen=True, slots=True)
class Tree:
    """The words of one sentence; numbers count from its first word."""

    words: tuple[Word, ...]

    def top_of(self, start: int, end: int) -> int | None:
        """The word of a stretch on which the others of it depend."""
        inside = [n for n, word in enumerate(self.words) if word.start < end and word.end > start]
        return min(inside, key=self.depth, default=None)

    def depth(self, number: int) -> int:
        """How many words stand between a word and the root."""
        return sum(1 for _ in self.above(number))

    def above(self, number: int) -> Iterator[int]:
        """The words on which a word depends, one after the other up to the root."""
        seen = {number}
        while (head := self.words[number].head) not in seen:
            seen.add(head)
            yield head
            number = head

    def children(self, number: int, *relations: str) -> list[int]:
        """The words that depend on a word in one of the ways named."""
        return [
            n
            for n, word in enumerate(self.words)
            if word.head == number and n != number and word.relation in relations
        ]

    def persons(self) -> list[tuple[int, int]]:
        """The stretches of the words that the model takes for names of persons."""
        return [(word.start, word.end) for word in self.words if word.entity == "PERSON"]

    def subject_of(self, verb: int) -> int | None:
        """The subject of a verb, its own or that of the verb it is joined to or governed by."""
        chain = [verb, *self.above(verb)]
        for number in chain:
            found = self.children(number, *_SUBJECTS)
            if found:
                return found[0]
            if self.words[number].relation == "relcl":
                return self.words[number].head
            if self.words[number].relation not in ("xcomp", "conj", "advcl", "acl", "pcomp"):
                return None
        return None


def parse(segments: Segments, sentences: Sequence[Sentence], parser: Parser) -> tuple[Tree, ...]:
    """The tree of each sentence, in order; the sentences are parsed one by one, in batches."""
    texts = [segments.text[one.start : one.end] for one in sentences]
    trees = []
    for sentence, read in zip(sentences, parser.pipeline.pipe(texts, batch_size=64), strict=True):
        trees.append(
            Tree(
                tuple(
                    Word(
                        sentence.start + token.idx,
                        sentence.start + token.idx + len(token),
                        token.text,
                        token.head.i,
                        token.dep_,
                        token.pos_,
                        token.ent_type_,
                    )
                    for token in read
                )
            )
        )
    return tuple(trees)
