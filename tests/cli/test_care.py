from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.build.build import build
from kg.project import Project
from kg.store.embedded import database
from kg.store.locks import locked_to_write
from tests.cli.test_errors import own, run

__all__ = ["own"]


@pytest.fixture
def built(own: Project) -> Project:
    build(own)
    return own


def test_a_sound_store_is_told_in_one_line(built: Project) -> None:
    for options in ((), ("--deep",)):
        ended = run(built, "doctor", *options)
        assert (ended.returncode, ended.stderr) == (0, "")
        (line,) = ended.stdout.splitlines()
        assert "sound" in line


def test_json_of_a_sound_store(built: Project) -> None:
    told = json.loads(run(built, "doctor", "--json").stdout)
    assert (told["sound"], told["findings"]) == (True, [])
    assert told["quads"] > 1000
    assert told["store"] == str(built.store)


def test_each_finding_has_its_place_and_one_command(built: Project) -> None:
    (built.folder / "inventory.sqlite").unlink()
    (built.seeds / "searches.ttl").write_text("")
    ended = run(built, "doctor")
    assert ended.returncode == 1
    lines = ended.stdout.splitlines()
    assert lines[0].endswith("inventory.sqlite: is not there: the next build reads everything")
    assert lines[1::2] == [f"    kg --root {built.root} build"] * 2
    told = json.loads(run(built, "doctor", "--json").stdout)
    assert not told["sound"]
    assert [one["mend"] for one in told["findings"]] == [f"kg --root {built.root} build"] * 2
    assert run(built, "build").returncode == 0
    assert run(built, "doctor").returncode == 0


def test_a_store_that_cannot_be_relied_on_is_exit_4(own: Project) -> None:
    ended = run(own, "doctor")
    mend = f"    kg --root {own.root} build"
    assert (ended.returncode, ended.stdout.splitlines()[1]) == (4, mend)
    build(own)
    for part in database(own.folder).glob("*.sst"):
        part.write_bytes(part.read_bytes()[:-1])
    ended = run(own, "doctor")
    assert (ended.returncode, ended.stdout.splitlines()[1]) == (4, f"{mend} --anew")
    assert "Traceback" not in ended.stderr
    assert run(own, "build", "--anew").returncode == 0
    assert run(own, "doctor").returncode == 0


def test_what_mends_names_the_store_that_was_looked_at(own: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "a store"
    ended = run(own, "--store", str(elsewhere), "doctor")
    assert ended.returncode == 4
    assert ended.stdout.splitlines()[1].endswith(f" --store '{elsewhere}' build")
    told = json.loads(run(own, "--store", str(elsewhere), "doctor", "--json").stdout)
    assert told["findings"][0]["mend"] == ended.stdout.splitlines()[1].strip()


def test_left_overs_are_swept(built: Project) -> None:
    left = (
        built.folder / "building" / "key",
        built.folder / ".current.abcdefgh",
        built.folder / "stances.npz",
        built.seeds / ".actors.ttl.abcdefgh",
    )
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    ended = run(built, "doctor")
    assert (ended.returncode, ended.stdout.count(" doctor --sweep")) == (1, 4)
    assert all(path.exists() for path in left)
    with locked_to_write(built.folder):
        assert run(built, "doctor", "--sweep").returncode == 4
    ended = run(built, "doctor", "--sweep")
    assert (ended.returncode, ended.stderr.count("removed ")) == (0, 4), ended.stdout
    assert not any(path.exists() for path in left)


def test_too_few_open_files_are_no_damage(built: Project) -> None:
    command = f"ulimit -n 64; exec {sys.executable} -m kg --root {built.root} doctor"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
    assert ended.returncode == 4, ended.stderr
    assert all(line.startswith("    ulimit -n") for line in ended.stdout.splitlines()[1::2])


def test_nothing_is_made_where_there_is_no_store(own: Project) -> None:
    assert run(own, "doctor", "--sweep").returncode == 4
    assert not own.folder.exists()


def test_while_somebody_writes(built: Project) -> None:
    with locked_to_write(built.folder):
        ended = run(built, "doctor")
    assert ended.returncode == 4
    assert "writing" in ended.stderr


def test_a_served_store_has_its_own_doctor(built: Project) -> None:
    ended = run(built, "--store", "http://localhost:1/", "doctor")
    assert ended.returncode == 2


def test_backup_and_restore(built: Project, tmp_path: Path) -> None:
    before = run(built, "export", "nquads").stdout
    ended = run(built, "backup", str(tmp_path / "kept"))
    assert ended.returncode == 0, ended.stderr
    assert "read back" in ended.stderr
    assert run(built, "backup", str(tmp_path / "kept")).returncode == 2
    shutil.rmtree(built.folder)
    (built.seeds / "events.ttl").unlink()
    ended = run(built, "restore", str(tmp_path / "kept"))
    assert ended.returncode == 0, ended.stderr
    assert "1 file of seeds and ontology not as in the backup" in ended.stderr
    assert run(built, "export", "nquads").stdout == before
    assert run(built, "restore", str(tmp_path / "kept"), "--seeds").returncode == 0
    assert (built.seeds / "events.ttl").is_file()
    assert run(built, "doctor").returncode == 0
    (tmp_path / "kept" / "seeds" / "events.ttl").write_text("")
    ended = run(built, "restore", str(tmp_path / "kept"))
    assert ended.returncode == 3
    assert "events.ttl: error: is not what was backed up" in ended.stderr
    assert run(built, "restore", str(tmp_path / "none")).returncode == 3
