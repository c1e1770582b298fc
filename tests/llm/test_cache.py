from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreUnusable
from kg.llm.cache import Cache

NAME = "0f" * 32


def test_what_is_kept_is_found(tmp_path):
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.find(NAME) is None
    cache.keep(NAME, "an answer \ud800 “quoted”")
    assert cache.find(NAME) == "an answer \ud800 “quoted”"
    assert cache.find("1f" * 32) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b'{"answer": 1, "digest": "x"}',
        b'{"answer": "{}", "digest": "x"}',
        b" " * (8 * 2**20 + 1),
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_damaged_entry_is_not_there(tmp_path, content):
    cache = Cache(tmp_path)
    cache.keep(NAME, "{}")
    (tmp_path / f"{NAME}.json").write_bytes(content)
    assert cache.find(NAME) is None


def test_an_entry_under_another_name_is_not_there(tmp_path):
    cache = Cache(tmp_path)
    cache.keep(NAME, "{}")
    (tmp_path / f"{NAME}.json").rename(tmp_path / f"{'1f' * 32}.json")
    assert cache.find("1f" * 32) is None


@given(answer=st.text())
def test_one_changed_answer_is_not_there(answer, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    cache = Cache(folder)
    cache.keep(NAME, answer)
    path = folder / f"{NAME}.json"
    entry = json.loads(path.read_text())
    path.write_text(json.dumps({**entry, "answer": answer + "x"}))
    assert cache.find(NAME) is None


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(StoreUnusable):
        Cache(tmp_path / "cache").keep(NAME, "{}")
    with pytest.raises(StoreUnusable):
        Cache(tmp_path / "cache").require()


def test_a_folder_is_made_before_it_is_needed(tmp_path):
    Cache(tmp_path / "new" / "folder").require()
    assert (tmp_path / "new" / "folder").is_dir()


def test_a_folder_that_takes_no_file_is_told_beforehand(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.llm.cache.os.access", lambda *_: False)
    with pytest.raises(StoreUnusable, match="Permission denied"):
        Cache(tmp_path).require()
