from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.decisions import find_decided, read_decisions, read_texts
from kg.evaluation.findings import Registry
from kg.extract.engines import choose
from kg.model.dates import PartialDate
from kg.model.documents import text_hash
from tests.extract.conftest import ACTORS, TENURES
from tests.ingest.conftest import TEXT as PAGE_TEXT
from tests.ingest.conftest import page

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


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ({"document": "2025-06-24-heures-1a2b3c4d", "published": "2025-06"}, "2025-06"),
        ({"document": "2025-06-24-heures-1a2b3c4d", "published": "2025-06-24"}, "2025-06-24"),
        ({"document": "2025-06-24-heures-1a2b3c4d", "published": None}, None),
        ({"document": "2025-06-24-heures-1a2b3c4d"}, "2025-06-24"),
        ({"document": "2025-20-minutes-1a2b3c4d"}, "2025"),
        ({"document": "undated-24-heures-1a2b3c4d"}, None),
    ],
)
def test_a_text_is_read_on_the_day_that_the_row_tells(
    tmp_path: Path, cells: dict[str, object], day: str | None
) -> None:
    (decided,) = read_decisions(write(tmp_path, {**ROW, **cells}))
    assert decided.published == (PartialDate.parse(day) if day else None)


def test_offices_are_those_of_the_day_that_the_row_tells(tmp_path: Path) -> None:
    text = "Italian Prime Minister backs sanctions on Russia."
    (tmp_path / "paper.txt").write_text(text, encoding="utf-8")
    document = "2025-07-24-heures-1a2b3c4d"
    row = {**ROW, "text_hash": text_hash(text), "document": document, "holder": "dora-inventa"}
    for published, is_found in (("2025-07", True), ("2025-06-24", False)):
        path = write(tmp_path, {**row, "published": published})
        (found,) = find_decided(
            read_decisions(path), read_texts(tmp_path), REGISTRY, choose("rules")
        )
        assert (found.evidence is not None) is is_found


def test_texts_are_those_that_the_extractor_reads(tmp_path: Path) -> None:
    soft = TEXT.replace("sanctions", "sanc\u00adtions").replace("Dora", "Do\u0308ra")
    (tmp_path / "soft.txt").write_text(soft, encoding="utf-8-sig")
    (tmp_path / "page.html").write_text(page(), encoding="utf-8")
    texts = read_texts(tmp_path)
    assert set(texts.values()) == {TEXT.replace("Dora", "Döra"), PAGE_TEXT}
    assert texts == {text_hash(text): text for text in texts.values()}
    with pytest.raises(InputError, match="no such folder"):
        read_texts(tmp_path / "nowhere")


@pytest.mark.parametrize("cells", [{"verdict": 2}, {"verdict": None}, {"polarity": "no"}])
def test_bad_decisions_are_told(tmp_path: Path, cells: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        read_decisions(write(tmp_path, ROW, {**ROW, **cells}))
    assert {problem.line for problem in caught.value.problems} == {2}
