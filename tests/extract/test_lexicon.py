from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extract.lexicon import ENGLISH, english, read_lexicon
from kg.extract.patterns import compile_pattern
from kg.extract.segment import level
from kg.model.propositions import Proposition
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle

CODEBOOK = Path(__file__).parents[2] / "ontology" / "codebook.ttl"
LEXICON = english()


@pytest.mark.parametrize("rule", LEXICON.topics, ids=lambda rule: rule.id)
def test_a_topic_rule_fits_its_example_and_not_its_counter_example(rule):
    def fits(sentence: str) -> bool:
        excepted = rule.unless is not None and rule.unless.search(level(sentence)) is not None
        return rule.pattern.search(level(sentence)) is not None and not excepted

    assert fits(rule.example)
    assert not fits(rule.counter_example)


@pytest.mark.parametrize(
    "row",
    [
        *LEXICON.cues,
        *LEXICON.reporting,
        *LEXICON.background,
        *LEXICON.unsaid,
        *LEXICON.dates,
    ],
    ids=lambda row: row.id,
)
def test_a_phrase_fits_its_example_and_not_its_counter_example(row):
    assert row.pattern.search(row.example)
    assert not row.pattern.search(row.counter_example)


def test_ids_are_unique_over_all_tables():
    rows = [
        *LEXICON.topics,
        *LEXICON.cues,
        *LEXICON.background,
        *LEXICON.unsaid,
        *LEXICON.dates,
    ]
    ids = [row.id for row in rows]
    assert sorted(ids) == sorted(set(ids))


def test_every_proposition_has_a_pattern():
    named = {rule.proposition for rule in LEXICON.topics} - {"*"}
    codebook = decode(Proposition, read_turtle(CODEBOOK))
    assert named == {proposition.id for proposition in codebook}


def test_weights_name_evidence_that_can_occur():
    kinds = {f"kind-{rule.kind}" for rule in LEXICON.topics}
    assert kinds <= set(LEXICON.weights)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x\tp\tT\t+\t(\t\te\tc", "not a regular expression"),
        ("x\tp\tT\t+\t{nobody}\t\te\tc", "there is no name"),
        ("x\tp\tQ\t+\ta\t\te\tc", "kind must be one of"),
        ("x\tp\tT\t?\ta\t\te\tc", "orientation must be one of"),
        ("x\tp\tT", "3 cells where there must be 8"),
        ("eu-special-envoy-1\tp\tT\t+\ta\t\te\tc", "stands here twice"),
    ],
)
def test_a_bad_row_is_told_with_file_and_line(tmp_path, line, message):
    shutil.copytree(ENGLISH, tmp_path / "en")
    table = tmp_path / "en" / "propositions.tsv"
    before = table.read_text(encoding="utf-8")
    table.write_text(before + line + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_lexicon(tmp_path / "en")
    (problem,) = caught.value.problems
    assert problem.path == table
    assert problem.line == len(before.splitlines()) + 1
    assert message in problem.message


def test_a_missing_table_is_a_problem_of_that_file(tmp_path):
    with pytest.raises(InputError) as caught:
        read_lexicon(tmp_path)
    assert tmp_path / "cues.tsv" in {problem.path for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("special envoy", 'a European "special envoy"', True),
        ("special envoy", "a specialenvoy", False),
        ("no ~2 deal", "no such bad deal", True),
        ("no ~2 deal", "no such very bad deal", False),
        ("no ~2 deal", "no. A deal", False),
        ("a ?b", "ab", True),
        ("{land}", "in Ruritania", True),
    ],
)
def test_pattern_shorthands(source, text, found):
    pattern = compile_pattern(source, {"land": "Ruritania|Freedonia"})
    assert (pattern.search(text) is not None) is found
