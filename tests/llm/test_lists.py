from __future__ import annotations

from kg.extract.segment import segment
from kg.llm.lists import close_lists, names_of
from kg.model.actors import Actor, ActorKind
from tests.llm.invented import DIALOGUE, NAMES, POOL, PROPOSITIONS, REPORT


def test_only_the_mentioned_are_listed():
    lists = close_lists(segment(REPORT), POOL, NAMES, PROPOSITIONS)
    assert list(lists.holders) == ["anna-examplova", "boris-fictionov", "carla-inventa"]
    assert lists.holders["carla-inventa"] == ("Carla Inventa",)
    assert lists.candidates == POOL


def test_a_name_is_mentioned_as_whole_words_and_without_accents():
    names = {"part": ("Exam",), "cafe": ("Cafe",), "plain": ("café",), "short": ("P",), "no": ("",)}
    lists = close_lists(segment(REPORT), (), names, PROPOSITIONS)
    assert list(lists.holders) == ["plain"]


def test_candidates_on_other_propositions_cannot_be_judged():
    only = [one for one in PROPOSITIONS if one.id == DIALOGUE]
    lists = close_lists(segment(REPORT), POOL, NAMES, only)
    assert [one.proposition for one in lists.candidates] == [DIALOGUE]


def test_names_of_actors():
    anna = Actor("anna-examplova", "Anna Examplova", ActorKind.PERSON, "XA", ("Examplova",))
    assert names_of([anna]) == {"anna-examplova": ("Anna Examplova", "Examplova")}
