"""An invented debate as coders keep it in Discourse Network Analyzer, small enough to count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from kg.model.debates import Debate, DebateDocument, DebateStatement, Entity, Role

TALKS, TOLLS, BRIDGES = "Talks should begin.", "Tolls should rise.", "Bridges should open."
ANNA, BERT, CARLA = "Anna Examplova", "Bert Samplović", "Carla Voorbeeld"
DAYS = {1: datetime(2021, 3, 4), 2: datetime(2021, 5, 6), 3: datetime(2022, 3, 5)}
ROWS = (
    (1, ANNA, "Exampleland", TALKS, 1),
    (1, BERT, "Samplia", TALKS, 1),
    (1, ANNA, "Exampleland", TALKS, 1),
    (1, CARLA, "Exampleland First", TALKS, -1),
    (2, ANNA, "Exampleland", TOLLS, -1),
    (2, BERT, "Samplia", TOLLS, -1),
    (2, BERT, "Samplia", TOLLS, -1),
    (2, CARLA, "Exampleland First", TOLLS, -1),
    (2, "", "Exampleland", BRIDGES, 1),
    (3, ANNA, "Exampleland", TALKS, 1),
    (3, CARLA, "Exampleland First", BRIDGES, 1),
    (3, BERT, "Samplia", BRIDGES, 1),
    (3, ANNA, "Exampleland", BRIDGES, 0),
)
"""Document, person, organization, concept, and whether it agrees: once it is mixed."""
_WORDS = "That was said."


def debate(
    rows: Iterable[tuple[int, str, str, str, int]] = ROWS,
    *,
    attributes: Mapping[str, Mapping[str, str]] | None = None,
    notes: Mapping[int, str] | None = None,
    title: str = "Paper {}",
    text: str = _WORDS,
) -> Debate:
    """A debate of some rows; attributes go by name, notes by the number of their document."""
    rows = list(rows)
    told, written = attributes or {}, notes or {}
    numbers = sorted({row[0] for row in rows})
    named = {
        (role, name) for row in rows for role, name in zip(Role, row[1:4], strict=True) if name
    }
    order = list(Role)
    return Debate(
        documents=tuple(
            DebateDocument(
                number=number,
                title=title.format(number),
                moment=DAYS[number],
                text=" ".join([text] * 20),
                source="The Sample Times",
                section="en",
                kind="article",
                notes=written.get(number, ""),
            )
            for number in numbers
        ),
        statements=tuple(
            DebateStatement(
                number=at,
                document=number,
                person=person,
                organization=organization,
                concept=concept,
                sign=sign,
                start=0,
                stop=len(text),
                text=text,
                coder="curated",
            )
            for at, (number, person, organization, concept, sign) in enumerate(rows, 1)
        ),
        entities=tuple(
            Entity(role, name, dict(told.get(name, {})))
            for role, name in sorted(named, key=lambda one: (order.index(one[0]), one[1]))
        ),
    )
