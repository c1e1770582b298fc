"""What can be taken from the page: the same stances as it shows, in files that are safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Store

from kg.build.build import build
from kg.project import Project
from kg.queries.catalogue import parse_query
from kg.queries.run import answer
from kg.queries.table import Table
from kg.store.embedded import open_reader
from kg.views.assemble import assemble_page
from kg.views.page import draw_page
from tests.views.conftest import Open, Visit, told
from tests.views.invented_page import EMPTY, PAGE, hostile_page

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def saved(seen: Visit, label: str, *, all_shown: bool = False) -> tuple[str, bytes]:
    """The name and content of the file that the menu saves: of what it proposes, or of all."""
    seen.page.click("#export-open")
    if all_shown:
        seen.page.check("#export-list label:has-text('all that passes') input")
    with seen.page.expect_download() as waiting:
        seen.page.click(f"#export-list button:has(.export-name:text-is('{label}'))")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    assert not re.search(r"(?<!\r)\n$", text)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def query_text(seen: Visit) -> str:
    seen.page.click("#export-open")
    seen.page.click("#export-list button:has-text('SPARQL')")
    text: str = seen.page.locator("dialog pre").inner_text()
    seen.page.keyboard.press("Escape")
    seen.page.wait_for_selector("dialog", state="detached")
    return text


def ids(table: list[dict[str, str]]) -> set[str]:
    return {row["stance"].rpartition("/")[2] for row in table}


def test_the_csv_has_a_row_for_each_stance(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table")
    name, content = saved(seen, "CSV")
    table = rows(content)

    assert name == "stances-table-2025-06-30.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert sorted(ids(table)) == sorted(stance.id for stance in PAGE.stances)
    (foreign,) = (row for row in table if row["language"] == "fr")
    assert foreign == {
        "actor": "Invented Party", "country": "DE", "family": "Invented Moderates",
        "proposition": "Tariffs on Exampleland", "polarity": "opposes", "verb": "opposes tariffs",
        "said_on": "", "earliest": "2025-02-03", "latest": "2025-02-03", "status": "extracted",
        "quote": "des mots exacts", "language": "fr", "translation": "exact words, translated",
        "paraphrase": "", "publisher": "The Sample Times", "title": "Invented headline",
        "url": "https://times.example/d-s5-1", "published": "2025-02-03", "other_urls": "",
        "stance": "https://example.org/stance/s5",
    }  # fmt: skip
    assert len(seen.requests) == 1
    assert seen.errors == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("polarity=opposes", {"s4", "s5", "s7", "s8"}),
        ("country=FR&on=talks", {"s1", "s2"}),
        ("day=2025-03-01", {"s1", "s3", "s5", "s6"}),
        ("window=90", {"s2", "s7", "s8"}),
        ("status=extracted", {"s5"}),
        ("publisher=The+Other+Sample", {"s4"}),
    ],
)
def test_files_hold_what_counts(visit: Open, html: str, address: str, expected: set[str]) -> None:
    seen = visit(html, f"#tab=table&{address}")
    assert ids(rows(saved(seen, "CSV")[1])) == expected
    told = json.loads(saved(seen, "JSON")[1])
    assert {stance["id"] for stance in told["stances"]} == expected


@pytest.mark.parametrize(
    ("address", "offered", "name", "expected"),
    [
        ("tab=table&actor=oz", ["only Örjan Öztürkłund (2 stances)"], "table-oz", {"s4", "s6"}),
        ("arrange=split&country=FR", ["only Talks with Exampleland (2 stances)"], "network-talks",
         {"s1", "s2"}),
        ("arrange=split&proposition=tariffs&actor=anna",
         ["only Anna Examplova – Tariffs on Exampleland (1 stance)",
          "only Tariffs on Exampleland (3 stances)"], "network-anna-tariffs", {"s3"}),
        ("tab=agreement&group=country/FR&peer=country/SE",
         ["only France and Sweden (5 stances)"], "agreement-country-FR-country-SE",
         {"s1", "s2", "s3", "s4", "s6"}),
        ("tab=table&event=summit", ["only Invented summit (1 stance)"], "table-summit", {"s7"}),
    ],
)  # fmt: skip
def test_a_file_is_of_what_is_seen_unless_all_is_wanted(
    visit: Open, html: str, address: str, offered: list[str], name: str, expected: set[str]
) -> None:
    seen = visit(html, f"#{address}")
    called, content = saved(seen, "CSV")
    assert called == f"stances-{name}-2025-06-30.csv"
    assert ids(rows(content)) == expected

    shown = {"s1", "s2", "s3"} if "country=FR" in address else {one.id for one in PAGE.stances}
    called, content = saved(seen, "CSV", all_shown=True)
    assert called == f"stances-{name.partition('-')[0]}-2025-06-30.csv"
    assert ids(rows(content)) == shown
    everything = f"all that passes the filters ({len(shown)} stances)"
    assert seen.page.locator("#export-list label").all_text_contents() == [*offered, everything]
    assert seen.errors == []


def test_where_all_is_seen_there_is_nothing_to_choose(visit: Open, html: str) -> None:
    seen = visit(html, "#on=talks&arrange=split&proposition=talks")
    seen.page.click("#export-open")
    assert seen.page.locator("#export-list input").count() == 0


def full(record: Any) -> Any:
    """What JSON says of a record of the page: all of it but what is not known."""
    if isinstance(record, dict):
        return {
            name: full(value) for name, value in record.items() if value not in (None, (), False)
        }
    return [full(one) for one in record] if isinstance(record, tuple) else record


def test_the_json_tells_its_records_in_full(visit: Open, html: str) -> None:
    seen = visit(html, "#tab=table&proposition=talks&day=2025-05-01&kind=person&kind=party")
    told = json.loads(saved(seen, "JSON")[1])

    assert told["shown"] == {
        "day": "2025-05-01", "window": 0, "filters": {"kind": ["person", "party"]},
        "selection": {"proposition": "talks"},
    }  # fmt: skip
    wanted = {
        "stances": {"s1", "s2", "s4", "s7", "s8"},
        "actors": {"anna", "oz", "party"},
        "propositions": {"talks"},
        "documents": {f"d-{one}-1" for one in ("s1", "s2", "s4", "s7", "s8")},
        "events": {"summit"},
        "families": {"moderates"},
    }
    for name, ids in wanted.items():
        records = [full(asdict(one)) for one in getattr(PAGE, name) if one.id in ids]
        assert sorted(told[name], key=lambda one: one["id"]) == sorted(
            records, key=lambda one: one["id"]
        ), name


def test_no_cell_of_the_csv_runs(visit: Open) -> None:
    cells = ("=1+1", " =1+1", "+1", "-1", "@SUM(1)", "\t1", "\r1", "\n=1", "\uff1d1", "or;=1")
    said = tuple(
        replace(one, evidence=(replace(one.evidence[0], quote=cell, translation=cell),))
        for one, cell in zip(PAGE.stances * 2, cells, strict=False)
    )
    named = tuple(replace(one, id=f"s{number}") for number, one in enumerate(said))
    seen = visit(draw_page(replace(PAGE, stances=named)), "#tab=table")
    content = saved(seen, "CSV")[1].decode("utf-8-sig")
    found = [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]
    for cell in cells:
        # Some programs take a semicolon for the end of a cell.
        guarded = cell.replace(";", ";'") if ";" in cell else f"'{cell}"
        assert found.count(guarded) == 2
    assert not [one for one in found if re.match("\\s*[=+\\-@\uff1d]|[\\t\\r\\n]", one)]


def framed(seen: Visit) -> ET.Element:
    name, content = saved(seen, "SVG")
    assert name.endswith(".svg")
    return ET.fromstring(content)


@pytest.mark.parametrize("tab", ["network", "matrix", "timeline", "agreement", "map"])
def test_a_picture_says_what_it_shows(visit: Open, html: str, tab: str) -> None:
    seen = visit(
        html,
        f"#tab={tab}&on=talks&kind=person&kind=party&least=1&day=2025-05-01",
        color_scheme="dark",
    )
    picture = framed(seen)
    words = " ".join(text.text or "" for text in picture.iter(f"{SVG}text"))

    assert "Invented stances" in words
    assert "As of 1 May 2025" in words
    assert "3 positions of 3 actors on 1 proposition, from 5 stances" in words
    assert "Kind of actor: person, party" in words
    assert "Source: Invented stances 0.0" in words
    ground = picture.find(f"{SVG}rect")
    assert ground is not None
    assert ground.get("fill") == "rgb(255, 255, 255)"
    assert picture.find(f"{SVG}svg") is not None
    assert seen.errors == []


def test_a_picture_keeps_its_words_inside(visit: Open) -> None:
    long = draw_page(PAGE).replace('"title":"Invented stances"', f'"title":"{"Very long " * 60}"')
    seen = visit(long, "#on=talks&on=tariffs&polarity=favours&polarity=opposes&country=FR")
    _, content = saved(seen, "SVG")
    reach = seen.evaluate(
        """text => {
            const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
            document.body.append(drawn);
            const frame = drawn.getBoundingClientRect();
            return [...drawn.children].filter((one) => one.tagName === "text")
                .map((one) => one.getBoundingClientRect())
                .filter((box) => box.right > frame.right || box.bottom > frame.bottom).length;
        }""",
        content.decode(),
    )
    assert reach == 0


def test_a_png_is_three_times_as_fine(visit: Open, html: str) -> None:
    seen = visit(html)
    picture = framed(seen)
    name, content = saved(seen, "PNG")
    assert name == "stances-network-2025-06-30.png"
    assert content.startswith(b"\x89PNG")
    size = struct.unpack(">II", content[16:24])
    assert size == (3 * int(picture.attrib["width"]), 3 * int(picture.attrib["height"]))
    assert seen.errors == []


def test_hostile_words_stay_words_in_a_picture(visit: Open) -> None:
    seen = visit(draw_page(hostile_page()))
    _, content = saved(seen, "SVG")
    picture = ET.fromstring(content)
    assert not [one for one in picture.iter() if one.tag.endswith(("script", "img"))]
    assert not [name for one in picture.iter() for name in one.attrib if name.startswith("on")]
    assert seen.evaluate("window.PWN") is None


def test_the_menu_is_worked_by_keys(visit: Open, html: str) -> None:
    page = visit(html).page
    page.focus("#export-open")
    page.keyboard.press("Enter")
    assert page.get_attribute("#export-open", "aria-expanded") == "true"
    assert page.evaluate("document.activeElement.innerText").startswith("PNG")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.innerText").startswith("SVG")
    page.keyboard.press("Escape")
    assert page.get_attribute("#export-open", "aria-expanded") == "false"
    assert page.evaluate("document.activeElement.id") == "export-open"
    page.keyboard.press("Enter")
    page.mouse.click(400, 400)
    assert not page.is_visible("#export-list")


def test_nothing_to_draw_saves_no_picture(visit: Open) -> None:
    seen = visit(draw_page(EMPTY))
    seen.page.click("#export-open")
    assert seen.page.locator("#export-list button:disabled").count() == 2
    seen.page.keyboard.press("Escape")
    assert rows(saved(seen, "CSV")[1]) == []
    assert seen.errors == []


@pytest.fixture(scope="module", params=["invented world", "real seeds"])
def graph(
    request: pytest.FixtureRequest, checkout: Project, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Store]:
    """A page and the store that it is of."""
    if request.param == "real seeds":
        project = Project(checkout.root, tmp_path_factory.mktemp("real") / "store")
        build(project)
        store = open_reader(project.store)
    else:
        store = request.getfixturevalue("world_reader")
    return draw_page(assemble_page(store)), store


def asked(store: Store, text: str) -> set[str]:
    result = answer(store, parse_query(text, Path("shown.rq"), "shown"))
    assert isinstance(result, Table)
    at = result.columns.index("stance")
    return {row[at].value.rpartition("/")[2] for row in result.rows}  # type: ignore[union-attr]


def choices(html: str) -> dict[str, list[Any]]:
    """Some values of each filter that the page knows, and a day in its middle."""
    page = told(html)
    days = sorted(one.get("latest") or one["said_on"] for one in page["stances"])

    def all_of(kind: str, name: str) -> list[Any]:
        return list(dict.fromkeys(one[name] for one in page[kind] if name in one))

    return {
        "actor": all_of("stances", "actor"),
        "on": all_of("stances", "proposition"),
        "country": all_of("actors", "country"),
        "family": all_of("actors", "family"),
        "publisher": all_of("documents", "publisher"),
        "day": [days[len(days) // 2]],
    }


def test_the_query_yields_what_is_shown(visit: Open, graph: tuple[str, Store]) -> None:
    seen = visit(graph[0], "#tab=table")
    known = choices(graph[0])
    (day,) = known["day"]
    addresses = [
        "",
        f"day={day}",
        "polarity=opposes",
        f"polarity=favours&polarity=mixed&day={day}",
        f"window=180&day={day}&polarity=opposes",
        f"country={known['country'][0]}&country=none",
        "country=none",
        f"country={known['country'][0]}&kind=person",
        "kind=party&kind=state",
        f"on={known['on'][0]}&status=curated&polarity=favours",
        "status=extracted",
        *(f"family={one}" for one in [*known["family"][:1], "none"]),
    ]
    counts = set()
    for address in addresses:
        seen.evaluate("hash => { location.hash = hash; }", f"tab=table&{address}")
        seen.page.wait_for_timeout(30)
        expected = ids(rows(saved(seen, "CSV")[1]))
        assert asked(graph[1], query_text(seen)) == expected, address
        counts.add(len(expected))
    assert len(counts) > 4
    assert seen.errors == []


def test_the_query_keeps_to_publishers_and_the_selection(
    visit: Open, graph: tuple[str, Store]
) -> None:
    seen = visit(graph[0], "#tab=table")
    known = choices(graph[0])
    for address in (
        *({"publisher": one} for one in known["publisher"][:2]),
        {"actor": known["actor"][0]},
        {"proposition": known["on"][0]},
        {"group": f"country/{known['country'][0]}"},
    ):
        seen.evaluate(
            "words => { location.hash = new URLSearchParams({ tab: 'table', ...words }); }", address
        )
        seen.page.wait_for_timeout(30)
        expected = ids(rows(saved(seen, "CSV")[1]))
        assert expected
        assert asked(graph[1], query_text(seen)) == expected, address


def test_the_query_of_a_part_lists_its_stances(visit: Open, world_reader: Store) -> None:
    part = assemble_page(world_reader, narrowed=["what was chosen"])
    seen = visit(draw_page(part), "#tab=table&polarity=opposes")
    text = query_text(seen)
    assert "# The page holds a part of the graph only" in text
    assert asked(world_reader, text) == ids(rows(saved(seen, "CSV")[1]))


def test_names_cannot_leave_the_query(visit: Open) -> None:
    seen = visit(draw_page(hostile_page()))
    for hash_ in ("", "polarity=opposes", "publisher=href+%3Ca+href%3Djavascript%3Awindow.PWN%3D1"):
        seen.evaluate("hash => { location.hash = hash; }", hash_)
        seen.page.wait_for_timeout(30)
        seen.page.click("#export-open")
        seen.page.click("#export-list button:has-text('SPARQL')")
        assert "cannot be the name of a thing" in seen.texts("dialog p")[0]
        seen.page.keyboard.press("Escape")
    assert seen.evaluate("window.PWN") is None
    assert seen.errors == []
