"""How attacks are chosen, and how their outcomes are counted."""

from __future__ import annotations

import random

from tests.trust.tally import amount, count

SEED = 7
SECRET = "the-words-of-a-file-that-nobody-asked-for"


def holds(what: str, outcomes: dict[str, bool]) -> None:
    """Each outcome is counted, and then all have to be good."""
    count("attacks", what, len(outcomes), sum(outcomes.values()))
    missed = [name for name, held in outcomes.items() if not held]
    assert not missed, "\n".join(missed)


def some_of(whole: dict[str, str], few: int) -> dict[str, str]:
    names = sorted(whole)
    return {one: whole[one] for one in random.Random(SEED).sample(names, amount(few, len(names)))}
