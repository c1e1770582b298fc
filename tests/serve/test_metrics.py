"""Health and figures."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from kg.errors import Busy
from kg.project import Project
from kg.serve.metrics import family
from tests.serve.running import Served, serving

LABEL = r'[a-z]+="(?:[^"\\\n]|\\[\\"n])*"'
LINE = re.compile(
    rf"# (?:HELP|TYPE) [a-z_]+ [^\n]+|[a-z_]+(?:\{{{LABEL}(?:,{LABEL})*\}})? [0-9.e+-]+"
)


def figures(client: httpx.Client) -> dict[str, float]:
    text = client.get("metrics").text
    assert text.endswith("\n")
    for line in text.splitlines():
        assert LINE.fullmatch(line), line
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_health_asks_a_worker_each_time(client: httpx.Client) -> None:
    before = figures(client)['kg_queries_total{outcome="answered"}']
    for _ in range(2):
        answer = client.get("health")
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert answer.headers["cache-control"] == "no-store"
    assert figures(client)['kg_queries_total{outcome="answered"}'] == before + 2


def test_health_tells_that_no_worker_answers(
    client: httpx.Client, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise Busy("too many queries wait")

    monkeypatch.setattr(type(served.server.edition.pool), "ask", busy)
    answer = client.get("health")
    assert answer.status_code == 503
    assert answer.text == "no worker answers\n"


def test_requests_are_counted_by_route_and_status(world: Project, world_store: Path) -> None:
    with serving(world) as running, running.client() as client:
        client.get("sparql?query=ASK{}")
        client.get("sparql?query=ASK{}")
        client.get("sparql?query=ASK{")
        client.get("sparql/x?secret=1")
        client.put("sparql")
        client.get("health", headers={"Host": "evil.example"})
        found = figures(client)
        text = client.get("metrics").text
    assert found['kg_http_requests_total{route="/sparql",status="200"}'] == 2
    assert found['kg_http_requests_total{route="/sparql",status="400"}'] == 1
    assert found['kg_http_requests_total{route="/sparql",status="405"}'] == 1
    assert found['kg_http_requests_total{route="none",status="421"}'] == 1
    assert found['kg_queries_total{outcome="answered"}'] == 1
    assert found['kg_queries_total{outcome="failed"}'] == 1
    assert found["kg_workers"] >= 1
    assert re.search(r"kg_edition_info\{version=\"[0-9a-f]{16}\"\} 1", text)
    assert "secret" not in text


def test_the_type_is_the_one_of_the_format(client: httpx.Client) -> None:
    answer = client.get("metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    names = re.findall(r"# TYPE ([a-z_]+)", answer.text)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "192.0.2.7"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=192.0.2.7"},
        {"Via": "1.1 proxy"},
    ],
)
def test_figures_are_not_for_those_who_come_through_a_proxy(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    assert client.get("metrics", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("none", 200), ("cross-site", 403), ("", 403)]
)
def test_figures_are_not_for_pages_of_other_sites(
    client: httpx.Client, site: str, status: int
) -> None:
    headers = {"Sec-Fetch-Site": site, "Origin": "http://localhost:3000"}
    answer = client.get("metrics", headers=headers)
    assert answer.status_code == status
    assert "access-control-allow-origin" not in answer.headers


def test_labels_are_escaped() -> None:
    text = family("a_b", "gauge", "x", [({"l": 'a"b\\c\nd'}, 1)])
    assert text.splitlines()[-1] == 'a_b{l="a\\"b\\\\c\\nd"} 1'
    assert all(LINE.fullmatch(line) for line in text.splitlines())
