"""Which positions are held: the last ones, several at once, and the means of pooled actors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.positions import Basis, Positions
from kg.analysis.counting.statements import Duplicates, count_statements
from kg.analysis.counting.windows import Window
from kg.errors import UsageError
from kg.model.dated import Dated
from kg.model.dates import PartialDate
from kg.model.positions import by_pair, latest_position
from kg.model.stances import Polarity, Stance
from tests.analysis.invented_corpus import corpus

Rows = Sequence[tuple[Any, ...]]


def held(
    rows: Rows | Corpus, level: Level = Level.ACTOR, weights: list[float] | None = None, **more: Any
) -> dict[tuple[str, str], tuple[float, int, float]]:
    """Mean, side and weight of each unit on each proposition."""
    told = rows if isinstance(rows, Corpus) else corpus(rows, **more)
    statements = count_statements(told, level)
    found = Positions(told, statements).held(None if weights is None else np.array(weights))
    return {
        (statements.units[unit].id, statements.propositions[about].id): (mean, side, weight)
        for unit, about, mean, side, weight in zip(
            found.unit.tolist(),
            found.proposition.tolist(),
            found.mean.tolist(),
            found.side.tolist(),
            found.weight.tolist(),
            strict=True,
        )
    }


def test_the_last_stance_counts() -> None:
    rows = [
        ("anna", "talks", "-", "2025-01-03"),
        ("anna", "talks", "+", "2025-02-01"),
        ("anna", "tariffs", "~", "2025-01-01"),
        ("bela", "talks", "-", "2025-03-01"),
    ]
    assert held(rows) == {
        ("anna", "talks"): (1, 1, 1),
        ("anna", "tariffs"): (0, 0, 1),
        ("bela", "talks"): (-1, -1, 1),
    }


def test_several_that_may_be_of_one_day_are_mixed() -> None:
    # That of January may be of the 20th too; that of the 1st may not.
    rows = [
        ("anna", "talks", "+", "2025-01"),
        ("anna", "talks", "-", "2025-01-20"),
        ("bela", "talks", "+", "2025-01-01"),
        ("bela", "talks", "-", "2025-01-20"),
        ("cleo", "talks", "+", "2025-01-20"),
        ("cleo", "talks", "~", "2025-01-20"),
    ]
    found = held(rows)
    assert {unit: side for (unit, _), (_, side, _) in found.items()} == {
        "anna": 0, "bela": -1, "cleo": 0,
    }  # fmt: skip


def test_a_unit_stands_at_the_mean_of_its_actors_by_thirds() -> None:
    countries = {
        name: ("person", code)
        for code, names in {"XA": "anna bela cleo", "XB": "dora emil", "XC": "fred gina"}.items()
        for name in names.split()
    }
    rows = [
        ("anna", "talks", "+", "2025-01-01"),
        ("bela", "talks", "+", "2025-01-02"),
        ("cleo", "talks", "-", "2025-01-03"),
        ("dora", "talks", "+", "2025-01-01"),
        ("emil", "talks", "~", "2025-01-01"),
        ("fred", "talks", "-", "2025-01-01"),
        ("gina", "talks", "+", "2025-01-01"),
    ]
    # A third itself is still mixed: (1 + 1 - 1) / 3.
    assert held(rows, Level.COUNTRY, actors=countries) == {
        ("XA", "talks"): (pytest.approx(1 / 3), 0, 1),
        ("XB", "talks"): (0.5, 1, 1),
        ("XC", "talks"): (0, 0, 1),
    }


def test_who_changed_party_counts_for_the_one_of_the_last_stance() -> None:
    parties = {"reds": "party", "blues": "party"}
    tenures = [
        ("anna", "Member", "reds", "2020", "2024-12-31"),
        ("anna", "Member", "blues", "2025-01-01"),
    ]
    rows = [("anna", "talks", "+", "2024-05-01"), ("anna", "talks", "-", "2025-05-01")]
    assert held(rows, Level.PARTY, actors=parties, tenures=tenures) == {
        ("blues", "talks"): (-1, -1, 1)
    }


def test_in_a_draw_what_is_not_drawn_was_not_said() -> None:
    rows = [
        ("anna", "talks", "-", "2025-01-03"),
        ("anna", "talks", "+", "2025-02-01"),
        ("bela", "talks", "-", "2025-03-01"),
    ]
    # Anna's last is not drawn, her first three times: 3 of 2 statements.
    assert held(rows, weights=[3, 0, 0]) == {("anna", "talks"): (-1, -1, 1.5)}
    assert held(rows, weights=[0, 0, 0]) == {}


def test_uttered_keeps_to_the_window_and_standing_goes_back() -> None:
    days = np.array(["2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01"], "datetime64[D]")
    window = Window(date(2025, 1, 1), date(2025, 6, 30))
    assert Basis.UTTERED.reach(window, days).tolist() == [False, True, True, False]
    assert Basis.STANDING.reach(window, days).tolist() == [True, True, True, False]


def test_nothing_said_is_nothing_held() -> None:
    assert held([]) == {}


def test_it_takes_single_stances_only() -> None:
    told = corpus([("anna", "talks", "+", "2025-01-03"), ("anna", "talks", "+", "2025-01-04")])
    with pytest.raises(UsageError):
        Positions(told, count_statements(told, duplicates=Duplicates.RANGE))


POLARITY = {"+": Polarity.FAVOURS, "-": Polarity.OPPOSES, "~": Polarity.MIXED}
SAID = st.lists(
    st.tuples(
        st.sampled_from(["anna", "bela"]),
        st.sampled_from(["talks", "tariffs"]),
        st.sampled_from("+-~"),
        st.sampled_from(["2024", "2025", "2025-01", "2025-02", "2025-01-20", "2025-02-03"]),
    ),
    min_size=1,
    max_size=12,
)


@given(SAID)
def test_positions_are_those_of_the_model(rows: list[tuple[str, str, str, str]]) -> None:
    dated = []
    for number, (holder, about, polarity, day) in enumerate(rows, 1):
        told = PartialDate.parse(day)
        stance = Stance(f"s{number:03}", holder, about, POLARITY[polarity], told)
        dated.append(Dated(stance, told.earliest, told.latest, told=True))
    signs = {Polarity.FAVOURS: 1, Polarity.OPPOSES: -1, Polarity.MIXED: 0}
    expected = {}
    for key, pair in by_pair(dated).items():
        polarities = {one.polarity for one in latest_position(pair)}
        expected[key] = signs[polarities.pop()] if len(polarities) == 1 else 0
    assert {key: side for key, (_, side, _) in held(rows).items()} == expected
