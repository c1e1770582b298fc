"""The lines of units: runs of one polarity, the documents behind them, and draws."""

from __future__ import annotations

from kg.analysis.lines import draw_lines, redrawn
from kg.analysis.pooling import Level
from kg.analysis.resampling import Draws
from tests.analysis.invented_corpus import corpus


def test_an_undated_stance_is_a_run_of_its_own() -> None:
    lines = draw_lines(
        corpus(
            [
                ("anna", "talks", "+", "2025-01-01", ["d1"]),
                ("anna", "talks", "+", "2025-02-01", ["d2"], None, 1.0, False),
            ]
        )
    )
    first, undated = lines.said["anna", "talks"]
    assert lines.run(("anna", "talks"), undated) == [undated]
    assert lines.run(("anna", "talks"), first) == [first]


def test_the_documents_of_a_run_count_once() -> None:
    lines = draw_lines(
        corpus(
            [
                ("anna", "talks", "+", "2025-01-01", ["d1", "d2"]),
                ("anna", "talks", "+", "2025-02-01", ["d2"]),
                ("anna", "talks", "-", "2025-03-01", ["d2", "d3", "d4"]),
            ]
        )
    )
    key = ("anna", "talks")
    assert lines.documents(lines.run(key, lines.said[key][0])) == 2
    assert lines.documents(lines.run(key, lines.said[key][2])) == 3


def test_divided_lines_are_those_of_several_polarities() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2025-01-01"),
            ("anna", "talks", "+", "2025-01-02"),
            ("bela", "talks", "+", "2025-01-01"),
            ("bela", "talks", "~", "2025-01-02"),
            ("bela", "aid", "-", "2025-01-02"),
        ]
    )
    assert set(draw_lines(told).said) == {("anna", "talks"), ("bela", "talks"), ("bela", "aid")}
    assert set(draw_lines(told, divided=True).said) == {("bela", "talks")}


def test_a_person_counts_for_the_government_of_the_day() -> None:
    told = corpus(
        [
            ("anna", "talks", "+", "2024-01-01"),
            ("anna", "talks", "-", "2025-01-01"),
            ("bela", "talks", "-", "2025-02-01"),
        ],
        tenures=[
            ("anna", "Minister of Blue", "blue-land", "2024-06"),
            ("bela", "Minister of Blue", "blue-land", "2024-06"),
        ],
        actors={"blue-land": ("state", "XA")},
    )
    lines = draw_lines(told, Level.GOVERNMENT)
    assert [one.stance.id for one in lines.said["blue-land", "talks"]] == ["s002", "s003"]
    assert {one.stance.holder for one in lines.said["blue-land", "talks"]} == {"blue-land"}
    assert lines.units["blue-land"].label == "Blue Land"


def test_a_look_at_each_draw_sees_the_stances_drawn() -> None:
    told = corpus([("anna", "talks", "+", f"2025-01-0{at}") for at in range(1, 6)])
    lines = draw_lines(told)
    draws = Draws(50, seed=3)
    seen = redrawn(lines, lines.said, draws, lambda said: [one.stance.id for one in said])
    there = [
        [name for name, is_there in zip(told.stances.ids, mask, strict=True) if is_there]
        for mask in lines.drawn(draws)
    ]
    assert seen["anna", "talks"] == there
    assert len({tuple(one) for one in there}) > 5
    assert redrawn(lines, lines.said, Draws(0), len) == {("anna", "talks"): []}
