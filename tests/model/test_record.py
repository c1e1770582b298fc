from __future__ import annotations

from hypothesis import given

from kg.model.positions import latest_position
from kg.model.record import first_of, superseded
from tests.model.test_positions import _words, pair


@given(_words)
def test_a_stance_is_superseded_when_a_later_one_is_on_record(told: list[str]) -> None:
    stances = pair(*told)
    until = {stance.id: day for stance, day in superseded(stances)}
    for one in stances:
        later = [other.latest for other in stances if other.earliest > one.latest]
        assert until.get(one.stance.id) == min(later, default=None)
    current = {stance.id for stance in latest_position(stances)}
    assert current == {one.stance.id for one in stances} - until.keys()
    assert first_of(stances).latest == min(one.latest for one in stances)
