from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.decisions import find_decided, read_decisions, read_texts
from kg.evaluation.findings import Registry
from kg.extract.engines import choose
from tests.extract.conftest import ACTORS, TENURES

TEXT = "Anna Examplova backs sanctions on Russia. Dora Inventa opposes sanctions on Russia."
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
ROW = {
    "document": "2026-02-03-paper-1",
    "text_hash": HASH,
    "holder": "anna-examplova",
    "proposition": "sanctions-on-russia",
    "polarity": "favours",
    "verdict": 1,
}
REGISTRY = Registry(ACTORS, TENURES, {})


def write(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "decided.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_decisions_get_the_evidence_of_today(tmp_path: Path) -> None:
    (tmp_path / "paper.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "picture.txt").write_bytes(b"\xff\xd8")
    path = write(
        tmp_path,
        ROW,
        {**ROW, "holder": "dora-inventa", "polarity": "opposes", "verdict": 0},
        {**ROW, "proposition": "special-tribunal"},
        {**ROW, "proposition": "troops-in-ukraine", "verdict": 0},
        {**ROW, "text_hash": "0" * 64},
    )
    found = find_decided(read_decisions(path), read_texts(tmp_path), REGISTRY, choose("rules"))
    told = {(e.key[1], e.proposition): (e.right, e.evidence is not None) for e in found}
    assert told == {
        ("anna-examplova", "sanctions-on-russia"): (True, True),
        ("dora-inventa", "sanctions-on-russia"): (False, True),
        ("anna-examplova", "special-tribunal"): (True, False),
    }
    assert all(e.evidence for e in found if e.evidence is not None)


@pytest.mark.parametrize("cells", [{"verdict": 2}, {"verdict": None}, {"polarity": "no"}])
def test_bad_decisions_are_told(tmp_path: Path, cells: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        read_decisions(write(tmp_path, ROW, {**ROW, **cells}))
    assert {problem.line for problem in caught.value.problems} == {2}
