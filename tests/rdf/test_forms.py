"""How single values become terms, and terms values again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode

from kg.model.dates import PartialDate
from kg.model.documents import Text
from kg.model.stances import Polarity
from kg.rdf.forms import (
    COUNT,
    DAY,
    ENGLISH,
    FLAG,
    LINK,
    PATH,
    PLAIN,
    POLARITY,
    SHARE,
    UNLINKED_ID,
    WHEN,
    WIKIDATA_ITEM,
    WORDS,
    Form,
    Term,
    coded,
    ref,
)
from kg.rdf.terms import PREFIXES, ST, XSD, mint

ANNA = mint("actor", "anna")


@pytest.mark.parametrize(
    ("form", "value", "term"),
    [
        (ref("actor"), "anna", ANNA),
        (ENGLISH, "words", Literal("words", language="en")),
        (coded(POLARITY), Polarity.MIXED, mint("polarity", "mixed")),
        (PLAIN, "words", Literal("words")),
        (WORDS, Text("mots", "fr"), Literal("mots", language="fr")),
        (WHEN, PartialDate.parse("2026"), Literal("2026", datatype=XSD.gYear)),
        (WHEN, PartialDate.parse("2026-01"), Literal("2026-01", datatype=XSD.gYearMonth)),
        (WHEN, PartialDate.parse("2026-01-09"), Literal("2026-01-09", datatype=XSD.date)),
        (DAY, date(2026, 1, 9), Literal("2026-01-09", datatype=XSD.date)),
        (COUNT, 12, Literal("12", datatype=XSD.integer)),
        (SHARE, Decimal("0.60"), Literal("0.6", datatype=XSD.decimal)),
        (SHARE, Decimal("0.00000001"), Literal("0.00000001", datatype=XSD.decimal)),
        (FLAG, True, Literal("true", datatype=XSD.boolean)),
        (FLAG, False, Literal("false", datatype=XSD.boolean)),
        (UNLINKED_ID, "anna", Literal("anna")),
        (LINK, "https://example.org/", NamedNode("https://example.org/")),
        (WIKIDATA_ITEM, "Q42", NamedNode("http://www.wikidata.org/entity/Q42")),
        (PATH, "stance/one", mint("stance", "one")),
        (PATH, "event/one", mint("event", "one")),
        (PATH, "candidate/one", mint("candidate", "one")),
    ],
)
def test_a_value_its_term_and_its_text(form: Form, value: object, term: Term) -> None:
    assert form.encode(value) == term
    assert form.text(value) == str(term)
    assert form.decode(term) == value


@pytest.mark.parametrize(
    ("form", "word", "value"),
    [
        (FLAG, "1", True),
        (FLAG, "0", False),
        (COUNT, "+7", 7),
        (COUNT, "9" * 15, 10**15 - 1),
        (SHARE, "0", Decimal(0)),
        (SHARE, "1", Decimal(1)),
        (SHARE, "1.", Decimal(1)),
        (SHARE, "+.5", Decimal("0.5")),
    ],
)
def test_other_words_for_a_value(form: Form, word: str, value: object) -> None:
    assert form.decode(Literal(word)) == value


@pytest.mark.parametrize(
    ("form", "term", "told"),
    [
        (ref("actor"), mint("event", "anna"), f"<{PREFIXES['event']}anna> is not in"),
        (coded(POLARITY), ANNA, "actor:anna is none of: polarity:favours, polarity:opposes, "),
        (WORDS, Literal("words"), "'words' is no text in a named language"),
        (WORDS, ANNA, "'actor:anna' is no text in a named language"),
        (WHEN, Literal("2026-1"), "'2026-1' is not a date of the form"),
        (COUNT, Literal("-1"), "'-1' is no number that counts"),
        (COUNT, Literal("9" * 16), f"'{'9' * 16}' is no number that counts"),
        (COUNT, Literal("9" * 50), f"^'{'9' * 40}' is no number that counts"),
        (SHARE, Literal("1.01"), "'1.01' is no number from 0 to 1"),
        (SHARE, Literal("-0.1"), "'-0.1' is no number from 0 to 1"),
        (SHARE, Literal("1e-999999999"), "'1e-999999999' is no number from 0 to 1"),
        (SHARE, Literal("NaN"), "'NaN' is no number from 0 to 1"),
        (SHARE, Literal("9" * 50), f"^'{'9' * 40}' is no number from 0 to 1"),
        (UNLINKED_ID, Literal("An na"), "'An na' cannot be an id"),
        (PATH, ANNA, f"^<{PREFIXES['actor']}anna> is neither a stance, an event nor a candidate"),
        (PATH, ST.Stance, "ns#Stance> is neither a stance"),
    ],
)
def test_other_terms_are_told(form: Form, term: Term, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        form.decode(term)


@pytest.mark.parametrize(
    ("form", "value"), [(ref("actor"), "An na"), (UNLINKED_ID, "An na"), (PATH, "stance/a/b")]
)
def test_other_ids_are_told(form: Form, value: str) -> None:
    with pytest.raises(ValueError, match="cannot be an id"):
        form.encode(value)
    with pytest.raises(ValueError, match="cannot be an id"):
        form.text(value)


@given(some.decimals(0, 1, allow_nan=False))
def test_a_share_survives_its_term(share: Decimal) -> None:
    assert SHARE.decode(SHARE.encode(share)) == share
    assert "e" not in SHARE.text(share).split("^^")[0].lower()
