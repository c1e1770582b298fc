from __future__ import annotations

from pathlib import Path

from kg.evaluation.omissions import MOST, strangers, unlisted
from kg.evaluation.rows import Row

PATH = Path("gold.jsonl")


def test_strangers_are_counted_and_named_in_order() -> None:
    told = [str(one) for one in strangers(PATH, ["zed", "anna", "bo", "zed"], {"anna"})]
    assert told == ["gold.jsonl: warning: 2 holders are not in the registry: bo, zed"]
    assert list(strangers(PATH, ["anna"], {"anna"})) == []
    (one,) = strangers(PATH, ["bo"], ())
    assert one.message == "1 holder is not in the registry: bo"


def test_many_strangers_are_not_all_named() -> None:
    (one,) = strangers(PATH, (f"n{number:02}" for number in range(MOST + 3)), ())
    assert one.message.startswith(f"{MOST + 3} holders")
    assert one.message.endswith("n19 and 3 more")


def test_many_documents_are_counted() -> None:
    rows = [(Row(PATH, line, "{}", {}, []), f"d{line}") for line in range(1, MOST + 3)]
    told = [*map(str, unlisted([*rows, rows[-1]], "the list"))]
    assert told[0] == "gold.jsonl:1:1: warning: d1 is not in the list: its row is left out"
    assert len(told) == MOST + 1
    assert told[-1].endswith("2 more documents are not in the list: 3 rows left out")
