"""What a document is called."""

from __future__ import annotations

from dataclasses import replace

from kg.model.documents import imprint_of, title_of
from tests.invented import MARCH, UNDATED


def test_a_document_is_called_by_its_headline_or_by_who_published_it_when() -> None:
    assert title_of(MARCH, "The Sample Times") == "Examplova would talk"
    bare = replace(MARCH, headline=None)
    assert title_of(bare, "The Sample Times") == "The Sample Times, 2021-03-04"
    assert title_of(bare, "The Sample Times", lambda day: day.latest.strftime("%d.%m.%Y")) == (
        "The Sample Times, 04.03.2021"
    )
    assert imprint_of(UNDATED, "The Sample Times") == "The Sample Times, undated"
