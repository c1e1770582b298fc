from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from subprocess import run

import pytest

from kg.errors import KgError
from kg.model.documents import web_address
from kg.views.contract import GraphPage
from kg.views.network import network_rows, stance_graph
from kg.views.offline import inline_script
from kg.views.page import draw_page
from kg.views.positions import positions
from tests.views.invented_page import EMPTY, PAGE, hostile_page, stance


class Elements(HTMLParser):
    """The start tags of a page, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, text: str) -> None:
        if self.tags and self.tags[-1][0] in {"script", "style"} and text.strip():
            self.raw.append((*self.tags[-1], text))


@pytest.fixture(scope="module")
def html() -> str:
    return draw_page(PAGE)


def test_the_same_page_gives_the_same_bytes(html: str) -> None:
    mixed = replace(PAGE, stances=PAGE.stances[::-1], actors=PAGE.actors[::-1])
    assert draw_page(mixed) == html


def test_it_is_a_whole_page(html: str) -> None:
    assert html.startswith("<!DOCTYPE html>\n<html lang=")
    tags = [tag for tag, _ in Elements(html).tags]
    assert tags.count("h1") == tags.count("title") == tags.count("main") == 1


@pytest.mark.parametrize("page", [PAGE, EMPTY, hostile_page()], ids=["page", "empty", "hostile"])
def test_only_scripts_and_styles_with_a_hash_in_the_policy_are_there(page: GraphPage) -> None:
    found = Elements(draw_page(page))
    (policy,) = (a["content"] for t, a in found.tags if t == "meta" and "http-equiv" in a)
    scripts = [text for tag, a, text in found.raw if tag == "script" and "type" not in a]
    styles = [text for tag, _, text in found.raw if tag == "style"]
    assert (len(scripts), len(styles)) == (3, 1)
    for text in (*scripts, *styles):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


@pytest.mark.parametrize("page", [PAGE, hostile_page()], ids=["page", "hostile"])
def test_nothing_is_loaded_and_only_sources_are_linked(page: GraphPage) -> None:
    for tag, attributes in Elements(draw_page(page)).tags:
        assert "src" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes), tag
        if "href" in attributes:
            assert tag == "a"
            assert re.match(r"https?://", attributes["href"] or "")
            assert attributes["rel"] == "noopener noreferrer"


def test_the_styles_load_nothing(html: str) -> None:
    (style,) = (text for tag, _, text in Elements(html).raw if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_the_licence_of_vis_network_stays_and_its_source_map_goes(html: str) -> None:
    assert "@license" in html
    assert "sourceMappingURL" not in html


def test_there_is_an_edge_for_each_pair_of_the_stances(html: str) -> None:
    found = re.search(r'id="kg-network">(.*?)</script>', html)
    assert found
    network = json.loads(found[1])
    assert network["edges"]["fields"] == ["from", "to"]
    assert network["nodes"]["fields"][1] == "id"
    nodes = [row[1] for row in network["nodes"]["rows"]]
    edges = sorted((nodes[one], nodes[other]) for one, other in network["edges"]["rows"])
    pairs = {(f"actor/{s.actor}", f"proposition/{s.proposition}") for s in PAGE.stances}
    assert edges == sorted(pairs)


def test_every_node_has_a_place_by_agreement_and_on_an_island() -> None:
    rows = network_rows(PAGE, positions(PAGE))
    assert {row["id"] for row in rows.nodes} == {
        "actor/anna", "actor/oz", "actor/party", "proposition/talks", "proposition/tariffs",
    }  # fmt: skip
    assert all({"x", "y", "size", "country"} <= set(row) for row in rows.nodes)
    assert [one["id"] for one in rows.islands["country"]] == [
        "country/DE", "country/FR", "country/SE",
    ]  # fmt: skip
    assert set(rows.islands) == {"country"}


def test_the_networkx_graph_keeps_every_stance() -> None:
    graph = stance_graph(PAGE)
    assert graph.number_of_edges() == len(PAGE.stances)
    assert "actor/state" not in graph


def test_a_list_tells_every_position_without_scripts(html: str) -> None:
    plain = html[html.index('id="plain"') : html.index("<footer")]
    assert plain.count("<li>") == 6
    for words in ("Anna Examplova", "wants talks", "There should be talks"):
        assert words in plain
    assert 'opposes tariffs: <span dir="auto">Invented Party (reported by 2025-02-03)' in plain


def test_the_list_tells_no_day_that_nobody_told() -> None:
    talks = [one for one in PAGE.stances if one.proposition == "talks"]
    told = {"2025-05-31": "2025-05", "2025-03-04": None}
    for latest, said in told.items():
        one = replace(talks[0], latest=latest, said_on=said)
        plain = draw_page(replace(PAGE, stances=(one,)))
        assert f"({said or 'reported by 2025-03-04'})" in plain
        assert "(2025-05-31)" not in plain


def test_an_empty_graph_says_so() -> None:
    assert "This graph holds no stances" in draw_page(EMPTY)


def test_text_stays_text() -> None:
    found = draw_page(hostile_page())
    assert "window.PWN=1</script>" not in found
    assert "<img" not in found
    assert "{{7*7}}" in unescape(found)


def test_a_stance_of_an_unknown_actor_is_refused() -> None:
    lost = stance("lost", "nobody", "talks", "favours", "2025-01-01")
    with pytest.raises(ValueError, match="'lost' is of actor 'nobody'"):
        draw_page(replace(PAGE, stances=(lost,)))


@pytest.mark.parametrize("text", ["x = '</SCRIPT >'", "a <!-- b"])
def test_a_script_that_would_end_early_is_refused(text: str) -> None:
    with pytest.raises(KgError, match="cannot be inlined"):
        inline_script(text)


def test_letters_that_html_forbids_are_escaped_in_scripts() -> None:
    assert inline_script("x = 'a\x85\x9fé'") == r"x = 'a\x85\x9fé'"
    assert not re.search("[\x7f-\x9f]", draw_page(PAGE))


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://a.example/b?c#d", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example", False),
        ("https:", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, followed: bool) -> None:
    assert web_address(url) == (url if followed else None)


def test_the_module_is_cheap_to_import() -> None:
    code = "import sys, kg.views.network; print({'pyvis', 'networkx', 'IPython'} & {*sys.modules})"
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
