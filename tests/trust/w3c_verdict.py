"""What is to be found when a suite of the W3C is run here and by the engine alone."""

from __future__ import annotations

from collections.abc import Collection

from tests.trust.tally import count


def assert_as_the_engine(
    suite: str,
    names: Collection[str],
    failed: Collection[str],
    alone: Collection[str],
    known: Collection[str],
    refused: Collection[str] = (),
) -> None:
    """Here those fail that fail in the engine ``alone``, all of them known, and those refused.

    What is known or refused may belong to another suite; a pass that nobody expects fails too.
    """
    failed, alone = set(failed), set(alone)
    count("W3C", suite, len(names), len(names) - len(failed))
    count("W3C", f"{suite}, the engine alone", len(names), len(names) - len(alone))
    assert failed - alone == set(refused) & set(names)
    assert alone == set(known) & set(names)
    assert alone <= failed
