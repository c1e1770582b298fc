from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.endpoint.media import choose
from kg.pages.media import FORMS, RDF_FORMS
from kg.site.hosts import host_rules, w3id_files
from tests.site.conftest import BASE
from tests.site.rewriting import ask

THING = "actor/anna-examplova"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
ACCEPTED = {
    BROWSER: "html",
    "": "html",
    "*/*": "html",
    "text/*": "html",
    "text/turtle": "ttl",
    "Text/Turtle; charset=utf-8": "ttl",
    "text/turtle;q=1.0": "ttl",
    "application/ld+json": "jsonld",
    "application/ld+json;profile=x, text/turtle;q=0.5": "jsonld",
    "text/turtle;q=0.9,application/rdf+xml;q=0.8,*/*;q=0.1": "ttl",
    "application/x-nothing, */*;q=0.1": "html",
    "text/html;q=0,text/turtle;q=0.3": "ttl",
    "application/rdf+xml, */*;q=0.1": "rdf",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
NONE_OF_IT = ("image/png", "text/turtle;q=0", "application/x-nothing, text/turtle;q=0.000")


@pytest.mark.parametrize(("accept", "form"), ACCEPTED.items())
def test_each_client_is_sent_to_its_form(small: Path, accept: str, form: str) -> None:
    text = (small / ".htaccess").read_text()
    assert ask(text, THING, accept, small) == (303, f"/deep/{THING}.{form}")
    text = (small / "w3id" / ".htaccess").read_text()
    assert ask(text, THING, accept, small) == (303, f"{BASE}{THING}.{form}")


@pytest.mark.parametrize("accept", NONE_OF_IT)
def test_what_cannot_be_had_is_told(small: Path, accept: str) -> None:
    for name in (".htaccess", "w3id/.htaccess"):
        assert ask((small / name).read_text(), THING, accept, small)[0] == 406


@given(
    some.lists(
        some.tuples(
            some.sampled_from(
                [
                    "text/html",
                    "text/turtle",
                    "application/ld+json",
                    "application/n-triples",
                    "application/rdf+xml",
                    "image/png",
                ]
            ),
            some.sampled_from(["", ";q=1", ";q=0", "; q=0.0"]),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one[0],
    )
)
def test_without_shades_the_rules_agree_with_the_server(
    small: Path, ranges: list[tuple[str, str]]
) -> None:
    accept = ", ".join(f"{kind}{quality}" for kind, quality in ranges)
    wanted = choose(accept, {form: FORMS[form] for form in ("html", *RDF_FORMS)})
    text = (small / ".htaccess").read_text()
    expected = (303, f"/deep/{THING}.{wanted}") if wanted else (406, THING)
    assert ask(text, THING, accept, small) == expected


@pytest.mark.parametrize(
    "path", [f"{THING}.html", f"{THING}.ttl", "", "actor/", "nothing/here", "dump/eurostance.ttl"]
)
def test_files_and_folders_go_their_usual_way(small: Path, path: str) -> None:
    assert ask((small / ".htaccess").read_text(), path, "text/turtle", small) == (200, path)


def test_a_page_may_have_the_name_of_a_folder(small: Path) -> None:
    text = (small / ".htaccess").read_text()
    assert ask(text, "ns", "text/turtle", small) == (303, "/deep/ns.ttl")


def test_what_gave_way_leads_on_in_the_same_form(tmp_path: Path) -> None:
    text = host_rules({"stance/old.one": "stance/new"}).decode()
    for ending in ("", ".html", ".ttl"):
        asked = ask(text, f"stance/old.one{ending}", BROWSER, tmp_path, "/a/b/")
        assert asked == (301, f"/a/b/stance/new{ending}")
    for other in ("stance/older", "stance/oldxone", "x/stance/old.one"):
        assert ask(text, other, BROWSER, tmp_path)[0] == 200


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", ""),
        ("actor/", "actor/"),
        ("about", "about"),
        ("actor/anna-examplova.json", "actor/anna-examplova.json"),
        ("dump/eurostance.nt.gz", "dump/eurostance.nt.gz"),
        ("ns", "ns.ttl"),
    ],
)
def test_w3id_sends_everything_on(small: Path, path: str, target: str) -> None:
    text = (small / "w3id" / ".htaccess").read_text()
    asked = ask(text, path, "text/turtle", small, "/eurostance/")
    assert asked == (303, f"{BASE}{target}")


def test_the_folder_for_w3id_says_who_and_where() -> None:
    files = w3id_files({"actor/x": ("html", *RDF_FORMS), "search": ("html",)}, BASE)
    assert set(files) == {".htaccess", "README.md"}
    assert BASE in files["README.md"].decode()
    assert b"## Contact" in files["README.md"]
    assert b"search" not in files[".htaccess"]
