"""Two releases: what was added, removed and recoded, and what moved by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from pyoxigraph import Literal, Quad, Store

from kg.analysis.comparison.comparison_rows import release_rows, row_table
from kg.analysis.comparison.revisions import ReleasesCompared, compare_corpora
from kg.analysis.comparison.standing import Move
from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.resampling import Draws
from kg.rdf.terms import DCT, ST, XSD, mint
from tests.analysis.invented_corpus import corpus

OLD = [
    ("anna", "talks", "+", "2024-06-01", ["d1"]),
    ("bela", "talks", "-", "2024-06", ["d1"]),
    ("cora", "talks", "-", "2024-06-02", ["d2", "d3"]),
]


def compared(old: Corpus, new: Corpus, *stores: Store) -> ReleasesCompared:
    before, after = stores or (Store(), Store())
    return compare_corpora(("a", "b"), old, new, Level.ACTOR, Draws(0), (before, after))


def changed(**rows: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    numbered = {f"s{at:03}": row for at, row in enumerate(OLD, 1)} | rows
    return [numbered[name] for name in sorted(numbered)]


def test_nothing_changed() -> None:
    found = compared(corpus(OLD), corpus(OLD))
    assert (found.revisions, found.moved) == ((), ())
    assert (found.stances, found.documents) == ((3, 3), (3, 3))


def test_added_and_removed_stances() -> None:
    more = [*OLD, ("dora", "aid", "+", "2025-01-01", ["d9"])]
    found = compared(corpus(OLD), corpus(more))
    assert [(one.kind, one.unit.id, one.notes) for one in found.revisions] == [
        ("added", "dora", ())
    ]
    assert [(one.unit.id, one.move) for one in found.moved] == [("dora", Move.NEW)]
    back = compared(corpus(more), corpus(OLD))
    assert [(one.kind, one.unit.id) for one in back.revisions] == [("removed", "dora")]
    assert [(one.unit.id, one.move) for one in back.moved] == [("dora", Move.GONE)]


def test_a_stance_whose_day_becomes_known_is_not_added() -> None:
    store = Store()
    store.add(Quad(mint("stance", "s003"), ST.holder, mint("actor", "cora")))
    found = compared(corpus(OLD[:2]), corpus(OLD), store, Store())
    (one,) = found.revisions
    assert (one.kind, one.before, one.notes) == (
        "recoded", None, ("date: no day is known → 2024-06-02",),
    )  # fmt: skip
    assert found.stances == (3, 3)
    assert [(one.unit.id, one.move) for one in found.moved] == [("cora", Move.NEW)]
    back = compared(corpus(OLD), corpus(OLD[:2]), Store(), store)
    (one,) = back.revisions
    assert (one.kind, one.after, one.notes) == (
        "recoded", None, ("date: 2024-06-02 → no day is known",),
    )  # fmt: skip
    assert back.stances == (3, 3)


def test_a_removed_stance_tells_which_took_its_place() -> None:
    store = Store()
    store.add(Quad(mint("stance", "s003"), DCT.isReplacedBy, mint("stance", "s001")))
    found = compared(corpus(OLD), corpus(OLD[:2]), Store(), store)
    assert found.of("removed")[0].notes == ("its place took stance:s001",)


def test_recoded_stances_say_from_what_to_what() -> None:
    new = corpus(
        changed(
            s001=("anna", "talks", "~", "2024-06-01", ["d1"]),
            s002=("dora", "aid", "-", "2024-06-07", ["d1"], "cora"),
        )
    )
    found = compared(corpus(OLD), new)
    assert {one.notes for one in found.of("recoded")} == {
        ("polarity: favours → mixed",),
        (
            "holder: bela → dora",
            "on behalf of: nobody → cora",
            "proposition: talks → aid",
            "date: 2024-06 → 2024-06-07",
        ),
    }
    assert {(one.unit.id, one.proposition.id, one.move) for one in found.moved} == {
        ("anna", "talks", Move.TURNED), ("bela", "talks", Move.GONE), ("dora", "aid", Move.NEW),
    }  # fmt: skip


def test_evidence_that_came_and_went() -> None:
    new = corpus(changed(s003=("cora", "talks", "-", "2024-06-02", ["d3", "d4"])))
    found = compared(corpus(OLD), new)
    assert [(one.kind, one.notes) for one in found.revisions] == [("evidence", ("+ d4", "- d2"))]
    assert found.moved == ()


def test_the_newest_comes_first_and_rows_tell_all() -> None:
    more = [*OLD, ("dora", "aid", "+", "2020-01-01"), ("dora", "aid", "-", "2025-01-01")]
    found = compared(corpus(OLD), corpus(more))
    assert [one.after.when for one in found.of("added") if one.after] == [
        "2025-01-01",
        "2020-01-01",
    ]
    rows = row_table(release_rows(found), ("before", "after"), {}, {}).dicts()
    assert [row["kind"] for row in rows] == [
        "added", "added", "position new", "mean agreement of countries",
    ]  # fmt: skip


def test_the_network_of_both_is_drawn_together() -> None:
    kinds = {"anna": ("person", "XA"), "bela": ("person", "XB")}
    said = [(name, about, "+", "2024-01-01") for name in ("anna", "bela") for about in "pqr"]
    old = corpus(said, actors=kinds)
    new = corpus([*said[:5], ("bela", "r", "-", "2024-01-01")], actors=kinds)
    found = compare_corpora(("a", "b"), old, new, Level.ACTOR, Draws(100), (Store(), Store()))
    (tie,) = found.network.ties
    assert (tie.source.id, tie.target.id, tie.before) == ("XA", "XB", 1)
    # Two of three pairs agree after one stance was recoded.
    assert round(tie.after, 4) == round(2 / 3, 4)
    same = compare_corpora(("a", "b"), old, old, Level.ACTOR, Draws(100), (Store(), Store()))
    assert same.network.ties[0].change == 0
    assert same.network.ties[0].interval is None


def test_a_report_that_narrows_a_date_recodes_nothing() -> None:
    old, new = (
        corpus([("anna", "talks", "+", "2026", ["d1"])]),
        corpus([("anna", "talks", "+", "2026", ["d1", "d2"])]),
    )
    # Told as 2026, and first reported on 20 January.
    narrowed = replace(new, stances=replace(new.stances, latest=np.array(["2026-01-20"], "M8[D]")))
    stores = Store(), Store()
    for store in stores:
        told = Literal("2026", datatype=XSD.gYear)
        store.add(Quad(mint("stance", "s001"), ST.saidOn, told))
    found = compared(old, narrowed, *stores)
    assert [(one.kind, one.notes) for one in found.revisions] == [("evidence", ("+ d2",))]
