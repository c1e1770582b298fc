"""The reading of texts over Apache Spark, some thousands at a time, answered in their order."""

from __future__ import annotations

import pickle
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from os import environ
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from kg.errors import KgError, LimitReached, UsageError
from kg.extract.extractor import Extraction
from kg.stream.partition import Kit, Question
from kg.stream.spark_partition import Outfit
from kg.stream.spark_session import Asked, open_session
from kg.workers import Lost, Worker

TagT = TypeVar("TagT")

MASTERS = "local[2], spark://HOST:PORT, yarn or k8s://URL"
_MASTER = re.compile(
    r"local(\[(\*|[1-9]\d{0,3})\])?|spark://[^\s/,:]+:\d+(,[^\s/,:]+:\d+)*|yarn|k8s://\S+",
    re.ASCII,
)
_FIRST = 256
"""How many texts the first wave has; the next ones twice as many, while a wave takes too little."""
_ENOUGH, _TOO_LONG = 8.0, 30.0
"""Seconds between which a wave is to take: long beside what one costs, short if it is lost."""
_MOST = 2**25
"""Characters of all texts of a wave, after which it is full."""
_TAGS = 8
"""How many articles a wave may hold for each text that is to be read."""


def require_spark(master: str) -> None:
    """Raise UsageError where there can be no Spark: a name of none, no Java, a library missing."""
    if not _MASTER.fullmatch(master):
        raise UsageError(f"--spark: {master!r} is no master of Spark", hint=f"give {MASTERS}")
    if missing := [name for name in ("pyspark", "pandas", "pyarrow") if not find_spec(name)]:
        raise UsageError(
            f"--spark needs {', '.join(missing)}", hint="pip install 'eurostance[spark]'"
        )
    home = environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").is_file() if home else shutil.which("java")):
        where = f"in JAVA_HOME, {home}" if home else "on the path"
        raise UsageError(
            f"--spark needs Java, and there is none {where}", hint="install Java 17 or 21"
        )


@dataclass(slots=True)
class _Wave(Generic[TagT]):
    """Articles that go through Spark together: their tags, and which of them ask something."""

    tags: list[tuple[TagT, bool]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    size: int = 0

    def add(self, tag: TagT, question: Question | None) -> None:
        self.tags.append((tag, question is not None))
        if question is not None:
            self.questions.append(question)
            self.size += len(question.text)

    def is_full(self, most: int) -> bool:
        many = len(self.questions) >= most or len(self.tags) >= _TAGS * most
        return many or self.size >= _MOST


class Cluster:
    """Apache Spark at a master, started when it is first asked, in a process of its own.

    While it reads a wave of texts, the next one is gathered: no more than three are held.
    ``seconds`` is the longest for a text. Raises UsageError where there can be no Spark.
    """

    def __init__(self, master: str, seconds: float = 60.0) -> None:
        require_spark(master)
        self._master, self._seconds = master, seconds
        self._most = _FIRST
        self._session: Worker[Asked, list[bytes]] = Worker(
            partial(open_session, master), seconds=None, memory=None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def answers(
        self, kit: Kit, questions: Iterable[tuple[TagT, Question | None]]
    ) -> Iterator[tuple[TagT, Extraction | Lost | None]]:
        """The tag of each question with what was found in its text, in their order.

        Raises the KgError of a kit that cannot be used, LimitReached where Spark gives up.
        """
        outfit = pickle.dumps(Outfit.of(kit, self._seconds))
        source = iter(questions)
        running: _Wave[TagT] | None = None
        try:
            while True:
                wave = self._gather(source)
                told = self._taken(running) if running else None
                done, running = running, wave if wave.tags else None
                if running and running.questions:
                    self._begun = time.monotonic()
                    self._session.send(Asked(outfit, tuple(running.questions)))
                if done and told is not None:
                    for tag, asked in done.tags:
                        yield tag, next(told) if asked else None
                if not running:
                    return
        finally:
            if running and running.questions:
                self._session.close()

    def _gather(self, source: Iterator[tuple[TagT, Question | None]]) -> _Wave[TagT]:
        wave: _Wave[TagT] = _Wave()
        for tag, question in source:
            wave.add(tag, question)
            if wave.is_full(self._most):
                break
        return wave

    def _taken(self, wave: _Wave[TagT]) -> Iterator[Extraction | Lost]:
        """The answers to a wave, unpacked one by one; the next wave is made to fit."""
        told = self._session.answer() if wave.questions else []
        if isinstance(told, Lost):
            raise LimitReached(
                f"Spark at {self._master} gave up: {told.why}",
                hint="with -o or --into, the same call goes on where it stopped",
            )
        taken = time.monotonic() - self._begun if wave.questions else 0
        if taken < _ENOUGH and len(wave.questions) >= self._most:
            self._most *= 2
        elif taken > _TOO_LONG:
            self._most = max(_FIRST, self._most // 2)
        return map(_unpacked, told)


def _unpacked(answer: bytes) -> Extraction | Lost:
    told = pickle.loads(answer)  # noqa: S301 (made by this program's own readers, as a pool's)
    if isinstance(told, KgError):
        raise told
    if not isinstance(told, Extraction | Lost):
        raise TypeError(f"no answer of a reader: {type(told)}")
    return told
