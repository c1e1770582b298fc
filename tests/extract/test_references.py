"""What 'the plan' and 'it' mean: the last stance, else the matter last named."""

from __future__ import annotations

import pytest

ARMY = "strong-ukrainian-army"


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The text put limits on Ukraine's army. {}", "favours"),
        ("The text spoke of a strong Ukrainian army. {}", "opposes"),
    ],
)
@pytest.mark.parametrize(
    "words", ["Anna Examplova rejected the plan.", "Anna Examplova dismissed the idea."]
)
def test_a_matter_that_nobody_held_is_what_the_plan_means(pool, text, polarity, words):
    assert ("anna-examplova", ARMY, polarity) in pool(text.format(words))


@pytest.mark.parametrize("words", ["a plan", "her plan", "any plan"])
def test_another_plan_is_not_the_matter_named_before(pool, words):
    text = f"The text put limits on Ukraine's army. Anna Examplova rejected {words}."
    assert not [found for found in pool(text) if found[:2] == ("anna-examplova", ARMY)]


def test_a_matter_is_forgotten_after_three_sentences(pool):
    text = "The text put limits on Ukraine's army. It rained. It snowed. It froze. "
    found = pool(text + "Anna Examplova rejected the plan.")
    assert ("anna-examplova", ARMY, "favours") not in found


@pytest.fixture
def pool(read):
    """Holder, proposition and polarity of what refers to something, however unlikely."""

    def found(text):
        extraction = read(text)
        return {
            (one.holder, one.proposition, str(one.polarity))
            for one in extraction.candidates
            if "kind-R" in extraction.reasons[one.id].evidence
        }

    return found
