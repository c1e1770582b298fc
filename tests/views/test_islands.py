from __future__ import annotations

from itertools import combinations
from math import dist

import pytest

from kg.views.islands import Inhabitant, Island, settle
from kg.views.layout import Box, Tie

SUBJECTS = [Box("p", 90, 26), Box("q", 90, 26)]


def people(**groups: int) -> list[Inhabitant]:
    return [
        Inhabitant(f"{group}{number}", group, f"Invented Name {number}", weight=number)
        for group, count in groups.items()
        for number in range(count)
    ]


def ties(inhabitants: list[Inhabitant], friends: str) -> list[Tie]:
    return [
        Tie(one.id, subject, 1 if (one.group in friends) == (subject == "p") else -1)
        for one in inhabitants
        for subject in ("p", "q")
    ]


def is_inside(place: tuple[int, int], island: Island) -> bool:
    x, y = place
    return abs(x - island.x) < island.width / 2 and abs(y - island.y) < island.height / 2


@pytest.mark.parametrize("crowded", [True, False])
def test_everybody_stands_on_the_island_of_their_group(crowded: bool) -> None:
    those = people(a=1, b=30, c=7)
    places, islands = settle(those, SUBJECTS, ties(those, "ab"), crowded=crowded)
    grounds = {island.id: island for island in islands}
    assert list(grounds) == ["a", "b", "c"]
    assert set(places) == {one.id for one in those} | {"p", "q"}
    assert all(is_inside(places[one.id], grounds[one.group]) for one in those)


@pytest.mark.parametrize("crowded", [True, False])
def test_islands_and_subjects_do_not_overlap(crowded: bool) -> None:
    those = people(a=1, b=30, c=7, d=12, e=3)
    places, islands = settle(those, SUBJECTS, ties(those, "ab"), crowded=crowded)
    taken = [(one.x, one.y, one.width, one.height) for one in islands]
    taken += [(*places[one.id], one.width, one.height) for one in SUBJECTS]
    for (x, y, wide, high), (u, v, width, height) in combinations(taken, 2):
        # A place is rounded to whole units.
        beside = abs(x - u) + 2 >= (wide + width) / 2
        assert beside or abs(y - v) + 2 >= (high + height) / 2


@pytest.mark.parametrize(("crowded", "least"), [(True, 20), (False, 25)])
def test_nobody_stands_on_another(crowded: bool, least: float) -> None:
    those = people(a=60, b=9)
    places, _ = settle(those, SUBJECTS, ties(those, "a"), crowded=crowded)
    spots = [places[one.id] for one in those]
    assert min(dist(one, other) for one, other in combinations(spots, 2)) > least


def test_the_weightiest_stand_in_the_middle_of_a_crowd_and_on_top_of_a_list() -> None:
    those = people(a=20)
    places, (island,) = settle(those, SUBJECTS, ties(those, "a"), crowded=True)
    middle = (island.x, island.y)
    assert dist(places["a19"], middle) == min(dist(places[one.id], middle) for one in those)
    places, _ = settle(people(a=5), SUBJECTS, [], crowded=False)
    assert [places[f"a{number}"][1] for number in (4, 3, 2, 1, 0)] == sorted(
        places[f"a{number}"][1] for number in range(5)
    )


def test_groups_that_agree_stand_near_each_other() -> None:
    those = people(a=3, b=3, c=3, d=3)
    _, islands = settle(those, SUBJECTS, ties(those, "ab"), crowded=False)
    at = {island.id: (island.x, island.y) for island in islands}
    within = dist(at["a"], at["b"]) + dist(at["c"], at["d"])
    assert within < dist(at["a"], at["c"]) + dist(at["b"], at["d"])


def test_any_order_gives_the_same_places() -> None:
    those = people(a=4, b=9)
    told = ties(those, "a")
    assert settle(those, SUBJECTS, told, crowded=False) == settle(
        those[::-1], SUBJECTS, told[::-1], crowded=False
    )


def test_nobody_has_no_island() -> None:
    assert settle([], [], [], crowded=False) == ({}, ())
