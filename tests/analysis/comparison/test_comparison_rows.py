"""Comparisons as rows: two units with their mean positions, and what a side leaves empty."""

from __future__ import annotations

from kg.analysis.comparison.comparison import compare_units
from kg.analysis.comparison.comparison_rows import row_table, short_row_table, unit_rows
from kg.analysis.counting.pooling import Level, Unit
from kg.analysis.counting.resampling import Draws
from tests.analysis.invented_corpus import corpus

TOLD = corpus(
    [
        ("anna", "talks", "+", "2025-01-01"),
        ("bela", "talks", "-", "2025-01-01"),
        ("cora", "talks", "+", "2025-02-01"),
        ("anna", "aid", "+", "2025-01-01"),
    ],
    actors={"anna": ("person", "XA"), "bela": ("person", "XB"), "cora": ("person", "XB")},
)
FOUND = compare_units(TOLD, Level.COUNTRY, Unit("XA", "XA"), Unit("XB", "XB"), Draws(0))


def test_two_units_begin_with_their_agreement() -> None:
    first, talks, aid = row_table(unit_rows(FOUND), ("first", "second"), {}, {}).dicts()
    # XA stands at 1, XB at (1 - 1) / 2 = 0: 1 - 1/2.
    assert (first["kind"], first["figure"], first["n"], first["low"]) == (
        "agreement",
        "0.5",
        "1",
        None,
    )
    assert first["proposition"] is None
    assert first["firstVerb"] is None
    assert (talks["kind"], talks["proposition"]) == ("partly", "talks")
    assert (talks["figure"], talks["figureBefore"], talks["figureAfter"]) == ("0.5", "1", "0")
    assert (talks["firstVerb"], talks["secondSpeaker"]) == ("wants", "cora")
    assert (aid["kind"], aid["figure"], aid["figureAfter"]) == ("only the first", None, None)
    assert aid["secondVerb"] is None


def test_a_short_row_names_who_spoke() -> None:
    rows = short_row_table(unit_rows(FOUND), ("first", "second"), Level.COUNTRY).dicts()
    assert rows[1]["second"] == "wants, 2025-02-01 (Cora)"
    assert rows[2]["second"] is None
