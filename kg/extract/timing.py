"""The day that a stance gets: the one told beside it, that of the speech, or publication."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.clauses import background_start, clause_start
from kg.extract.dates import Told
from kg.extract.frames import Frame
from kg.extract.holders import Holding, Scene
from kg.extract.reasons import Decision
from kg.model.dates import PartialDate

RECENT = 7
"""How many days before publication a speech may lie that the rest of a text reports."""

PUBLISHED = "date-published"
"""The rule by which a stance takes the day of its document."""

_BESIDE = 50
_OPENING = 25


def day_of_speech(
    told: Sequence[Told], scene: Scene, published: PartialDate | None
) -> dict[str, PartialDate]:
    """The day on which each speaker of a sentence spoke, where it is told and recent."""
    days: dict[str, PartialDate] = {}
    for frame in scene.frames:
        for date in told:
            near = abs(date.start - frame.verb) < 40 or date.end <= frame.cue
            if frame.actor and near and date.date and _is_recent(date.date, published):
                days.setdefault(frame.actor, date.date)
    return days


def said_on(
    holding: Holding,
    first: int,
    scene: Scene,
    told: Sequence[Told],
    published: PartialDate | None,
) -> tuple[PartialDate | None, Decision]:
    """The date told beside the verb of saying or the act, else that of publication.

    None where a stance is said to be held ever again, or is ascribed to its holder by another.
    """
    frame = holding.frame
    place = frame.cue if frame else first
    view, sentence = scene.segments.view, scene.sentence
    usable = [
        date
        for date in told
        if background_start(view, sentence, date.start, scene.lexicon) is None
        and scene.segments.quotation_at(date.start, date.end) is None
        and not _of_relative_clause(date, frame, view)
    ]
    following = [date for date in usable if place <= date.start <= place + _BESIDE]
    clause = clause_start(view, sentence, place, None)
    leading = [
        date
        for date in usable
        if date.end <= place and (date.start >= clause or date.start - sentence.start < _OPENING)
    ]
    for date in (*following[:1], *reversed(leading)):
        when = str(date.date or "undated")
        return date.date, Decision("date", date.rule, date.start, date.end, when)
    if holding.how == "claimed":
        return None, Decision("date", "date-not-told", place, place, "undated")
    when = str(published or "undated")
    return published, Decision("date", PUBLISHED, sentence.start, sentence.start, when)


def _of_relative_clause(date: Told, frame: Frame | None, view: str) -> bool:
    """Whether a date stands between a source and its verb in a clause that tells something else."""
    if frame is None or frame.mention is None or not frame.mention.end <= date.start < frame.cue:
        return False
    return view.startswith(", who", frame.mention.end)


def _is_recent(date: PartialDate, published: PartialDate | None) -> bool:
    if published is None:
        return False
    return date.precision == "day" and (published.latest - date.earliest).days <= RECENT
