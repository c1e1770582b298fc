"""Where each actor of a page stands on each proposition, and which changes led there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.model.dated import Dated
from kg.model.dates import PartialDate
from kg.model.positions import by_pair, latest_position, position, shifts
from kg.model.stances import Polarity, Stance
from kg.views.contract import GraphPage, PageStance


@dataclass(frozen=True, slots=True)
class Position:
    """An actor's latest position on a proposition, and all stances of the pair, newest first.

    Several polarities that may be of the same day make a mixed position with ``several`` set.
    """

    actor: str
    proposition: str
    polarity: Polarity
    several: bool
    stances: tuple[PageStance, ...]

    @property
    def latest(self) -> PageStance:
        """The stance that was uttered last."""
        return self.stances[0]


@dataclass(frozen=True, slots=True)
class Change:
    """An actor's polarity on a proposition differs from the one before; stances by id."""

    actor: str
    proposition: str
    before: str
    after: str
    changed_by: str


def positions(page: GraphPage) -> tuple[Position, ...]:
    """The position of every actor on every proposition they spoke on, by actor and proposition."""
    shown = {stance.id: stance for stance in page.stances}
    found = []
    for (actor, proposition), pair in _pairs(page).items():
        newest = sorted(pair, key=lambda dated: (dated.earliest, dated.stance.id), reverse=True)
        found.append(
            Position(
                actor=actor,
                proposition=proposition,
                polarity=position(pair),
                several=len({stance.polarity for stance in latest_position(pair)}) > 1,
                stances=tuple(shown[dated.stance.id] for dated in newest),
            )
        )
    return tuple(found)


def changes(page: GraphPage) -> tuple[Change, ...]:
    """Every change of position, the latest first."""
    found = [
        Change(shift.actor, shift.proposition, shift.before, shift.after, str(shift.changed_by))
        for pair in _pairs(page).values()
        for shift in shifts(pair)
    ]
    return tuple(sorted(found, key=lambda one: (one.changed_by, one.after), reverse=True))


def _pairs(page: GraphPage) -> dict[tuple[str, str], list[Dated]]:
    return by_pair(_dated(stance) for stance in page.stances)


def _dated(stance: PageStance) -> Dated:
    told = PartialDate.parse(stance.said_on) if stance.said_on else None
    last = date.fromisoformat(stance.latest)
    spoken = Stance(stance.id, stance.actor, stance.proposition, stance.polarity, told)
    return Dated(spoken, told.earliest if told else last, last, told=told is not None)
