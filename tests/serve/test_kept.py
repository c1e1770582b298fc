"""What is kept of answers, and what goes first."""

from __future__ import annotations

from kg.endpoint.question import Reply
from kg.serve.kept import Kept


def test_the_answer_not_asked_for_longest_goes_first() -> None:
    kept: Kept[str] = Kept(10_000)
    replies = {name: Reply("table", "json", name.encode() * 600) for name in "abcdefghij"}
    for name, reply in replies.items():
        kept.put(name, reply)
        kept.get("a")
    assert kept.get("a") is replies["a"]
    assert kept.get("b") is None
    assert kept.get("j") is replies["j"]
    kept.put("large", Reply("table", "json", bytes(2_000)))
    assert kept.get("large") is None
