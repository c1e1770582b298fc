"""What follows from the days of all lines at once is what follows from each line alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from kg.analysis.corpus.stances import NOBODY
from kg.analysis.counting.lines import Lines, draw_lines
from kg.analysis.counting.timelines import NOWHERE, Standing, Turns, documents_of_runs
from kg.model import positions
from kg.model.dated import Dated
from tests.analysis.invented_corpus import corpus

_DAYS = some.one_of(
    some.builds("2025-03-{:02}".format, some.integers(1, 9)),
    some.builds("2025-{:02}-{:02}".format, some.integers(1, 12), some.integers(1, 28)),
    some.builds("2025-{:02}".format, some.integers(1, 12)),
    some.just("2025"),
)
_ROWS = some.lists(
    some.tuples(
        some.sampled_from(["anna", "bela"]),
        some.sampled_from(["talks", "aid", "talks-b"]),
        some.sampled_from("++--~"),
        _DAYS,
        some.lists(some.sampled_from(["d1", "d2", "d3"]), max_size=2, unique=True),
        some.none(),
        some.just(1.0),
        some.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=30,
)


def _kept(lines: Lines, seed: int) -> tuple[np.ndarray, list[list[Dated]]]:
    """Which stances are there by the toss of a coin, by place and line by line."""
    there = np.random.default_rng(seed).random(len(lines.times)) < 0.7
    return there, [
        [one for one in said if there[lines.place[one.stance.id]]] for said in lines.said.values()
    ]


def _name(lines: Lines, place: int) -> str:
    return lines.corpus.stances.ids[lines.times.row[place]]


@settings(max_examples=200)
@given(_ROWS, some.integers(0, 9))
def test_changes_of_all_lines_are_those_of_each(rows: list[tuple[object, ...]], seed: int) -> None:
    lines = draw_lines(corpus(rows))
    there, kept = _kept(lines, seed)
    expected = [(shift.before, shift.after) for said in kept for shift in positions.shifts(said)]
    before, after = Turns(lines.times).found(there)
    found = zip(before.tolist(), after.tolist(), strict=True)
    assert [(_name(lines, one), _name(lines, other)) for one, other in found] == expected


@settings(max_examples=200)
@given(_ROWS, some.integers(0, 9))
def test_lines_stand_where_each_stands(rows: list[tuple[object, ...]], seed: int) -> None:
    lines = draw_lines(corpus(rows))
    there, kept = _kept(lines, seed)
    found = zip(*(column.tolist() for column in Standing(lines.times).found(there)), strict=True)
    for said, (sign, last) in zip(kept, found, strict=True):
        if said:
            assert positions.position(said).sign == sign
            assert positions.last_of(said).stance.id == _name(lines, last)
        else:
            assert (sign, last) == (NOWHERE, NOBODY)


@settings(max_examples=200)
@given(_ROWS)
def test_runs_are_those_of_each_line(rows: list[tuple[object, ...]]) -> None:
    told = corpus(rows)
    lines = draw_lines(told)
    papers = dict(zip(told.stances.ids, rows, strict=True))
    documents = documents_of_runs(told.stances, lines.times, lines.starts)
    for said in lines.said.values():
        starts = positions.run_starts(said)
        for dated in said:
            name = dated.stance.id
            start = lines.starts[lines.place[name]]
            assert _name(lines, start) == starts[name].stance.id
            run = [one.stance.id for one in said if starts[one.stance.id] is starts[name]]
            shown = {paper for one in run for paper in papers[one][4] or [one]}
            assert lines.behind(name) == (len(run), len(shown))
            assert documents[start] == len(shown)


def test_days_of_a_line_come_after_those_of_the_lines_before() -> None:
    rows = [
        (who, "talks", "+", day)
        for who in ("anna", "bela")
        for day in ("2021", "2025-01-03", "2024")
    ]
    times = draw_lines(corpus(rows)).times
    assert times.line.tolist() == [0, 0, 0, 1, 1, 1]
    assert all(one <= other for one, other in pairwise(times.begin.tolist()))
    assert times.end[:3].max() < times.begin[3:].min()
