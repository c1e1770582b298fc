"""What each kind of evidence weighs, and where the bands begin: fitted figures, kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import InputError, Problem

FOLDER = Path(__file__).parent / "lexicon" / "en"
"""Where the files ``weights.ENGINE.json`` of the English rules lie."""
SHARED = "rules"
"""The engine whose weights serve one that has no file of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The weights of an engine, in log-odds by evidence name; ``base`` is that of no evidence.

    ``accept`` and ``review`` are the bars that were measured when the weights were fitted: above
    the one 9 of 10 findings were right, at the other F1 was best.
    """

    engine: str
    evidence: Mapping[str, float]
    accept: Decimal
    review: Decimal


@cache
def read_weights(engine: str, folder: Path = FOLDER) -> Weights:
    """The weights of an engine; those of the rules where it has none of its own.

    Raises InputError where the file is missing or does not hold what it should.
    """
    path = folder / f"weights.{engine}.json"
    if engine != SHARED and not path.is_file():
        return read_weights(SHARED, folder)
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _unusable(path, 0, 0, "the file is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise _unusable(path, error.lineno, error.colno, error.msg) from None
    try:
        return _weights(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise _unusable(path, 1, 1, f"not a file of weights: {error}") from None
    except ValueError as error:
        raise _unusable(path, 1, 1, str(error)) from None


def _weights(content: Any) -> Weights:
    evidence = {str(name): _number(weight) for name, weight in content["evidence"].items()}
    if "base" not in evidence:
        raise ValueError("the evidence has no base")
    accept, review = (
        Decimal(_number(content["bands"][name])).quantize(Decimal("0.01"))
        for name in ("accept", "review")
    )
    if not 0 < review <= accept <= 1:
        raise ValueError("the bands must be 0 < review <= accept <= 1")
    return Weights(str(content["engine"]), evidence, accept, review)


def _number(value: Any) -> float:
    number = float(value) if isinstance(value, int | Decimal) and value is not True else None
    if number is None or not abs(number) < 1e6:
        raise ValueError(f"{value!r} is no weight")
    return number


def _unusable(path: Path, line: int, column: int, message: str) -> InputError:
    problem = Problem(path, line, column, message)
    return InputError(f"{path}: the weights cannot be used", problems=[problem])
