"""Programs that write to one project, or read it, beside each other: each a process of its own.

Every program says that it is ready, waits for a line, and tells a line of each thing that was
acknowledged to it: what it has told must be there at the end.
"""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from kg.build.build import build
from kg.errors import KgError, StoreLocked
from kg.files import write_all
from kg.model.documents import Text
from kg.model.stances import Verdict
from kg.project import Project
from kg.rdf.codec import encode
from kg.rdf.turtle import write_turtle
from kg.reader import Reader
from kg.review.decision import Decision
from kg.review.desk import Desk
from kg.seeds.frames import DocumentFrame, StanceFrame, enter
from kg.seeds.imports import import_tables
from kg.seeds.read import seed_paths
from kg.seeds.write import format_file
from tests.invented import ROOT, evidence, stance

Told = TypeVar("Told")
SECONDS = 300
"""After so long a program hangs."""
STOP = "stop"
"""A file of this name beside the seeds ends what goes on until it is stopped."""
ASKED = "SELECT ?reason (COUNT(?s) AS ?n) WHERE { ?s st:reason ?reason } GROUP BY ?reason"
"""What tells states apart, and whether there is one alone."""
OF_A_STATE = 12
"""How many stances give the reason of a state."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and what was acknowledged to it."""

    code: int
    acknowledged: tuple[str, ...]
    complaint: str


def start(root: Path, program: str, name: str, number: int = 0) -> subprocess.Popen[str]:
    """A program that is ready, or will be; ``number`` is how often it does what it does."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.trust.writing", program, str(root), name, str(number)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def release(*programs: subprocess.Popen[str]) -> None:
    """Let programs go on at one moment, when all are ready."""
    for program in programs:
        assert program.stdout is not None
        program.stdout.readline()
    for program in programs:
        assert program.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            program.stdin.write("\n")
            program.stdin.flush()


def end(program: subprocess.Popen[str]) -> Ended:
    """Wait until a program has ended."""
    told, complaint = program.communicate(timeout=SECONDS)
    return Ended(program.returncode, tuple(told.split("\n")[:-1]), complaint)


def write_state(project: Project, number: int) -> None:
    """Put stances in the seeds, in two files, all of which give one reason: that state's."""
    contents = {}
    for half in (0, 1):
        records = []
        for place in range(half, OF_A_STATE, 2):
            told = stance(f"told-{place}", said_on=f"2020-{place + 1:02}-01")
            records += [
                replace(told, reason=Text(f"state {number}", "en")),
                evidence(told.id),
            ]
        content = write_turtle(t for record in records for t in encode(record))
        contents[project.seeds / f"half-{half}.ttl"] = content
    write_all(contents)


def _insisting(write: Callable[[], Told]) -> Told:
    """What a writer says that is asked again where others keep writing, as it is then told to."""
    for _ in range(9):
        with contextlib.suppress(StoreLocked):
            return write()
    return write()


def _enter_pages(project: Project, name: str, number: int) -> Iterator[str]:
    for turn in range(number):
        page = DocumentFrame(
            f"https://{name}.example/{turn}", f"Paper {name} {turn}", "2021-03-05", "News", "en"
        )
        said = StanceFrame(
            holder="Examplova",
            proposition="sanctions-on-russia",
            polarity="mixed",
            said_on=None,
            quote="They stay",
            quote_language=None,
            translation=None,
            paraphrase=None,
            attribution="direct",
        )
        home, *_ = _insisting(partial(enter, project, page, said))
        yield f"document/{home.stem}"


def _import(project: Project, name: str, number: int) -> Iterator[str]:
    for turn in range(number):
        folder = project.root / "tables" / f"{name}-{turn}"
        folder.mkdir(parents=True)
        actor = f"{name}-{turn}"
        (folder / "actors.csv").write_text(
            "id,name,type,country,aliases,wikidata,verified_in\n"
            f"{actor},Imported {name} {turn},person,XA,,,\n"
        )
        (folder / "sources.csv").write_text(
            "url,publisher,title,published,language\n"
            f"https://{name}.example/{turn},Gazette {name} {turn},News,2021,en\n"
        )
        _insisting(partial(import_tables, project, folder))
        yield f"actor/{actor}"
        yield f"outlet/gazette-{actor}"


def _decide(project: Project, name: str, number: int) -> Iterator[str]:
    desk = _desk(project, name)
    for turn in range(number):
        yield from _decided(desk, turn)


def _name(project: Project, name: str, number: int) -> Iterator[str]:
    desk = _desk(project, name)
    for turn in range(number):
        add = partial(desk.registry.add_actor, f"Named {name} {turn}", "person", None)
        yield f"actor/{_insisting(add).id}"
        yield from _decided(desk, turn)


def _desk(project: Project, name: str) -> Desk:
    return Desk(project, name.title(), date(2021, 4, 1))


def _decided(desk: Desk, turn: int) -> Iterator[str]:
    decision = Decision("first", Verdict.REFUSE, f"for the {turn}th time")
    for review in _insisting(partial(desk.decide, [decision])):
        yield f"review/{review.id}"


def _format(project: Project, _: str, __: int) -> Iterator[str]:
    for turn in itertools.count():
        for path in seed_paths(project):
            format_file(path, write=True)
        if (project.root / STOP).exists():
            yield f"rounds/{turn + 1}"
            return


def _build(project: Project, _: str, __: int) -> Iterator[str]:
    built = build(project, workers=1)
    yield f"quads/{sum(built.graphs.values())}"


def _ask(project: Project, _: str, __: int) -> Iterator[str]:
    reader = Reader(project)
    while not (project.root / STOP).exists():
        try:
            answer = reader.sparql(ASKED)
            rows = [(row["reason"], row["n"]) for row in answer.dicts()]  # type: ignore[union-attr]
        except KgError as error:
            yield f"failed/{error}"
        else:
            whole = len(rows) == 1 and rows[0][1] == str(OF_A_STATE)
            yield f"whole/{rows[0][0]}" if whole else f"torn/{rows}"


PROGRAMS: dict[str, Callable[[Project, str, int], Iterator[str]]] = {
    "new": _enter_pages,
    "import": _import,
    "decide": _decide,
    "name": _name,
    "format": _format,
    "build": _build,
    "ask": _ask,
}


def main(arguments: Sequence[str]) -> int:
    """Run a program; returns its exit code."""
    program, root, name, number = arguments
    project = Project(Path(root), Path(root) / "build" / "store")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        for told in PROGRAMS[program](project, name, int(number)):
            sys.stdout.write(f"{told}\n")
            sys.stdout.flush()
    except KgError as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'problems', '')}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
