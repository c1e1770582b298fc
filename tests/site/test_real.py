"""Every page of the site that is published, without exception."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

from pyoxigraph import RdfFormat, parse

from tests.site.conftest import BASE
from tests.site.walking import Seen, broken, pages


def test_every_page_is_valid(seen: dict[str, Seen]) -> None:
    assert len(seen) > 2_000
    assert {name: one.faults for name, one in seen.items() if one.faults} == {}


def test_every_link_leads_somewhere(real: Path, seen: dict[str, Seen]) -> None:
    assert sum(len(one.links) for one in seen.values()) > 50_000
    assert list(broken(real, seen)) == []


def test_every_page_can_be_reached_from_the_first(real: Path, seen: dict[str, Seen]) -> None:
    """What people look for; a piece of evidence is on the page of its stance."""
    known, waiting = {"index.html"}, ["index.html"]
    while waiting:
        here = Path(waiting.pop())
        for _, address in seen[here.as_posix()].links:
            path = address.partition("#")[0].partition("?")[0]
            if path and "://" not in path:
                target = (real / here.parent / path).resolve().relative_to(real.resolve())
                name = target.as_posix()
                if name in seen and name not in known:
                    known.add(name)
                    waiting.append(name)
    alone = {name.partition("/")[0] for name in seen.keys() - known if "/index." not in name}
    assert not alone & {"actor", "proposition", "country", "event", "document", "shift", "queries"}


def test_every_file_can_be_parsed(real: Path) -> None:
    for path in real.rglob("*.ttl"):
        assert list(parse(path.read_bytes(), format=RdfFormat.TURTLE)), path
    for path in [*real.rglob("*.json"), *real.rglob("*.jsonld")]:
        json.loads(path.read_bytes())
    feeds = list(real.rglob("*.atom"))
    assert len(feeds) > 10
    for path in [*feeds, real / "sitemap.xml", *real.rglob("*.svg"), *real.rglob("*.rdf")]:
        ET.fromstring(path.read_bytes())


def test_the_triples_of_a_page_are_the_same_in_both_syntaxes(real: Path) -> None:
    for name in ("actor/giorgia-meloni", "proposition/eu-special-envoy", "ns"):
        text = (real / f"{name}.jsonld").read_bytes()
        turtle = parse((real / f"{name}.ttl").read_bytes(), format=RdfFormat.TURTLE)
        linked = parse(text, format=RdfFormat.JSON_LD)
        assert {quad.triple for quad in linked} == {quad.triple for quad in turtle}, name


def test_the_sitemap_lists_every_page(real: Path) -> None:
    text = (real / "sitemap.xml").read_text()
    assert text.count("<url>") == len(pages(real))
    assert f"<loc>{BASE}</loc>" in text
