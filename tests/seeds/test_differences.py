from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from kg.errors import InputError, UsageError
from kg.model.stances import Polarity
from kg.rdf.codec import encode
from kg.rdf.turtle import to_bytes, write_turtle
from kg.seeds.differences import Difference, compare, render
from tests.invented import ANNA, BORIS, stance

ONE = stance("one")


def folder(path: Path, *records: object) -> Path:
    path.mkdir()
    for number, record in enumerate(records):
        (path / f"{number}.ttl").write_bytes(write_turtle(encode(record)))
    return path


def test_each_thing_is_told_with_what_it_lost_and_won(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", ONE, BORIS)
    new = folder(tmp_path / "new", ANNA, replace(ONE, polarity=Polarity.OPPOSES))
    assert compare(old, new) == [
        Difference(
            "actor:anna-examplova",
            "added",
            (),
            (
                "rdf:type st:Person",
                'rdfs:label "Anna Examplova"@en',
                'skos:altLabel "Examplova"',
                'st:country "XA"',
            ),
        ),
        Difference(
            "actor:boris-fictionov",
            "removed",
            ("rdf:type st:Person", 'rdfs:label "Boris Fictionov"@en', 'st:country "XB"'),
            (),
        ),
        Difference(
            "stance:one",
            "changed",
            ("st:polarity polarity:favours",),
            ("st:polarity polarity:opposes",),
        ),
    ]


def test_moving_a_thing_to_another_file_is_no_difference(tmp_path: Path) -> None:
    assert compare(folder(tmp_path / "a", ONE, ANNA), folder(tmp_path / "b", ANNA, ONE)) == []


def test_files_of_other_formats_are_read_too(tmp_path: Path) -> None:
    seeds = folder(tmp_path / "a", ONE)
    lines = tmp_path / "a.nt"
    lines.write_bytes(to_bytes(encode(ONE), RdfFormat.N_TRIPLES))
    turtle = shutil.copy(seeds / "0.ttl", tmp_path / "a.ttl")
    assert compare(seeds, lines) == compare(lines, Path(turtle)) == []


def test_the_difference_is_shown_in_three_forms(tmp_path: Path) -> None:
    found = compare(
        folder(tmp_path / "a", ONE), folder(tmp_path / "b", replace(ONE, polarity=Polarity.MIXED))
    )
    lost, won = "st:polarity polarity:favours", "st:polarity polarity:mixed"
    assert render(found, "text") == f"changed stance:one\n  - {lost}\n  + {won}\n"
    assert render(found, "md") == f"```diff\nchanged stance:one\n- {lost}\n+ {won}\n```\n"
    assert json.loads(render(found, "json")) == [
        {"thing": "stance:one", "kind": "changed", "removed": [lost], "added": [won]}
    ]
    assert [render([], form) for form in ("text", "md", "json")] == ["", "", "[]\n"]
    with pytest.raises(UsageError, match="'html' is none of"):
        render(found, "html")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.ttl", b"broken", "not valid"),
        ("x.nt", b"<a> <b>", "not valid"),
        ("", None, "no Turtle in it"),
        ("x.docx", b"", "neither a folder nor an RDF file"),
        ("missing.nt", None, "No such file"),
        ("missing.ttl", None, "No such file"),
    ],
)
def test_what_cannot_be_read_is_told(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    if content is not None:
        (old / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        compare(old / name, folder(tmp_path / "new", ONE))


def test_an_editors_mark_is_no_turtle(tmp_path: Path) -> None:
    old, new = folder(tmp_path / "old", ONE), folder(tmp_path / "new", ONE)
    (new / ".#held.ttl").symlink_to("nobody@nowhere")
    assert compare(old, new) == []
