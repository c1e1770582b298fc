"""The reading of one partition on a node of Spark, by a kit that was sent there.

Nothing here imports Spark; pandas is there where Spark is.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg import __version__
from kg.errors import KgError, UsageError
from kg.extract.engines import Engine, choose
from kg.extract.lexicon import Lexicon
from kg.extract.parser import NoModelError
from kg.model.actors import Actor, Tenure
from kg.model.dates import PartialDate
from kg.stream.partition import Kit, Question, Readers

FAILED = -1
"""The number of an answer that is an error for all questions."""


@dataclass(frozen=True, slots=True)
class Outfit:
    """A kit as it travels: the engine by its name, since a language model is not sent."""

    engine: str
    identity: str
    actors: tuple[Actor, ...]
    tenures: tuple[Tenure, ...]
    lexicon: Lexicon
    seconds: float

    @classmethod
    def of(cls, kit: Kit, seconds: float) -> Outfit:
        """A kit that is ready to be sent."""
        identity = _identity(kit.engine)
        return cls(kit.engine.name, identity, kit.actors, kit.tenures, kit.lexicon, seconds)

    def readers(self) -> Readers:
        """Who reads by it; raises UsageError where this machine has not what the sender has."""
        try:
            engine = choose(self.engine)
        except NoModelError as error:
            raise UsageError(f"a node of Spark: {error}") from None
        if _identity(engine) != self.identity:
            raise UsageError(
                f"a node of Spark reads by {_identity(engine)}, not by {self.identity}",
                hint="install the same version on every node",
            )
        return Readers(Kit(self.actors, self.tenures, self.lexicon, engine), self.seconds)


def _identity(engine: Engine) -> str:
    return f"kg {__version__}, {engine.name} {engine.version}, {engine.model or 'no model'}"


_readers: dict[bytes, Readers] = {}


def answer_frames(outfit: bytes, frames: Iterable[Any]) -> Iterator[Any]:
    """A partition's questions to its answers, packed, each by the number of its question.

    The readers stay for the next partition: a fresh one has all the rules to compile. A KgError,
    which no other try makes good, is the answer numbered -1.
    """
    import pandas as pd

    for frame in frames:
        try:
            if outfit not in _readers:
                for others in _readers.values():
                    others.close()
                _readers.clear()
                unpacked: Outfit = pickle.loads(outfit)  # noqa: S301 (broadcast by the driver)
                _readers[outfit] = unpacked.readers()
            told = _readers[outfit].extract_partition(_questions(frame))
            packed = [(number, pickle.dumps(answer)) for number, answer in told]
        except KgError as error:
            packed = [(FAILED, pickle.dumps(error))]
        yield pd.DataFrame(packed, columns=["number", "told"])


def _questions(frame: Any) -> Iterator[tuple[int, Question]]:
    for row in frame.itertuples(index=False):
        published = PartialDate.parse(row.published) if row.published else None
        yield int(row.number), Question(row.text, row.document, published)
