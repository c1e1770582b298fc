"""The words of the rules, as an analyst works on them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

CUES = "id\tplace\tsign\tpattern\texample\tcounter_example\n"


def own(folder: Path, row: str) -> Path:
    (folder / "own").mkdir()
    (folder / "own" / "cues.tsv").write_text(CUES + row, encoding="utf-8")
    return folder / "own"


def test_check_is_content_with_sound_tables(kg: Run, tmp_path: Path) -> None:
    folder = own(tmp_path, "crave\tbefore\t+\tcraves?\tShe craves the accord.\tA cravat.\n")
    done = kg("lexicon", "check", folder)
    faults = [line for line in done.stderr.splitlines() if line.startswith(folder.name)]
    assert faults in ([], [f"{folder.name}: every row is taken as it says"])
    assert done.stdout == ""


def test_check_tells_file_line_and_column(kg: Run, tmp_path: Path) -> None:
    folder = own(tmp_path, "crave\tbefore\t+\tcraves?\tShe wants the accord.\tA cravat.\n")
    done = kg("lexicon", "check", folder)
    assert done.returncode == 3
    where = folder.relative_to(tmp_path) / "cues.tsv"
    assert f"{where}:2:24: error: the example is taken for nothing" in done.stderr
    assert "hint: docs/lexicon.md" in done.stderr


def test_a_folder_without_any_table_is_told(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    done = kg("lexicon", "check", tmp_path / "own")
    assert done.returncode == 3
    assert done.stderr.startswith("own: error: holds no table")


def test_list_shows_tables_and_rows(kg: Run) -> None:
    tables = kg("lexicon", "list")
    assert tables.stdout.splitlines()[2].split()[0] == "propositions"
    cues = kg("lexicon", "list", "cues")
    assert cues.stdout.splitlines()[0].split()[-1] == "pattern"
    assert cues.stdout.splitlines()[2].startswith("want ")
    assert "wants?" in cues.stdout.splitlines()[2]
    one = kg("lexicon", "list", "--proposition", "eu-special-envoy").stdout.splitlines()[2:]
    assert one
    assert all(line.split()[1] == "eu-special-envoy" for line in one)


def test_list_refuses_what_is_not_there(kg: Run) -> None:
    assert "is none of: propositions" in kg("lexicon", "list", "verbs").stderr
    assert "'snow' is no proposition" in kg("lexicon", "list", "--proposition", "snow").stderr
    near = kg("lexicon", "list", "--proposition", "envoy").stderr
    assert "hint: did you mean eu-special-envoy?" in near
    for asked in (("verbs",), ("--proposition", "snow"), ("cues", "--proposition", "x")):
        assert kg("lexicon", "list", *asked).returncode == 2


def test_try_shows_what_fires_and_where(kg: Run) -> None:
    done = kg("lexicon", "try", "She refused to appoint a special envoy.")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["refused", "to", "4", "14", "cues", "refuse", "against"] in [x[:7] for x in lines]
    assert any("eu-special-envoy" in line for line in done.stdout.splitlines())
    assert "stance" not in done.stdout


def test_try_decides_with_an_engine(kg: Run) -> None:
    sentence = "Anna Examplova said that Europe should appoint a special envoy."
    done = kg("lexicon", "try", sentence, "--engine", "rules")
    assert "anna-examplova favours eu-special-envoy" in done.stdout
    assert "verb-say" in done.stdout


def test_try_goes_by_tables_of_ones_own(kg: Run, tmp_path: Path) -> None:
    folder = own(tmp_path, "crave\tbefore\t+\tcraves?\tShe craves the accord.\tA cravat.\n")
    sentence = "She craves a special envoy."
    assert "crave " not in kg("lexicon", "try", sentence).stdout
    assert "crave " in kg("lexicon", "try", sentence, "--lexicon", folder).stdout


def test_try_says_when_nothing_fires_and_refuses_other_engines(kg: Run, tmp_path: Path) -> None:
    quiet = kg("lexicon", "try", "Snow.")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "kg: no row fires\n")
    assert kg("lexicon", "try", "Snow.", "--engine", "steam").returncode == 2
    missing = kg("lexicon", "try", "Snow.", "--lexicon", tmp_path / "nowhere")
    assert missing.returncode == 3
    assert "there is no such folder" in missing.stderr


def test_what_would_steer_a_terminal_is_not_shown(kg: Run) -> None:
    shown = kg("lexicon", "try", "She wants \x1b[31ma special\x1b]0;x\x07 envoy.").stdout
    assert "special" in shown
    assert "\x1b" not in shown
