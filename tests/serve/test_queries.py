"""The query pages as a server answers them, to browsers with and without scripts."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import html5lib
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import Busy, LimitReached
from kg.queries.catalogue import read_catalogue
from kg.serve import query_graph
from kg.serve.queries import has_editor
from tests.serve.running import Served
from tests.views.conftest import chromium  # noqa: F401 (a fixture)

HOSTILE = '"><script>alert(1)</script>'
FAVOURS = "SELECT ?actor ?proposition WHERE { ?actor st:favours ?proposition }"


def text(page: httpx.Response) -> str:
    """The words of a page, whitespace and all."""
    tree = html5lib.parse(page.content, namespaceHTMLElements=False)
    return " ".join("".join(tree.itertext()).split())


def asked(**told: str) -> str:
    return urlencode(told)


def test_the_editor_page_has_field_limits_and_examples(client: httpx.Client) -> None:
    page = client.get("query.html")
    assert page.status_code == 200
    assert "10 seconds" in text(page)
    assert "100,000 rows" in text(page)
    for title in ("On a proposition", "Who favours a proposition"):
        assert title in text(page)
    assert '<form class="ask" id="ask" action="query"' in page.text


def test_the_address_fills_the_field(client: httpx.Client) -> None:
    page = client.get("query.html", params={"query": f"ASK {{}} # {HOSTILE}"})
    field = re.search(r"<textarea.*?>\n(.*?)</textarea>", page.text, re.DOTALL)
    assert field
    assert "&lt;script&gt;" in field[1]
    named = client.get("query.html", params={"name": "who-favours", "proposition": "envoy"})
    assert "VALUES ?proposition { &lt;https://w3id.org/eurostance/proposition/" in named.text
    assert 'value="envoy"' in named.text


def test_a_fault_of_a_value_stands_beside_its_field(client: httpx.Client) -> None:
    for place in ("query.html?name=who-favours&", "queries/who-favours.html?"):
        page = client.get(f"{place}proposition=envoi")
        assert page.status_code == 400
        assert "did you mean: " in text(page)
        link = re.search(r'<a href="(\?[^"]*proposition=eu-special-envoy)"', page.text)
        assert link
        chosen = client.get(place.partition("?")[0] + html.unescape(link[1]))
        assert chosen.status_code == 200
        assert 'value="eu-special-envoy"' in chosen.text
        assert 'aria-invalid="true"' in page.text
        assert 'aria-describedby="f-proposition a-proposition"' in page.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("who-favours.html?proposition=envoi", "a value above names nothing."),
        ("stances-of.html?actor=e", "a value above may be several things."),
    ],
)
def test_why_there_is_no_answer_is_told(client: httpx.Client, address: str, told: str) -> None:
    page = client.get(f"queries/{address}")
    assert page.status_code == 400
    assert f"No answer: {told}" in text(page)


def test_every_named_query_is_answered(client: httpx.Client, served: Served) -> None:
    for name in read_catalogue(served.server.project):
        page = client.get(f"queries/{name}.html")
        assert page.status_code == 200, name
        assert "Answer" in text(page)
    assert client.get("queries/index.html").status_code == 200


def test_parameters_change_the_answer_and_go_into_its_links(client: httpx.Client) -> None:
    page = client.get("queries/stances-of.html", params={"actor": "Anna Examplova"})
    assert "Moscow does not listen" in text(page)
    assert 'href="stances-of.csv?actor=Anna+Examplova"' in page.text
    assert 'href="../graph?name=stances-of&amp;actor=Anna+Examplova"' in page.text
    rows = csv.DictReader(io.StringIO(client.get("queries/stances-of.csv?actor=anna").text))
    assert {row["holder"].rsplit("/", 1)[1] for row in rows} == {"anna-examplova"}
    found = client.get("queries/stances-of.json?actor=anna")
    assert found.headers["content-type"].startswith("application/sparql-results+json")
    assert len(found.json()["results"]["bindings"]) > 1
    bound = client.get("queries/stances-of.rq?actor=anna").text
    assert "VALUES ?actor { <https://w3id.org/eurostance/actor/anna-examplova> }" in bound


def test_an_answer_alone_tells_its_fault_in_one_line(client: httpx.Client) -> None:
    for address in ("queries/who-favours.csv?proposition=envoi", "queries/who-favours.csv?no=1"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.text.count("\n") == 1
    wrong = client.get("queries/who-favours.ttl")
    assert wrong.status_code == 406
    unknown = client.get("queries/who-favors.csv")
    assert unknown.status_code == 404
    assert "did you mean who-favours" in unknown.text


@pytest.mark.parametrize(
    "path",
    [
        "queries/who-favors.html",
        "queries/../../../../etc/passwd.html",
        "queries//etc/passwd.html",
        "queries/%2e%2e/%2e%2e/queries/summary.rq.html",
        f"queries/{'x' * 3000}.html",
        "queries/%00.html",
    ],
)
def test_only_named_queries_are_found(client: httpx.Client, path: str) -> None:
    request = client.build_request("GET", client.base_url)
    request.url = request.url.copy_with(raw_path=f"/{path}".encode())
    page = client.send(request)
    assert page.status_code == 404
    # Links tell how deep the address is, and nothing of where the project lies.
    styles = re.findall(r'href="([^"]*)assets/site\.css"', page.text)
    assert styles
    assert not styles[0].replace("../", "")


def test_names_without_an_ending_lead_to_the_page(client: httpx.Client) -> None:
    found = client.get("queries/who-favours?proposition=envoy")
    assert (found.status_code, found.headers["location"]) == (
        303,
        "who-favours.html?proposition=envoy",
    )
    assert client.get("queries/graphs/direct-edges").headers["location"] == "direct-edges.html"
    assert client.get("queries/").headers["location"] == "index.html"


def test_an_answer_without_scripts_is_a_table(client: httpx.Client) -> None:
    for page in (
        client.get("query", params={"query": FAVOURS}),
        client.post("query", data={"query": FAVOURS}),
    ):
        assert page.status_code == 200
        assert '<a href="actor/anna-examplova.html"><bdi>Anna Examplova</bdi></a>' in page.text
    links = re.findall(r'href="(sparql[^"]*)"', page.text)
    assert len(links) == 4
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_rows_are_cut_aloud(client: httpx.Client) -> None:
    page = client.get("query", params={"query": "SELECT * { ?s ?p ?o }"})
    assert "the first 1,000 are shown" in text(page)
    assert page.text.count("<tr>") == 1001


def test_graphs_and_answers_are_shown_too(client: httpx.Client) -> None:
    page = client.get("query", params={"query": "DESCRIBE actor:anna-examplova"})
    assert "actor:anna-examplova" in text(page)
    assert "format=ntriples" in page.text
    assert "Yes" in text(client.get("query", params={"query": "ASK { ?s ?p ?o }"}))


@pytest.mark.parametrize(
    ("query", "form"), [(FAVOURS, "csv"), ("CONSTRUCT WHERE { ?s st:favours ?o }", "turtle")]
)
def test_an_answer_too_large_for_a_page_is_to_be_downloaded(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, query: str, form: str
) -> None:
    assert "too many to show" not in client.get("query", params={"query": query}).text
    monkeypatch.setattr("kg.serve.query_reply._MOST_SHOWN", 100)
    page = client.get("query", params={"query": query})
    assert page.status_code == 200
    assert "too many to show on a page" in text(page)
    assert f"format={form}" in page.text
    assert "/favours" not in page.text
    assert "<table" not in page.text


def test_errors_are_told_with_their_place(client: httpx.Client) -> None:
    page = client.get("query", params={"query": "SELECT * {\n  ?s ?p }"})
    assert page.status_code == 400
    assert "line 2, column 10: not valid SPARQL" in text(page)
    refused = client.get("query", params={"query": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"})
    assert "SERVICE is refused" in text(refused)
    long = client.post("query", data={"query": "#" * (64 * 2**10 + 1)})
    assert long.status_code in (400, 413)
    assert client.get("query").headers["location"] == "query.html"


def test_terms_of_an_answer_do_nothing(client: httpx.Client) -> None:
    query = f"""SELECT ?a ?b ?c {{ VALUES (?a ?b ?c) {{
        ({json.dumps(HOSTILE)} <javascript:alert(1)> <http://example.org/'"onclick=x>) }} }}"""
    page = client.get("query", params={"query": query.replace("'\"", "%22")})
    assert page.status_code == 200
    tree = html5lib.parse(page.content, namespaceHTMLElements=False)
    assert not list(tree.iter("script"))
    assert not [one for one in tree.iter("a") if one.get("href", "").startswith("javascript")]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(["query", "name", "actor", "x"]), st.text(max_size=30)))
def test_no_request_breaks_a_page(client: httpx.Client, told: dict[str, str]) -> None:
    for place in ("query.html", "query", "graph", "queries/stances-of.html"):
        answer = client.get(place, params=told)
        assert answer.status_code in (200, 303, 400, 406, 422), answer.text
        assert "Traceback" not in answer.text


def test_what_is_no_text_is_refused(client: httpx.Client) -> None:
    for place in ("query", "query.html", "graph", "queries/summary.html"):
        assert client.get(f"{place}?query=%ff").status_code == 400


def graph_of(client: httpx.Client, **told: str) -> dict[str, Any]:
    page = client.get("graph", params=told)
    assert page.status_code == 200, page.text
    found = re.search(r'id="kg-page">(.*?)</script>', page.text, re.DOTALL)
    assert found
    tables: dict[str, Any] = json.loads(found[1])
    return tables


def test_an_answer_with_stances_is_drawn_of_these(client: httpx.Client) -> None:
    rows = client.get("queries/stances-of.json?actor=anna").json()["results"]["bindings"]
    tables = graph_of(client, name="stances-of", actor="anna")
    at = tables["stances"]["fields"].index("id")
    drawn = {row[at] for row in tables["stances"]["rows"]}
    assert drawn
    assert drawn <= {row["stance"]["value"].rsplit("/", 1)[1] for row in rows}
    assert "actor anna" in " ".join(tables["meta"]["narrowed"])


@pytest.mark.parametrize(
    "query",
    [
        FAVOURS,
        "SELECT ?a { ?a st:favours ?p }",
        "SELECT ?x { ?x a st:Proposition }",
        "CONSTRUCT WHERE { ?a st:favours ?p }",
        "CONSTRUCT { ?a st:opposes ?p } WHERE { ?s st:holder ?a ; st:proposition ?p }",
        "CONSTRUCT WHERE { ?s a st:Stance ; st:holder ?a }",
        "DESCRIBE actor:anna-examplova",
    ],
)
def test_an_answer_with_actors_or_propositions_is_drawn(client: httpx.Client, query: str) -> None:
    assert graph_of(client, query=query)["stances"]["rows"]


@pytest.mark.parametrize(
    "query",
    ["ASK {}", "SELECT ?n { VALUES ?n { 1 2 } }", "SELECT * { ?x <urn:none> ?y }", "nonsense"],
)
def test_what_cannot_be_drawn_is_said(client: httpx.Client, query: str) -> None:
    page = client.get("graph", params={"query": query})
    assert page.status_code == 400
    assert "No graph of this answer" in text(page)
    assert "query.html?query=" in page.text


def test_more_stances_than_can_be_drawn_are_said(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.serve.query_graph.MOST_STANCES", 3)
    page = client.get("graph", params={"name": "graphs/stance-network"})
    assert page.status_code == 503
    assert int(page.headers["retry-after"]) > 0
    assert "more than the 3 that are drawn" in text(page)


def test_few_graphs_wait_to_be_drawn() -> None:
    request = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace()))

    async def all_at_once() -> list[str]:
        ready = threading.Event()

        async def one() -> str:
            try:
                await query_graph._Drawing(request).of(drawn(ready), 60)  # type: ignore[arg-type]
            except Busy:
                return "busy"
            return "drawn"

        waiting = [asyncio.ensure_future(one()) for _ in range(6)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        ready.set()
        return await asyncio.gather(*waiting)

    assert asyncio.run(all_at_once()).count("busy") == 2
    assert request.app.state.waiting == 0


def drawn(ready: threading.Event) -> Callable[[], bytes]:
    def work() -> bytes:
        assert ready.wait(60)
        return b"drawn"

    return work


def test_a_graph_that_takes_long_is_not_waited_for() -> None:
    request = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace()))
    drawing = query_graph._Drawing(request)  # type: ignore[arg-type]

    async def one_after_another() -> bytes:
        ready = threading.Event()
        with pytest.raises(LimitReached, match="not drawn within"):
            await drawing.of(drawn(ready), 0.05)
        # It goes on, and the next one waits for its end.
        with pytest.raises(LimitReached, match="not drawn within"):
            await drawing.of(bytes, 0.05)
        ready.set()
        return await drawing.of(lambda: b"next", 60)

    assert asyncio.run(one_after_another()) == b"next"
    assert request.app.state.waiting == 0


def test_many_stances_are_refused_before_they_are_read(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("kg.serve.query_graph.MOST_STANCES", 3)
    monkeypatch.setattr("kg.serve.query_graph.assemble_page", never)
    page = client.get("graph", params={"query": "SELECT ?s { ?s a st:Stance }"})
    assert page.status_code == 503
    assert "more than the 3 that are drawn" in text(page)


def test_the_editor_completes_our_words(client: httpx.Client) -> None:
    found = client.get("query/words.json").json()
    assert found["prefixes"]["st"] == "https://w3id.org/eurostance/ns#"
    assert "https://w3id.org/eurostance/ns#Stance" in found["classes"]
    assert "https://w3id.org/eurostance/ns#favours" in found["properties"]
    classes = found["classes"]
    stance, outlet = (
        classes.index(f"https://w3id.org/eurostance/ns#{name}") for name in ("Stance", "Outlet")
    )
    assert stance < outlet


def test_only_the_files_of_the_editor_are_given(client: httpx.Client) -> None:
    assert "MIT" in client.get("editor/LICENCES.txt").text
    for name in ("yasgui.sha512", "..%2fqueries.py", "%2e%2e/queries.py", "x"):
        assert client.get(f"editor/{name}").status_code == 404


def test_the_editor_page_alone_allows_the_editors_style(client: httpx.Client) -> None:
    policy = client.get("query.html").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.count("'sha256-") == 1
    assert "sha256" not in client.get("queries/index.html").headers["content-security-policy"]


# A real browser.


@pytest.fixture
def page(chromium: Any, served: Served) -> Iterator[Any]:  # noqa: F811
    with_scripts = chromium.new_context(viewport={"width": 1280, "height": 900})
    found = with_scripts.new_page()
    found.problems = []
    found.on("pageerror", lambda error: found.problems.append(str(error)))
    found.on(
        "console",
        lambda said: "Content Security" in said.text and found.problems.append(said.text),
    )
    found.on(
        "request",
        lambda sent: (
            sent.url.startswith((served.base, "data:", "blob:")) or found.problems.append(sent.url)
        ),
    )
    yield found
    with_scripts.close()


@pytest.fixture
def editor() -> None:
    """Nothing but the certainty that the editor is there."""
    if has_editor():
        return
    pytest.skip("no editor: make assets was not run")


def run(page: Any, query: str) -> str:
    """A query typed into the editor and run; what the page says of the answer."""
    page.click(".CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)
    page.evaluate("document.getElementById('state').replaceChildren()")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#state p:not(:text('Asking'))")
    return str(page.inner_text("#state"))


@pytest.mark.usefixtures("editor")
def test_a_query_typed_into_the_editor_is_answered(page: Any, served: Served) -> None:
    page.goto(f"{served.base}query.html")
    page.wait_for_selector(".CodeMirror")
    assert "rows, in" in run(page, f"PREFIX st: <https://w3id.org/eurostance/ns#>\n{FAVOURS}")
    page.wait_for_selector("table.dataTable a.iri")
    link = page.locator("table.dataTable a.iri", has_text="actor:anna-examplova").first
    link.hover()
    assert link.get_attribute("href") == f"{served.base}actor/anna-examplova"
    assert "st%3Afavours" in page.url
    with page.expect_download() as waiting:
        page.click("#state a:has-text('CSV')")
    assert waiting.value.suggested_filename == "answer.csv"
    assert "A graph" in run(page, "DESCRIBE <https://w3id.org/eurostance/actor/anna-examplova>")
    assert "Yes or no" in run(page, "ASK { ?s ?p ?o }")
    told = run(page, "SELECT * {\n  ?s ?p }")
    assert told.startswith("Line 2, column 10: not valid SPARQL")
    page.click("#state button")
    cursor = "document.querySelector('.CodeMirror').CodeMirror.getCursor().line"
    assert page.evaluate(cursor) == 1
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.problems == []


@pytest.mark.usefixtures("editor")
def test_nothing_in_an_answer_runs_in_the_browser(page: Any, served: Served) -> None:
    page.on("dialog", lambda dialog: page.problems.append(dialog.message))
    page.goto(f"{served.base}query.html")
    page.wait_for_selector(".CodeMirror")
    words = json.dumps("<img src=https://example.org/x onerror=alert(1)><script>alert(2)</script>")
    run(
        page,
        f"""SELECT ?x ?y ?z {{ VALUES (?x ?y ?z) {{ ({words} <javascript:alert(3)>
        <https://example.org/'onmouseover='alert(4)>)
        ({words}^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML> {words}@en 1) }} }}""",
    )
    page.wait_for_selector("table.dataTable td")
    for link in page.locator("#results a").all():
        link.hover()
        address = link.get_attribute("href")
        assert address is None or address.startswith(("http:", "https:"))
    assert page.locator("#results img, #results script").count() == 0
    # The editor cleans in a document that runs nothing; the browser tells of what it found there.
    assert [one for one in page.problems if "inline event handler" not in one] == []


@pytest.mark.usefixtures("editor")
def test_the_editor_completes_and_lets_the_keyboard_out(page: Any, served: Served) -> None:
    page.goto(f"{served.base}query.html")
    page.wait_for_selector(".CodeMirror")
    page.click(".CodeMirror")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?a { ?a st:favour")
    page.wait_for_selector(".CodeMirror-line:has-text('PREFIX st:')")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hint")
    assert "st:favours" in page.locator(".CodeMirror-hint").all_inner_texts()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert page.problems == []


@pytest.mark.usefixtures("editor")
def test_the_query_page_is_accessible(page: Any, served: Served) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.goto(f"{served.base}query.html?name=who-favours")
    page.wait_for_selector(".CodeMirror")
    page.click("#ask .plain button")
    page.wait_for_selector("table.dataTable")
    # The editor's own box scrolls with its cursor; that it has no tab stop is not ours to change.
    found = axe.run(page, options={"rules": {"scrollable-region-focusable": {"enabled": False}}})
    assert found.response["violations"] == []


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("DESCRIBE <https://w3id.org/eurostance/actor/anna-examplova>", ".yasr .CodeMirror"),
        ("ASK { ?s ?p ?o }", ".yasr_results"),
        ("SELECT ?s { ?s ?p ?o } LIMIT 1 wrong", ".cm-error"),
    ],
)
def test_every_kind_of_answer_is_accessible(
    page: Any, served: Served, query: str, shown: str, dark: bool
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto(f"{served.base}query.html")
    page.wait_for_selector(".CodeMirror")
    told = run(page, query)
    page.wait_for_selector(shown)
    found = axe.run(page)
    wrong = [
        (one["id"], node["target"])
        for one in found.response["violations"]
        for node in one["nodes"]
        if node["target"] != [".CodeMirror-scroll"]
    ]
    assert wrong == []
    assert ("Open as graph" in told) == query.startswith("DESCRIBE")
    assert page.problems == []


def test_all_is_there_without_scripts(chromium: Any, served: Served) -> None:  # noqa: F811
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.base}query.html?name=stances-of")
    page.fill("#p-actor", "Anna")
    page.click("text=Put into the query")
    assert "actor/anna-examplova" in page.input_value("#query")
    page.click("#ask button")
    assert "Anna Examplova" in page.inner_text("table.answer")
    page.click("text=Open in the editor")
    assert "actor/anna-examplova" in page.input_value("#query")
    context.close()
