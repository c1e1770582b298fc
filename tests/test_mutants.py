"""Mutants: each has one fault, and is what runs once it is put in."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutants import mutants, put_in

SOURCE = '''
from functools import lru_cache

LIMIT = 3


class Odd:
    @property
    def name(self) -> str:
        """Words that no mutant changes."""
        return "odd"


@lru_cache
def is_low(number: int) -> bool:
    return number < LIMIT and not number == 1


def low(numbers: list[int]) -> list[int]:
    found: "list[int]" = []
    for number in [one for one in numbers if is_low(one)]:
        if number < -1:
            break
        found.append(number)
    return sorted(found, reverse=True)
'''
FAULTS = [
    (11, "None returned"),
    (11, "'odd' changed"),
    (16, "None returned"),
    (16, "And turned"),
    (16, "Lt turned"),
    (16, "not dropped"),
    (16, "Eq turned"),
    (16, "1 changed"),
    (21, "condition negated"),
    (22, "condition negated"),
    (22, "Lt turned"),
    (22, "minus dropped"),
    (22, "1 changed"),
    (23, "Break turned"),
    (24, "Expr dropped"),
    (25, "None returned"),
    (25, "reverse= dropped"),
    (25, "True changed"),
]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    (tmp_path / "invented_low.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "invented_low", raising=False)
    return importlib.import_module("invented_low")


def outcome(module: ModuleType) -> object:
    try:
        module.is_low.cache_clear()
        # What sorts out, stops, and is on the edge.
        return module.Odd().name, module.low([0, 1, 2, 3, -2, 0]), module.low([-1, 2, 0])
    except TypeError as error:
        return str(error)


def test_every_mutant_has_one_fault_that_shows(module: ModuleType) -> None:
    """Each is put in beside the functions that others have by name already."""
    sound = outcome(module)
    is_low = module.is_low
    found = list(mutants(Path(str(module.__file__))))
    assert sorted((one.line, one.told) for one in found) == sorted(FAULTS)
    assert {one.function for one in found} == {"name", "is_low", "low"}
    for mutant in found:
        put_in(module, mutant)
        assert module.is_low is is_low
        assert outcome(module) != sound, mutant
