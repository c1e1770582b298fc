from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest.articles import Article, Unreadable
from kg.ingest.characters import readable
from kg.ingest.lines import LONGEST_LINE, read_json_lines
from tests.invented import told


def read(content: str | bytes) -> list[Article | Unreadable]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return list(read_json_lines("a.jsonl", stream))


def test_what_a_line_tells() -> None:
    row = {
        "text": "Anna said no.",
        "published": "2025-03-04T10:00:00Z",
        "url": "https://example.org/a",
        "outlet": "The Sample Times",
        "id": "n7",
        "more": [1],
    }
    assert read(json.dumps(row)) == [
        Article(
            "a.jsonl:n7",
            "Anna said no.",
            told("2025-03-04"),
            "https://example.org/a",
            "The Sample Times",
        )
    ]
    assert read('{"text": "x", "published": null, "url": ""}\n') == [Article("a.jsonl:1", "x")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ("{}", "no text; the keys are text, published, url, outlet, id"),
        ('{"text": 7}', "text is no string"),
        ('{"text": "x", "url": ["y"]}', "url is no string"),
        ('{"text": "x", "published": "soon"}', "'soon' is no date"),
        ('{"text": " "}', "no text in it"),
        ('{"text": "a\\u0000b"}', "NUL"),
        ('{"text": "a\\ud800b"}', "surrogates"),
        ('{"text": "x", "outlet": "AFP\\ud800"}', "outlet has half characters"),
        ('{"text": "x", "id": "\\udfff"}', "id has half characters"),
        ("[" * 200_000, "nested too deep"),
        ('{"text": ' + "1" * 5000 + "}", "no JSON"),
    ],
)
def test_a_bad_line_is_told_and_the_next_one_read(line: str, why: str) -> None:
    found = read(f'{{"text": "before"}}\n{line}\n\n{{"text": "after"}}\n')
    assert [each.origin for each in found] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:4"]
    assert isinstance(found[1], Unreadable)
    assert why in found[1].why


def test_bytes_that_are_no_text() -> None:
    found = read(b'\xff\xfe\x00\n{"text": "after"}')
    assert isinstance(found[0], Unreadable)
    assert found[1] == Article("a.jsonl:2", "after")


def test_a_line_that_is_too_long_is_passed_over() -> None:
    found = read('{"text": "' + "x" * LONGEST_LINE + '"}\n{"text": "after"}\n')
    assert isinstance(found[0], Unreadable)
    assert "longer than" in found[0].why
    assert found[1:] == [Article("a.jsonl:2", "after")]


def test_a_text_that_is_too_long_for_an_article() -> None:
    (found,) = read('{"text": "' + "x" * (LONGEST_LINE - 100) + '"}')
    assert isinstance(found, Unreadable)
    assert "larger than" in found.why


@given(st.binary(max_size=200))
def test_any_bytes_give_articles_or_reasons(content: bytes) -> None:
    read(content)


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_the_text_is_as_people_read_it(text: str) -> None:
    if readable(text).strip():
        assert read(json.dumps({"text": text})) == [Article("a.jsonl:1", readable(text))]


@pytest.mark.parametrize("null", ["0001-01-01T00:00:00", "0000-00-00", "1970-01-01T00:00:00Z"])
def test_a_null_date_is_no_date_and_no_fault(null: str) -> None:
    assert read(json.dumps({"text": "x", "published": null})) == [Article("a.jsonl:1", "x")]
