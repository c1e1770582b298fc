"""The commands that take files, each with sound ones and bad ones, and how it is asked of them."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.build.build import build
from kg.project import Project
from tests.invented import SEEDS
from tests.trust import bad_rdf, bad_tables, bad_texts
from tests.trust.bad_input import Bad
from tests.trust.in_children import LONGEST, Ended

Ask = Callable[[Path], Sequence[str | Path]]


@dataclass(frozen=True)
class Bench:
    """How a command is asked of a file; on a sound one it ends with ``code``."""

    ask: Ask
    bads: Callable[[], Iterable[Bad]]
    sound: Mapping[str, bytes] = field(default_factory=dict)
    of_seeds: bool = False
    code: int = 0


def own_world(world: Project, root: Path) -> Project:
    """The invented world with a store of its own."""
    for name in ("ontology", "queries"):
        (root / name).symlink_to(world.root / name)
    shutil.copytree(SEEDS, root / "seeds")
    project = Project(root, root / "build" / "store")
    build(project)
    return project


def all_benches(own: Project, folder: Path) -> dict[str, Bench]:
    """Each command with what it is tried on."""
    sheet = folder / "sheet.csv"
    run_alone(own, ["review", "--export", sheet])
    head, *rows = sheet.read_text(encoding="utf-8").splitlines(keepends=True)
    filled = head + "".join(row.replace(",,", ",accept,", 1) for row in rows)
    table = filled.encode()
    sound = bad_rdf.releases(own)
    released = {f"old.{ending}": content for ending, content in sound.items()}
    decide = ("review", "--by", "A. Curator", "--import")
    seeds = {name: (SEEDS / name).read_bytes() for name in (bad_rdf.HOME, bad_rdf.CANDIDATES)}
    numbers = itertools.count()
    bad_seeds, bad_releases = bad_rdf.bad_seeds, lambda: bad_rdf.bad_releases(sound)
    measure = ("evaluate", "--engine", "rules")
    return {
        "check": Bench(lambda path: ["check", path], bad_seeds, seeds, of_seeds=True),
        "check of all": Bench(lambda _: ["check"], bad_seeds, seeds, of_seeds=True),
        "build": Bench(lambda _: ["build"], bad_seeds, seeds, of_seeds=True),
        "diff": Bench(lambda path: ["diff", path, own.seeds], bad_releases, released, code=1),
        "compare": Bench(lambda path: ["compare", path, own.store], bad_releases, released),
        "import": Bench(
            lambda path: ["import", path.parent], bad_tables.bad_tables, bad_tables.TABLES
        ),
        "extract": Bench(
            lambda path: ["extract", path, "--engine", "rules", "--published", "2026"],
            bad_texts.bad_articles,
            {"a.txt": bad_texts.ARTICLE, "a.jsonl": bad_texts.LINES},
        ),
        "query": Bench(
            lambda path: ["query", path], bad_texts.bad_queries, {"a.rq": bad_texts.QUERY}
        ),
        "convert": Bench(
            lambda path: ["convert", path, "-o", path.parent / f"tables {next(numbers)}"],
            bad_tables.bad_debates,
            {"a.csv": bad_tables.EVENTS},
        ),
        "review": Bench(
            lambda path: [*decide, path], lambda: bad_tables.bad_sheets(table), {"a.csv": table}
        ),
        "evaluate": Bench(
            lambda path: [*measure, path.with_name("gold.jsonl"), *_found(path)],
            bad_tables.bad_gold,
            bad_tables.GOLD,
        ),
    }


def _found(path: Path) -> list[str | Path]:
    return ["--pred", path] if path.name == "found.jsonl" else []


COMMANDS = (
    "check", "check of all", "build", "diff", "compare", "import", "extract", "query", "convert",
    "review", "evaluate",
)  # fmt: skip


def run_alone(project: Project, arguments: Sequence[str | Path]) -> Ended:
    """What a user's own command does."""
    ended = subprocess.run(
        [sys.executable, "-m", "kg", "--root", project.root, *arguments],
        capture_output=True,
        timeout=2 * LONGEST,
        check=False,
    )
    return Ended(ended.returncode, ended.stderr.decode("utf-8", "replace"), 0, 0)
