from __future__ import annotations

import pytest

from kg.views.static.frame import fitted, in_lines
from kg.views.static.labels import Rect, Taken
from kg.views.static.sheet import drawing, one_line, width_of

pytest.importorskip("matplotlib")


def test_taken_room_is_not_free() -> None:
    taken = Taken()
    taken.take(Rect(10, 10, 200, 20))
    assert not taken.is_free(Rect(190, 15, 300, 30))
    assert taken.is_free(Rect(200, 10, 300, 20))
    assert taken.is_free(Rect(10, 20, 200, 30))


def test_words_are_cut_to_their_room() -> None:
    with drawing():
        long = "An invented name that is far too long for its column"
        cut = fitted(long, 100, 8)
        assert cut.endswith("…")
        assert width_of(cut, 8) <= 100
        assert fitted("short", 100, 8) == "short"
        lines = in_lines("Support for Exampleland", 60, 8)
        assert len(lines) == 2
        assert all(width_of(one, 8) <= 60 for one in lines)


def test_one_line_keeps_only_what_can_be_drawn() -> None:
    assert one_line("a\n\u2028b\ud800\x1b[1m\u202ec") == "a b [1mc"
    assert one_line("x" * 90, 10) == "xxxxxxxxx…"
