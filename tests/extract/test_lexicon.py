from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extract.extractor import extract
from kg.extract.lexicon import ENGLISH, english, read_lexicon
from kg.extract.patterns import compile_pattern
from kg.extract.soundness import check_lexicon
from kg.extract.tables import COLUMNS
from kg.model.actors import Actor, ActorKind
from kg.model.propositions import Proposition
from kg.model.stances import Polarity
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle

ROOT = Path(__file__).parents[2]
CODEBOOK = ROOT / "ontology" / "codebook.ttl"
LEXICON = english()


def test_every_proposition_has_a_pattern():
    named = {rule.proposition for rule in LEXICON.topics} - {"*"}
    codebook = decode(Proposition, read_turtle(CODEBOOK))
    assert named == {proposition.id for proposition in codebook}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x\tp\tT\t+\t(\t\te\tc", "not a regular expression"),
        ("x\tp\tT\t+\ta{4294967295}\t\te\tc", "not a regular expression"),
        ("x\tp\tT\t+\t" + "(" * 600 + "a" + ")" * 600 + "\t\te\tc", "not a regular expression"),
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


def test_every_class_of_words_that_is_asked_for_is_there():
    asked = {
        name
        for path in (ROOT / "kg" / "extract").glob("*.py")
        for name in re.findall(r'lexicon\.words\["([a-z-]+)"\]', path.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked <= LEXICON.words.keys()
    assert LEXICON.words["no such class"] == frozenset()


def test_the_nouns_among_the_reporting_verbs_are_some_of_them():
    assert LEXICON.words["nouns-too"] <= {verb.id for verb in LEXICON.reporting}


def test_cues_are_found_at_their_places():
    finders = LEXICON.finders.cues
    assert sum(len(finders[place].rows) for place in ("before", "after", "~")) == len(LEXICON.cues)
    assert {cue.sign for cue in finders["~"].rows} == {0}
    assert {cue.place for cue in finders["after"].rows} == {"after"}


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


def test_the_pattern_of_the_guide_does_what_the_guide_says(tmp_path):
    guide = (ROOT / "docs" / "lexicon.md").read_text(encoding="utf-8")
    cells = dict(re.findall(r"^\| `(\w+)` \| `((?:[^`\\]|\\.)*)` \|", guide, re.MULTILINE))
    row = [cells[column].replace("\\|", "|") for column in COLUMNS["propositions"]]
    lines = ["\t".join(COLUMNS["propositions"]), "\t".join(row), ""]
    (tmp_path / "propositions.tsv").write_text("\n".join(lines), encoding="utf-8")
    (sentence,) = re.findall(r"^> (.*)$", guide, re.MULTILINE)
    macron = Actor("emmanuel-macron", "Emmanuel Macron", ActorKind.PERSON, "FR")

    def stances(lexicon):
        read = extract(
            sentence, document="d", published=None, actors=[macron], tenures=[], lexicon=lexicon
        )
        return {(one.holder, one.proposition, one.polarity) for one in read.candidates}

    said = ("emmanuel-macron", "direct-dialogue-with-russia", Polarity.OPPOSES)
    assert said not in stances(LEXICON)
    assert said in stances(read_lexicon(tmp_path, over=ENGLISH))
    problems = check_lexicon(tmp_path, ENGLISH, {rule.proposition for rule in LEXICON.topics})
    assert [one for one in problems if one.path.parent == tmp_path] == []
