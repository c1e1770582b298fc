"""Many articles, all different, made of the reports at hand: the same ones at every call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.invented import ROOT

SOURCES = sorted((ROOT / "examples" / "articles").glob("*.txt")) + sorted(
    (ROOT / "tests" / "gold" / "docs").glob("*")
)
NAMES = (
    "Anna Examplova", "Kaja Kallas", "Giorgia Meloni", "Emmanuel Macron", "Viktor Orbán",
    "Gitanas Nausėda", "Robert Fico", "Friedrich Merz",
)  # fmt: skip
VERBS = ("said", "told reporters", "argued", "insisted")
MATTERS = (
    "that Europe must talk to Russia directly",
    "that sanctions on Russia should stay in place",
    "that the EU should appoint a special envoy for talks with Moscow",
    "that it was too early to talk to Putin",
)


def varied_rows(count: int, sentences: int = 4) -> Iterator[dict[str, str]]:
    """So many articles as rows of JSON: text, outlet, URL, and mostly a date.

    Every eleventh repeats a text under another URL, every thirteenth is an earlier document with
    another text: of both, one run reads the first.
    """
    draw = Random(7)
    pool = [
        paragraph.strip()
        for path in SOURCES
        for paragraph in path.read_text(encoding="utf-8").split("\n")
        if paragraph.strip()
    ]
    rows: list[dict[str, str]] = []
    for number in range(count):
        said = f"{draw.choice(NAMES)} {draw.choice(VERBS)} {draw.choice(MATTERS)} on Friday."
        parts = [draw.choice(pool) for _ in range(sentences)]
        parts.insert(draw.randrange(len(parts) + 1), said)
        row = {
            "text": "\n\n".join([*parts, f"Report {number} 🇪🇺."]) + "\n",
            "outlet": f"Imaginary Agency {number % 5}",
            "url": f"https://example.org/{number}",
        }
        if number % 7:
            row["published"] = f"2025-0{1 + number % 3}-1{number % 2}"
        if number % 11 == 10:
            row["text"] = rows[draw.randrange(number)]["text"]
        if number % 13 == 12:
            row = {**rows[draw.randrange(number)], "text": row["text"]}
        rows.append(row)
        yield row


def write_varied(path: Path, count: int, sentences: int = 4) -> Path:
    """A file of so many articles, a line each."""
    rows = varied_rows(count, sentences)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path
