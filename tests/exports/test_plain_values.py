"""How values stand in network files."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from kg.exports.plain_values import line, number, rounded, used_once


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("two\nlines \t here", "two lines here"),
        ("  ends ", "ends"),
        ("a\x00b\ud800c\uffff", "a\ufffdb\ufffdc\ufffd"),
        ("<é & 😀>", "<é & 😀>"),
    ],
)
def test_a_text_stands_on_one_line(text: str, told: str) -> None:
    assert line(text) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (2, "2"),
        (100, "100"),
        (0, "0"),
        (-0.0, "0"),
        (-0.0000001, "0"),
        (0.5, "0.5"),
        (1 / 3, "0.333333"),
        (0.0000015, "0.000002"),
        (1e20, "100000000000000000000"),
        (-2.50, "-2.5"),
    ],
)
def test_a_number_is_plain(value: float, told: str) -> None:
    assert number(value) == told
    assert str(rounded(value)) != "-0.0"
    assert rounded(value) == float(told)


@pytest.mark.parametrize(
    ("names", "options", "told"),
    [
        (["a", "b", "a", "a"], {}, ["a", "b", "a~2", "a~3"]),
        (["a", "a~2", "a"], {}, ["a", "a~2", "a~3"]),
        (["a", "A"], {}, ["a", "A"]),
        (["Straße", "STRASSE"], {"any_case": True}, ["Straße", "STRASSE~2"]),
        (["a", "a"], {"mark": " ({})"}, ["a", "a (2)"]),
        (["abcd", "abcd", "abce"], {"longest": 4}, ["abcd", "ab~2", "abce"]),
        (["ab"] * 10, {"longest": 4}, ["ab", *(f"ab~{n}" for n in range(2, 10)), "a~10"]),
    ],
)  # fmt: skip
def test_a_name_used_before_has_a_number(
    names: list[str], options: dict[str, str], told: list[str]
) -> None:
    assert used_once(names, **options) == told  # type: ignore[arg-type]


@given(some.lists(some.sampled_from(["a", "A", "a~2", "a~3", "b"])))
@example([])
def test_names_keep_their_order_and_are_used_once(names: list[str]) -> None:
    told = used_once(names)
    assert len(set(told)) == len(told) == len(names)
    assert all(one.startswith(name) for one, name in zip(told, names, strict=True))
