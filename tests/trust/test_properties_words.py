"""Whatever words are given, a path, a query and a page stay what they are."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import strategies as some
from pyoxigraph import Literal, RdfFormat, Store, parse

from kg.build.build import build
from kg.errors import KgError
from kg.exports.formats import FORMATS, export_blocks, export_tables
from kg.exports.select import Selection
from kg.model.dates import PartialDate
from kg.pages.rendering import draw
from kg.printing import bare, guarded
from kg.project import Project
from kg.queries.binding import bind
from kg.queries.catalogue import read_catalogue
from kg.queries.formats import render
from kg.queries.table import Table
from kg.rdf.folded import Names
from kg.seeds.ids import document_id, slug
from kg.seeds.read import seed_paths
from kg.seeds.write import document_path
from kg.views.steering import visible
from tests.invented import copy_world
from tests.trust.tally import amount, count
from tests.trust.told import words
from tests.trust.trying import ANY, hold

_LITERAL = "{http://www.w3.org/2005/sparql-results#}literal"
HOSTILE = some.text(some.sampled_from("\"'\\{}<>#?|VALUES\n\r\t\0 xu0022"), max_size=40)


def test_a_name_never_leads_out_of_its_folder() -> None:
    project = Project(Path("/nowhere"), Path("/nowhere/store"))

    def holds(told: tuple[str, PartialDate | None, str]) -> None:
        name, day, url = told
        try:
            outlet = slug(name)
        except ValueError:
            return
        path = document_path(project, document_id(outlet, day, url))
        assert path.resolve().parent.parent == project.seeds.resolve() / "documents"
        assert re.fullmatch(r"[a-z0-9.-]{1,200}", path.name)

    days = some.none() | some.dates().map(lambda day: PartialDate(day, day))
    names = ANY | some.text(some.sampled_from("./\\~a\0 ．／"), max_size=20) | words
    made = some.tuples(names, days, words)
    hold("names as parts of paths", made, holds, few=100, many=2_000)


def test_a_value_changes_nothing_of_a_query_but_the_value(
    world: Project, world_reader: Store
) -> None:
    names = Names(world_reader)
    asked = [
        (query, parameter)
        for query in read_catalogue(world).values()
        for parameter in query.parameters
    ]

    def holds(told: tuple[Any, str]) -> None:
        (query, parameter), value = told
        try:
            bound = bind(names, query, {parameter.name: value})
        except KgError:
            return
        head = f"VALUES ?{parameter.name} {{ "
        first, *others = re.split(rf"VALUES\s+\?{parameter.name}\s*\{{[^}}]*\}}", query.text)
        size = (len(bound) - len(first) - sum(map(len, others))) // len(others)
        filled = bound[len(first) : len(first) + size]
        assert bound == first + "".join(filled + other for other in others)
        assert filled.startswith(head)
        assert filled.endswith(" }")
        term = filled[len(head) : -len(" }")]
        (quad,) = parse(f"<a:a> <b:b> {term} .".encode(), format=RdfFormat.N_TRIPLES)
        if parameter.kind == "text":
            assert quad.object == Literal(value)

    pairs = some.sampled_from(asked)
    values = ANY | HOSTILE | some.sampled_from(["2021", "-5", "Exampleland", "Anna Examplova"])
    hold("values of parameters", some.tuples(pairs, values), holds, few=100, many=2_000)


class _Page(HTMLParser):
    """The tags of a page, the words of its one <bdi>, and the words that its last link asks for."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.named = self.asked = ""
        self._is_named = False
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._is_named = tag == "bdi"
        place = dict(attrs).get("href") or ""
        if "?q=" in place:
            self.asked = unquote(place.partition("?q=")[2])

    def handle_endtag(self, tag: str) -> None:
        self._is_named = False

    def handle_data(self, data: str) -> None:
        if self._is_named:
            self.named += data


def test_words_come_back_out_of_a_page() -> None:
    def drawn(text: str) -> _Page:
        return _Page(draw("missing.html", "a.html", live=True, name=text, words=text, near=()))

    plain = drawn("x").tags

    def holds(text: str) -> None:
        page = drawn(text)
        assert page.tags == plain
        assert page.named == visible(text)
        assert page.asked == text

    whole = ANY.filter(lambda text: text.isprintable()) | words
    hold("words through HTML", whole | some.text("<>&\"'/=`! -scriptb"), holds, few=80, many=700)


def test_words_come_back_out_of_a_table() -> None:
    def holds(cells: list[str]) -> None:
        table = Table(("a", "b"), tuple((Literal(cell), None) for cell in cells))
        told = render(table, "csv")
        assert list(csv.reader(io.StringIO(told, newline=""))) == [
            ["a", "b"],
            *([cell, ""] for cell in cells),
        ]
        assert [bare(guarded(cell)) for cell in cells] == cells

    made = some.lists(words | HOSTILE.map(lambda text: text.replace("\0", "")), max_size=4)
    hold("words through CSV", made, holds, few=80, many=700)


def test_words_come_back_out_of_xml_and_json() -> None:
    def holds(cells: list[str]) -> None:
        table = Table(("a",), tuple((Literal(cell),) for cell in cells))
        root = ET.fromstring(render(table, "xml"))
        assert [one.text or "" for one in root.iter(_LITERAL)] == cells
        rows = json.loads(render(table, "json"))["results"]["bindings"]
        assert [row["a"]["value"] for row in rows] == cells

    made = some.lists(words | some.text("<>&\"'] \r\n\t;"), max_size=4)
    hold("words through XML and JSON", made, holds, few=80, many=700)


def _disordered(project: Project, seed: int) -> None:
    """The same seeds, their lines and files in another order."""
    chance = random.Random(seed)
    paths = seed_paths(project)
    chance.shuffle(paths)
    for path in paths:
        lines = [f"{quad.triple} .\n" for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)]
        chance.shuffle(lines)
        path.unlink()
        is_named = path.parent.parent.name == "documents"
        other = f"{chance.getrandbits(64):x}-{path.name}" if is_named else path.name
        path.with_name(other).write_text("".join(lines), encoding="utf-8")


def _exports(project: Project) -> dict[str, bytes]:
    whole = Selection()
    found = {
        form: b"".join(export_blocks(project, form, whole, None))
        for form in FORMATS
        if form != "csv"
    }
    return found | {name: b"".join(rows) for name, rows in export_tables(project, whole)}


@pytest.fixture(scope="module")
def usual(world: Project, world_store: Path) -> dict[str, bytes]:
    return _exports(world)


def test_the_order_of_the_seeds_changes_no_export(tmp_path: Path, usual: dict[str, bytes]) -> None:
    for seed in range(amount(1, 20)):
        project = copy_world(tmp_path / str(seed))
        _disordered(project, seed)
        build(project)
        one, again = _exports(project), _exports(project)
        differing = {name for name in usual if not one[name] == again[name] == usual[name]}
        count(
            "properties", "exports from seeds in disorder", len(usual), len(usual) - len(differing)
        )
        assert differing == set(), f"seed {seed}"
