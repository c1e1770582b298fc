from __future__ import annotations

import pytest

from kg.model.documents import Outlet
from kg.seeds.alike import alike_outlets

TIMES = Outlet("sample-times", "Sample Times")


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("The Sample Times", True),
        ("Sampletimes", True),
        ("Die Sample-Times", True),
        ("Sample Times", False),
        ("Sample Times Weekly", False),
        ("The", False),
        ("Times", False),
    ],
)
def test_an_outlet_of_nearly_a_known_name_is_told(name: str, alike: bool) -> None:
    new = Outlet("-".join(name.lower().replace("-", " ").split()), name)
    told = list(alike_outlets([new], [TIMES]))
    assert told == ([(new, TIMES)] if alike else [])


def test_two_new_outlets_of_nearly_one_name_are_told_once() -> None:
    article = Outlet("the-sample-times", "The Sample Times")
    assert list(alike_outlets([TIMES, article, article], [])) == [(article, TIMES)]
