"""What the cards of changes and contradictions say beside the quotes."""

from __future__ import annotations

from kg.analysis.change.contradictions import find_contradictions
from kg.analysis.change.shifts import find_changes
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws
from kg.analysis.counting.windows import Span
from kg.views.changes import draw_changes, draw_contradictions
from tests.analysis.invented_corpus import corpus

NONE = Draws(0)
GOVERNED = {
    "tenures": [
        ("anna", "Minister of Blue", "blue-land", "2024"),
        ("bela", "Minister of Red", "blue-land", "2024"),
    ],
    "actors": {"blue-land": ("state", "XA")},
}


def changes(*rows: tuple[str, ...], level: Level = Level.ACTOR) -> str:
    found = find_changes(corpus(rows, **GOVERNED), level, NONE)
    return draw_changes(found, {}, ["Talks"], draws=0, width=100)


def contradictions(*rows: tuple[str, ...], level: Level = Level.ACTOR) -> str:
    found = find_contradictions(corpus(rows, **GOVERNED), level, NONE, Span(days=30))
    return draw_contradictions(found, {}, (), within="30d", draws=0, width=100)


def test_one_person_changes_their_mind_two_need_not() -> None:
    one = changes(("anna", "talks", "+", "2025-01-01"), ("anna", "talks", "-", "2025-02-01"))
    assert one.startswith("Changes of position: Talks\n1 change of 1 actor\n")
    assert "two speakers" not in one
    two = changes(
        ("anna", "talks", "+", "2025-01-01"),
        ("bela", "talks", "-", "2025-02-01"),
        level=Level.GOVERNMENT,
    )
    assert "1 change of 1 government\n" in two
    assert "What changed is the line of governments:" in two
    assert "two speakers: nobody need have changed their mind" in two


def test_what_rests_on_many_documents_is_not_marked() -> None:
    several = [("anna", "talks", "+", f"2025-01-0{day}") for day in range(1, 4)]
    several += [("anna", "talks", "-", f"2025-02-0{day}") for day in range(1, 4)]
    assert "few documents" not in changes(*several)
    assert "few documents" in changes(*several[:5])


def test_how_far_apart_two_are() -> None:
    exact = contradictions(
        ("anna", "talks", "+", "2025-01-01"), ("anna", "talks", "-", "2025-01-02")
    )
    assert "for and against, 1 day apart" in exact
    assert "also a change of position, by 2025-01-02" in exact
    assert "1 pair of 1 actor, 1 of them also a change of position" in exact
    vague = contradictions(("anna", "talks", "+", "2025-01"), ("anna", "talks", "-", "2025-02-03"))
    assert "at least 3 days apart" in vague
    same = contradictions(
        ("anna", "talks", "+", "2025-01-01"), ("anna", "talks", "-", "2025-01-01")
    )
    assert "for and against, on one day" in same
    assert "also a change" not in same
    perhaps = contradictions(("anna", "talks", "+", "2025"), ("anna", "talks", "-", "2025-02-03"))
    assert "perhaps on one day" in perhaps


def test_nothing_found_is_a_sentence_on_silence() -> None:
    for told in (changes(), contradictions()):
        assert told.startswith("No c")
        assert "proposition is not neutral: no stance is recorded" in told
