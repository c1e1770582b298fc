"""What search engines read: schema.org terms that a parser takes for what they say."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.model.documents import Attribution, Text
from kg.pages.library import Library
from kg.rdf.terms import BASE
from tests.invented import MARCH, evidence
from tests.pages.conftest import Shelve
from tests.pages.reading import every, read_page
from tests.pages.test_thing_pages import EARLY, WORLD

SCHEMA = "https://schema.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def linked(library: Library, path: str) -> str:
    page = library.find(path)
    assert page is not None
    scripts = every(read_page(page), "script")
    return "".join(next(one for one in scripts if "type" in one.attrib).itertext())


def triples(text: str) -> set[Triple]:
    """The triples of JSON-LD; the parser fetches nothing."""
    return {quad.triple for quad in parse(text, format=RdfFormat.JSON_LD)}


def said(found: set[Triple], subject: str, name: str) -> set[str]:
    node, predicate = NamedNode(BASE + subject), NamedNode(SCHEMA + name)
    return {
        one.object.value
        for one in found
        if one.subject == node
        and one.predicate == predicate
        and isinstance(one.object, NamedNode | Literal)
    }


def kinds(found: set[Triple], subject: str) -> set[str]:
    node = NamedNode(BASE + subject)
    return {
        str(one.object.value).removeprefix(SCHEMA)
        for one in found
        if one.subject == node and one.predicate.value == TYPE
        and isinstance(one.object, NamedNode)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("actor/emmanuel-macron", "Person"),
        ("actor/france", "Country"),
        ("actor/nato", "Organization"),
        ("event/alaska-summit-2025-08-15", "Event"),
        ("proposition/direct-dialogue-with-russia", "DefinedTerm"),
        ("outlet/euronews", "NewsMediaOrganization"),
        ("dataset", "Dataset"),
    ],
)
def test_things_are_of_the_classes_of_schema_org(
    real_library: Library, path: str, kind: str
) -> None:
    assert kinds(triples(linked(real_library, path)), path) == {kind}


def test_a_person_is_linked_to_wikidata_with_the_jobs_of_today(real_library: Library) -> None:
    found = triples(linked(real_library, "actor/emmanuel-macron"))
    assert said(found, "actor/emmanuel-macron", "sameAs") == {
        "http://www.wikidata.org/entity/Q3052772"
    }
    assert "President of France" in said(found, "actor/emmanuel-macron", "jobTitle")


def test_a_stance_is_a_claim_with_its_quotations(shelve: Shelve) -> None:
    found = triples(linked(shelve(WORLD), "stance/late"))
    assert kinds(found, "stance/late") == {"Claim"}
    assert said(found, "stance/late", "hasPart") == {f"{BASE}evidence/late-1"}
    assert kinds(found, "evidence/late-1") == {"Quotation"}
    assert said(found, "evidence/late-1", "text") == {"Es ist Zeit."}
    assert said(found, "evidence/late-1", "inLanguage") == {"de"}
    assert said(found, "evidence/late-1", "spokenByCharacter") == {f"{BASE}actor/anna-examplova"}
    (document,) = said(found, "stance/late", "appearance")
    assert kinds(found, document.removeprefix(BASE)) == {"NewsArticle"}
    # What is only paraphrased is no quotation.
    assert not said(triples(linked(shelve(WORLD), "stance/answer")), "stance/answer", "hasPart")


def test_a_proposition_stands_in_its_codebook(shelve: Shelve) -> None:
    path = "proposition/direct-dialogue-with-russia"
    found = triples(linked(shelve(WORLD), path))
    assert said(found, path, "inDefinedTermSet") == {f"{BASE}codebook"}
    assert kinds(found, "codebook") == {"DefinedTermSet"}


def test_no_value_is_empty_and_no_link_leads_where_a_browser_may_not(shelve: Shelve) -> None:
    hostile = replace(MARCH, url="javascript:alert(1)")
    library = shelve([hostile if one is MARCH else one for one in WORLD])
    for path in library.published.propositions:
        assert "null" not in linked(library, f"proposition/{path}")
    assert "javascript" not in linked(library, f"document/{MARCH.id}")


def test_words_cannot_end_the_script(shelve: Shelve) -> None:
    words = "</script><script>alert(1)</script>&<!--"
    spoken = evidence("early", quote=Text(words, "en"))
    records = [*(one for one in WORLD if getattr(one, "id", "") != spoken.id), spoken]
    text = linked(shelve(records), f"stance/{EARLY.id}")
    assert not set(text) & set("<>&")
    told: dict[str, Any] = json.loads(text)
    assert told["hasPart"][0]["text"] == words


@pytest.mark.parametrize(
    "attribution", [Attribution.REPORTED, Attribution.INFERRED, Attribution.NOT_KNOWN]
)
def test_words_of_a_report_are_not_put_into_the_mouth_of_the_holder(
    shelve: Shelve, attribution: Attribution
) -> None:
    reported = replace(evidence("early"), attribution=attribution)
    records = [reported if one == evidence("early") else one for one in WORLD]
    found = triples(linked(shelve(records), "stance/early"))
    assert said(found, "evidence/early-1", "text") == {"We must talk."}
    assert said(found, "evidence/early-1", "spokenByCharacter") == set()
