from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.extractor import extract
from kg.extract.pool import PAIRED
from kg.model.dates import PartialDate
from kg.model.documents import QUOTED_WORDS, REPORTED_WORDS, Attribution
from kg.model.stances import WORKING
from tests.extract.conftest import ACTORS, TENURES, worded

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"

REPORT = """Czech minister wants envoy for Moscow

PRAGUE - Czech Foreign Minister Anna Examplova said on Monday that Europe should talk to Russia.

"We must appoint a special envoy," she said. "I do not think Russia is willing to make peace."

Last December, the French president said sending troops to Ukraine was out of the question.
"""

PIECES = st.sampled_from(
    [
        *REPORT.split(" "),
        "“",
        "”",
        "\n\n",
        "é",
        "not ruled out",
        "the Kremlin",
        "frozen Russian assets",
        "in 2022",
        ", which",
        "he",
        "both leaders",
        "\U0001f600",
    ]
)


def run(text: str):
    return extract(
        text,
        document="paper",
        published=PartialDate.parse("2026-02-03"),
        actors=ACTORS,
        tenures=TENURES,
    )


def test_a_report_gives_its_stances_with_their_dates():
    found = {
        (one.holder, one.proposition, str(one.polarity), str(one.said_on))
        for one in run(REPORT).candidates
    }
    assert {
        ("anna-examplova", "direct-dialogue-with-russia", "favours", "2026-02-02"),
        ("anna-examplova", "eu-special-envoy", "favours", "2026-02-02"),
        ("anna-examplova", "russia-peace-willingness", "opposes", "2026-02-02"),
        ("carlo-madeup", "troops-in-ukraine", "opposes", "2025-12"),
    } <= found


def test_ids_and_provenance():
    extraction = run(REPORT)
    digest = hashlib.sha256(REPORT.encode()).hexdigest()
    assert extraction.run.text_hash == digest
    for one in extraction.candidates:
        when = one.said_on or "undated"
        assert one.id == f"paper-{one.holder}-{one.proposition}-{one.polarity}-{when}"
        assert one.run == extraction.run.id
        assert one.span.text_hash == digest
        assert len(one.rules) >= 3
    assert len({one.id for one in extraction.candidates}) == len(extraction.candidates)


def test_a_reiteration_is_undated(read):
    (found,) = worded(read("Anna Examplova reiterated her opposition to sanctions on Russia."))
    assert found.said_on is None
    assert found.id.endswith("-undated")


def test_a_date_of_a_relative_clause_is_not_that_of_the_speech(read):
    text = "Anna Examplova, who left Moscow last May, said she opposes sanctions on Russia."
    (found,) = worded(read(text))
    assert str(found.said_on) == "2026-02-03"


def test_another_date_is_another_candidate(read):
    text = (
        "Anna Examplova said on Monday that she backs sanctions on Russia. "
        "Last year, Anna Examplova said that she backs sanctions on Russia."
    )
    assert [str(one.said_on) for one in worded(read(text))] == ["2026-02-02", "2025"]


def test_the_same_text_gives_the_same_output():
    assert run(REPORT) == run(REPORT)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_quotes_are_verbatim_and_short(text):
    for one in run(text).candidates:
        assert one.quote.value == text[one.span.start : one.span.end]
        assert one.quote.value.strip()
        limit = QUOTED_WORDS if one.attribution is Attribution.DIRECT else REPORTED_WORDS
        assert len(one.quote.value.split()) <= limit


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_no_text_is_refused(text):
    run(text)


@pytest.mark.parametrize(
    "piece", ['"', "talks with Russia, ", "Anna Examplova said ", "a'-", "the frozen Russian not "]
)
def test_a_hostile_text_takes_no_longer_than_a_long_one(piece):
    text = piece * (50_000 // len(piece))
    start = time.process_time()
    run(text)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("name", "required"),
    [
        (
            "000_*.txt",
            {
                ("carlo-madeup", "direct-dialogue-with-russia", "favours", "2026-02-03"),
                ("carlo-madeup", "direct-dialogue-with-russia", "favours", "2025-12"),
                ("carlo-madeup", "attacks-on-ukraine", "opposes", "2026-02-03"),
                ("carlo-madeup", "russia-peace-willingness", "opposes", "2026-02-03"),
                ("dora-inventa", "eu-special-envoy", "favours", "2026-01"),
                ("dora-inventa", "direct-dialogue-with-russia", "favours", "2026-01"),
                ("bruno-fictius", "direct-dialogue-with-russia", "opposes", "None"),
                ("kremlin", "direct-dialogue-with-russia", "favours", "2025-12"),
            },
        ),
        (
            "001_*.txt",
            {
                ("carlo-madeup", "direct-dialogue-with-russia", "favours", "2026-02-03"),
                ("carlo-madeup", "attacks-on-ukraine", "opposes", "2026-02-03"),
                ("carlo-madeup", "russia-peace-willingness", "opposes", "2026-02-03"),
                ("kremlin", "direct-dialogue-with-russia", "favours", "2026-01"),
            },
        ),
    ],
)
def test_the_first_articles_under_other_names(name, required):
    """Swapping the names for invented ones must not change what is found."""
    articles = sorted(SEEDS.glob(name))
    if not articles:
        pytest.skip(f"{SEEDS / name} is not here: the first articles are not checked")
    text = articles[0].read_text(encoding="utf-8")
    for name, other in (
        ("Emmanuel Macron", "Carlo Madeup"),
        ("Macron", "Madeup"),
        ("Giorgia Meloni", "Dora Inventa"),
        ("Friedrich Merz", "Bruno Fictius"),
    ):
        text = text.replace(name, other)
    found = {
        (one.holder, one.proposition, str(one.polarity), str(one.said_on))
        for one in run(text).candidates
    }
    assert required <= found


def test_what_is_told_plainly_ranks_high_and_what_is_only_near_low():
    by_words = {True: [0.0], False: [0.0]}
    extraction = run(REPORT)
    for one in extraction.candidates:
        paired = PAIRED in extraction.reasons[one.id].evidence
        by_words[paired].append(float(one.confidence))
    assert max(by_words[False]) >= 0.75
    assert max(by_words[True]) < float(WORKING)
