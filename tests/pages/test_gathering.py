"""Every page that gathers: valid HTML, links that lead somewhere, no word that acts."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import html5lib
import pytest
from pyoxigraph import RdfFormat, parse

from kg.build.build import build
from kg.exports.dumps import DUMPS
from kg.model.documents import Text
from kg.pages.contract import Page
from kg.pages.gathered import Gathered
from kg.pages.gathering import GatheringShelf
from kg.pages.library import Library
from kg.pages.published import Published
from kg.project import Project
from kg.store.embedded import open_reader
from tests.invented import (
    ANNA,
    BORIS,
    EXAMPLELAND,
    MARCH,
    MAY,
    SAMPLE,
    SUMMIT,
    UNDATED,
    evidence,
    new_project,
    stance,
)
from tests.pages.atom import ATOM, checked

EVIL = "</script><script>alert(1)</script>\"'&\u202e\x01"
LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
OUTER = ("https://", "http://", "#", "mailto:")
NS = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def library(world: Project, world_store: Path) -> Library:
    return Library(world, open_reader(world_store))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A graph in which every label wants to be markup."""
    records = (
        replace(ANNA, name=f"Anna {EVIL}", aliases=(EVIL,)),
        replace(BORIS, name=EVIL, country=None),
        replace(EXAMPLELAND, name=f"Land {EVIL}"),
        replace(SAMPLE, name=f"Times {EVIL}"),
        replace(MARCH, headline=Text(EVIL, "en")),
        replace(MAY, url="https://example.org/\"onmouseover='alert(1)".replace('"', "%22")),
        UNDATED,
        replace(SUMMIT, label=EVIL, summary=EVIL),
        stance("a", reason=Text(EVIL, "en")),
        stance("b", "opposes", "2021-05-06"),
        stance("c", "mixed", None, BORIS.id),
        evidence("a", quote=Text(EVIL, "en")),
        evidence("b", MAY, quote=None, paraphrase=Text(EVIL, "en")),
        evidence("c", UNDATED),
    )
    project = new_project(tmp_path_factory.mktemp("hostile"), records)
    build(project)
    return Library(project, open_reader(project.store))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A graph with a codebook and nothing else."""
    project = new_project(tmp_path_factory.mktemp("empty"), ())
    build(project)
    return Library(project, open_reader(project.store))


def pages(library: Library) -> Iterator[Page]:
    shelf = GatheringShelf(library.published)
    for path in shelf.paths():
        page = shelf.find(path)
        assert page, path
        assert page.path == path
        yield page


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("name", ["library", "hostile", "empty"])
def test_every_page_is_valid_html_with_one_heading(
    name: str, live: bool, request: pytest.FixtureRequest
) -> None:
    for page in pages(request.getfixturevalue(name)):
        if "html" in page.forms:
            text = page.render("html", live=live)
            tree = html5lib.HTMLParser(strict=True).parse(text)
            assert len(tree.findall(f".//{NS}h1")) == 1, page.path
            ids = [one.get("id") for one in tree.iter() if one.get("id")]
            assert len(set(ids)) == len(ids), page.path


def test_no_label_is_ever_markup(hostile: Library) -> None:
    for page in pages(hostile):
        for form in page.forms:
            text = page.render(form, live=True).decode()
            if form in ("html", "js", "atom"):
                assert "<script>alert" not in text, page.path
            if form == "html":
                assert "\u202e" not in text
                assert "style=" not in text.replace("stylesheet", "")
                assert not re.search(r"<script(?![^>]* src=)", text), page.path


@pytest.mark.parametrize("name", ["library", "hostile", "empty"])
def test_every_link_leads_somewhere(name: str, request: pytest.FixtureRequest) -> None:
    library = request.getfixturevalue(name)
    known = {f"{page}.{form}" for page in library.paths() for form in library.find(page).forms}
    known |= {"graph.html", "queries/index.html", "void.ttl", "dump/SHA256SUMS"}
    known |= {f"dump/{one}" for one in DUMPS}
    known |= {f"assets/{one.name}" for one in (files("kg.pages") / "assets").iterdir()}
    for page in pages(library):
        if "html" in page.forms:
            for target in LINK.findall(page.render("html", live=False).decode()):
                if not target.startswith(OUTER):
                    file = target.partition("#")[0].partition("?")[0]
                    found = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), file))
                    assert found in known, (page.path, target)


@pytest.mark.parametrize("name", ["library", "hostile", "empty"])
def test_every_form_can_be_read(name: str, request: pytest.FixtureRequest) -> None:
    for page in pages(request.getfixturevalue(name)):
        for form in page.forms:
            content = page.render(form, live=False)
            assert content == page.render(form, live=False), page.path
            if form in ("json", "jsonld"):
                json.loads(content)
            elif form == "csv":
                rows = list(csv.reader(io.StringIO(content.decode())))
                assert len({len(row) for row in rows}) <= 1, page.path
            elif form == "ttl":
                assert list(parse(content, RdfFormat.TURTLE)), page.path
            elif form == "rdf":
                assert list(parse(content, RdfFormat.RDF_XML)), page.path
            elif form == "atom":
                checked(content)


def test_a_form_that_a_page_has_not_is_told(library: Library) -> None:
    for page in pages(library):
        with pytest.raises(KeyError):
            page.render("xlsx", live=False)


@pytest.mark.parametrize(
    "path", ["", "index/", "actor", "stance/index-1066-10", "\x00", "ns#favours"]
)
def test_a_path_that_is_none_has_no_page(path: str, library: Library) -> None:
    assert GatheringShelf(library.published).find(path) is None


def test_what_the_lists_count_is_what_the_store_holds(library: Library) -> None:
    gathered = Gathered(Published(library.project, library.store))
    assert len(gathered.stances) == sum(map(len, gathered.of_holder.values()))
    days = [one.day for one in gathered.stances]
    assert days == sorted(days, reverse=True)
    told = library.store.query(
        "SELECT ?p (COUNT(DISTINCT ?a) AS ?n) "
        "{ ?a st:favours|st:opposes|st:isMixedOn ?p } GROUP BY ?p",
        prefixes={"st": "https://w3id.org/eurostance/ns#"},
    )
    expected = {row["p"].value.rsplit("/", 1)[-1]: int(row["n"].value) for row in told}
    assert {one: sides.total for one, sides in gathered.sides.items()} == expected


def test_the_lists_hold_every_thing_once(library: Library) -> None:
    for space in ("actor", "proposition", "event", "outlet", "theme"):
        page = library.find(f"{space}/index")
        assert page
        rows = json.loads(page.render("json", live=False))["rows"]
        listed = sorted(f"{space}/{row['id']}" for row in rows)
        known = [one for one in library.paths() if one.startswith(f"{space}/")]
        assert listed == [one for one in known if not one.startswith(f"{space}/index")]


def test_a_number_or_a_day_of_a_list_tells_what_it_is(library: Library) -> None:
    """On a telephone the heads of the columns are not seen."""
    page = library.find("actor/index")
    assert page
    shown = page.render("html", live=False).decode()
    row = shown[shown.index("anna-examplova.html") :].partition("</tr>")[0]
    assert re.findall(r'data-head="(\w+)"', row) == ["Stances", "Latest"]


def test_the_feed_of_a_thing_has_its_stances_and_changes(hostile: Library) -> None:
    for path, count in (("actor/anna-examplova", 3), ("actor/boris-fictionov", 0)):
        page = hostile.find(path)
        assert page
        root = checked(page.render("atom", live=False))
        assert len(root.findall(f"{ATOM}entry")) == count, path
        assert root.findtext(f"{ATOM}id") == f"https://w3id.org/eurostance/{path}"
    page = hostile.find("changes")
    assert page
    (entry,) = checked(page.render("atom", live=False)).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == "2021-05-06T00:00:00Z"


def test_a_feed_links_from_where_it_lies(hostile: Library) -> None:
    page = hostile.find("actor/anna-examplova")
    assert page
    root = checked(page.render("atom", live=False))
    links = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert links[:2] == ["anna-examplova.atom", "anna-examplova.html"]
    assert "../stance/a.html" in links
    assert not [one for one in links if one.startswith(("/", "http://", "javascript:"))]
