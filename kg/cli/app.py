"""The command ``kg``: its application, its shared options, and how it talks to people."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TextIO

import typer

from kg import __version__
from kg.cli.commands import LaterCommands
from kg.errors import Problem, Severity
from kg.files import from_here
from kg.printing import printable, unsteering
from kg.project import Project, find_project

# What is reckoned here is small, and several workers read texts: threads cost many times what
# they bring. Libraries look at this when they are first imported, and children inherit it.
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

app = typer.Typer(
    name="kg",
    cls=LaterCommands,
    help="A knowledge graph of European stances on Russia: build, ask, draw, export.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
LaterCommands.app = app


class Settings:
    """What the options before the command say."""

    def __init__(self) -> None:
        self.root: Path | None = None
        self.store: str | None = None
        self.debug = False

    @property
    def project(self) -> Project:
        """The project to work on."""
        return find_project(self.root, self.store)

    def again(self, command: str) -> str:
        """A command ``kg …`` to copy, with the --root and --store that were given to this one.

        Where it names them itself, or is none, it stays as it is.
        """
        if not command.startswith("kg ") or command.startswith("kg --"):
            return command
        import shlex

        given = (("--root", self.root), ("--store", self.store))
        told = "".join(f" {name} {shlex.quote(str(value))}" for name, value in given if value)
        return f"kg{told}{command[2:]}"


settings = Settings()


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        engines = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "rdflib"))
        put(f"kg {__version__} ({engines})\n")
        raise typer.Exit


@app.callback()
def options(
    root: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The project: ontology, queries, seeds.  [env: KG_ROOT]"),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(metavar="DIR|URL", help="Where the store lies.  [env: KG_STORE]"),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of errors.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show versions."),
    ] = False,
) -> None:
    """Options that stand before the command."""
    settings.root, settings.store, settings.debug = root, store, debug


def say(text: str) -> None:
    """A line for the person at the terminal, on stderr; what would steer it is taken out."""
    try:
        sys.stderr.write(f"{printable(text)}\n")
    except OSError:
        # Where nobody can be told, the exit code still tells.
        _forget(sys.stderr)


def put(content: str | bytes | Iterable[bytes], output: Path | None = None) -> None:
    """The data asked for: on stdout, or whole in a file."""
    if isinstance(content, str):
        content = content.encode()
    blocks = [content] if isinstance(content, bytes) else content
    if output is not None and str(output) != "-":
        from kg.files import write_whole

        write_whole(output, blocks, sweeping=True)
        return
    if sys.stdout.isatty():
        # There are words of others in it.
        blocks = unsteering(blocks)
    for block in blocks:
        # What fails where the blocks are made is not told of stdout.
        with _on_stdout():
            sys.stdout.buffer.write(block)
    with _on_stdout():
        sys.stdout.buffer.flush()


@contextlib.contextmanager
def _on_stdout() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # Whoever read stdout has seen enough; Python would complain once more at exit.
        _forget(sys.stdout)
        raise typer.Exit(128 + signal.SIGPIPE) from None
    except OSError as error:
        from kg.files import cannot_write

        _forget(sys.stdout)
        raise cannot_write(Path("stdout"), error) from None


def _forget(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def terminal_width() -> int | None:
    """How many columns the terminal has, or None where stdout is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


MOST = 200
"""Problems that are listed where not they are the answer, but something else failed."""


def show_problems(problems: Sequence[Problem], most: int | None = None) -> None:
    """Problems on lines of their own, on stderr, in colour where that is welcome.

    All of them, or the first ``most`` and how many more there are.
    """
    coloured = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for problem in problems[:most]:
        text = str(replace(problem, path=from_here(problem.path)))
        if coloured:
            colour = "31" if problem.severity is Severity.ERROR else "33"
            word = f"{problem.severity}:"
            coloured_word = f"\x1b[{colour}m{word}\x1b[0m"
            sys.stderr.write(f"{printable(text).replace(word, coloured_word, 1)}\n")
        else:
            say(text)
    if most is not None and len(problems) > most:
        say(f"kg: and {len(problems) - most:,} more")
