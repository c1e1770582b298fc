"""A project folder with as many invented stances as wanted, for measurements at any size.

``python -m benchmarks.seeded STANCES FOLDER [--seed N]`` writes ontology, queries and seeds. The
same number and seed give the same bytes. STANCES counts curated stances and candidates. States,
offices, events and outlets are real, and so is what the named queries ask of by default; the
others, and every word that anyone says, are invented.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.seeded_base import Base, read_base
from benchmarks.seeded_course import DAYS, pages
from benchmarks.seeded_pages import File, Proposed, Writer
from benchmarks.seeded_people import People, invent_people
from kg.errors import UsageError
from kg.model.dates import PartialDate
from kg.model.documents import Text
from kg.model.stances import Polarity, Review, Verdict
from kg.project import Project, find_project
from kg.rdf.codec import encode
from kg.rdf.turtle import write_turtle
from kg.seeds.write import document_path

REVIEWER = "A. Curator"
_SHARE_DECIDED = 0.02
_FEW_DECISIONS = 200
_PART_DECIDED = 350
"""Of many candidates one in so many is decided on, and 200 where those are fewer."""


def write_project(source: Project, stances: int, folder: Path, seed: int = 1) -> int:
    """Write a project with so many stances into a new folder; returns how many files are seeds.

    Raises UsageError where the folder is there already, or where the real stances that the named
    queries ask of are more than are wanted.
    """
    if folder.exists():
        raise UsageError(f"{folder} is there already", hint="name a new folder")
    base = read_base(source)
    if stances < base.count:
        raise UsageError(f"at least {base.count} stances: so many real ones are kept")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as temporary:
        # The folder appears under its name when all of it is there.
        made = Path(temporary) / folder.name
        for part in (source.ontology, source.queries):
            shutil.copytree(part, made / part.name)
        count = sum(1 for _ in _written(made / "seeds", _files(base, stances, Random(seed))))
        made.rename(folder)
    return count


def _written(seeds: Path, files: Iterable[File]) -> Iterator[Path]:
    folders: set[str] = set()
    for file in files:
        parent = file.path.rpartition("/")[0]
        if parent not in folders:
            (seeds / parent).mkdir(parents=True, exist_ok=True)
            folders.add(parent)
        path = seeds / file.path
        path.write_text(file.content, encoding="utf-8")
        yield path


def _files(base: Base, stances: int, chance: Random) -> Iterator[File]:
    people = invent_people(base, stances, chance)
    yield from _registries(base, people)
    yield from _kept(base, people)
    writer = Writer(base, people, chance)
    left = stances - base.count
    most = min(_SHARE_DECIDED * left, max(_FEW_DECISIONS, left / _PART_DECIDED))
    decided: list[Proposed] = []
    for page in pages(left, len(people.outlets), base.events, chance):
        yield from writer.files(page)
        decided += (one for one in writer.proposed if chance.random() * left < most)
    reviews = list(_reviews(base, people, decided, writer.curated[: len(decided) // 20], chance))
    if reviews:
        yield _file("reviews.ttl", reviews)


def _file(path: str, records: Iterable[Any]) -> File:
    triples = (triple for record in records for triple in encode(record))
    return File(path, write_turtle(triples).decode())


def _registries(base: Base, people: People) -> Iterator[File]:
    yield _file("actors.ttl", people.actors)
    yield _file("tenures.ttl", people.tenures)
    yield _file("events.ttl", base.events)
    yield _file("outlets.ttl", people.outlets)


def _kept(base: Base, people: People) -> Iterator[File]:
    """The files of documents that registries rest on, or of which a query asks by default."""
    root = Project(Path(), Path())
    home = {item.stance: item.document for item in reversed(base.evidence)}
    for document in (*base.documents, *people.sources):
        shown = [item for item in base.evidence if item.document == document.id]
        stances = [stance for stance in base.stances if home[stance.id] == document.id]
        path = document_path(root, document.id).relative_to("seeds")
        yield _file(str(path), (document, *shown, *stances))
    for name in sorted({run.document for run in base.runs}):
        runs = [run for run in base.runs if run.document == name]
        proposed = [one for one in base.candidates if one.document == name]
        yield _file(f"candidates/{name}.ttl", (*runs, *proposed))


def _reviews(
    base: Base,
    people: People,
    proposed: list[Proposed],
    curated: list[tuple[str, int]],
    chance: Random,
) -> Iterator[Review]:
    """Decisions on candidates, some with corrections, and refusals of a few curated stances."""
    numbers: Counter[str] = Counter()

    def next_of(day: int) -> dict[str, Any]:
        when = DAYS[day] + timedelta(1 + chance.randrange(30))
        when = min(when, DAYS[-1])
        numbers[str(when)] += 1
        name = f"{when}-{numbers[str(when)]:04}-a-curator"
        return {"id": name, "reviewer": REVIEWER, "decided_on": when}

    for name, day in curated:
        note = Text("Somebody else said so", "en")
        yield Review(subject=f"stance/{name}", verdict=Verdict.REFUSE, note=note, **next_of(day))
    for one in proposed:
        subject = f"candidate/{one.id}"
        told = next_of(one.published)
        if chance.random() < 0.35:
            yield Review(subject=subject, verdict=Verdict.REFUSE, **told)
            continue
        changes = _corrections(one, base, people, chance)
        yield Review(subject=subject, verdict=Verdict.ACCEPT, **told, **changes)


def _corrections(one: Proposed, base: Base, people: People, chance: Random) -> dict[str, Any]:
    """What a person puts right: the holder of a stranger, else now and then one thing."""
    if one.stranger:
        return {"holder": people.actors[one.said.actor].id}
    if chance.random() > 0.3:
        return {}
    return chance.choice(
        (
            {"polarity": Polarity.MIXED},
            {"proposition": base.propositions[one.said.proposition - 1].id},
            {"said_on": PartialDate.parse(str(DAYS[one.published]))},
            {"undated": True},
        )
    )


def main() -> None:
    """Write the project that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stances", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    try:
        count = write_project(find_project(), given.stances, given.folder, given.seed)
    except UsageError as error:
        raise SystemExit(f"{error}\n{error.hint or ''}".strip()) from None
    sys.stdout.write(f"{given.folder}: {given.stances:,} stances in {count:,} files\n")


if __name__ == "__main__":
    main()
