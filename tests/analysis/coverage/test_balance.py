from __future__ import annotations

from kg.analysis.coverage.balance import balance_table, largest, weigh
from tests.analysis.invented_corpus import corpus
from tests.analysis.invented_reading import proposal, reading

ROWS = [
    ("anna", "talks", "+", "2025-03-01", ["d1"]),
    ("anna", "peace", "+", "2025-03-02", ["d1", "d2"]),
    ("bela", "talks", "-", "2025-03-03", ["d3"]),
    ("nemo", "talks", "-", "2025-03-03", ["d3"]),
]
KINDS = {"anna": ("person", "XA"), "bela": ("person", "XB")}
DAYS = dict.fromkeys(("d1", "d2", "d3", "office"), "2025-03-05")
READ = reading(
    DAYS,
    outlets={"d2": "echo"},
    languages={"d1": "en", "d2": "de", "d3": "en"},
    waiting=[proposal("bela", "peace", "d2")],
)


def test_shares_are_of_documents_and_stances_that_are_published() -> None:
    found = weigh(corpus(ROWS, actors=KINDS), READ)
    # Documents d1, d2, d3; "office" shows no stance. The candidate in d2 is nobody's stance yet.
    assert (found.documents, found.stances, found.cited_only) == (3, 4, 1)
    told = [(one.by, one.id, one.documents, one.stances) for one in found.shares]
    assert told == [
        ("country", "XA", 2, 2),
        ("country", "XB", 1, 1),
        ("country", "not told", 1, 1),
        ("outlet", "sample-times", 2, 4),
        ("outlet", "echo", 1, 1),
        ("language", "en", 2, 4),
        ("language", "de", 1, 1),
    ]


def test_the_table_gives_shares_of_all() -> None:
    found = weigh(corpus(ROWS, actors=KINDS), READ)
    table = balance_table(found, largest(found.shares, 1))
    assert [tuple(row.values()) for row in table.dicts()] == [
        ("country", "XA", "XA", "2", "0.6667", "2", "0.5"),
        ("outlet", "sample-times", "The Sample Times", "2", "0.6667", "4", "1"),
        ("language", "en", "en", "2", "0.6667", "4", "1"),
    ]


def test_a_document_that_the_store_does_not_describe_is_of_no_known_outlet() -> None:
    found = weigh(corpus(ROWS[:1], actors=KINDS), reading({}))
    assert [one.id for one in found.shares] == ["XA", "not told", "not told"]


def test_of_nothing_there_are_no_shares() -> None:
    found = weigh(corpus([]), reading({}))
    assert (found.shares, found.documents) == ((), 0)
    assert balance_table(found, found.shares).rows == ()
