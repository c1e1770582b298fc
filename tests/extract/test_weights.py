from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extract.weights import read_weights
from kg.model.stances import AUTO_ACCEPT, WORKING

GOOD = {
    "engine": "rules",
    "bands": {"accept": 0.8, "review": 0.3},
    "evidence": {"base": -1, "how-quote": 0.25},
}


def write(folder: Path, content: object, engine: str = "rules") -> Path:
    path = folder / f"weights.{engine}.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return folder


def test_weights_and_bands(tmp_path: Path) -> None:
    weights = read_weights("rules", write(tmp_path, GOOD))
    assert weights.evidence == {"base": -1.0, "how-quote": 0.25}
    assert (weights.accept, weights.review) == (Decimal("0.80"), Decimal("0.30"))
    assert (weights.accept, weights.review) == (Decimal("0.80"), Decimal("0.30"))


def test_an_engine_without_weights_takes_those_of_the_rules(tmp_path: Path) -> None:
    assert read_weights("nlp", write(tmp_path, GOOD)).engine == "rules"
    write(tmp_path, {**GOOD, "engine": "other"}, "other")
    assert read_weights("other", tmp_path).engine == "other"


def test_the_weights_of_the_project() -> None:
    assert read_weights("rules").engine == "rules"
    assert "base" in read_weights("rules").evidence


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "Expecting property name"),
        ([], "not a file of weights"),
        ({**GOOD, "evidence": {}}, "no base"),
        ({**GOOD, "evidence": []}, "not a file of weights"),
        ({**GOOD, "evidence": {"base": "much"}}, "'much' is no weight"),
        ({**GOOD, "evidence": {"base": True}}, "True is no weight"),
        ({**GOOD, "evidence": {"base": 1e9}}, "is no weight"),
        ('{"engine": "rules", "bands": {}, "evidence": {"base": NaN}}', "is no weight"),
        ({**GOOD, "bands": {"accept": 0.2, "review": 0.3}}, "the bands must be"),
        ({**GOOD, "bands": {"accept": 0.2, "review": 0}}, "the bands must be"),
        ({**GOOD, "bands": {"accept": 0.2}}, "'review'"),
    ],
)
def test_weights_that_cannot_be_used(tmp_path: Path, content: object, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_weights("rules", write(tmp_path, content))
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.line == 1


def test_weights_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_weights("rules", tmp_path)
    (tmp_path / "weights.rules.json").write_bytes(b"\xff")
    with pytest.raises(InputError):
        read_weights("rules", tmp_path)


@pytest.mark.parametrize("engine", ["rules", "nlp"])
def test_the_bars_of_the_program_are_no_lower_than_what_was_measured(engine: str) -> None:
    weights = read_weights(engine)
    assert weights.accept <= AUTO_ACCEPT
    assert abs(weights.review - WORKING) <= Decimal("0.07")
