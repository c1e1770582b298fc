"""What is imported to start, and that the list of commands says what the commands say."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module

import pytest
import typer

from kg.cli.app import app
from kg.cli.commands import COMMANDS
from tests.invented import ROOT

WATCHED = ("kg.", "numpy.ma", "pyoxigraph", "rdflib")
NAMES = [name for commands in COMMANDS.values() for name in commands]


def test_every_command_stands_in_the_list_with_the_words_of_its_help() -> None:
    for module in COMMANDS:
        import_module(f"kg.cli.{module}")
    listed = {name: module for module, commands in COMMANDS.items() for name in commands}
    said = {}
    for info in app.registered_commands:
        assert info.callback is not None
        name = info.name or info.callback.__name__
        assert info.callback.__module__ == f"kg.cli.{listed[name]}"
        said[name] = inspect.getdoc(info.callback) or ""
    for group in app.registered_groups:
        assert group.name is not None
        assert group.typer_instance is not None
        told = group.typer_instance.registered_callback
        assert told is not None
        said[group.name] = inspect.getdoc(told.callback) or ""
    words = {name: text for commands in COMMANDS.values() for name, text in commands.items()}
    assert words == {name: " ".join(text.split("\n\n")[0].split()) for name, text in said.items()}


def test_commands_are_found_whatever_was_imported_before() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert list(commands) == NAMES
    assert [command.name for command in commands.values()] == NAMES


def imported(*words: str, before: tuple[str, ...] = ()) -> tuple[set[str], str]:
    """The modules watched that are there after a command, and what it printed."""
    code = (
        "import contextlib, importlib, io, sys\n"
        f"WATCHED = {WATCHED!r}\n"
        f"for module in {before!r}:\n"
        "    importlib.import_module(f'kg.cli.{module}')\n"
        "from kg.cli.main import main\n"
        "out = io.StringIO()\n"
        f"sys.argv = ['kg', *{words!r}]\n"
        "with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):\n"
        "    main()\n"
        "print(*(name for name in sys.modules if name.startswith(WATCHED)))\n"
        "print(out.getvalue())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    modules, _, printed = done.stdout.partition("\n")
    return set(modules.split()), printed


def test_the_list_of_commands_imports_none_of_them() -> None:
    modules, printed = imported("--help")
    assert not {f"kg.cli.{module}" for module in COMMANDS} & modules
    assert "pyoxigraph" not in modules
    lines = printed[printed.index("Commands:") :].split("\n")[1:]
    assert [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "] == NAMES


def test_a_command_imports_no_other() -> None:
    modules, printed = imported("query", "--help")
    assert {f"kg.cli.{module}" for module in COMMANDS} & modules == {"kg.cli.ask"}
    assert "NAME|FILE|-" in printed
    assert "--install-completion" not in printed


def test_a_store_in_a_folder_needs_no_network() -> None:
    code = "import kg.store.embedded, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not {"asyncio", "ssl", "kg.store.remote"} & set(done.stdout.split())


def test_a_query_imports_little_beyond_the_engine() -> None:
    code = (
        "import sys, gc\n"
        "import kg.cli.main, kg.cli.ask, kg.queries.run, kg.queries.formats\n"
        "print(gc.isenabled(), *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    collects, *modules = done.stdout.split()
    slow = {"anyascii", "calendar", "csv", "ctypes", "hashlib", "sqlite3", "tempfile"}
    assert collects == "True"
    assert not (slow | {"kg.temporary", "kg.rdf.turtle", "kg.store.words"}) & set(modules)


def test_a_check_reads_without_rdflib() -> None:
    modules, printed = imported("check")
    assert "0 errors" in printed
    assert "kg.seeds.surveyed" in modules
    assert not {"numpy.ma", "rdflib"} & modules


def test_a_slip_is_told_with_what_is_near() -> None:
    _, printed = imported("biuld")
    assert "No such command 'biuld'" in printed
    assert "'build'" in printed


@pytest.mark.parametrize("name", ["export", "lexicon"])
def test_help_is_the_same_when_a_command_was_imported_before(name: str) -> None:
    _, printed = imported(name, "--help")
    _, shown = imported(name, "--help", before=tuple(COMMANDS))
    assert printed == shown


def ended(code: str) -> subprocess.CompletedProcess[str]:
    """A program that is ``kg``, but for what it does."""
    begun = f"import kg.cli.main as program\n{code}\nprogram.run()\n"
    return subprocess.run(
        [sys.executable, "-c", begun], capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_the_program_ends_with_the_code_and_with_all_that_was_printed() -> None:
    done = ended(
        "import atexit\n"
        "atexit.register(lambda: print('the last word'))\n"
        "def main():\n"
        "    print('the first', end=' ')\n"
        "    return 3\n"
        "program.main = main"
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "the first the last word\n", "")


def test_what_was_imported_is_not_taken_apart() -> None:
    done = ended(
        "class Kept:\n"
        "    def __del__(self): print('taken apart', flush=True)\n"
        "kept = Kept()\n"
        "program.main = lambda: 0"
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_thread_at_work_is_waited_for() -> None:
    done = ended(
        "import threading, time\n"
        "def late():\n"
        "    time.sleep(0.3)\n"
        "    print('done')\n"
        "def main():\n"
        "    threading.Thread(target=late).start()\n"
        "    return 0\n"
        "program.main = main"
    )
    assert (done.returncode, done.stdout) == (0, "done\n")


def test_what_cannot_be_written_in_the_end_is_told() -> None:
    done = ended(
        "import sys\n"
        "def main():\n"
        "    sys.stdout = open('/dev/full', 'w')\n"
        "    sys.stdout.write('lost')\n"
        "    return 0\n"
        "program.main = main"
    )
    assert done.returncode
    assert "No space left" in done.stderr
