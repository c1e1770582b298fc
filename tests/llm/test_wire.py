from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, UsageError
from kg.llm.settings import Endpoint
from kg.llm.transport import Answer
from kg.llm.wire import (
    BrokenReply,
    check_status,
    parse_reply,
    read_content,
    refused_parameter,
    tokens_used,
)
from tests.llm.invented import KEY

ENDPOINT = Endpoint("https://a.example/v1/chat/completions", "m", KEY)


def answer(status: int, content: object) -> Answer:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Answer(status, {}, body)


@pytest.mark.parametrize(
    "content",
    [
        '{"a": 1}',
        ' \n{"a": 1}\n',
        '```json\n{"a": 1}\n```',
        '```\n{"a": 1}```',
        '<think>{"b": 2} or {</think>\n{"a": 1}',
        '<think>so</think>```json\n{"a": 1}\n```\n',
    ],
)
def test_an_object_is_read_from_its_wrappings(content):
    assert parse_reply(content) == {"a": 1}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "null",
        '{"a": NaN}',
        '{"a": 1} and more',
        'Here it is: {"a": 1}',
        "[" * 200_000,
        '{"a": ' * 200_000,
        "1" * 100_000,
        "<think>" * 100_000,
        "```" + " " * 500_000 + "```",
        '{"a": 1',
    ],
    ids=lambda content: content[:12],
)
def test_anything_else_is_no_reply(content):
    with pytest.raises(BrokenReply):
        parse_reply(content)


@pytest.mark.parametrize(
    "envelope",
    [
        b"",
        b"\xff",
        b"<html>",
        {},
        [],
        {"choices": []},
        {"choices": {}},
        {"choices": [{"message": {"content": None, "refusal": "no"}}]},
        {"choices": [{"message": {"content": [1]}}]},
        {"choices": [None]},
    ],
)
def test_a_broken_envelope_has_no_content(envelope):
    with pytest.raises(BrokenReply):
        read_content(answer(200, envelope))
    assert tokens_used(answer(200, envelope)) == 0


def test_tokens_are_believed_only_as_a_count():
    for told, used in ((12, 12), (True, 0), (-1, 0), ("9", 0), (1.5, 0), (None, 0)):
        assert tokens_used(answer(200, {"usage": {"total_tokens": told}})) == used


def test_a_refused_parameter_is_named_by_the_server():
    assert refused_parameter(answer(400, {"error": {"param": "seed"}})) == "seed"
    told = {"error": {"message": "Unsupported parameter: 'max_tokens', use another"}}
    assert refused_parameter(answer(400, told)) == "max_tokens"
    assert refused_parameter(answer(400, {"error": {"param": "model"}})) is None
    assert refused_parameter(answer(400, {"error": "text"})) is None
    assert refused_parameter(answer(400, b"<html>")) is None


@pytest.mark.parametrize(
    ("status", "error"),
    [
        *((status, UsageError) for status in (400, 401, 403, 404, 413)),
        *((status, InputError) for status in (301, 307, 505)),
    ],
)
def test_statuses_are_told_in_one_line(status, error):
    told = {"error": {"code": "context_length_exceeded", "message": f"key {KEY}\x1b[2J"}}
    with pytest.raises(error) as raised:
        check_status(answer(status, told), ENDPOINT)
    shown = f"{raised.value} {raised.value.hint}"
    assert "a.example" in shown
    assert shown.isprintable()
    assert KEY not in shown


@pytest.mark.parametrize("code", [KEY, "inventedkey", "anotherinventedkeyhere", "inventedk"])
def test_a_code_that_is_the_key_is_not_shown(code):
    endpoint = Endpoint("https://a.example", "m", "inventedkey")
    with pytest.raises(UsageError) as raised:
        check_status(answer(404, {"error": {"code": code}}), endpoint)
    assert code not in str(raised.value)


def test_a_short_code_is_shown():
    with pytest.raises(UsageError, match="model_not_found"):
        check_status(answer(404, {"error": {"code": "model_not_found"}}), ENDPOINT)


@given(status=st.integers(100, 599), content=st.binary() | st.text().map(str.encode))
def test_no_answer_is_a_bug(status, content):
    given_back = Answer(status, {}, content)
    refused_parameter(given_back)
    tokens_used(given_back)
    with suppress(UsageError, InputError):
        check_status(given_back, ENDPOINT)
    with suppress(BrokenReply):
        parse_reply(read_content(given_back))
