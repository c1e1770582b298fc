from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.model.dates import PartialDate
from kg.rdf.terms import mint
from kg.seeds.ids import (
    LONGEST,
    Imprint,
    Minter,
    document_id,
    is_web_address,
    read_imprint,
    slug,
    tenure_id,
)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Anna Examplova", "anna-examplova"),
        ("  The   Sample Times ", "the-sample-times"),
        ("Bert Samplović", "bert-samplovic"),
        ("Łukasz Przykładowski", "lukasz-przykladowski"),
        ("Jörg Größe", "jorg-grosse"),
        ("D’Exemple", "dexemple"),
        ("O'Sample", "osample"),
        ("Новости Примера", "novosti-primera"),
        ("Анна Экземплова", "anna-ekzemplova"),
        ("Παράδειγμα", "paradeigma"),
        ("example.org", "example-org"),
        ("R&D 24/7", "r-d-24-7"),
        ("ÅØ", "ao"),
    ],
)
def test_a_slug_is_lower_case_ascii(name: str, wanted: str) -> None:
    assert slug(name) == wanted


@pytest.mark.parametrize("name", ["", " ", "—", "!?", "'’"])
def test_nothing_has_no_slug(name: str) -> None:
    with pytest.raises(ValueError, match="no letter or digit") as caught:
        slug(name)
    assert str(caught.value) == f"{name!r} has no letter or digit"


def test_a_slug_may_be_so_long_and_no_longer() -> None:
    assert slug("a" * LONGEST) == "a" * LONGEST
    with pytest.raises(ValueError, match="longer") as caught:
        slug("a" * (LONGEST + 1))
    assert str(caught.value) == f"{'a' * 20!r}... is longer than {LONGEST} letters"


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org/é", True),
        ("ftp://example.org/", False),
        ("mailto:anna@example.org", False),
        ("example.org", False),
        ("", False),
        ("https://exam ple.org/", False),
        ("https://example.org/<b>", False),
        ("https://example.org/\ud800", False),
    ],
)
def test_web_addresses(url: str, is_one: bool) -> None:
    assert is_web_address(url) is is_one


@given(some.text(min_size=1))
def test_a_slug_can_be_an_id_and_is_its_own(name: str) -> None:
    try:
        made = slug(name)
    except ValueError:
        return
    assert mint("outlet", made)
    assert slug(made) == made


@pytest.mark.parametrize(
    ("published", "start"),
    [("2026-01-09", "2026-01-09-"), ("2026-01", "2026-01-"), ("2026", "2026-"), (None, "undated-")],
)
def test_a_document_is_named_after_date_outlet_and_url(published: str | None, start: str) -> None:
    url = "https://example.org/a?b=c#d"
    told = PartialDate.parse(published) if published else None
    digest = hashlib.sha256(url.encode()).hexdigest()
    assert document_id("sample-times", told, url) == f"{start}sample-times-{digest[:8]}"


def test_document_ids_never_change() -> None:
    told = PartialDate.parse("2021-03-04")
    url = "https://example.org/2021/03/examplova-on-talks"
    assert document_id("the-daily-sample", told, url) == "2021-03-04-the-daily-sample-837d026a"


@given(some.text(min_size=1, alphabet=some.characters(exclude_categories=["Cs"])))
def test_document_ids_can_be_ids_whatever_the_url(url: str) -> None:
    assert re.fullmatch(r"undated-x-[0-9a-f]{8}", document_id("x", None, url))


def test_a_tenure_is_named_after_actor_office_and_start() -> None:
    told = PartialDate.parse("2020-05")
    assert tenure_id("anna", "Minister, of Samples", told) == "anna-minister-of-samples-2020-05"
    assert tenure_id("anna", "Mayor", None) == "anna-mayor-undated"


SITE = "https://www.sampletimes.example/news/1"


@pytest.mark.parametrize(
    ("text", "url", "imprint"),
    [
        ("The Sample Times", SITE, Imprint("The Sample Times")),
        ("Sample Times (reprint)", SITE, Imprint("Sample Times", reprint=True)),
        # The host tells which of the two published it.
        ("Imaginary Agency (Sample Times)", SITE, Imprint("Sample Times", "Imaginary Agency")),
        ("Sample Times (Imaginary Agency)", SITE, Imprint("Sample Times", "Imaginary Agency")),
        (
            "The Sample Times (Imaginary Agency)",
            SITE,
            Imprint("The Sample Times", "Imaginary Agency"),
        ),
        ("Imaginary Agency (via Sample Times)", SITE, Imprint("Sample Times", "Imaginary Agency")),
        # It knows neither, or both: the one in brackets reprints the other.
        ("Agency (Paper)", "https://unknown.example/", Imprint("Paper", "Agency")),
        (
            "Sample Agency (Sample Times)",
            "https://sampletimes.sampleagency.example/",
            Imprint("Sample Times", "Sample Agency"),
        ),
        ("ABC (XY)", "https://xy.example/", Imprint("XY", "ABC")),
        ("XY (ABC)", "https://xy.example/", Imprint("XY", "ABC")),
        # Short names must be a whole label of the host.
        ("AB (Herald)", "https://cabinet.example/", Imprint("Herald", "AB")),
        # A word of five letters may stand anywhere in it; the first words may be run together.
        ("Daily (Herald)", "https://thedailynews.example/", Imprint("Daily", "Herald")),
        ("Post (Herald)", "https://thepostnews.example/", Imprint("Herald", "Post")),
        ("New Day (Herald)", "https://new-day.example/", Imprint("New Day", "Herald")),
        ("Post of Samples (Herald)", "https://post.example/", Imprint("Post of Samples", "Herald")),
        ("Sample Times (Agency)", "not an address", Imprint("Agency", "Sample Times")),
        # What the publisher is, is part of its name.
        ("Modelsson (blog)", SITE, Imprint("Modelsson (blog)")),
        ("Parliament (plenary debates)", SITE, Imprint("Parliament (plenary debates)")),
        ("Sample (data extract)", SITE, Imprint("Sample (data extract)")),
        ("A (B) (C)", "https://c.example/", Imprint("C", "A (B)")),
        ("Sample Times ()", SITE, Imprint("Sample Times ()")),
        ("(Sample Times)", SITE, Imprint("(Sample Times)")),
    ],
)
def test_an_imprint_tells_publisher_and_agency(text: str, url: str, imprint: Imprint) -> None:
    assert read_imprint(text, url) == imprint


def test_an_id_is_minted_once() -> None:
    minter = Minter(["a", "a-2"])
    minter.keep("b")
    assert [minter.mint(name) for name in ("a", "a", "b", "c", "a-3")] == [
        "a-3", "a-4", "b-2", "c", "a-3-2",
    ]  # fmt: skip
