from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from pyoxigraph import Literal, Triple

from kg.build.derive import (
    derive_days,
    derive_document,
    derive_evidence,
    derive_replacement,
    derive_status,
    derive_tenure,
)
from kg.build.describe import DATASET, Extent, describe
from kg.build.register import Register
from kg.build.telling import Telling
from kg.model.dated import place_in_time
from kg.model.documents import Document, Span, Text
from kg.model.positions import by_pair
from kg.model.propositions import Theme
from kg.model.stances import Status
from kg.rdf.codec import encode, write
from kg.rdf.ntriples import Line, triples_of
from kg.rdf.positions import derive_positions
from kg.rdf.terms import RDFS, compact
from tests.invented import (
    ANNA,
    HASH,
    MARCH,
    MAY,
    SAMPLE,
    SUMMIT,
    TENURE,
    UNDATED,
    evidence,
    stance,
    told,
)

REGISTERED = (ANNA, TENURE, SUMMIT, SAMPLE)


def short(triples: Iterable[Triple]) -> set[str]:
    """Triples as ``subject predicate object`` in short."""
    return {
        " ".join((compact(t.subject), compact(t.predicate), compact(t.object))) for t in triples
    }


def lines(told: Iterable[Line]) -> set[str]:
    """Lines of N-Triples likewise."""
    return short(triples_of(told))


def told_of(*records: object) -> set[str]:
    """What records tell by themselves, less what is written in their own fields."""
    telling = Telling(Register.of(t for one in REGISTERED for t in encode(one)))
    written = {line for one in records for line in write(one)}
    return lines(line for one in records for line in telling.tell(one) if line not in written)


def test_what_is_registered_gets_classes_days_and_labels() -> None:
    assert told_of(ANNA, TENURE, SUMMIT, SAMPLE) == {
        "actor:anna-examplova rdf:type st:Actor",
        f"tenure:{TENURE.id} rdfs:label Anna Examplova, Mayor of Sampleton (2020 to now)",
        f"tenure:{TENURE.id} st:earliest 2020-01-01",
        "event:example-summit-2021-03-01 st:earliest 2021-03-01",
        "event:example-summit-2021-03-01 st:latest 2021-03-01",
    }


def test_a_document_gets_its_days_and_a_label() -> None:
    assert lines(derive_document(MARCH, {SAMPLE.id: SAMPLE.name})) == {
        f"document:{MARCH.id} rdfs:label Examplova would talk (The Sample Times, 2021-03-04)",
        f"document:{MARCH.id} st:earliest 2021-03-04",
        f"document:{MARCH.id} st:latest 2021-03-04",
    }


@pytest.mark.parametrize(
    ("start", "end", "label", "days"),
    [
        ("2020-05", "2024", "(2020-05 to 2024)", {"earliest 2020-05-01", "latest 2024-12-31"}),
        (None, "2024-02", "(? to 2024-02)", {"latest 2024-02-29"}),
        (None, None, "(? to now)", set()),
    ],
)
def test_a_tenure_reaches_from_its_first_to_its_last_possible_day(
    start: str | None, end: str | None, label: str, days: set[str]
) -> None:
    tenure = replace(TENURE, start=told(start), end=told(end))
    found = lines(derive_tenure(tenure, {}))
    node = f"tenure:{TENURE.id}"
    assert found == {f"{node} st:{day}" for day in days} | {
        f"{node} rdfs:label anna-examplova, Mayor of Sampleton {label}"
    }


def test_a_page_without_date_or_headline_still_has_a_label() -> None:
    bare = replace(UNDATED, headline=None)
    found = lines(derive_document(bare, {SAMPLE.id: SAMPLE.name}))
    assert found == {f"document:{UNDATED.id} rdfs:label The Sample Times, undated"}


def test_a_label_is_in_the_language_of_its_headline() -> None:
    def tag(document: Document, outlet: str) -> str | None:
        told = triples_of(derive_document(document, {SAMPLE.id: outlet}))
        (label,) = (t.object for t in told if t.predicate == RDFS.label)
        assert isinstance(label, Literal)
        return label.language

    german = replace(MARCH, headline=Text("Examplova will reden", "de"))
    bare = replace(MARCH, headline=None)
    assert tag(MARCH, SAMPLE.name) == "en"
    assert tag(german, SAMPLE.name) == "de"
    assert tag(bare, SAMPLE.name) == "en"
    assert tag(bare, "Наживо") is None


def test_the_codebook_gets_labels() -> None:
    assert told_of(Theme("peace", "Peace")) == {"theme:peace rdfs:label Peace"}


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("2021-03", {"st:earliest 2021-03-01", "st:latest 2021-03-31"}),
        (None, {"st:latest 2021-05-06", "st:dating st:NotAfterPublication"}),
    ],
)
def test_a_stance_gets_status_days_and_label(said: str | None, days: set[str]) -> None:
    one = stance("one", said_on=said)
    assert MAY.published is not None
    dated = place_in_time(one, [MAY.published])
    assert dated is not None
    found = lines([*derive_status(one, Status.ACCEPTED, "words"), *derive_days(dated)])
    rest = {"st:status st:Accepted", "rdfs:label words"}
    assert found == {f"stance:one {line}" for line in days | rest}


def test_a_quote_gets_its_selectors() -> None:
    span = Span(5, 19, HASH)
    item = evidence("one", candidate="c", span=span)
    assert lines(derive_evidence(item)) == {
        "evidence:one-1 st:wording st:ExactWords",
        "evidence:one-1 st:origin st:Extracted",
        "evidence:one-1 oa:hasTarget evidence:one-1.target",
        "evidence:one-1.target rdf:type oa:SpecificResource",
        f"evidence:one-1.target oa:hasSource document:{MARCH.id}",
        "evidence:one-1.target oa:hasSelector evidence:one-1.quote",
        "evidence:one-1.target oa:hasSelector evidence:one-1.position",
        "evidence:one-1.quote rdf:type oa:TextQuoteSelector",
        "evidence:one-1.quote oa:exact We must talk.",
        "evidence:one-1.position rdf:type oa:TextPositionSelector",
        "evidence:one-1.position oa:start 5",
        "evidence:one-1.position oa:end 19",
    }


def test_a_paraphrase_has_no_selector() -> None:
    item = evidence("one", quote=None, paraphrase=None)
    assert lines(derive_evidence(item)) == {
        "evidence:one-1 st:wording st:Paraphrase",
        "evidence:one-1 st:origin st:Curated",
    }


def test_positions_become_shortcuts_shifts_and_links() -> None:
    dated = [
        place_in_time(stance(*words), ())
        for words in (
            ("one", "favours", "2021-01-01"),
            ("two", "opposes", "2021-02-01"),
            ("three", "opposes", "2021-02-01"),
            ("four", "favours", "2021-03"),
            ("five", "opposes", "2021-03-09"),
        )
    ]
    names = {"anna-examplova": "Anna Examplova"}
    found = lines(derive_positions((d for d in dated if d), names, {}))
    anna, talks = "actor:anna-examplova", "proposition:direct-dialogue-with-russia"
    shift = "shift:anna-examplova-direct-dialogue-with-russia-2021-02-01"
    assert found == {
        f"{anna} st:favours {talks}",
        f"{anna} st:opposes {talks}",
        f"{anna} st:currentStance stance:four",
        f"{anna} st:currentStance stance:five",
        f"stance:one st:firstOn {talks}",
        "stance:one st:until 2021-02-01",
        "stance:two st:until 2021-03-09",
        "stance:three st:until 2021-03-09",
        f"stance:four st:currentOn {talks}",
        f"stance:five st:currentOn {talks}",
        "stance:four st:position polarity:mixed",
        "stance:five st:position polarity:mixed",
        "stance:four st:since 2021-03-01",
        "stance:five st:since 2021-02-01",
        "stance:two st:possiblySameAs stance:three",
        "stance:three st:possiblySameAs stance:two",
        "stance:four st:ambivalentWith stance:five",
        "stance:five st:ambivalentWith stance:four",
        f"{shift} rdf:type st:Shift",
        f"{shift} rdfs:label Change of position: Anna Examplova on {talks[12:]} (2021-02-01)",
        f"{shift} st:actor {anna}",
        f"{shift} st:proposition {talks}",
        f"{shift} st:before stance:one",
        f"{shift} st:after stance:three",
        f"{shift} st:changedBy 2021-02-01",
    }
    assert len(by_pair(d for d in dated if d)) == 1


def test_what_gave_way_points_to_what_stands() -> None:
    assert lines([derive_replacement("b", "one")]) == {"stance:b dct:isReplacedBy stance:one"}


def test_the_description_counts_classes_and_properties() -> None:
    told = [*write(ANNA), *write(MARCH), *write(MAY)]
    found = short(describe(Extent.of(told)))
    dataset = compact(DATASET)
    assert f"{dataset} void:triples {len(told)}" in found
    assert f"{dataset} void:distinctSubjects 3" in found
    assert f"{dataset} void:classes 2" in found
    part = "graph:void.class.w3id.org.eurostance.ns.document"
    assert {f"{part} void:class st:Document", f"{part} void:entities 2"} <= found
    parts = Extent.of(told[:3])
    parts.update(Extent.of(told[3:], known={told[0].split()[0]}))
    assert short(describe(parts)) == found
