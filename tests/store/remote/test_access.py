"""Who asks, where, and what never leaves this machine: names, passwords, tokens."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, StoreUnusable, UsageError
from kg.project import Address, Project, find_place, find_project
from kg.queries.catalogue import parse_query
from kg.queries.run import run_query
from kg.store.remote.access import Access, is_loopback, read_access
from kg.store.remote.dialect import Engine, overridden, recognise
from kg.store.remote.query import with_prefixes
from kg.store.remote.remote import Remote
from tests.store.remote.scripted import JSON, NOTHING, Handler, scripted

ASK = parse_query("SELECT ?s { ?s ?p ?o }", Path("asked"), "asked")
SECRET = "open-sesame"


@pytest.mark.parametrize("text", ["build/store", "http:/x", "https", "~/http://x"])
def test_a_folder(text: str) -> None:
    assert find_place(text) == Path(text)


@pytest.mark.parametrize("text", ["http://h:7878", "HTTPS://h/sparql", "http://[::1]:80/ds"])
def test_an_address(text: str) -> None:
    assert find_place(f"{text}/") == Address(text)
    assert str(find_place(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        f"http://me:{SECRET}@h/sparql", f"https://{SECRET}@h", "http://", "http://h:x/",
        "http://h/a b", "http://h/\x1b[31m", "http://h/?query=x", "http://h/#x", "http://[::",
        "http://é/", "ftp://x/y",
    ],
)  # fmt: skip
def test_no_address(text: str) -> None:
    with pytest.raises(UsageError) as told:
        find_place(text)
    assert SECRET not in f"{told.value} {told.value.hint}"


@given(st.text(max_size=40))
def test_any_text_is_a_place_or_told(text: str) -> None:
    for start in ("", "http://", "https://h"):
        try:
            find_place(start + text)
        except UsageError as error:
            assert str(error).isprintable()  # noqa: PT017 (any text may be fine, too)


def test_the_environment_names_the_store(world: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", "http://127.0.0.1:7878/")

    found = find_project(world.root)

    assert found.store == Address("http://127.0.0.1:7878")
    assert found.shown(found.store) == found.store
    with pytest.raises(UsageError, match="is a server"):
        assert found.folder


@pytest.mark.parametrize(
    "environ",
    [
        {"TOKEN": SECRET, "HEADER": "X: y"},
        {"TOKEN": f"{SECRET}\r\nX: y"},
        {"TOKEN": f"é{SECRET}"},
        {"HEADER": SECRET},
        {"HEADER": f"X: {SECRET}\nY: z"},
        {"USER": SECRET},
        {"PASSWORD": SECRET},
        {"USER": "me", "PASSWORD": SECRET, "TOKEN": SECRET},
    ],
)
def test_a_login_that_makes_no_sense(environ: dict[str, str]) -> None:
    with pytest.raises(UsageError) as told:
        read_access({f"KG_STORE_{name}": value for name, value in environ.items()})
    assert SECRET not in f"{told.value} {told.value.hint}"


def test_a_login_is_not_shown() -> None:
    for access in (Access(header=("X", SECRET)), Access(user=("me", SECRET))):
        assert SECRET not in repr(access)


def test_what_a_login_is_sent_as(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str | None, str | None]] = []

    def script(request: Handler) -> None:
        heard.append((request.headers.get("Authorization"), request.headers.get("X-Key")))
        request.send(NOTHING, Content_Type=JSON)

    with scripted(script) as url:
        monkeypatch.setenv("KG_STORE_TOKEN", SECRET)
        run_query(Address(url), ASK)
        monkeypatch.delenv("KG_STORE_TOKEN")
        monkeypatch.setenv("KG_STORE_HEADER", f"X-Key: {SECRET}")
        run_query(Address(url), ASK)

    assert set(heard) == {(f"Bearer {SECRET}", None), (None, SECRET)}


def test_a_password_is_sent_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str | None] = []

    def script(request: Handler) -> None:
        told = request.headers.get("Authorization")
        heard.append(told)
        if told is None:
            request.send(status=401, WWW_Authenticate='Basic realm="here"')
        else:
            request.send(NOTHING, Content_Type=JSON)

    monkeypatch.setenv("KG_STORE_USER", "me")
    monkeypatch.setenv("KG_STORE_PASSWORD", SECRET)
    with scripted(script) as url:
        run_query(Address(url), ASK)

    packed = base64.b64encode(f"me:{SECRET}".encode()).decode()
    assert heard == [None, f"Basic {packed}", f"Basic {packed}"]


@pytest.mark.parametrize(
    "challenge",
    [
        'Digest realm="here", nonce="abc", algorithm=FOO',
        'Digest realm="here", nonce="abc", qop="auth-int"',
        'Digest realm="here", nonce="abc", qop="other"',
        'Digest realm="here"',
        "Digest realm",
        "Digest =,=,",
        "Digest",
        'Basic realm="here", Digest',
    ],
)
def test_a_challenge_that_makes_no_sense(monkeypatch: pytest.MonkeyPatch, challenge: str) -> None:
    monkeypatch.setenv("KG_STORE_USER", "me")
    monkeypatch.setenv("KG_STORE_PASSWORD", SECRET)

    def script(request: Handler) -> None:
        request.send(status=401, WWW_Authenticate=challenge)

    with scripted(script) as url, pytest.raises(StoreUnusable) as told:
        run_query(Address(url), ASK)
    assert SECRET not in f"{told.value} {told.value.hint}"


def test_a_digest_does_not_tell_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str | None] = []

    def script(request: Handler) -> None:
        heard.append(request.headers.get("Authorization"))
        request.send(status=401, WWW_Authenticate='Digest realm="here", nonce="abc", qop="auth"')

    monkeypatch.setenv("KG_STORE_USER", "me")
    monkeypatch.setenv("KG_STORE_PASSWORD", SECRET)
    with scripted(script) as url, pytest.raises(StoreUnusable, match="does not let you"):
        run_query(Address(url), ASK)

    assert any(told and told.startswith("Digest ") for told in heard)
    assert not any(SECRET in (told or "") for told in heard)


def test_a_login_does_not_follow_a_redirect(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str | None] = []
    monkeypatch.setenv("KG_STORE_TOKEN", SECRET)
    with (
        scripted(lambda request: heard.append(request.path)) as other,
        scripted(lambda request: request.send(status=307, Location=other)) as url,
        pytest.raises(StoreUnusable, match="not obeyed"),
    ):
        run_query(Address(url), ASK)
    assert heard == []


@pytest.mark.parametrize("variable", ["TOKEN", "HEADER", "USER"])
def test_no_login_in_the_open(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"KG_STORE_{variable}", f"X: {SECRET}" if variable == "HEADER" else SECRET)
    monkeypatch.setenv("KG_STORE_PASSWORD", SECRET if variable == "USER" else "")

    with pytest.raises(UsageError, match="plain http") as told:
        run_query(Address("http://store.invalid/sparql"), ASK)
    assert SECRET not in f"{told.value} {told.value.hint}"


def test_other_urls_are_of_the_same_host(monkeypatch: pytest.MonkeyPatch) -> None:
    found = recognise("http://h/sparql", {}, named=False)
    environ = {"KG_STORE_QUERY": "http://h:81/q", "KG_STORE_UPDATE": "http://h/u"}

    changed = overridden(found, "http://h/sparql", environ)

    assert (changed.queries, changed.updates) == ("http://h:81/q", "http://h/u")
    assert changed.graphs == found.graphs
    for bad in (
        "http://other/q",
        "https://h/q",
        f"http://me:{SECRET}@h/q",
        "file:///x",
        "http://[",
    ):
        with pytest.raises(UsageError) as told:
            overridden(found, "http://h/sparql", {"KG_STORE_GRAPHS": bad})
        assert SECRET not in str(told.value)


@pytest.mark.parametrize(
    ("url", "headers", "engine", "updates"),
    [
        ("http://h:7878", {"server": "Oxigraph/0.5.13"}, Engine.OXIGRAPH, "http://h:7878/update"),
        ("http://h:7878/query", {}, Engine.OXIGRAPH, "http://h:7878/update"),
        ("http://h", {"server": "nginx"}, Engine.OXIGRAPH, "http://h/update"),
        ("http://h/sparql", {"server": "Virtuoso/07.20"}, Engine.VIRTUOSO, "http://h/sparql-auth"),
        ("http://h/ds", {"fuseki-request-id": "1"}, Engine.FUSEKI, "http://h/ds/update"),
        ("http://h/ds/sparql", {"server": "Fuseki"}, Engine.FUSEKI, "http://h/ds/update"),
        ("http://h/repositories/x", {}, Engine.RDF4J, "http://h/repositories/x/statements"),
        ("http://h/sparql", {}, Engine.OTHER, "http://h/sparql"),
    ],
)
def test_what_answers_there(
    url: str, headers: dict[str, str], engine: Engine, updates: str
) -> None:
    found = recognise(url, headers, named=True)

    assert (found.engine, found.updates) == (engine, updates)
    assert (found.published is None) == (engine not in {Engine.VIRTUOSO, Engine.RDF4J})


def test_one_question_tells_what_answers_there() -> None:
    heard = []

    def script(request: Handler) -> None:
        heard.append(request.path)
        request.send(NOTHING, Content_Type=JSON, Server="Virtuoso/07")

    with scripted(script) as url, Remote(Address(url)) as remote:
        assert remote.dialect.engine is Engine.VIRTUOSO
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:1", True), ("http://localhost/", True), ("http://[::1]/", True),
        ("http://127.0.0.1.example.org/", False), ("http://10.0.0.1/", False), ("http:///", False),
    ],
)  # fmt: skip
def test_this_machine(url: str, here: bool) -> None:
    assert is_loopback(url) == here


def test_prefixes_are_declared_once_used() -> None:
    text = "# actor:x\nSELECT * { ?s rdfs:label ?label }"

    told = with_prefixes(text)

    assert told.endswith(text)
    assert "PREFIX rdfs: <" in told
    assert "PREFIX skos:" not in told
    assert told.count("\n") == text.count("\n")


def test_httpx_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "httpx", None)
    with pytest.raises(KgError, match="needs httpx"):
        run_query(Address("http://127.0.0.1:9"), ASK)
