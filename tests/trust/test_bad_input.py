"""Whatever is wrong with a file, it is told in one line with its place, and nothing else happens.

Each bad file goes through the command that would take a sound one: it ends with 3, names the file
and, where the fault has one, line and column, has no traceback, takes less than 20 seconds and
2 GiB, and leaves seeds and store as they were. KG_W3C_TESTS names a copy of
github.com/w3c/rdf-tests, whose negative syntax tests are tried too.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from kg.project import Project
from tests.invented import stored
from tests.trust.bad_benches import COMMANDS, Bench, all_benches, own_world, run_alone
from tests.trust.bad_input import Bad, Sort, Tells
from tests.trust.in_children import LONGEST, MOST, Children, Ended, children
from tests.trust.tally import amount, count
from tests.trust.w3c_syntax import SUITE, negative_tests

SEED = 8
_TRACES = ("Traceback", "this is a bug", "panicked")


@pytest.fixture(scope="module")
def runner() -> Iterator[Children]:
    with children() as found:
        yield found


@pytest.fixture(scope="module")
def own(world: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The invented world with a store, which must be the same in the end."""
    return own_world(world, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def other(world: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The same, for commands that change it."""
    return own_world(world, tmp_path_factory.mktemp("other"))


def state(folder: Path) -> dict[str, str]:
    """What lies in a folder."""
    found = {}
    for path in folder.rglob("*"):
        kind = path.lstat().st_mode
        content = path.read_bytes() if stat.S_ISREG(kind) else b""
        found[str(path)] = f"{stat.S_IFMT(kind)} {hashlib.sha256(content).hexdigest()}"
    return found


def hash_of(project: Project) -> str:
    """The canonical hash of the store."""
    return hashlib.sha256("\n".join(stored(project)).encode()).hexdigest()


def faults(ended: Ended, bad: Bad, path: Path) -> Iterator[str]:
    """What a command did that it should not have done."""
    if ended.code != bad.code:
        yield f"exit {ended.code}"
    # Half a character is not shown.
    shown = re.escape(str(path).encode("utf-8", "replace").decode()).replace(r"\?", ".")
    place = {
        Tells.NOTHING: "^kg: ",
        Tells.AMONG: shown,
        Tells.FILE: f"^(kg: )?{shown}{Tells.FILE.value}",
    }.get(bad.tells, f"^{shown}{bad.tells.value}")
    if not re.search(place, ended.told, re.MULTILINE):
        yield "no place"
    yield from (word for word in _TRACES if word in ended.told)
    if ended.seconds > LONGEST:
        yield f"{ended.seconds:.0f} s"
    if ended.memory > MOST:
        yield f"{ended.memory >> 20} MiB"


def tried(
    bench: Bench, bads: Iterable[Bad], project: Project, folder: Path, run: Callable[..., Ended]
) -> Iterator[str]:
    """For each bad file what was wrong in how it was met, empty if nothing."""
    home = project.seeds if bench.of_seeds else folder
    for bad in bads:
        lay_sound(bench, home)
        path = bad.lay(home)
        before = state(project.seeds)
        ended = run(bench.ask(path))
        wrong = list(faults(ended, bad, path))
        if state(project.seeds) != before:
            wrong.append("the seeds are changed")
        yield f"{bad.file}: {bad.fault}: {wrong}: {ended.told[:300]!r}" if wrong else ""
        path.rmdir() if bad.sort is Sort.FOLDER else path.unlink()
    lay_sound(bench, home)


def lay_sound(bench: Bench, folder: Path) -> None:
    for name, content in bench.sound.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def some(bads: Iterable[Bad], few: int) -> list[Bad]:
    known = list(bads)
    number = amount(few, len(known))
    return known if number >= len(known) else Random(SEED).sample(known, number)


def held(command: str, found: Iterable[str]) -> None:
    told = list(found)
    wrong = [one for one in told if one]
    count("bad input", command, len(told), len(told) - len(wrong))
    assert not wrong, f"{len(wrong)} of {len(told)} (seed {SEED}):\n" + "\n".join(wrong)


@pytest.fixture(scope="module")
def benches(own: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bench]:
    """Each command with what it is tried on."""
    return all_benches(own, tmp_path_factory.mktemp("sheet"))


@pytest.mark.parametrize("command", COMMANDS)
def test_sound_files_are_taken(
    command: str, benches: dict[str, Bench], other: Project, runner: Children, tmp_path: Path
) -> None:
    bench = benches[command]
    home = other.seeds if bench.of_seeds else tmp_path / "files"
    lay_sound(bench, home)
    (tmp_path / "told").mkdir()
    for name in bench.sound:
        arguments = ["--root", other.root, *bench.ask(home / name)]
        ended = runner.run(arguments, tmp_path / "told")
        assert ended.code == bench.code, ended


@pytest.mark.parametrize("command", COMMANDS)
def test_bad_files_are_told_and_change_nothing(
    command: str, benches: dict[str, Bench], own: Project, runner: Children, tmp_path: Path
) -> None:
    before, told = hash_of(own), tmp_path / "told"
    told.mkdir()

    def run(arguments: Sequence[str | Path]) -> Ended:
        return runner.run(["--root", own.root, *arguments], told)

    bench = benches[command]
    held(command, tried(bench, some(bench.bads(), 6), own, tmp_path / "files", run))
    assert hash_of(own) == before
    assert run(["query", "summary"]).code == 0


def test_some_as_commands_of_their_own(
    benches: dict[str, Bench], own: Project, tmp_path: Path
) -> None:
    before = hash_of(own)

    def run(arguments: Sequence[str | Path]) -> Ended:
        return run_alone(own, arguments)

    for command in COMMANDS[:: amount(4, 1)]:
        bads = list(benches[command].bads())
        chosen = Random(SEED + 1).sample(bads, amount(1, 4))
        held(
            f"{command}, a process of its own",
            tried(benches[command], chosen, own, tmp_path / command, run),
        )
    assert hash_of(own) == before


@pytest.mark.skipif(not SUITE, reason="KG_W3C_TESTS names no copy of w3c/rdf-tests")
@pytest.mark.parametrize("command", ["check", "build", "diff", "compare", "query"])
def test_what_no_parser_may_take(
    command: str, benches: dict[str, Bench], own: Project, runner: Children, tmp_path: Path
) -> None:
    before, told = hash_of(own), tmp_path / "told"
    told.mkdir()

    def run(arguments: Sequence[str | Path]) -> Ended:
        return runner.run(["--root", own.root, *arguments], told)

    bads = some(negative_tests(command), 6)
    held(f"{command}, W3C", tried(benches[command], bads, own, tmp_path / "files", run))
    assert hash_of(own) == before


def test_the_campaign_is_large(benches: dict[str, Bench]) -> None:
    assert sum(1 for bench in benches.values() for _ in bench.bads()) >= 400
