"""Each fault that a lexicon may have is found, at its cell, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import Problem
from kg.extract.lexicon import ENGLISH
from kg.extract.soundness import check_lexicon
from kg.extract.tables import COLUMNS
from kg.model.propositions import Proposition
from kg.rdf.codec import decode
from kg.rdf.turtle import read_turtle

CODEBOOK = Path(__file__).parents[2] / "ontology" / "codebook.ttl"
PROPOSITIONS = {one.id for one in decode(Proposition, read_turtle(CODEBOOK))}
SANCTIONS = "sanctions-on-russia"


def test_the_english_lexicon_has_no_fault() -> None:
    assert check_lexicon(ENGLISH, None, PROPOSITIONS) == ()


FAULTS: list[tuple[str, str, str | None, str]] = [
    ("propositions", f"x|{SANCTIONS}|T|+|(||a|b", "pattern", "not a regular expression"),
    ("propositions", f"x|{SANCTIONS}|T|+|{{nobody}}||a|b", "pattern", "no name 'nobody'"),
    ("propositions", f"x|{SANCTIONS}|T|+|a|(|a|b", "unless", "not a regular expression"),
    ("propositions", f"x|{SANCTIONS}|T|+|||a|b", "pattern", "there is no pattern"),
    ("propositions", f"x|{SANCTIONS}|Q|+|embargo||embargo|cargo", "kind", "kind must be one"),
    ("propositions", f"x|{SANCTIONS}|T|~|embargo||embargo|cargo", "orientation", "must be"),
    ("propositions", "x|snow|T|+|snow plan||snow plan|plan", "proposition", "codebook"),
    ("propositions", f"x|{SANCTIONS}|R|+|hail||hail|rail", "proposition", "refers back"),
    ("propositions", f"x|{SANCTIONS}|T|+|fog plan||a fog|plan", "example", "for nothing"),
    ("propositions", f"x|{SANCTIONS}|T|+|ice plan||ice plan|an ice plan", "counter_example", "too"),
    ("propositions", f"x|{SANCTIONS}|T|+|rain plan||rain plan|", "counter_example", "no counter"),
    ("propositions", f"x|{SANCTIONS}|T|+|rain||rain|pain|", None, "9 cells"),
    (
        "propositions",
        f"x|{SANCTIONS}|T|+|sausages ~3 Russia||sausages never reach Russia|sausages",
        "example",
        "gives",
    ),
    ("cues", "x|before|-|craves?|She refuses to crave the accord.|The crag.", "example", "not f"),
    ("cues", "x|beside|+|yearns?|She yearns the accord.|The year.", "place", "place must be"),
    ("cues", "x|before|?|yearns?|She yearns the accord.|The year.", "sign", "sign must be"),
    ("cues", "x|before|+|covets?|She covets the fish.|The coven.", "example", "without the acc"),
    ("cues", "verb-say|before|+|lauds?|She lauds the accord.|Laudanum.", "id", "another rule"),
    ("reporting_verbs", "x|finite|moos|A cow moos.|The moose.", "example", "for nothing"),
    ("reporting_verbs", "x|loud|barks|Ann Speaker barks.|The barge.", "kind", "kind must be"),
    ("background", "x|clause|beneath|Beneath it, the accord.|A heath.", "example", "for nothing"),
    ("unsaid", "x|before|dodged|He dodged the accord.|The accord was dodged.", None, ""),
    ("unsaid", "x|before|ducked|He ducked.|He duct-taped it.", "example", "for nothing"),
    ("date_words", "x|today|tonight|It snows tonight.|2026-03-17|Night.", "example", "2026-03-18"),
    ("names", "vole|[a-z|a vole|a hole", "pattern", "not a regular expression"),
    ("names", "mole|moles?|a mole|a hole", "id", "no pattern uses {mole}"),
    ("groups", "x|the Frogs|frogs|The toads sang.|The toads.", "example", "for nothing"),
    ("groups", "x|the kremlin|kremlin|The Kremlin slept.|The crumb.", "phrase", "the same"),
    ("offices", "x|Keeper of Cats|cat keeper|Keeper of Dogs|Keeper of Bees", "example", "nothing"),
    ("offices", "x|Keeper of Eels|=|Keeper of Eels|Keeper of Bees", "example", "names no one"),
    ("countries", "FR|French|monarch||The French government.|The French.", "leads", "no row"),
    ("given_names", "Ann|f", "id", "small letters"),
    ("given_names", "ann|x", "gender", "gender must be"),
    ("word_classes", "x|cat dog|a cow|a cat", "example", "for nothing"),
]
"""A row of a table, the column of its fault, and what is told of it."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], list[Problem]]:
    """What is told of each row, by its table and line, all rows lying in one folder."""
    folder = tmp_path_factory.mktemp("own")
    rows: dict[str, list[str]] = {name: ["\t".join(columns)] for name, columns in COLUMNS.items()}
    for number, (name, row, _, _) in enumerate(FAULTS):
        cells = row.split("|")
        rows[name].append("\t".join([f"x{number}" if cells[0] == "x" else cells[0], *cells[1:]]))
    for name, lines in rows.items():
        (folder / f"{name}.tsv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in check_lexicon(folder, ENGLISH, PROPOSITIONS):
        if problem.path.parent == folder:
            found.setdefault((problem.path.stem, problem.line), []).append(problem)
    return found


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_a_fault_is_told_at_its_cell(
    told: dict[tuple[str, int], list[Problem]], number: int
) -> None:
    name, row, column, message = FAULTS[number]
    line = 2 + [fault[0] for fault in FAULTS[:number]].count(name)
    problems = told.get((name, line), [])
    if not message:
        assert problems == []
        return
    cells = row.split("|")
    cells[0] = f"x{number}" if cells[0] == "x" else cells[0]
    before = cells[: COLUMNS[name].index(column)] if column else []
    place = 1 + sum(len(cell) + 1 for cell in before)
    assert [one.column for one in problems if message in one.message] == [place]


def test_the_same_pattern_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "unsaid.tsv"
    rows = [f"{one}\tbefore\tdodged\tHe dodged the accord.\tThe lodge." for one in ("x", "y")]
    path.write_text("\n".join(["\t".join(COLUMNS["unsaid"]), *rows, ""]), encoding="utf-8")
    (problem,) = (one for one in check_lexicon(tmp_path, ENGLISH, PROPOSITIONS) if one.path == path)
    assert (problem.line, problem.message) == (3, "x has the same pattern")


def test_a_pattern_that_can_take_for_ever_is_told(tmp_path: Path) -> None:
    path = tmp_path / "unsaid.tsv"
    row = r"x	before	(?:\w+ ?)+ dodged	He dodged the accord.	The lodge."
    path.write_text("\n".join(["\t".join(COLUMNS["unsaid"]), row, ""]), encoding="utf-8")
    problems = check_lexicon(tmp_path, ENGLISH, PROPOSITIONS)
    assert [(one.line, one.column) for one in problems if "takes longer" in one.message] == [
        (2, 10)
    ]
