"""The columns of a page: the same that analysis reads from the store."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from kg.analysis.corpus.corpus import read_corpus
from kg.analysis.corpus.reading import STATUSES
from kg.analysis.corpus.stances import NOBODY
from kg.analysis.counting.statements import count_statements
from kg.model.stances import Status
from kg.store.embedded import open_reader
from kg.views.assemble import assemble_page
from kg.views.columns import page_corpus
from tests.views.invented_page import EMPTY, PAGE


def test_a_page_has_the_columns_of_its_store(world_store: Path) -> None:
    read = read_corpus(world_store)
    page = page_corpus(assemble_page(open_reader(world_store)))
    for field in fields(read.stances):
        if field.name not in {"actors", "holder", "behalf"}:
            told, expected = getattr(page.stances, field.name), getattr(read.stances, field.name)
            assert np.array_equal(told, expected), field.name
    told, expected = count_statements(page), count_statements(read)
    assert told.units == expected.units
    assert told.propositions == expected.propositions
    assert np.array_equal(told.unit, expected.unit)
    assert (told.reports != expected.reports).nnz == 0


def test_order_changes_nothing_and_nothing_is_read_of_nothing() -> None:
    turned = replace(PAGE, stances=PAGE.stances[::-1])
    one, other = page_corpus(PAGE).stances, page_corpus(turned).stances
    assert one.ids == other.ids
    assert np.array_equal(one.sign, other.sign)
    assert len(page_corpus(EMPTY).stances) == 0


def test_what_only_a_machine_has_found_is_as_sure_as_it_says() -> None:
    stances = page_corpus(PAGE).stances
    at = stances.ids.index("s5")
    assert stances.sure[at] == 0.72
    assert stances.status[at] == STATUSES.index(Status.EXTRACTED)
    assert not stances.told[at]
    assert (stances.behalf == NOBODY).all()
