"""No damage to the files of a store changes an answer in silence, and a backup undoes it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from kg.analysis.corpus.reading import stances_of
from kg.care.backup import back_up
from kg.care.health import examine
from kg.care.restore import restore
from kg.errors import InputError, KgError
from kg.exports.rdf import nquads
from kg.exports.select import Selection
from kg.project import Project
from kg.queries.catalogue import read_catalogue
from kg.queries.run import run_query
from kg.store.embedded import open_reader
from kg.store.findings import Finding
from kg.store.guard import Limits, run_guarded
from tests.invented import ROOT
from tests.queries.test_golden import VALUES
from tests.trust import damaged_stores
from tests.trust.damaged_stores import Damage, copies, lived_in
from tests.trust.tally import amount, count

SEED = 18
SEARCHES = ("truly", "the", "negotiat", "sanction")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return lived_in(tmp_path_factory.mktemp("lived-in"))


@pytest.fixture(scope="module")
def right(project: Project) -> dict[str, object]:
    """What every question is answered before anything is damaged."""
    return answers(project)


def exported(project: Project) -> bytes:
    def job(out: IO[bytes]) -> None:
        for block in nquads(open_reader(project.store), Selection(), None):
            out.write(block)

    return b"".join(run_guarded(job, Limits()))


def answers(project: Project) -> dict[str, object]:
    """The answer to every named query, to some searches, the export and the columns."""
    catalogue = read_catalogue(project_with_queries(project))
    told: dict[str, object] = {"nquads": exported(project)}
    for name, query in catalogue.items():
        told[name] = repr_of(run_query(project.store, query, VALUES.get(name, {})))
    for words in SEARCHES:
        found = run_query(project.store, catalogue["search-quotes"], {"text": words})
        told[f"search {words}"] = repr_of(found)
    columns = stances_of(project.store)
    told["columns"] = [list(getattr(columns, name)) for name in ("ids", "sign", "latest", "holder")]
    return told


def project_with_queries(project: Project) -> Project:
    return Project(ROOT, project.store)


def repr_of(result: object) -> object:
    return getattr(result, "rows", None) or sorted(map(str, getattr(result, "triples", ())))


def findings(project: Project) -> list[Finding]:
    return examine(project).findings


def silent_wrongs(project: Project, right: dict[str, object]) -> list[str]:
    """The answers that are others than before, or fail, though nothing is found at fault."""
    if findings(project):
        return []
    try:
        now = answers(project)
    except KgError as error:
        return [f"{type(error).__name__}: {error}"]
    return [name for name in right if right[name] != now[name]]


def test_a_store_that_is_sound_is_called_so(project: Project, right: dict[str, object]) -> None:
    assert findings(project) == []
    assert examine(project, deep=True).findings == []
    assert len(right) == len(VALUES) + len(SEARCHES) + 2
    assert all(right[f"search {words}"] for words in SEARCHES[:2])


@pytest.mark.parametrize(
    ("kind", "few", "many"),
    [
        ("flip", 10, 50),
        ("truncate", 4, 50),
        ("blank", 3, 50),
        ("lose", 3, 30),
        ("exchange", 2, 30),
        ("misdirect", 2, 8),
    ],
)
def test_damage_is_told_or_changes_nothing(
    project: Project, right: dict[str, object], tmp_path: Path, kind: str, few: int, many: int
) -> None:
    damage: Damage = getattr(damaged_stores, kind)
    random_ = random.Random(f"{SEED} {kind}")
    wrong, tried = {}, amount(few, many)
    stores: Iterator[Project] = copies(project, tmp_path)
    for _ in range(tried):
        own = next(stores)
        done = damage(own.folder, random_)
        if silent := silent_wrongs(own, right):
            wrong[done] = silent
    count("corruption", f"{kind}: told, or every answer as before", tried, tried - len(wrong))
    assert wrong == {}, f"seed {SEED}"


def test_a_backup_undoes_every_damage(project: Project, tmp_path: Path) -> None:
    backup, before = tmp_path / "backup", exported(project)
    back_up(project, backup)
    random_, tried, held = random.Random(SEED), amount(4, 50), 0
    stores = copies(project, tmp_path / "stores")
    kinds = (damaged_stores.flip, damaged_stores.truncate, damaged_stores.lose)
    for number in range(tried):
        own = next(stores)
        kinds[number % len(kinds)](own.folder, random_)
        restore(own, backup)
        held += exported(own) == before and findings(own) == []
    count("corruption", "backup, damage, restore: the same bytes", tried, held)
    assert held == tried, f"seed {SEED}"


def test_a_damaged_backup_is_refused_or_whole(project: Project, tmp_path: Path) -> None:
    backup, before = tmp_path / "backup", exported(project)
    back_up(project, backup)
    random_, tried, held = random.Random(SEED), amount(4, 50), 0
    kinds = (damaged_stores.flip, damaged_stores.truncate, damaged_stores.lose)
    stores = copies(project, tmp_path / "stores")
    for number in range(tried):
        own, damaged = next(stores), tmp_path / "damaged"
        shutil.copytree(backup, damaged)
        kinds[number % len(kinds)](damaged, random_)
        with pytest.raises(InputError):
            restore(own, damaged, seeds=True, force=True)
        # What was there stays as it was, and nothing is left over.
        held += exported(own) == before and findings(own) == []
        shutil.rmtree(damaged)
    count("corruption", "damaged backup: refused, nothing changed", tried, held)
    assert held == tried, f"seed {SEED}"
