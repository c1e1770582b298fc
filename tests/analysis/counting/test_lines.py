"""The lines of units: runs of one polarity, the documents behind them, and draws."""

from __future__ import annotations

from kg.analysis.counting.lines import draw_lines
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws
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
    assert lines.behind(undated.stance.id) == (1, 1)
    assert lines.behind(first.stance.id) == (1, 1)


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
    first, _, last = lines.said["anna", "talks"]
    assert lines.behind(first.stance.id) == (2, 2)
    assert lines.behind(last.stance.id) == (1, 3)


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


def test_a_draw_tells_which_stances_are_there() -> None:
    rows = [("anna", "talks", "+", f"2025-01-0{at}", [f"d{at}"]) for at in range(6, 0, -1)]
    lines = draw_lines(corpus(rows))
    drawn = list(lines.drawn(Draws(50, seed=3)))
    assert [mask.shape for mask in drawn] == [(6,)] * 50
    assert len({mask.tobytes() for mask in drawn}) > 5
    # What one document shows comes and goes together, wherever it stands in the lines.
    lines = draw_lines(corpus([*rows, ("anna", "aid", "-", "2025-01-01", ["d3"])]))
    (aid,), (third,) = (lines.said["anna", "aid"], lines.said["anna", "talks"][2:3])
    for mask in lines.drawn(Draws(20)):
        assert mask[lines.place[aid.stance.id]] == mask[lines.place[third.stance.id]]


def test_of_no_lines_nothing_is_drawn() -> None:
    lines = draw_lines(corpus([("anna", "talks", "+", "2025-01-01")]), divided=True)
    assert not lines.said
    assert list(lines.drawn(Draws(3))) == []
