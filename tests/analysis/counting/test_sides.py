"""A stance as one side of a change: its cells, its speaker, and how it is told in short."""

from __future__ import annotations

from kg.analysis.corpus.quotes import Words
from kg.analysis.counting.lines import draw_lines
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.sides import Side, short, side_cells, side_columns, side_of
from kg.model.documents import Text
from tests.analysis.invented_corpus import corpus

TOLD = corpus(
    [
        ("anna", "talks", "-", "2025-01", ["d1"], "red-land"),
        ("bela", "talks", "+", "2025-02-01", [], None, 1.0, False),
    ],
    tenures=[
        ("anna", "Envoy of Red", "red-land", "2023"),
        ("anna", "Minister of Blue", "blue-land", "2024"),
    ],
    actors={"blue-land": "state", "red-land": "state"},
)
WORDS = Words(
    quote=Text("Nein", "de"),
    translation=Text("No", "en"),
    paraphrase=None,
    outlet="The Sample Times",
    published="2025-02",
    url="https://sample-times.example/no",
    extracted=False,
    score=None,
)


def side(holder: str) -> Side:
    lines = draw_lines(TOLD)
    return side_of(lines, lines.said[holder, "talks"][0])


def test_the_office_is_the_one_for_which_one_spoke() -> None:
    anna = side("anna")
    assert (anna.office, anna.when, anna.documents, anna.few) == (
        "Envoy of Red",
        "2025-01",
        1,
        True,
    )
    assert (anna.begin.day, anna.day.day) == (1, 31)
    assert side("bela").when == "by 2025-02-01"


def test_the_cells_fill_the_columns() -> None:
    proposition = TOLD.propositions["talks"]
    cells = dict(
        zip(
            side_columns("old"),
            side_cells(side("anna"), proposition, {"s001": WORDS}),
            strict=True,
        )
    )
    assert cells["oldVerb"] == "refuses"
    assert (cells["oldQuote"], cells["oldLanguage"], cells["oldTranslation"]) == (
        "Nein",
        "de",
        "No",
    )
    assert (cells["oldOutlet"], cells["oldUrl"]) == (WORDS.outlet, WORDS.url)
    assert cells["oldParaphrase"] is None
    empty = side_cells(None, proposition, {})
    assert set(empty) == {None}
    assert len(empty) == len(cells)
    assert side_cells(side("bela"), proposition, {})[6] is None


def test_in_short() -> None:
    proposition = TOLD.propositions["talks"]
    assert short(side("anna"), proposition, Level.ACTOR) == "refuses, 2025-01"
    assert short(side("anna"), proposition, Level.PARTY) == "refuses, 2025-01 (Anna)"
    assert short(None, proposition, Level.ACTOR) is None
