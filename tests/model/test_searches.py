from __future__ import annotations

from datetime import date

import pytest

from kg.model.dates import PartialDate
from kg.model.searches import Search


@pytest.mark.parametrize(
    ("end", "made", "last"),
    [
        ("2021-04", date(2021, 5, 10), date(2021, 4, 30)),
        # Of April, a search on the 10th has seen ten days.
        ("2021-04", date(2021, 4, 10), date(2021, 4, 10)),
        ("2021", date(2021, 4, 10), date(2021, 4, 10)),
    ],
)
def test_a_search_covers_nothing_after_itself(end: str, made: date, last: date) -> None:
    search = Search(
        id="one",
        actors=("anna",),
        propositions=("talks",),
        start=PartialDate.parse("2021-03"),
        end=PartialDate.parse(end),
        places=("an archive",),
        languages=("en",),
        searcher="Rita Reviewer",
        searched_on=made,
    )
    assert (search.first_day, search.last_day) == (date(2021, 3, 1), last)
