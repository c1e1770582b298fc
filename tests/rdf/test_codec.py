from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.model import actors, documents, propositions, searches, stances
from kg.model.dates import PartialDate
from kg.rdf.codec import decode, encode, iri
from kg.rdf.layouts import LAYOUTS, SPAN, SPANNED
from kg.rdf.terms import DCT, RDF, RDFS, SCHEMA, ST, XSD, mint
from kg.rdf.turtle import read_turtle, write_turtle
from tests import invented
from tests.model.test_dates import partial_dates

_ids = some.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True)
_words = some.text(some.characters(exclude_categories=["Cs"]), max_size=30)
_texts = some.builds(
    documents.Text, _words, some.sampled_from(["en", "de", "uk", "pt-br", "sr-latn", "zh-hant-tw"])
)
_paths = some.builds("{}/{}".format, some.sampled_from(["stance", "event"]), _ids)
_subjects = some.builds("{}/{}".format, some.sampled_from(["stance", "candidate"]), _ids)
_plural = some.lists(_words, max_size=4, unique=True).map(lambda words: tuple(sorted(words)))
_names = some.lists(_ids, max_size=4, unique=True).map(lambda names: tuple(sorted(names)))
_shares = some.decimals(0, 1, places=3)
_urls = some.sampled_from(
    ["https://example.org/a", "http://example.org/?q=1&r=%20#f", "https://пример.example/статья"]
)
_maybe = {
    "dates": some.none() | partial_dates,
    "texts": some.none() | _texts,
    "words": some.none() | _words,
    "ids": some.none() | _ids,
}
_spans = some.builds(
    documents.Span, some.integers(0, 10**6), some.integers(0, 10**6), some.just("0f" * 32)
)

RECORDS: dict[type, some.SearchStrategy[Any]] = {
    actors.Actor: some.builds(
        actors.Actor,
        _ids,
        _words,
        some.sampled_from(actors.ActorKind),
        _maybe["words"],
        _plural,
        some.none() | some.integers(1, 10**9).map("Q{}".format),
        _maybe["words"],
    ),
    actors.Tenure: some.builds(
        actors.Tenure,
        _ids,
        _ids,
        _words,
        _ids,
        _maybe["dates"],
        _maybe["dates"],
        some.sampled_from(actors.StartPrecision),
        _ids,
    ),
    actors.Event: some.builds(
        actors.Event,
        _ids,
        _words,
        some.sampled_from(actors.EventKind),
        partial_dates,
        _names,
        _words,
        _ids,
    ),
    documents.Outlet: some.builds(documents.Outlet, _ids, _words),
    documents.Document: some.builds(
        documents.Document,
        _ids,
        some.none() | _urls,
        _ids,
        _maybe["texts"],
        _maybe["ids"],
        _maybe["dates"],
        _maybe["words"],
        some.booleans(),
    ),
    documents.Evidence: some.builds(
        documents.Evidence,
        _ids,
        _ids,
        _ids,
        some.sampled_from(documents.Attribution),
        _maybe["texts"],
        _maybe["texts"],
        _maybe["texts"],
        some.none() | _spans,
        _maybe["ids"],
        _maybe["ids"],
        some.none() | _shares,
    ),
    propositions.Theme: some.builds(propositions.Theme, _ids, _words),
    propositions.Proposition: some.builds(propositions.Proposition, _ids, _ids, *[_words] * 7),
    stances.Stance: some.builds(
        stances.Stance,
        _ids,
        _ids,
        _ids,
        some.sampled_from(stances.Polarity),
        _maybe["dates"],
        _maybe["ids"],
        some.none() | _paths,
        _maybe["texts"],
        _maybe["texts"],
    ),
    stances.Candidate: some.builds(
        stances.Candidate,
        _ids,
        _ids,
        _ids,
        _ids,
        some.sampled_from(stances.Polarity),
        _maybe["dates"],
        _texts,
        _spans,
        some.sampled_from(documents.Attribution),
        _shares,
        _plural,
        _ids,
        _maybe["words"],
    ),
    stances.Run: some.builds(
        stances.Run, _ids, _ids, _words, _words, _words, _maybe["words"], _maybe["words"]
    ),
    stances.Review: some.builds(
        stances.Review,
        _ids,
        _subjects,
        some.sampled_from(stances.Verdict),
        _words,
        some.dates(),
        _maybe["texts"],
        _maybe["ids"],
        _maybe["ids"],
        some.none() | some.sampled_from(stances.Polarity),
        _maybe["dates"],
        some.booleans(),
    ),
    searches.Search: some.builds(
        searches.Search,
        _ids,
        _names,
        _names,
        partial_dates,
        partial_dates,
        _plural,
        _plural,
        _words,
        some.dates(),
        _maybe["texts"],
    ),
    stances.Shift: some.builds(stances.Shift, _ids, _ids, _ids, _ids, _ids, some.dates()),
}
_any_record = some.one_of(*RECORDS.values())


def test_every_layout_is_tried() -> None:
    assert set(RECORDS) == set(LAYOUTS)


@pytest.mark.parametrize("record", LAYOUTS, ids=lambda record: record.__name__)
def test_a_layout_writes_every_field_of_its_record(record: type) -> None:
    assert is_dataclass(record)
    written = [field.name for field in LAYOUTS[record].fields]
    named = [field.name for field in fields(record) if field.name != "id"]
    if record in SPANNED:
        at = named.index("span")
        named[at : at + 1] = SPAN
    assert sorted(written) == sorted(named)


@given(_any_record)
def test_a_record_survives_its_triples(record: Any) -> None:
    assert decode(type(record), encode(record)) == [record]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_any_record)
def test_a_record_survives_a_file(tmp_path: Path, record: Any) -> None:
    path = tmp_path / "record.ttl"
    path.write_bytes(write_turtle(encode(record)))
    assert decode(type(record), read_turtle(path)) == [record]


@settings(max_examples=150)
@given(_any_record)
def test_the_store_keeps_a_record_s_literals_as_they_are_written(record: Any) -> None:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in encode(record))
    assert {quad.triple for quad in store} == set(encode(record))


@given(some.lists(_any_record, max_size=6, unique_by=lambda r: (type(r), r.id)))
def test_records_are_found_among_others_by_id(records: list[Any]) -> None:
    triples = [triple for record in records for triple in encode(record)]
    for kind in LAYOUTS:
        wanted = sorted((r for r in records if type(r) is kind), key=lambda r: r.id)
        assert decode(kind, triples) == wanted


def test_a_triple_that_stands_twice_is_one() -> None:
    triples = list(encode(invented.ANNA))
    assert decode(actors.Actor, [*triples, *triples]) == [invented.ANNA]


def test_plural_fields_come_sorted() -> None:
    event = replace(invented.SUMMIT, participants=("samplia", "exampleland"))
    (found,) = decode(actors.Event, encode(event))
    assert found.participants == ("exampleland", "samplia")


def test_the_class_that_the_build_adds_tells_no_kind() -> None:
    added = Triple(iri(invented.ANNA), RDF.type, ST.Actor)
    assert decode(actors.Actor, [*encode(invented.ANNA), added]) == [invented.ANNA]


_STANCE = invented.stance("one")
_EVIDENCE = invented.evidence("one")
_NODE = iri(_STANCE)


@pytest.mark.parametrize(
    ("record", "without", "extra", "message"),
    [
        (_STANCE, ST.holder, None, "stance:one: 0 values for holder"),
        (_STANCE, ST.polarity, None, "stance:one: 0 values for polarity"),
        (_STANCE, None, (ST.holder, mint("actor", "boris")), "stance:one: 2 values for holder"),
        (_STANCE, None, (ST.reason, Literal("a", language="en")), None),
        (_STANCE, ST.holder, (ST.holder, mint("outlet", "boris")), "is not in .*/actor/"),
        (_STANCE, ST.polarity, (ST.polarity, ST.favours), "stance:one: polarity: .*favours"),
        (_STANCE, ST.saidOn, (ST.saidOn, Literal("soon")), "said_on: 'soon' is not a date"),
        (_STANCE, None, (ST.reactsTo, mint("actor", "anna")), "reacts_to: .* is neither a stance"),
        (
            _EVIDENCE,
            None,
            (ST.confidence, Literal("high")),
            "evidence:one-1: confidence: 'high' is no number from 0 to 1",
        ),
        (_EVIDENCE, None, (ST.quote, Literal("b", language="en")), "2 values for quote"),
        (invented.MARCH, SCHEMA.publisher, None, "0 values for outlet"),
        (invented.ANNA, RDF.type, None, "actor:anna-examplova: 0 values for kind"),
        (invented.ANNA, RDFS.label, None, "actor:anna-examplova: 0 values for name"),
        (invented.TENURE, DCT.source, None, "0 values for source"),
        (invented.TENURE, None, (ST.from_, Literal("2019")), "2 values for start"),
    ],
)
def test_what_is_missing_or_doubled_is_named(
    record: Any,
    without: NamedNode | None,
    extra: tuple[NamedNode, NamedNode | Literal] | None,
    message: str | None,
) -> None:
    triples = [triple for triple in encode(record) if triple.predicate != without]
    if extra:
        triples.append(Triple(iri(record), *extra))
    if message is None:
        assert len(decode(type(record), triples)) == 1
    else:
        with pytest.raises(ValueError, match=message):
            decode(type(record), triples)


def test_a_thing_of_another_class_is_no_record() -> None:
    triples = [t for t in encode(_STANCE) if t.predicate != RDF.type]
    assert decode(stances.Stance, triples) == []


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.60", "0.6"), ("1.0", "1"), ("0", "0"), ("0.05", "0.05"), ("1E-3", "0.001")],
)
def test_decimals_have_one_form(value: str, written: str) -> None:
    triples = set(encode(invented.evidence("one", confidence=Decimal(value))))
    found = {t.object for t in triples if t.predicate == ST.confidence}
    assert found == {Literal(written, datatype=XSD.decimal)}


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("1", True), ("false", False), ("0", False)]
)
def test_both_forms_of_a_truth_value_are_read(word: str, value: bool) -> None:
    flag = Triple(iri(invented.MARCH), ST.isReprint, Literal(word, datatype=XSD.boolean))
    (document,) = decode(documents.Document, [*encode(invented.MARCH), flag])
    assert document.reprint is value


@pytest.mark.parametrize(
    ("told", "datatype"),
    [("2021", XSD.gYear), ("2021-03", XSD.gYearMonth), ("2021-03-04", XSD.date)],
)
def test_a_date_carries_the_datatype_of_its_precision(told: str, datatype: NamedNode) -> None:
    said = replace(_STANCE, said_on=PartialDate.parse(told))
    written = {t.object for t in encode(said) if t.predicate == ST.saidOn}
    assert written == {Literal(told, datatype=datatype)}


def test_an_id_that_would_break_an_iri_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be an id"):
        list(encode(replace(_STANCE, holder="Anna Examplova")))
