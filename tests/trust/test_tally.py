from __future__ import annotations

import json
from pathlib import Path

from docs.reliability import PAGE, read_counts, table, told_counts
from tests.trust import tally


def test_the_counts_of_the_page_can_be_read_back() -> None:
    page = PAGE.read_text(encoding="utf-8")
    stood = page.partition("<!-- counts -->")[2].partition("<!-- end of counts -->")[0].strip()
    counts = told_counts(stood)
    assert counts["W3C"]["SPARQL 1.1 queries"][0] == 328
    assert table(counts) == stood


def test_what_several_told_is_added_up(tmp_path: Path) -> None:
    for number, (tried, held) in enumerate([(3, 3), (1200, 1199)]):
        told = {"campaign": "dates", "what": "forms", "tried": tried, "held": held}
        (tmp_path / f"{number}.jsonl").write_text(f"{json.dumps(told)}\n", encoding="utf-8")
    assert read_counts(tmp_path) == {"dates": {"forms": (1203, 1202)}}
    assert told_counts(table(read_counts(tmp_path))) == {"dates": {"forms": (1203, 1202)}}


def test_a_part_of_a_campaign_is_everyday() -> None:
    assert tally.amount(1, 2) == (2 if tally.FULL else 1)
