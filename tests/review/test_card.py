"""What a card says of the holder: the offices of the day on which it may have been said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.review.card import offices_of
from kg.review.desk import Desk
from tests.invented import ANNA, REGISTRY, RUN, TENURE, new_project, told
from tests.review.conftest import DAY, waiting


def test_a_date_told_as_a_year_is_before_the_document_was_printed(tmp_path: Path) -> None:
    # The document is of March; the office was left in June.
    left = replace(TENURE, end=told("2021-06"))
    registry = [left if one is TENURE else one for one in REGISTRY]
    yearly = waiting("yearly", said_on="2021")
    desk = Desk(new_project(tmp_path, (*registry, RUN, yearly)), "Rita Reviewer", DAY)
    assert list(offices_of(desk, ANNA, yearly)) == ["Mayor of Sampleton"]
