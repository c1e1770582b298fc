from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.llm.settings import KEY, MODEL, URL, read_endpoint


def test_options_win_over_the_environment():
    environment = {URL: "https://a.example/v1", MODEL: "one", KEY: " sk-secret\n"}
    assert read_endpoint(None, None, None, environment).url == (
        "https://a.example/v1/chat/completions"
    )
    chosen = read_endpoint("http://localhost:1/v1/", "two", None, environment)
    assert (chosen.url, chosen.model, chosen.key) == (
        "http://localhost:1/v1/chat/completions",
        "two",
        "sk-secret",
    )


def test_a_whole_path_and_a_query_stay():
    whole = "https://a.example/x/chat/completions?api-version=1"
    assert read_endpoint(whole, "m", None, {}).url == whole


@pytest.mark.parametrize(
    ("url", "model", "key"),
    [
        (None, "m", None),
        ("https://a.example", None, None),
        ("https://a.example", "two\nlines", None),
        ("ftp://a.example", "m", None),
        ("https://", "m", None),
        ("https://a.example:notaport", "m", None),
        ("https://a.example/\x1b[2J", "m", None),
        ("https://[half", "m", None),
        ("https://user:sk-secret@a.example", "m", None),
        ("https://a.example", "m", "sk-secret\r\nX-More: 1"),
        ("https://a.example", "m", "sk-secret\u20ac"),
        ("http://a.example", "m", "sk-secret"),
    ],
)
def test_unusable_settings_are_told_without_the_key(url, model, key):
    with pytest.raises(UsageError) as raised:
        read_endpoint(url, model, key, {})
    assert raised.value.exit_code == 2
    assert "secret" not in f"{raised.value} {raised.value.hint}"


def test_a_server_without_key_may_be_plain_http():
    assert read_endpoint("http://a.example/v1", "m", None, {}).key is None


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:80"])
def test_a_key_may_go_to_this_computer(host):
    assert read_endpoint(f"http://{host}/v1", "m", "sk-secret", {}).key == "sk-secret"


def test_the_key_is_not_shown():
    assert "secret" not in repr(read_endpoint("https://a.example", "m", "sk-secret", {}))
