"""An invented project with candidates that wait, and a terminal that speaks from a script."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.model.documents import Span, Text
from kg.model.stances import AUTO_ACCEPT, Candidate, Review
from kg.project import Project
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle
from kg.review.desk import Desk
from tests.invented import (
    BORIS,
    OTHER,
    REGISTRY,
    RUN,
    candidate,
    evidence,
    new_project,
    stance,
)

TEXT = (
    "Examplova would talk\n\nThe mayor met reporters in Sampleton. We have to talk, "
    "Examplova said, before she left.\nIvo Muster stayed away.\n"
)
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
DAY = date(2021, 4, 1)
QUOTE = "We have to talk"


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), HASH)


def waiting(name: str, confidence: str = "0.5", **more: Any) -> Candidate:
    return replace(candidate(name, confidence, **more), span=at(QUOTE), quote=Text(QUOTE, "en"))


ANNAS = waiting("annas", said_on="2021-03-03")
"""The actor said the same before: known."""
TURNED = waiting("turned", polarity="opposes", said_on="2021-03-04")
FIRST = waiting("first", proposition=OTHER)
STRANGER = waiting("stranger", "0.9", holder="ivo-muster", holder_name="Ivo Muster")
SURE = waiting("sure", str(AUTO_ACCEPT), proposition="military-aid-to-ukraine")
"""Worth more than some that wait for a person, and yet after them."""
BORISES = waiting("borises", holder=BORIS.id)
POOL = (ANNAS, TURNED, FIRST, STRANGER, SURE, BORISES)
SAID = (stance("one", said_on="2021-03-01"), evidence("one"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with six candidates and one curated stance."""
    return new_project(tmp_path, (*REGISTRY, *SAID, replace(RUN, text_hash=HASH), *POOL))


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "texts" / "march.txt"
    path.parent.mkdir()
    path.write_bytes(TEXT.encode())
    return path


@pytest.fixture
def sit(project: Project) -> Callable[..., Desk]:
    """A desk at the project for a reviewer."""

    def sit_down(reviewer: str = "Rita Reviewer", day: date = DAY) -> Desk:
        return Desk(project, reviewer, day)

    return sit_down


def reviews_of(project: Project) -> list[Review]:
    """The decisions on disk, in order of their ids."""
    path = project.seeds / "reviews.ttl"
    return decode(Review, read_turtle(path)) if path.is_file() else []


class Script:
    """A terminal whose answers are given beforehand; after the last the input has ended."""

    def __init__(self, answers: Iterable[str | type[BaseException]]) -> None:
        self._answers = iter(answers)
        self.shown: list[str] = []

    def tell(self, text: str) -> None:
        self.shown.append(text)

    def key(self, prompt: str) -> str | None:
        return self.ask(prompt)

    def ask(self, prompt: str) -> str | None:
        answer = next(self._answers, None)
        if isinstance(answer, type):
            raise answer
        return answer
