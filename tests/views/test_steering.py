"""What steers the text around it, where a page shows words."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some
from markupsafe import Markup

from kg.views.page import draw_page
from kg.views.steering import finalize, visible
from tests.views.invented_page import PAGE

STEERING = "\u202e\u2066\x07\x85\ud800"
_PLAIN = re.compile(r'<section id="plain".*?</section>', re.DOTALL)


@given(some.text())
def test_all_but_what_steers_stays(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert visible(shown) == shown
    assert all(new in {old, "\ufffd"} for new, old in zip(shown, text, strict=True))
    assert not set("\ud800\udfff\u202e\x00") & set(shown)


def test_only_words_are_changed() -> None:
    assert visible("Zoë\nФ שלום\t😀\u200d\u200f") == "Zoë\nФ שלום\t😀\u200d\u200f"
    assert visible(STEERING) == "\ufffd" * 5
    assert finalize(Markup("\x07")) == "\x07"
    assert finalize(7) == 7


def test_the_list_of_a_graph_page_shows_what_steers() -> None:
    """In its JSON the words stay as they are: each label is an element with a direction."""
    words = f"safe{STEERING}gnp.exe"
    html = draw_page(
        replace(
            PAGE,
            meta=replace(PAGE.meta, title=words),
            actors=tuple(replace(one, name=words) for one in PAGE.actors),
            propositions=tuple(
                replace(one, label=words, sentence=words, for_verb=words)
                for one in PAGE.propositions
            ),
        )
    )
    plain = _PLAIN.search(html)
    assert plain
    shown = "safe" + "\ufffd" * 5 + "gnp.exe"
    assert f"<h2>{shown}</h2>" in plain[0]
    assert f"<li>{shown}: " in plain[0]
    assert f"<title>{shown}</title>" in html
    assert not set(plain[0]) & set(STEERING)
