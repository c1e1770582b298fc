from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.rdf.described import Described, Taxonomy, by_subject
from kg.rdf.terms import ST
from kg.seeds.surveyed import Known, Survey

AFAR = frozenset({ST.provisionalHolder.value})


def entered(survey: Survey, number: int, holder: str) -> None:
    said = by_subject([Triple(NamedNode("urn:x"), ST.provisionalHolder, Literal(holder))])
    survey.add(number, Described(said, Taxonomy((), {}), frozenset()), (), AFAR)


@pytest.mark.parametrize("together", [True, False])
def test_what_two_files_say_of_a_thing_is_known_of_it(*, together: bool) -> None:
    survey, other = Survey(), Survey()
    entered(survey, 0, "a")
    entered(survey if together else other, 1, "b")
    survey.extend(other)
    known = Known({}, survey)
    assert known.files("urn:x") == [0, 1]
    told = known.values("urn:x", ST.provisionalHolder.value)
    assert told == [Literal("a"), Literal("b")]
