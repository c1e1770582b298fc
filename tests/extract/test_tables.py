from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import InputError, Problem
from kg.extract.lexicon import ENGLISH, english, read_lexicon
from kg.extract.tables import COLUMNS, fingerprint, read_tables


def write(folder: Path, name: str, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.tsv"
    lines = ["\t".join(COLUMNS[name]), *rows]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def laid(folder: Path) -> list[Problem]:
    problems: list[Problem] = []
    read_tables(folder, ENGLISH, problems)
    return problems


def test_a_row_is_added_replaced_and_taken_away(tmp_path: Path) -> None:
    write(
        tmp_path,
        "cues",
        "want\tbefore\t-\twants?\tShe wants the accord.\tThe wanton waste.",
        "shun\tbefore\t-\tshun(?:s|ned)?\tShe shuns the accord.\tThe shunter left.",
        "hope\t\t\t-\t\t",
    )
    cues = {cue.id: cue for cue in read_lexicon(tmp_path, over=ENGLISH).cues}
    before = [cue.id for cue in english().cues]
    assert cues["want"].sign == -1
    assert cues["shun"].pattern.search("he shunned it")
    assert list(cues) == [*(one for one in before if one != "hope"), "shun"]


def test_a_table_without_patterns_loses_a_row_by_its_second_cell(tmp_path: Path) -> None:
    write(tmp_path, "groups", "group-the-kremlin\t-\t\t\t")
    assert "the Kremlin" in english().groups
    assert "the Kremlin" not in read_lexicon(tmp_path, over=ENGLISH).groups


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    over = read_lexicon(tmp_path, over=ENGLISH)
    assert over.hash == english().hash
    assert [rule.id for rule in over.topics] == [rule.id for rule in english().topics]


def test_a_name_of_ones_own_serves_the_patterns_below(tmp_path: Path) -> None:
    write(tmp_path, "names", "third\tRuritania\tRuritania\tRurik")
    own = read_lexicon(tmp_path, over=ENGLISH)
    told = [rule.id for rule in own.topics if "Ruritania" in f"{rule.pattern}{rule.unless}"]
    assert told


def test_the_hash_is_of_the_rows_wherever_they_lie(tmp_path: Path) -> None:
    copy = shutil.copytree(ENGLISH, tmp_path / "elsewhere")
    assert read_lexicon(copy).hash == english().hash
    path = copy / "cues.tsv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_lexicon(copy).hash == english().hash
    path.write_bytes(path.read_bytes().replace(b"wants?|", b"wants?|craves?|"))
    assert read_lexicon(copy).hash != english().hash


def test_the_hash_tells_cells_apart() -> None:
    problems: list[Problem] = []
    tables = read_tables(ENGLISH, None, problems)
    assert problems == []
    assert len(fingerprint(tables)) == 64
    assert fingerprint(tables) != fingerprint({**tables, "unsaid": ()})


@pytest.mark.parametrize(
    ("name", "content", "line", "message"),
    [
        ("cues", b"id\tplace\n", 1, "the columns must be"),
        ("cues", b"", 1, "the columns must be"),
        ("cues", b"\xff\xfe", 1, "not UTF-8"),
        ("unsaid", b"id\tkind\tpattern\texample\tcounter_example\na\tb\n", 2, "2 cells"),
        ("unsaid", b"id\tkind\tpattern\texample\tcounter_example\n\tbefore\tb\tc\td\n", 2, "name"),
        ("cue", b"", 0, "did you mean cues.tsv"),
    ],
)
def test_a_file_that_is_no_table_is_told(
    tmp_path: Path, name: str, content: bytes, line: int, message: str
) -> None:
    path = tmp_path / f"{name}.tsv"
    path.write_bytes(content)
    (problem,) = laid(tmp_path)
    assert (problem.path, problem.line) == (path, line)
    assert message in problem.message


def test_a_row_that_stands_twice_and_one_that_takes_nothing_away(tmp_path: Path) -> None:
    row = "shun\tbefore\t-\tshuns?\tShe shuns the accord.\tThe shunter left."
    write(tmp_path, "cues", row, row, "nothing\t\t\t-\t\t")
    told = [(problem.line, problem.message) for problem in laid(tmp_path)]
    assert told == [
        (3, "shun stands here twice, first in 2"),
        (4, "there is no row nothing to take away"),
    ]


@pytest.mark.parametrize(
    ("name", "told"), [("nowhere", "there is no such folder"), ("file", "it is no folder")]
)
def test_a_folder_that_is_none_is_told(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        read_lexicon(tmp_path / name, over=ENGLISH)
    assert [problem.message for problem in caught.value.problems] == [told]


def test_a_table_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, "cues")
    with path.open("ab") as stream:
        stream.truncate(5 * 2**20)
    (problem,) = laid(tmp_path)
    assert "larger than" in problem.message
