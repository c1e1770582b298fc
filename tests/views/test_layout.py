from __future__ import annotations

import math
import random
from itertools import combinations

import pytest

from kg.views.layout import Box, Tie, place


def invented_graph(actors: int, propositions: int) -> tuple[list[Box], list[Tie]]:
    choose = random.Random(5)
    boxes = [Box(f"a{number}", 34, 34) for number in range(actors)]
    boxes += [Box(f"p{number}", 170, 54) for number in range(propositions)]
    ties = [
        Tie(f"a{actor}", f"p{about}", choose.choice([1, 0, -1]))
        for actor in range(actors)
        for about in choose.sample(range(propositions), 3)
    ]
    return boxes, ties


def distance(one: tuple[int, int], other: tuple[int, int]) -> float:
    return math.dist(one, other)


def test_nothing_has_no_place() -> None:
    assert place([], []) == {}


def test_one_box_stands_in_the_middle() -> None:
    assert place([Box("a", 10, 10)], []) == {"a": (0, 0)}


def test_two_boxes_do_not_overlap() -> None:
    found = place([Box("a", 100, 20), Box("p", 100, 20)], [Tie("a", "p", 1)])
    (x, y), (u, v) = found["a"], found["p"]
    assert abs(x - u) >= 100 or abs(y - v) >= 20


def test_the_same_graph_stands_the_same() -> None:
    boxes, ties = invented_graph(60, 12)
    assert place(boxes, ties) == place(boxes, ties)


@pytest.mark.parametrize(("actors", "propositions"), [(60, 12), (264, 36)])
def test_no_two_boxes_overlap(actors: int, propositions: int) -> None:
    boxes, ties = invented_graph(actors, propositions)
    found = place(boxes, ties)
    for one, other in combinations(boxes, 2):
        (x, y), (u, v) = found[one.id], found[other.id]
        beside = abs(x - u) >= (one.width + other.width) / 2
        assert beside or abs(y - v) >= (one.height + other.height) / 2, (one.id, other.id)


def test_parts_without_a_tie_between_them_stay_in_reach() -> None:
    boxes = [Box(name, 30, 30) for name in ("a", "b", "c", "p", "q", "alone")]
    ties = [Tie("a", "p", 1), Tie("b", "p", -1), Tie("c", "q", 1)]
    found = place(boxes, ties)
    assert all(abs(x) < 2000 and abs(y) < 2000 for x, y in found.values())


def test_those_in_favour_stand_nearer_than_those_against() -> None:
    camps = {"p": ("a0", "a1", "a2"), "q": ("b0", "b1", "b2")}
    ties = [
        Tie(actor, about, 1 if actor in camp else -1)
        for about, camp in camps.items()
        for actor in (*camps["p"], *camps["q"])
    ]
    found = place([Box(name, 30, 30) for name in (*camps, *camps["p"], *camps["q"])], ties)
    for about, friends in camps.items():
        foes = camps["q" if about == "p" else "p"]
        nearest_foe = min(distance(found[about], found[actor]) for actor in foes)
        assert max(distance(found[about], found[actor]) for actor in friends) < nearest_foe


def test_a_large_graph_comes_to_an_end() -> None:
    boxes, ties = invented_graph(464, 36)
    assert len(place(boxes, ties)) == 500
