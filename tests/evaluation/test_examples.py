from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.examples import Example, label, read_examples, write_examples
from tests.evaluation.worked import GOLD, finding

POOL = (
    finding("one", "anna", "envoy", evidence=("b", "a", "b")),
    finding("one", "anna", "envoy", evidence=("c",)),
    finding("one", "anna", "talks", evidence=("a",)),
    finding("two", "anna", "sanctions"),
)


def test_findings_are_labelled_and_what_is_not_found_stays_known() -> None:
    envoy = ("one", "anna", "envoy", "favours")
    assert label(GOLD.stances, POOL) == (
        Example(envoy, ("a", "b"), right=True, sure=True),
        Example(envoy, ("c",), right=True, sure=True),
        Example(("one", "anna", "talks", "favours"), ("a",), right=True, sure=False),
        Example(("two", "anna", "sanctions", "favours"), (), right=False, sure=True),
        Example(("one", "bruno", "envoy", "opposes"), None, right=True, sure=True),
        Example(("two", "carlo", "sanctions", "favours"), None, right=True, sure=True),
        Example(("two", "dora", "sanctions", "mixed"), None, right=True, sure=True),
    )


def test_the_order_of_a_pool_is_nothing() -> None:
    assert label(GOLD.stances, POOL) == label(GOLD.stances, POOL[::-1])


def test_examples_are_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "examples.jsonl"
    examples = label(GOLD.stances, POOL)
    path.write_bytes(write_examples(examples))
    assert read_examples(path) == examples


@pytest.mark.parametrize(
    "cells", ['"evidence": "a"', '"evidence": [1]', '"evidence": [], "right": 1']
)
def test_bad_examples_are_told(tmp_path: Path, cells: str) -> None:
    path = tmp_path / "examples.jsonl"
    path.write_text(f'{{"doc":"a","holder":"b","proposition":"c","polarity":"d",{cells}}}')
    with pytest.raises(InputError) as caught:
        read_examples(path)
    assert [problem.line for problem in caught.value.problems] == [1]
