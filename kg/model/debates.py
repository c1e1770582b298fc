"""A debate as coders keep it in Discourse Network Analyzer (DNA): who says what of which concept.

DNA's words are kept: a statement is one passage of a document in which a person, for an
organization, agrees or disagrees with a concept; what these are called is an entity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LONGEST_NAME = 190
"""The most characters that DNA lets a name, a title or an attribute have."""


class Role(StrEnum):
    """What a name names: the three variables of a statement that DNA proposes to its users."""

    PERSON = "person"
    ORGANIZATION = "organization"
    CONCEPT = "concept"


@dataclass(frozen=True, slots=True)
class Entity:
    """What coders call a person, an organization or a concept, and what they know of it.

    Attributes go by name and hold for all time; the colour is red, green and blue up to 255.
    """

    role: Role
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    colour: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class DebateDocument:
    """A document; ``moment`` is in no time zone, ``text`` may be left away where it is not used."""

    number: int
    title: str
    moment: datetime
    text: str = ""
    author: str = ""
    source: str = ""
    section: str = ""
    kind: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class DebateStatement:
    """One coded passage; ``sign`` is 1 where it agrees with the concept, -1 where not, 0 mixed.

    ``document`` is the number of a document, ``start`` and ``stop`` are places in its text. Of
    person and organization one may be empty.
    """

    number: int
    document: int
    person: str
    organization: str
    concept: str
    sign: int
    start: int
    stop: int
    text: str
    coder: str = ""

    @property
    def holder(self) -> str:
        """Who speaks: the person or, where none is coded, the organization."""
        return self.person or self.organization


@dataclass(frozen=True, slots=True)
class Debate:
    """Documents, statements and entities, each in the order of their numbers or names.

    ``left_out`` says how much there was besides that is not in it, by reason.
    """

    documents: tuple[DebateDocument, ...]
    statements: tuple[DebateStatement, ...]
    entities: tuple[Entity, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
