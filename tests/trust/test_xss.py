"""No text and no address of the graph, and none that is asked, does anything on any page.

The browser that looks heeds no policy, so that escaping alone has to hold; that every page has a
policy too is looked at beside. By turns every field meets every payload.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import Literal

from kg.analysis.corpus.corpus import read_corpus
from kg.analysis.report.material import material_of
from kg.analysis.report.report import find_weaknesses
from kg.pages.report import draw_file, time_of
from kg.project import Project
from kg.site.site import write_site
from kg.store.embedded import open_reader
from kg.views.assemble import assemble_page
from kg.views.page import draw_page
from tests.serve.reviewing import RITA, Reviewed, reviewed
from tests.serve.running import Served, serving
from tests.site.conftest import BASE
from tests.trust.payloads import ADDRESSES, TEXTS, Payload
from tests.trust.tally import FULL, amount, count
from tests.trust.xss_trap import Watched, watched
from tests.trust.xss_world import hostile_review, hostile_world, text
from tests.views.conftest import chromium

__all__ = ["chromium"]

SEED = 7
TURNS = range(amount(1, len(TEXTS)))
SHOWN = ("html", "atom", "xml")
"""The forms of pages that a browser shows as more than text."""
TABS = ("network", "matrix", "timeline", "agreement", "map", "table")
LIVE = (
    "index.html", "actor/index.html", "actor/anna-examplova.html", "codebook.html", "changes.html",
    "proposition/direct-dialogue-with-russia.html", "report.html", "search.html?q=exampl",
    "queries/hostile.html", "queries/stances-of.html?actor=anna-examplova", "query.html", "sparql",
    "changes.atom", "query?name=stances-of&actor=anna-examplova", "no-such-page",
    "graph?name=stances-of&actor=anna-examplova", "sparql?query=DESCRIBE%20actor:anna-examplova",
    "sparql?format=xml&query=SELECT%20*%7B%3Fs%20rdfs:label%20%3Fl%7D",
    *(f"actor/anna-examplova.{form}" for form in ("rdf", "nt", "ttl", "jsonld", "json", "csv")),
    "actor/anna-examplova.atom", "proposition/direct-dialogue-with-russia.rdf",
)  # fmt: skip
ASKED = {
    "search words": ("search.html?q={}",),
    "query text": ("query.html?query={}", "query?query={}", "graph?query={}", "sparql?query={}"),
    "parameter values": ("queries/stances-of.html?actor={}", "queries/stances-of.html?{}=x",
                         "query.html?name=stances-of&actor={}", "queries/hostile.html?words={}"),
    "names": ("queries/{}.html", "query?name={}", "graph?name={}", "{}", "actor/{}.html"),
    "graphs": ("sparql?query=ASK%7B%7D&default-graph-uri={}", "sparql?query=ASK%7B%7D&format={}"),
    "fragments": ("graph.html#actor={}", "graph.html#tab={}", "search.html#{}"),
}  # fmt: skip
REVIEW = ("review/queue", "review/agreement", "review/start", "review/queue?document={}",
          "review/candidate/{}", "review/candidate/first?as={}")  # fmt: skip


def told(seen: Watched, sort: str, page: str, turn: object, *, asked: int = 0) -> list[str]:
    """What is wrong with an open page, counted; ``asked`` payloads came with its address."""
    return looked_at(seen, sort, page, turn, len(seen.met()), asked)


def looked_at(
    seen: Watched, sort: str, page: str, turn: object, met: int, asked: int = 0
) -> list[str]:
    """The same of a page that is known to hold so many payloads."""
    wrong, tried = seen.faults(), max(met, asked)
    if (
        not seen.is_kept
        and not page.endswith((".atom", ".xml"))
        and "default-src 'none'" not in seen.policy()
    ):
        wrong.append("no policy")
    if "json" not in seen.kind():
        count("XSS", sort, tried, 0 if wrong else tried)
    return [f"{sort}, {page}, turn {turn}: {one}" for one in wrong]


def look(
    seen: Watched, own: str, pages: Iterable[str], sort: str, turn: int
) -> tuple[list[str], set[str]]:
    """What is wrong with some pages, and the payloads that they hold together."""
    wrong, met = [], set()
    for page in pages:
        seen.go(f"{own}{page}")
        here = seen.met()
        wrong += looked_at(seen, sort, page, turn, len(here))
        met |= here
    return wrong, met


@pytest.fixture(scope="module", params=TURNS)
def turn(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def hostile(world: Project, world_store: Path, turn: int, tmp_path_factory: Any) -> Project:
    return hostile_world(world, tmp_path_factory.mktemp("hostile"), turn)


@pytest.fixture
def live(hostile: Project) -> Iterator[Served]:
    with serving(hostile) as found:
        yield found


@pytest.fixture
def desk(turn: int, tmp_path: Path) -> Iterator[Reviewed]:
    with reviewed(hostile_review(tmp_path, turn), tmp_path) as found:
        yield found


def shown_as_xml(site: Path) -> None:
    """Puts a copy of each file of RDF/XML beside it that this browser shows, as others do it."""
    for path in sorted(site.rglob("*.rdf")):
        path.with_suffix(".xml").write_bytes(path.read_bytes())


def largest(site: Path) -> list[str]:
    """Of every sort of page that with the most in it."""
    sorts: dict[str, Path] = {}
    for path in sorted(path for form in SHOWN for path in site.rglob(f"*.{form}")):
        name = path.relative_to(site)
        sort = f"{name.parts[0]}{path.suffix}{name.stem == 'index'}"
        if sort not in sorts or path.stat().st_size > sorts[sort].stat().st_size:
            sorts[sort] = path
    return [path.relative_to(site).as_posix() for path in sorts.values()]


def test_the_site_keeps_words_words(
    chromium: Any, hostile: Project, turn: int, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    write_site(hostile, site, BASE, workers=1)
    shown_as_xml(site)
    own = f"{site.as_uri()}/"
    with watched(chromium, own, trusting=True) as seen:
        wrong, met = look(seen, own, largest(site), "site", turn)
        seen.go(f"{own}search.html?q={quote(text(turn))}")
        wrong += told(seen, "site", "search.html", turn, asked=1)
    assert wrong == []
    assert len(met) > len(TEXTS) // 2


def test_files_keep_words_words(chromium: Any, hostile: Project, turn: int, tmp_path: Path) -> None:
    store = open_reader(hostile.store)
    words = (text(turn), text(turn + 1))
    drawn = draw_page(assemble_page(store, title=words[0], narrowed=words))
    (tmp_path / "graph.html").write_text(drawn, encoding="utf-8", newline="\n")
    material = material_of(store, read_corpus(hostile.store, store))
    report = draw_file(find_weaknesses(material, time=time_of(material)), words)
    (tmp_path / "report.html").write_bytes(report)
    own = f"{tmp_path.as_uri()}/"
    with watched(chromium, own, trusting=True) as seen:
        wrong, met = look(seen, own, ("report.html", "graph.html"), "files", turn)
        seen.page.wait_for_selector("html.ready")
        for tab in TABS:
            seen.page.evaluate("name => document.getElementById(`to-${name}`).click()", tab)
            wrong += told(seen, f"graph view, {tab}", "graph.html", turn)
        pair = "#actor=anna-examplova&proposition=direct-dialogue-with-russia"
        for link in (pair, "#actor=anna-examplova", "#proposition=eu-special-envoy"):
            seen.page.evaluate("link => { location.hash = link; }", link)
            wrong += told(seen, "graph view, panel", "graph.html", turn)
        seen.page.fill("#search", "anna")
        wrong += told(seen, "graph view, search", "graph.html", turn)
    assert wrong == []
    assert len(met) > len(TEXTS) // 2


@pytest.mark.skipif(not FULL, reason="the pages of a live server are walked by make trust")
def test_the_server_keeps_words_words(
    chromium: Any, hostile: Project, live: Served, turn: int
) -> None:
    with watched(chromium, live.base, trusting=True) as seen:
        wrong, met = look(seen, live.base, LIVE, "server", turn)
        stanced = sorted(
            path for path in live.server.edition.library.paths()
            if path.partition("/")[0] in {"stance", "document", "event", "outlet", "country"}
        )  # fmt: skip
        some = [f"{path}.html" for path in random.Random(SEED + turn).sample(stanced, 6)]
        found, more = look(seen, live.base, some, "server", turn)
        for sort, addresses in ASKED.items():
            found += asking(seen, live.base, sort, addresses, turn)
    assert wrong + found == []
    assert len(met | more) > len(TEXTS) // 3


def asking(seen: Watched, base: str, sort: str, addresses: Iterable[str], turn: int) -> list[str]:
    """What is wrong where an address holds a payload, or a query whose answer is one."""
    wrong = []
    for at, address in enumerate(addresses):
        payload = text(turn + 3 * at)
        said = [payload]
        if sort == "query text":
            said.append(f"SELECT ({Literal(payload)} AS ?x) {{}}")
        for words in said:
            seen.go(base + address.format(quote(words, safe="")))
            wrong += told(seen, sort, address, turn + 3 * at, asked=1)
    return wrong


def test_the_review_keeps_words_words(chromium: Any, desk: Reviewed, turn: int) -> None:
    base = desk.served.base
    with watched(chromium, base, trusting=True) as seen:
        seen.go(f"{base}review")
        seen.page.fill("#token", desk.tokens[RITA])
        with seen.page.expect_navigation():
            seen.page.press("#token", "Enter")
        pages = [page.format(quote(text(turn), safe="")) for page in REVIEW]
        names = [f"review/candidate/{one}" for one in ("first", "stranger", "turned")]
        wrong, met = look(seen, base, (*pages, *names), "review", turn)
        seen.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = 1")
        seen.page.fill("#note", text(turn))
        seen.page.fill("#holder", text(turn + 1))
        with seen.page.expect_navigation():
            seen.page.press("#holder", "Enter")
        wrong += told(seen, "review", "a form that cannot be taken", turn, asked=2)
    assert wrong == []
    assert len(met) > len(TEXTS) // 4


def sorts() -> list[Payload]:
    """Of every sort of payload that a browser runs some, or all."""
    bare = [one for one in (*TEXTS, *ADDRESSES) if one.bare]
    first = {one.sort: one for one in reversed(bare)}
    return bare if FULL else list(first.values())


def test_the_trap_is_one(chromium: Any, tmp_path: Path) -> None:
    """On a page that escapes nothing and has no policy, each is told of; and many truly run."""
    silent, ran = [], 0
    with watched(chromium, f"{tmp_path.as_uri()}/", trusting=False) as seen:
        for number, one in enumerate(sorts()):
            file = tmp_path / f"{number}.html"
            bare = (one.bare or "{}").format(one.text)
            file.write_text(bare, encoding="utf-8", newline="")
            seen.go(file.as_uri())
            found = seen.faults()
            silent += [one.text] * (not found)
            ran += any(fault.startswith(("ran", "asked")) for fault in found)
    count("XSS", "the trap", number + 1, number + 1 - len(silent))
    assert silent == []
    assert ran > (number + 1) // 2


def test_a_page_without_a_policy_is_seen(chromium: Any, tmp_path: Path) -> None:
    (tmp_path / "bare.html").write_text("<!doctype html><title>bare</title>", encoding="utf-8")
    with watched(chromium, f"{tmp_path.as_uri()}/", trusting=False) as seen:
        seen.go((tmp_path / "bare.html").as_uri())
        assert seen.faults() == []
        assert "default-src" not in seen.policy()
