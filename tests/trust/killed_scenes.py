"""What is being done when the kill comes: a project, a command, and what it is to write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.build.build import build
from kg.project import Project
from kg.rdf.codec import encode
from kg.rdf.turtle import write_turtle
from tests.invented import MARCH, ROOT, SEEDS, evidence, stance
from tests.invented import new_project as invented_project
from tests.trust.tally import amount

DOCUMENTS = amount(60, 300)
"""How many documents the large corpus has beside the world's own."""
LARGE = {"_SMALL": 0, "_PORTION": 8_000, "_AT_ONCE": 60_000}
"""By what a store is a large one, so many steps it is built in, and so often they are kept."""
_RUN = f"""
import sys
if {{large}}:
    from kg.build import build as building, sources
    from kg.store import loading
    building._SMALL, sources._PORTION, loading._AT_ONCE = {(*LARGE.values(),)}
from kg.cli.main import main
sys.exit(main())
"""
_CANDIDATE = "interview-of-august-carla-voorbeeld-dialogue"
_TABLES = {
    "actors.csv": (
        "id,name,type,country,aliases,wikidata,verified_in",
        "dora-newcomova,Dora Newcomova,person,XA,Newcomova,,",
    ),
    "sources.csv": (
        "url,publisher,title,published,language",
        *(f"https://new.example/{n},New Gazette {n},Number {n},2024-02-0{n},en" for n in (1, 2, 3)),
    ),
    "stances.csv": (
        "id,holder_id,proposition,polarity,said_on,on_behalf_of,reacts_to,reason,"
        "quote,quote_lang,quote_en,paraphrase,source_url",
        *(
            f"newcomova-{n},dora-newcomova,sanctions-on-russia,favours,2024-02-0{n},,,,"
            f"They must stay,en,,,https://new.example/{n}"
            for n in (1, 2, 3)
        ),
    ),
}
_ARTICLE = (
    "Examplova wants talks\n\n"
    '"I think the time has come for Europe to talk to Russia," Anna Examplova told reporters.\n'
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A command, what it says when it is done, and how the project is prepared for it.

    ``whole`` is a folder that it writes and of which nothing may be there in part. A ``large`` one
    is built as a store of many gigabytes is, in many small steps.
    """

    name: str
    command: tuple[str, ...]
    says: str
    prepare: Callable[[Project], object] = lambda _: None
    whole: str = ""
    large: bool = False


def copied(project: Project, root: Path) -> Project:
    """A copy of a project in another folder, with its store."""
    shutil.copytree(project.root, root, symlinks=True)
    return Project(root, root / "build" / "store")


def launched(
    project: Project,
    scene: Scene,
    under: Iterable[str] = (),
    more: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:
    """The command of a scene, running in a group of its own; what it says is one stream.

    It runs ``under`` another command, and with ``more`` in its environment, where there are any.
    """
    return subprocess.Popen(
        [*under, sys.executable, "-c", _RUN.format(large=scene.large), *scene.command],
        cwd=project.root,
        env=surroundings(project) | dict(more or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def surroundings(project: Project) -> dict[str, str]:
    """The environment of a command on a project, with a folder for temporary files in it."""
    folders = {"KG_ROOT": project.root, "KG_STORE": project.store, "TMPDIR": project.root / "tmp"}
    return {**os.environ, **{name: str(folder) for name, folder in folders.items()}}


def first_project(folder: Path) -> Project:
    """The world, with all it takes to run any command, and built."""
    project = invented_project(folder, ())
    shutil.rmtree(project.seeds)
    shutil.copytree(SEEDS, project.seeds)
    (project.root / "queries").symlink_to(ROOT / "queries", target_is_directory=True)
    for folder in ("out", "tmp"):
        (project.root / folder).mkdir()
    _settle(project)
    build(project)
    return project


def _settle(project: Project) -> None:
    """Has all files be of some time ago, so that nothing is read twice for being fresh."""
    moment = time.time() - 3600
    for path in (*project.seeds.rglob("*.ttl"), *project.ontology.glob("*.ttl")):
        os.utime(path, (moment, moment))


def _forget(project: Project) -> None:
    shutil.rmtree(project.folder)


def _edit(project: Project) -> None:
    for path in sorted(project.seeds.glob("documents/*/*.ttl")):
        told = path.read_text(encoding="utf-8")
        if "polarity:favours" in told:
            path.write_text(told.replace("polarity:favours", "polarity:mixed"), encoding="utf-8")
            return


def _many(project: Project) -> None:
    """Adds many documents to a store that knows nothing of them."""
    folder = project.seeds / "documents" / "2022"
    folder.mkdir()
    for number in range(DOCUMENTS):
        url = f"https://example.org/many/{number}"
        page = replace(MARCH, id=f"2022-01-05-sample-times-{number:08x}", url=url)
        told = stance(
            f"many-{number}", ("favours", "opposes")[number % 2], f"20{number % 20:02}-03-04"
        )
        records = page, told, evidence(told.id, page)
        triples = (triple for record in records for triple in encode(record))
        (folder / f"{page.id}.ttl").write_bytes(write_turtle(triples))
    _settle(project)


def _unformat(project: Project) -> None:
    for path in sorted(project.seeds.rglob("*.ttl"))[::2]:
        path.write_bytes(b"# A comment that is no part of it.\n\n" + path.read_bytes())


def _tables(project: Project) -> None:
    folder = project.root / "tables"
    folder.mkdir()
    for name, rows in _TABLES.items():
        (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")


def _article(project: Project) -> None:
    (project.root / "article.txt").write_text(_ARTICLE, encoding="utf-8")


def _old(name: str) -> Callable[[Project], object]:
    """Has a file of that name be there already."""
    return lambda project: (project.root / "out" / name).write_bytes(b"what was there before\n")


_NEW = (
    "new", "--url", "https://new.example/9", "--outlet", "New Gazette", "--published", "2024-03-01",
    "--headline", "News", "--holder", "anna-examplova", "--proposition", "sanctions-on-russia",
    "--polarity", "mixed", "--said-on", "2024-03-01", "--quote", "I am of two minds",
)  # fmt: skip
_REVIEW = ("review", "--accept", _CANDIDATE, "--by", "A. Curator", "--on", "2026-01-02")
_EXTRACT = (
    "extract", "article.txt", "--into", "--outlet", "New Gazette", "--published", "2024-03-02",
    "--url", "https://new.example/8", "--engine", "rules",
)  # fmt: skip
SCENES = (
    Scene("first build", ("build",), "quads:", _forget),
    Scene("build --anew", ("build", "--anew"), "quads:"),
    Scene("build after a change", ("build",), "quads:", _edit),
    Scene("build of many documents", ("build",), "quads:", _many),
    Scene("large build of many documents", ("build",), "quads:", _many, large=True),
    Scene("large build --anew", ("build", "--anew"), "quads:", _many, large=True),
    Scene("import", ("import", "tables"), "not imported", _tables),
    Scene("new", _NEW, ".ttl"),
    Scene("review --accept", _REVIEW, "written"),
    Scene("format", ("format",), "files,", _unformat),
    Scene("extract --into", _EXTRACT, "candidate", _article),
    Scene("export turtle", ("export", "-o", "out/all.ttl"), "", _old("all.ttl")),
    Scene("export csv", ("export", "csv", "-o", "out/tables"), "tables"),
    Scene("export jsonld", ("export", "jsonld", "-o", "out/all.jsonld"), ""),
    Scene("view", ("view", "-o", "out/page.html"), "stances of", _old("page.html")),
    Scene("report", ("report", "-o", "out/report.html"), "", _old("report.html")),
    Scene("site", ("site", "-o", "out/site"), "pages", whole="out/site"),
)
DOCTOR = Scene("doctor --deep", ("doctor", "--deep"), "sound")
"""It writes nothing but into the folder for temporary files."""
