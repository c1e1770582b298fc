"""Faults of the machine: every command ends with the right code, one line, and nothing changed.

Each fault is laid on each command: it ends well, where the fault does not concern it, or with the
code of a place that cannot be used and the name of that place; seeds and store are as they were,
no temporary file is left, and the same command works when the fault is over.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kg.build.build import build
from kg.project import Project
from tests.invented import ROOT, SEEDS
from tests.trust.environment import (
    Case,
    Ended,
    few_files,
    forbidden,
    full,
    nowhere,
    obeys,
    read_only,
    run,
    small_disk,
)
from tests.trust.tally import amount, count

SEED = 7
CANDIDATE = "interview-of-august-carla-voorbeeld-dialogue"
COMMANDS = {
    "build": ("build",),
    "import": ("import", "tables"),
    "new": ("new", "--url", "https://times.example/new", "--outlet", "The New Times"),
    "review": ("review", "--accept", CANDIDATE, "--by", "Rita Reviewer", "--on", "2026-01-02"),
    "export -o": ("export", "-o", "out/kg.ttl"),
    "export": ("export",),
    "view": ("view", "-o", "out/graph.html"),
    "site": ("site", "-o", "out/site"),
    "extract": (
        "extract",
        "article.txt",
        "--engine",
        "rules",
        "--into",
        "--outlet",
        "The New Times",
    ),
    "query": ("query", "summary"),
}
WRITING = {"build", "import", "new", "review", "extract", "export -o", "view", "site"}
FEWEST = few_files(4)
UNREAD = (3, 4)
"""The codes of a file that cannot be read: what is entered is input, the rest is the store's."""
FAULTS = {
    # The fault, the disk that it needs, which commands cannot end well, and what these say.
    "full disk": (full, True, WRITING | {"export"}, "No space left|the disk is full"),
    "read-only disk": (read_only, True, WRITING, "Read-only file system"),
    "no permission": (forbidden, False, {*COMMANDS}, "Permission denied"),
    "too many open files": (FEWEST, False, {*COMMANDS}, "Too many open|file descriptors"),
    "no place for temporary files": (nowhere, False, {"export", "export -o", "site"}, "TMPDIR"),
}
PAIRS = [(fault, command) for fault in FAULTS for command in COMMANDS]
PLACE = re.compile(r"(?:/|\bout/|\bstdout\b)")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path | None]:
    with small_disk(tmp_path_factory.mktemp("machine") / "disk") as place:
        yield place


@pytest.fixture(scope="module")
def keeps_off(tmp_path_factory: pytest.TempPathFactory) -> bool:
    return obeys(tmp_path_factory.mktemp("shut") / "folder")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A built store, a document that it does not hold yet, and what commands read."""
    case = Case(tmp_path_factory.mktemp("pristine"))
    for name in ("ontology", "queries"):
        shutil.copytree(ROOT / name, case.root / name)
    shutil.copytree(SEEDS, case.root / "seeds")
    late = next((case.root / "seeds" / "documents" / "2024").glob("*.ttl"))
    held = late.read_bytes()
    late.unlink()
    build(Project(case.root, case.store))
    late.write_bytes(held)
    case.out.mkdir()
    case.temporary.mkdir()
    tables = case.folder / "tables"
    tables.mkdir()
    (tables / "actors.csv").write_text(
        "id,name,type,country,aliases,wikidata,verified_in\n"
        "nils-neuling,Nils Neuling,person,XA,,,\n"
    )
    (case.folder / "article.txt").write_text(
        "Anna Examplova said that Europe must talk to Russia directly.\n"
    )
    return case


@pytest.fixture
def case(pristine: Case, disk: Path | None, tmp_path: Path) -> Iterator[Case]:
    """A copy of it, on the small disk where there is one."""
    folder = (disk or tmp_path) / "case"
    shutil.copytree(pristine.folder, folder)
    yield Case(folder)
    shutil.rmtree(folder)


def faults_of(
    ended: Ended, case: Case, state: tuple[str, str], there: set[str], codes: tuple[int, ...]
) -> list[str]:
    """What is wrong with how a command ended that could not do its work."""
    told = [line for line in ended.said.splitlines() if not line.startswith("hint: ")]
    wrong = {
        f"exit {ended.code}": ended.code not in codes,
        f"{len(told)} lines": len(told) != 1,
        "a trace or a bug": "Traceback" in ended.said or "this is a bug" in ended.said,
        "seeds or store changed": case.held() != state,
        f"left: {case.strangers() - there}": not case.strangers() <= there,
    }
    return [name for name, found in wrong.items() if found]


@pytest.mark.parametrize(
    ("fault", "command"),
    [pair for third in range(amount(1, 3)) for pair in PAIRS[third::3]],
)
def test_a_fault_of_the_machine_is_told_and_harms_nothing(
    case: Case, disk: Path | None, keeps_off: bool, fault: str, command: str
) -> None:
    lay, needs_disk, ending, said = FAULTS[fault]
    if needs_disk and disk is None:
        pytest.skip("this machine allows no disk to be mounted: nothing is known of full ones")
    if lay is forbidden and not keeps_off:
        pytest.skip("this machine keeps nobody off: nothing is known of permissions")
    words = COMMANDS[command]
    to = case.out / "stdout" if words == ("export",) and lay is full else None
    state, there = case.held(), case.strangers() | ({"out/stdout"} if to else set())
    with lay(case) as how:
        ended = run(case, words, to, how)
    wrong = []
    if ended.code or command in ending:
        wrong = faults_of(ended, case, state, there, UNREAD if lay is FEWEST else (4,))
        if not re.search(said, ended.said):
            wrong.append("another reason")
        if not PLACE.search(ended.said):
            wrong.append("no place")
        again = run(case, words, None)
        if again.code:
            wrong.append(f"afterwards exit {again.code}: {again.said}")
    count("environment", fault, 1, not wrong)
    assert not wrong, f"{fault}, kg {command}: {wrong}\n{ended.said}"


@pytest.mark.parametrize("command", Random(SEED).sample([*COMMANDS], amount(3, 10)))
def test_whatever_number_of_files_may_be_open(case: Case, command: str) -> None:
    """It ends well, or as if nothing had happened."""
    wrong = []
    for limit in sorted(Random(SEED).sample(range(4, 64), amount(1, 12))):
        state, there = case.held(), case.strangers()
        with few_files(limit)(case) as how:
            ended = run(case, COMMANDS[command], None, how)
        found = faults_of(ended, case, state, there, UNREAD) if ended.code else []
        count("environment", "limits of open files", 1, not found)
        wrong += [f"{limit}: {one}\n{ended.said}" for one in found]
        if not ended.code:
            # It has been done now, and more files are no hindrance.
            break
    assert not wrong, f"kg {command}, seed {SEED}: {wrong}"
