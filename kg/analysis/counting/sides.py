"""A stance as one side of a change, a contradiction or a comparison, and its cells in a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.analysis.corpus.quotes import Words
from kg.analysis.corpus.stances import NOBODY
from kg.analysis.counting.lines import Lines
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import FEW
from kg.model.dated import Dated
from kg.model.propositions import Proposition
from kg.model.stances import Polarity
from kg.queries.table import Value


@dataclass(frozen=True, slots=True)
class Side:
    """A stance of a unit, who spoke, and what stands behind it.

    ``office`` is the speaker's on that day, ``when`` the date, no longer than its first report
    leaves it (or ``by`` a day), ``begin`` and ``day`` the first and the last day that it may mean.
    ``documents`` counts those that show the whole unbroken run of stances of this polarity,
    ``stances`` is how many these are. ``several`` says that the unit stood on several sides by
    then: the polarity is mixed, the stance the last of them.
    """

    stance: str
    speaker: Unit
    office: str | None
    polarity: Polarity
    when: str
    begin: date
    day: date
    stances: int
    documents: int
    several: bool = False

    @property
    def few(self) -> bool:
        """Whether so few documents stand behind it that one more may turn it."""
        return self.documents < FEW


def side_of(lines: Lines, dated: Dated) -> Side:
    """A stance of a line as one side of something."""
    corpus = lines.corpus
    stances = corpus.stances
    row = lines.row(dated.stance.id)
    speaker = corpus.actors[stances.actors[stances.holder[row]]]
    behalf = stances.behalf[row]
    body = None if behalf == NOBODY else stances.actors[behalf]
    number, documents = lines.behind(dated.stance.id)
    return Side(
        stance=dated.stance.id,
        speaker=Unit(speaker.id, speaker.name),
        office=corpus.memberships.office(speaker.id, dated.latest, body),
        polarity=dated.stance.polarity,
        when=str(dated.stance.said_on) if dated.told else f"by {dated.latest}",
        begin=dated.earliest,
        day=dated.latest,
        stances=number,
        documents=documents,
    )


_CELLS = (
    "Polarity", "Verb", "SaidOn", "Speaker", "SpeakerLabel", "Office", "Quote", "Language",
    "Translation", "Paraphrase", "Outlet", "Published", "Url", "Stance", "Documents",
)  # fmt: skip


def side_columns(name: str) -> tuple[str, ...]:
    """The columns that a side fills, such as ``beforeQuote``."""
    return tuple(f"{name}{cell}" for cell in _CELLS)


def side_cells(
    side: Side | None, proposition: Proposition, words: Mapping[str, Words]
) -> tuple[Value, ...]:
    """The cells of a side, empty where there is none."""
    if side is None:
        return (None,) * len(_CELLS)
    said = words.get(side.stance)
    quote = said.quote if said else None
    return (
        side.polarity,
        proposition.verb(side.polarity),
        side.when,
        side.speaker.id,
        side.speaker.label,
        side.office,
        quote.value if quote else None,
        quote.language if quote else None,
        said.translation.value if said and said.translation else None,
        said.paraphrase.value if said and said.paraphrase else None,
        said.outlet if said else None,
        said.published if said else None,
        said.url if said else None,
        side.stance,
        side.documents,
    )


def short(side: Side | None, proposition: Proposition, level: Level) -> str | None:
    """A side in a few words, for a table on a terminal; with its speaker where units are pooled."""
    if side is None:
        return None
    speaker = "" if level is Level.ACTOR else f" ({side.speaker.label})"
    return f"{proposition.verb(side.polarity)}, {side.when}{speaker}"
