"""Roles of brokers, and participation across groups."""

from __future__ import annotations

import numpy as np
import pytest

from kg.analysis.counting.pooling import Level
from kg.analysis.counting.statements import count_statements
from kg.analysis.network.networks import Network
from kg.analysis.structure.brokerage import Role, brokered, groups_by, participation
from kg.analysis.structure.communities import ALONE
from tests.analysis.hand_drawn import broker, drawn_network, two_triangles
from tests.analysis.invented_corpus import corpus


def roles(network: Network, groups: list[int]) -> list[dict[str, float]]:
    found = brokered(network, np.array(groups))
    return [
        {role.value: float(found[role][unit]) for role in Role if found[role][unit]}
        for unit in range(len(groups))
    ]


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        # x ties a and b to c and d, who are not tied: four pairs.
        ([0, 0, 1, 1, 2], {"liaison": 4}),
        ([0, 0, 1, 1, 0], {"gatekeeper": 4}),
        ([0, 0, 0, 0, 0], {"coordinator": 4}),
        ([0, 0, 0, 0, 1], {"itinerant": 4}),
        # a c and b c are of the broker's group on one side; a d and b d are wholly of it.
        ([0, 0, 1, 0, 0], {"coordinator": 2, "gatekeeper": 2}),
        # a c: both of 0. a d, b c, b d: of 0 and 1, 2 and 0, 2 and 1.
        ([0, 2, 0, 1, 3], {"itinerant": 1, "liaison": 3}),
    ],
)
def test_roles_of_a_broker(groups: list[int], expected: dict[str, int]) -> None:
    found = roles(broker(), groups)
    assert found[4] == expected
    assert found[:4] == [{}, {}, {}, {}]


def test_two_who_are_tied_need_no_broker() -> None:
    network = drawn_network("abx", {"ab": 0.1, "ax": 5.0, "bx": 5.0})
    assert roles(network, [0, 1, 2]) == [{}, {}, {}]


def test_the_ends_of_a_bridge_are_gatekeepers() -> None:
    # c ties a and b to d, d ties e and f to c.
    found = roles(two_triangles(), [0, 0, 0, 1, 1, 1])
    assert found == [{}, {}, {"gatekeeper": 2}, {"gatekeeper": 2}, {}, {}]


def test_who_has_no_group_is_left_out() -> None:
    found = brokered(broker(), np.array([0, 0, 1, ALONE, 2]))
    assert found[Role.LIAISON].tolist() == pytest.approx([0, 0, 0, np.nan, 2], nan_ok=True)
    assert np.isnan(brokered(broker(), np.full(5, ALONE))[Role.LIAISON]).all()


def test_participation_is_the_spread_over_groups() -> None:
    network = drawn_network("abcx", {"ab": 1.0, "ax": 3.0, "bx": 1.0, "cx": 4.0})
    found = participation(network, np.array([0, 0, 1, 2]))
    # a: 1 of 4 to its own, 3 to the group of x: 1 - 1/16 - 9/16 = 3/8. b: half and half: 1/2.
    # c: all to one: 0. x: 4 of 8 to each of two: 1/2.
    assert found.tolist() == pytest.approx([3 / 8, 1 / 2, 0, 1 / 2])


def test_ties_to_nobodys_group_do_not_count() -> None:
    network = drawn_network("abcz", {"ab": 1.0, "ac": 1.0, "cz": 1.0})
    found = participation(network, np.array([0, 0, ALONE, 1]))
    assert found.tolist() == pytest.approx([0, 0, 1 / 2, np.nan], nan_ok=True)


def test_groups_by_country_and_by_party() -> None:
    people = {"anna": ("person", "XA"), "bela": ("person", "XB"), "cleo": "person"}
    parties = {"blues": ("party", "XA")}
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("bela", "talks", "+", "2025-01-01"),
            ("cleo", "talks", "+", "2025-01-01"),
        ],
        actors=people | parties,
        tenures=[("bela", "member", "blues", "2020")],
    )
    assert len(count_statements(told).units) == 3
    countries, names = groups_by(told, Level.ACTOR, Level.COUNTRY)
    assert (countries.tolist(), names) == ([0, 1, ALONE], ("XA", "XB"))
    parties_of, names = groups_by(told, Level.ACTOR, Level.PARTY)
    assert (parties_of.tolist(), names) == ([ALONE, 0, ALONE], ("Blues",))


def test_nobody_has_no_group() -> None:
    labels, names = groups_by(corpus([]), Level.ACTOR, Level.COUNTRY)
    assert (labels.tolist(), names) == ([], ())
    assert brokered(drawn_network("", {}), labels)[Role.LIAISON].tolist() == []
