"""Tables for spreadsheets: no cell of theirs runs there."""

from __future__ import annotations

import csv
import io

import pytest
from pyoxigraph import Literal

from kg.errors import UsageError
from kg.queries.formats import render
from kg.queries.table import Answer, Table
from kg.rdf.terms import XSD

FORMULAS = (
    '=HYPERLINK("http://x/","x")',
    "+1+cmd|'/C x'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1+1",
    "x;=1+1",
    "x\t=1",
)
WORDS = ("Anna", "a=b", "1-2", "'so'", "", "é", '"', "x; y")
NUMBERS = ("-5", "+0.5", "1e-3", "-1.5E+9")


def cells(words: tuple[str, ...], *, excel: bool) -> list[str]:
    table = Table(("x",), tuple((Literal(one),) for one in words))
    text = render(table, "csv", excel=excel)
    assert text.startswith("\ufeff") is excel
    return [row[0] for row in list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))[1:]]


@pytest.mark.parametrize("formula", FORMULAS)
def test_excel_runs_no_cell(formula: str) -> None:
    (cell,) = cells((formula,), excel=True)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert not cell.startswith(("\t", "\r"))
    assert not {part.lstrip()[:1] for part in cell.split(";")} & {"=", "+", "-", "@"}
    assert cells((formula,), excel=False) == [formula]


def test_words_and_numbers_stay_as_they_are() -> None:
    # A line that holds an empty cell alone is written in quotes, and read as such.
    assert cells((*WORDS, *NUMBERS), excel=True) == [*WORDS, *NUMBERS]


def test_what_is_unbound_is_empty() -> None:
    table = Table(("x", "y"), ((None, Literal("2", datatype=XSD.integer)),))
    assert render(table, "csv", excel=True) == "\ufeffx,y\r\n,2\r\n"


@pytest.mark.parametrize("form", ["table", "json", "tsv"])
def test_only_csv_is_for_spreadsheets(form: str) -> None:
    with pytest.raises(UsageError, match="--excel"):
        render(Table(("x",), ()), form, excel=True)
    with pytest.raises(UsageError, match="--excel"):
        render(Answer(yes=True), "csv", excel=True)
