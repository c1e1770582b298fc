"""The reading of many texts, whatever hands them out: a pool of processes, or a cluster's part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeVar

from kg.extract.engines import Engine
from kg.extract.extractor import Extraction, extract
from kg.extract.lexicon import Lexicon
from kg.model.actors import Actor, Tenure
from kg.model.dates import PartialDate
from kg.store.guard import leave_network
from kg.workers import Lost, Worker, answers

TagT = TypeVar("TagT")


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader is told of an article."""

    text: str
    document: str
    published: PartialDate | None


@dataclass(frozen=True, slots=True)
class Kit:
    """What a reader needs besides a text: who may be named in it, and what reads it."""

    actors: tuple[Actor, ...]
    tenures: tuple[Tenure, ...]
    lexicon: Lexicon
    engine: Engine


class Readers:
    """Processes that read texts by one kit, without network, ``seconds`` at most for a text."""

    def __init__(self, kit: Kit, seconds: float, count: int = 1) -> None:
        def prepare() -> Callable[[Question], Extraction]:
            leave_network()
            return lambda question: extract(
                question.text,
                document=question.document,
                published=question.published,
                actors=kit.actors,
                tenures=kit.tenures,
                lexicon=kit.lexicon,
                engine=kit.engine,
            )

        self._crew: list[Worker[Question, Extraction]] = [
            Worker(prepare, seconds) for _ in range(count)
        ]

    def extract_partition(
        self, questions: Iterable[tuple[TagT, Question | None]]
    ) -> Iterator[tuple[TagT, Extraction | Lost | None]]:
        """The tag of each question with what was found in its text, in the order of the questions.

        A tag without a question keeps its place. A text that takes too long, or ends the process
        that reads it, costs no other. Raises the KgError of a kit that cannot be used.
        """
        return answers(self._crew, questions, keep=True)

    def close(self) -> None:
        """End the processes."""
        for reader in self._crew:
            reader.close()


class Crew(Protocol):
    """Whoever answers questions by a kit, in their order, however many at a time."""

    def answers(
        self, kit: Kit, questions: Iterable[tuple[TagT, Question | None]]
    ) -> Iterator[tuple[TagT, Extraction | Lost | None]]:
        """The tag of each question with what was found in its text, in their order."""

    def __enter__(self) -> Self:
        """Itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End whatever it started."""


@dataclass(frozen=True, slots=True)
class Pool:
    """So many processes of this machine."""

    workers: int = 1
    seconds: float = 60.0

    def answers(
        self, kit: Kit, questions: Iterable[tuple[TagT, Question | None]]
    ) -> Iterator[tuple[TagT, Extraction | Lost | None]]:
        """The tag of each question with what was found in its text, in their order."""
        readers = Readers(kit, self.seconds, self.workers)
        try:
            yield from readers.extract_partition(questions)
        finally:
            readers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None
