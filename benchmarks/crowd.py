"""A large invented page: as many actors and stances as one asks for, spread as in real life.

Few actors speak often and most once or twice, countries lean to a side, some actors change
theirs, stances react to events and to each other. Only the evidence is shorter: one quote of a
line each. ``python -m benchmarks.crowd ACTORS STANCES FILE`` draws the page, and says how long
that took.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from time import perf_counter

from kg.model.actors import ActorKind, EventKind
from kg.model.stances import Polarity, Status
from kg.views.contract import (
    GraphPage,
    PageActor,
    PageDocument,
    PageEvent,
    PageEvidence,
    PageFamily,
    PageMeta,
    PageProposition,
    PageStance,
    PageTenure,
)

COUNTRIES = (
    *("DE", "FR", "PL", "IT", "HU", "GB", "ES", "UA", "EU", "NL", "SE", "FI", "CZ", "RU", "BE"),
    *("AT", "RO", "SK", "EE", "LT", "LV", "GR", "IE", "DK", "PT", "BG", "HR", "NO", "CH", "US"),
    *("TR", "RS", "SI", "CY", "LU", "MD", "MT", "IS"),
)
"""The weightiest first."""
FAMILIES = 9
PROPOSITIONS = 30
THEMES = 6
_FIRST_DAY = date(2022, 1, 1)
_DAYS = 1600
_KINDS = (
    (ActorKind.PERSON,) * 14 + (ActorKind.PARTY,) * 2 + (ActorKind.STATE, ActorKind.ORGANISATION)
)
_STATUSES = (Status.CURATED, Status.CURATED, Status.ACCEPTED, Status.EXTRACTED)
_LANGUAGES = ("en", "de", "fr", "pl", "it")


def crowd(actors: int, stances: int, seed: int = 4) -> GraphPage:
    """The page of so many invented actors and stances; the same for the same numbers."""
    chance = Random(seed)
    people = tuple(_actor(number, chance) for number in range(actors))
    days = sorted(chance.randrange(_DAYS) for _ in range(stances))
    said = _stances(people, days, chance)
    return GraphPage(
        meta=PageMeta(
            title="Invented crowd",
            description="Nobody said any of this: made up to try a large page.",
            base="https://example.org/",
            as_of=_day(_DAYS),
        ),
        propositions=tuple(_proposition(number) for number in range(PROPOSITIONS)),
        actors=people,
        stances=said,
        documents=tuple(_document(stance) for stance in said),
        events=tuple(
            PageEvent(f"event-{number}", f"Invented summit {number}", EventKind.SUMMIT, day, day)
            for number, day in enumerate(_day(20 + 160 * number) for number in range(10))
        ),
        families=tuple(
            PageFamily(f"family-{number}", f"Invented Family {number}")
            for number in range(FAMILIES)
        ),
    )


def _day(number: int) -> str:
    return str(_FIRST_DAY + timedelta(days=number))


def _heavy(count: int, chance: Random) -> int:
    """A number below count, the small ones far more often."""
    return min(int(count * chance.random() ** 2.2), count - 1)


def _actor(number: int, chance: Random) -> PageActor:
    kind = chance.choice(_KINDS)
    belongs = kind in {ActorKind.PERSON, ActorKind.PARTY} and chance.random() < 0.8
    return PageActor(
        id=f"invented-{number}",
        name=f"Invented {kind.capitalize()} {number}",
        kind=kind,
        country=COUNTRIES[_heavy(len(COUNTRIES), chance)] if chance.random() < 0.97 else None,
        family=f"family-{_heavy(FAMILIES, chance)}" if belongs else None,
        tenures=(PageTenure(f"Member {number} of the Invented Assembly", "2021"),),
    )


def _proposition(number: int) -> PageProposition:
    theme = number % THEMES
    return PageProposition(
        id=f"question-{number}",
        label=f"The invented question {number}",
        short=f"Question {number}",
        theme=f"theme-{theme}",
        theme_label=f"Invented theme {theme}",
        sentence=f"Invented question {number} should be answered with yes.",
        for_verb=f"says yes to {number}",
        against_verb=f"says no to {number}",
        favours="any yes",
        opposes="any no",
    )


def _stances(
    people: tuple[PageActor, ...], days: list[int], chance: Random
) -> tuple[PageStance, ...]:
    lean = {country: chance.gauss(0.3, 0.6) for country in (*COUNTRIES, None)}
    slant = [chance.gauss(0, 0.7) for _ in range(PROPOSITIONS)]
    activity = list(accumulate(chance.paretovariate(1.2) for _ in people))
    own = [chance.gauss(0, 0.5) for _ in people]
    found: list[PageStance] = []
    for number, day in enumerate(days):
        # Everybody speaks once before anybody speaks again.
        by_weight = bisect_left(activity, chance.random() * activity[-1])
        who = number if number < len(people) else min(by_weight, len(people) - 1)
        actor, about = people[who], _heavy(PROPOSITIONS, chance)
        own[who] += chance.gauss(0, 0.08)
        leaning = (lean[actor.country] + own[who]) * (-1 if about % 3 == 0 else 1) + slant[about]
        found.append(_stance(number, actor.id, about, leaning, day, chance))
    return tuple(found)


def _stance(
    number: int, actor: str, about: int, leaning: float, day: int, chance: Random
) -> PageStance:
    reacts = chance.random()
    words = f"Invented words {number} on question {about}, which nobody ever said."
    return PageStance(
        id=f"stance-{number}",
        actor=actor,
        proposition=f"question-{about}",
        polarity=_polarity(leaning),
        latest=_day(day),
        said_on=_day(day),
        status=chance.choice(_STATUSES),
        reacts_to=_reaction(reacts, number, day),
        evidence=(PageEvidence(f"stance-{number}-1", f"document-{number}", quote=words),),
    )


def _polarity(leaning: float) -> Polarity:
    if abs(leaning) < 0.1:
        return Polarity.MIXED
    return Polarity.FAVOURS if leaning > 0 else Polarity.OPPOSES


def _reaction(luck: float, number: int, day: int) -> str | None:
    if luck < 0.05 and day > 20:
        return f"event/event-{min((day - 20) // 160, 9)}"
    return f"stance/stance-{number // 2}" if luck > 0.95 and number else None


def _document(stance: PageStance) -> PageDocument:
    number = int(stance.id.rpartition("-")[2])
    return PageDocument(
        id=f"document-{number}",
        publisher=f"The Invented Times {number % 23}",
        title=f"Invented headline {number}",
        url=f"https://times.example/{number}",
        published=stance.latest,
        language=_LANGUAGES[number % len(_LANGUAGES)],
    )


def main(actors: str, stances: str, file: str) -> None:
    """Writes the page, and prints how long it took."""
    from kg.views.page import draw_page

    page = crowd(int(actors), int(stances))
    start = perf_counter()
    html = draw_page(page)
    print(f"{perf_counter() - start:.1f} s, {len(html.encode()) / 1e6:.1f} MB")
    Path(file).write_text(html, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
