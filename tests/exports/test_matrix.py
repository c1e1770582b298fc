"""Matrices for R and UCINET, read back by small parsers of their own."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.analysis.counting.pooling import Level
from kg.analysis.network.method import Kind, Method, Normalisation, Qualifier
from kg.analysis.network.networks import Network
from kg.analysis.network.ties import Threshold, thin
from kg.exports.matrix import dl, matrix
from kg.exports.plain_values import line
from tests.exports.networks_invented import of_roles, whole

Read = tuple[list[str], list[str], NDArray[np.float64]]
METHODS = [
    Method(),
    Method(Kind.SUBTRACT),
    Method(normalisation=Normalisation.AVERAGE),
    Method(Kind.AFFILIATION),
    Method(Kind.AFFILIATION, Qualifier.COMBINE),
    Method(across=True),
]
UNSAFE = [
    "=cmd|' /C calc'!A0",
    'Head, "quoted"',
    "a=b;c",
    "Präsident · Διευθυντής · 外相",
    "two\nlines\r\nand\ttabs",
    "<script>alert(1)</script> & more",
    "\x00\x07\ud800",
    "\u200fראש הממשלה",
    "🕊️",
    "x" * 300,
    "X" * 300,
    "labels:",
    "two  blanks",
    "two blanks",
]


def read_csv(content: bytes) -> Read:
    head, *rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    assert head[0] == ""
    assert all(len(row) == len(head) for row in rows)
    values = [[float(cell) for cell in row[1:]] for row in rows]
    return [row[0] for row in rows], head[1:], np.array(values).reshape(len(rows), len(head) - 1)


def read_dl(content: bytes) -> Read:
    """DL as UCINET's help tells it: heads in any case, labels parted by commas."""
    text = content.decode("ascii")
    size, *lines = text.removesuffix("\r\n").split("\r\n")
    assert re.fullmatch(r"dl (n=\d+|nr=\d+, nc=\d+), format=fullmatrix", size)
    told = {name: int(number) for name, number in re.findall(r"(n|nr|nc)=(\d+)", size)}
    labels: dict[str, list[str]] = {}
    while (head := lines.pop(0)) != "data:":
        assert head in {"labels:", "row labels:", "column labels:"}
        labels[head] = [one for one in lines.pop(0).split(",") if one]
    rows = labels.get("row labels:", labels.get("labels:", []))
    columns = labels.get("column labels:", rows)
    assert (len(rows), len(columns)) == (
        told.get("nr", told.get("n")), told.get("nc", told.get("n")),
    )  # fmt: skip
    values = [[float(cell) for cell in row.split(" ")] for row in lines]
    return rows, columns, np.array(values).reshape(len(rows), len(columns))


def check(network: Network, read: Read) -> None:
    rows, columns, values = read
    assert (len(rows), len(columns)) == (len(network.rows), len(network.columns))
    assert values == pytest.approx(network.weights.toarray(), abs=1e-6)


@pytest.mark.parametrize("method", METHODS, ids=lambda one: f"{one.kind}-{one.normalisation}")
def test_both_hold_the_weights_as_they_are(method: Method) -> None:
    (part,) = whole(method)
    for read in (read_csv(matrix(part.network)), read_dl(dl(part.network))):
        check(part.network, read)
        assert read[0] == [unit.id for unit in part.network.rows]
        assert read[1] == [unit.id for unit in part.network.columns]


def test_in_full() -> None:
    # Anna, Bela, Cora, Dora: 2, 1/2 and 1, see test_gexf.
    (part,) = whole()
    assert matrix(part.network).decode() == (
        ",anna,bela,cora,dora\r\n"
        "anna,0,2,0.5,0\r\n"
        "bela,2,0,1,0\r\n"
        "cora,0.5,1,0,0\r\n"
        "dora,0,0,0,0\r\n"
    )
    assert dl(part.network).decode() == (
        "dl n=4, format=fullmatrix\r\n"
        "labels:\r\n"
        "anna,bela,cora,dora\r\n"
        "data:\r\n"
        "0 2 0.5 0\r\n"
        "2 0 1 0\r\n"
        "0.5 1 0 0\r\n"
        "0 0 0 0\r\n"
    )
    (part,) = whole(Method(Kind.AFFILIATION))
    assert dl(part.network).decode().startswith(
        "dl nr=4, nc=3, format=fullmatrix\r\n"
        "row labels:\r\nanna,bela,cora,dora\r\n"
        "column labels:\r\ntalks,tanks,trade\r\n"
        "data:\r\n1 -1 0\r\n"
    )  # fmt: skip


def test_empty() -> None:
    (part,) = whole(Method(Kind.CONFLICT))
    bare = thin(part.network, Threshold(weight=100))
    check(bare, read_csv(matrix(bare)))
    check(bare, read_dl(dl(bare)))


def check_names(roles: list[str]) -> None:
    """Ids of offices are words of the sources: each stays one cell or label, and is used once."""
    (part,) = whole(of=of_roles(*roles), level=Level.OFFICE)
    rows, columns, values = read_csv(matrix(part.network))
    assert len(rows) == len(set(rows))
    assert rows == columns
    assert {one.partition("~")[0] for one in rows} == {
        line(unit.id).partition("~")[0] for unit in part.network.rows
    }
    labels, _, same = read_dl(dl(part.network))
    assert len({one.upper() for one in labels}) == len(part.network.rows)
    assert all(re.fullmatch(r"[A-Za-z0-9._+~-]+", one) for one in labels)
    assert (values == same).all()


def test_unsafe_names() -> None:
    check_names(UNSAFE)


def test_labels_are_written_as_they_are_spoken() -> None:
    (part,) = whole(of=of_roles("Präsident", "Διευθυντής"), level=Level.OFFICE)
    assert read_dl(dl(part.network))[0] == ["Prasident", "Dieythyntis"]


@given(st.lists(st.text(st.characters(), min_size=1, max_size=30), min_size=1, max_size=5))
def test_any_names(roles: list[str]) -> None:
    check_names(roles)
