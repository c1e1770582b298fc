"""A name comes in, or is refused with its place; what came in is found, shown and exported."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from anyascii import anyascii
from pyoxigraph import RdfFormat, Store, parse

from kg.build.build import build
from kg.errors import InputError, UnknownName
from kg.exports.formats import export_blocks, export_tables, store_blocks
from kg.exports.select import Selection
from kg.extract.extractor import extract
from kg.ingest.articles import Article, to_article
from kg.model.actors import Actor, ActorKind
from kg.model.dates import PartialDate
from kg.pages.feed import Entry, Feed, write_feed
from kg.pages.library import Library
from kg.project import Project
from kg.rdf.codec import decode, encode
from kg.rdf.names import find_thing, find_things
from kg.rdf.terms import mint
from kg.rdf.turtle import write_turtle
from kg.seeds.check import check
from kg.seeds.ids import slug
from kg.seeds.imports import import_tables
from kg.seeds.read import read_seeds
from kg.store.embedded import open_reader
from tests.exports.gexf_reader import read_gexf
from tests.exports.test_dna import TALKS, THEME
from tests.invented import REGISTRY, enter, evidence, new_project, stance
from tests.pages.conftest import Shelve, shelve  # noqa: F401 - a fixture
from tests.pages.reading import every, read_page, text
from tests.trust.names_corpus import NAMES, OWN, Name
from tests.trust.tally import count

EVERYTHING = Selection()
IDS = {f"n{number:02d}": name for number, name in enumerate(NAMES)}
KEPT = {one: name for one, name in IDS.items() if name.refused is None}
COLUMNS = "id,name,type,country,aliases,wikidata,verified_in"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def actor(one: str) -> Actor:
    return Actor(one, IDS[one].kept, ActorKind.PERSON, "XA")


def hold(what: str, tried: int, wrong: dict[str, object]) -> None:
    """Count in how many cases the promise held, and tell of the others."""
    count("Unicode", what, tried, tried - len(wrong))
    assert not wrong, {IDS[one].words: found for one, found in wrong.items()}


def seen(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, str]]:
    """The seeds that a table of all names gives, and why rows stay out, by id."""
    folder = tmp_path_factory.mktemp("names")
    project = new_project(folder, ())
    table = folder / "tables" / "actors.csv"
    table.parent.mkdir()
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows((one, name.words, "person", "XA", "", "", "") for one, name in IDS.items())
    table.write_text(f"{COLUMNS}\n{stream.getvalue()}", encoding="utf-8", newline="")
    with pytest.raises(InputError) as caught:
        import_tables(project, table.parent)
    assert not list(decode(Actor, read_seeds(project).triples()))
    problems = import_tables(project, table.parent, partial=True).problems
    assert [str(one) for one in problems] == [str(one) for one in caught.value.problems]
    assert {one.path for one in problems} == {table}
    told: dict[str, str] = {}
    for one in problems:
        row = f"n{one.line - 2:02d}"
        told[row] = f"{told.get(row, '')}{one.message}\n"
    return project, told


@pytest.fixture(scope="module")
def built(imported: tuple[Project, dict[str, str]]) -> Project:
    """The same, with a stance of everybody."""
    project, _ = imported
    said = [stance(f"{one}-talks", holder=one) for one in KEPT]
    enter(project, [*REGISTRY, *said, *(evidence(each.id) for each in said)])
    build(project)
    return project


@pytest.fixture(scope="module")
def store(built: Project) -> Store:
    return open_reader(built.store)


def test_there_are_as_many_names_as_promised() -> None:
    assert len({name.words for name in NAMES}) == len(NAMES) >= 60


def test_a_name_is_imported_or_refused_with_its_line(
    imported: tuple[Project, dict[str, str]],
) -> None:
    project, refused = imported
    held = {one.id: one.name for one in decode(Actor, read_seeds(project).triples())}
    wrong: dict[str, object] = {}
    for one, name in IDS.items():
        if name.refused is None and held.get(one) != name.kept:
            wrong[one] = refused.get(one, held.get(one))
        if name.refused is not None and name.refused not in refused.get(one, ""):
            wrong[one] = refused.get(one, held.get(one))
    hold("imported or refused", len(IDS), wrong)


def test_what_was_imported_is_sound(built: Project) -> None:
    assert [str(one) for one in check(built) if "n" in one.message and "label" in one.message] == []


def test_an_id_is_plain_or_there_is_none() -> None:
    wrong: dict[str, object] = {}
    for one, name in IDS.items():
        try:
            made: str | None = slug(name.words)
        except ValueError:
            made = None
        if made != name.slug or (made and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)):
            wrong[one] = made
    hold("ids", len(IDS), wrong)


def holder(name: Name) -> str | None:
    """Who holds what an article reports of somebody of that name."""
    article = to_article("a", f"{name.words} said that Europe should talk to Russia.")
    if not isinstance(article, Article):
        return None
    found = extract(
        article.text,
        document="paper",
        published=PartialDate.parse("2026-02-03"),
        actors=tuple(actor(one) for one in KEPT),
        tenures=(),
    )
    for one in found.candidates:
        assert article.text[one.span.start : one.span.end] == one.quote.value
        assert mint("candidate", one.id)
        write_turtle(encode(one))
    return next((one.holder for one in found.candidates), None)


def test_an_article_names_who_it_names() -> None:
    wrong: dict[str, object] = {}
    for one, name in IDS.items():
        found = holder(name)
        if found != (one if name.holder == OWN else name.holder):
            wrong[one] = found
    hold("named in articles", len(IDS), wrong)


def test_a_name_is_found_as_it_is_written(store: Store) -> None:
    wrong: dict[str, object] = {}
    for one, name in KEPT.items():
        forms = (unicodedata.normalize(form, name.kept) for form in ("NFC", "NFD", "NFKD"))
        for asked in (*forms, name.kept.upper(), name.kept.lower(), anyascii(name.kept), one):
            things = find_things(store, asked, ("actor",))
            if mint("actor", one) not in things and name.kept != "\u2014":
                wrong[one] = asked, things
    hold("found by name", len(KEPT), wrong)


def test_no_name_is_too_odd_to_be_looked_for(store: Store) -> None:
    odd = [*(name.words for name in NAMES if name.refused), "\ud800", "caf\udce9", "\u200b", "\0"]
    wrong = []
    for asked in odd:
        try:
            find_thing(store, asked, ("actor",))
        except UnknownName as error:
            str(error).encode()
        except UnicodeError as error:
            wrong.append((asked, error))
    count("Unicode", "looked for", len(odd), len(odd) - len(wrong))
    assert not wrong


def test_a_page_shows_the_name(built: Project, store: Store) -> None:
    library, wrong = Library(built, store), dict[str, object]()
    for one, name in KEPT.items():
        page = library.find(f"actor/{one}")
        assert page is not None
        tree = read_page(page)
        (title,) = (text(each) for each in every(tree, "h1"))
        if seen(name.kept) not in title or any(each for each in every(tree, "b")):
            wrong[one] = title
        ET.fromstring(page.render("atom", live=False))
    hold("pages", len(KEPT), wrong)


def test_tables_and_networks_hold_the_name(built: Project) -> None:
    tables = {name: b"".join(blocks) for name, blocks in export_tables(built, EVERYTHING)}
    rows = csv.DictReader(io.StringIO(tables["actors"].decode(), newline=""), strict=True)
    cells = {row["id"]: row["name"] for row in rows}
    gexf = read_gexf(b"".join(export_blocks(built, "gexf", EVERYTHING, None)))
    labels = {one: node.label for one, node in gexf.nodes.items()}
    graphml = ET.fromstring(b"".join(export_blocks(built, "graphml", EVERYTHING, None)))
    data = {each.get("id"): "".join(each.itertext()) for each in graphml.iter(f"{GRAPHML}node")}
    wrong: dict[str, object] = {}
    for one, name in KEPT.items():
        drawn = next((label for node, label in labels.items() if one in node), "")
        listed = next((told for node, told in data.items() if node and one in node), "")
        if cells[one] != name.kept or drawn != seen(name.kept) or seen(name.kept) not in listed:
            wrong[one] = cells[one], drawn, listed
    hold("CSV, GEXF and GraphML", len(KEPT), wrong)


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml"])
def test_every_syntax_gives_the_name_back(built: Project, form: str) -> None:
    named = {
        "turtle": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS,
        "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
    }  # fmt: skip
    content = b"".join(export_blocks(built, form, EVERYTHING, None))
    quads = parse(content, format=named[form])
    back = {one.id: one.name for one in decode(Actor, (quad.triple for quad in quads))}
    wrong: dict[str, object] = {
        one: back.get(one) for one, name in KEPT.items() if back.get(one) != name.kept
    }
    hold(f"through {form}", len(KEPT), wrong)


def test_what_the_seeds_refuse_spoils_no_file(shelve: Shelve) -> None:  # noqa: F811
    """A store made before a rule was there: its exports are whole all the same."""
    wrong: dict[str, object] = {}
    refused = {one: name for one, name in IDS.items() if name.refused}
    for one, name in refused.items():
        said = stance(f"{one}-talks", holder=one)
        library = shelve([*REGISTRY, THEME, TALKS, actor(one), said, evidence(said.id)])
        blocks = {
            form: b"".join(store_blocks(library.store, library.project, form, EVERYTHING, None))
            for form in ("turtle", "gexf", "graphml")
        }
        known = parse(blocks["turtle"], format=RdfFormat.TURTLE)
        back = {each.id: each.name for each in decode(Actor, (quad.triple for quad in known))}
        if back[one] != name.kept:
            wrong[one] = back[one]
        read_gexf(blocks["gexf"])
        ET.fromstring(blocks["graphml"])
        entry = Entry("i", name.kept, "2026-01-01", "l", name.kept)
        ET.fromstring(write_feed(Feed("i", name.kept, name.kept, "o", "p", (entry,))))
    hold("hostile names in old stores", len(refused), wrong)
