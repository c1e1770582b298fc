from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError, StoreUnusable, UsageError
from kg.project import Project
from kg.site.folder import MARK, SiteFolder


def put(place: Path, project: Project, **files: str) -> None:
    with SiteFolder(place, project) as folder:
        for name, text in files.items():
            folder.write(f"{name}.html", text.encode())


def held(place: Path) -> dict[str, str]:
    return {
        path.relative_to(place).as_posix(): path.read_text()
        for path in place.rglob("*")
        if path.is_file()
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_site_stands_where_it_was_asked_for(world: Project, tmp_path: Path) -> None:
    place = tmp_path / "deep" / "site"
    put(place, world, index="first")
    assert held(place) == {"index.html": "first", MARK: "index.html\n"}
    assert names(place.parent) == ["site"]
    assert place.stat().st_mode & 0o777 == 0o777 & ~_umask()


def test_an_older_site_is_replaced_as_a_whole(world: Project, tmp_path: Path) -> None:
    put(tmp_path / "site", world, index="first", gone="first")
    put(tmp_path / "site", world, index="second")
    assert held(tmp_path / "site") == {"index.html": "second", MARK: "index.html\n"}
    assert names(tmp_path) == ["site"]


def test_an_empty_folder_is_taken(world: Project, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    put(tmp_path / "site", world, index="first")
    assert (tmp_path / "site" / "index.html").exists()


@pytest.mark.parametrize("error", [KgError, KeyboardInterrupt, SystemExit, OSError])
def test_what_goes_wrong_leaves_the_old_site(
    world: Project, tmp_path: Path, error: type[BaseException]
) -> None:
    put(tmp_path / "site", world, index="first")

    def begin() -> None:
        with SiteFolder(tmp_path / "site", world) as folder:
            folder.write("index.html", b"second")
            raise error("now")

    with pytest.raises((error, KgError)):
        begin()
    assert held(tmp_path / "site")["index.html"] == "first"
    assert names(tmp_path) == ["site"]


def test_a_swap_that_fails_puts_the_old_site_back(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "site", world, index="first")
    true = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(28, "No space left on device")
        return true(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(KgError, match="No space left"):
        put(tmp_path / "site", world, index="second")
    assert held(tmp_path / "site")["index.html"] == "first"
    assert names(tmp_path) == ["site"]


@pytest.mark.parametrize("at", ["while it is drawn", "as the old one is moved"])
def test_what_comes_meanwhile_is_never_lost(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    place = tmp_path / "site"
    put(place, world, index="first")
    true = Path.replace

    def moving(self: Path, target: Path) -> Path:
        if self == place:
            (place / "thesis.txt").write_text("mine")
        return true(self, target)

    def begin() -> None:
        with SiteFolder(place, world) as folder:
            folder.write("index.html", b"second")
            if at == "while it is drawn":
                (place / "thesis.txt").write_text("mine")

    if at != "while it is drawn":
        monkeypatch.setattr(Path, "replace", moving)
    with pytest.raises(UsageError, match=r"site holds what kg site did not write: thesis\.txt"):
        begin()
    assert held(place) == {"index.html": "first", MARK: "index.html\n", "thesis.txt": "mine"}
    assert names(tmp_path) == ["site"]


def test_what_comes_at_the_last_moment_stays_beside(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "site", world, index="first")
    true, before = Path.replace, tmp_path / ".site.before"

    def moving(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            (before / "thesis.txt").write_text("mine")
        return true(self, target)

    monkeypatch.setattr(Path, "replace", moving)
    with pytest.raises(UsageError, match=r"\.site\.before holds .*: thesis\.txt"):
        put(tmp_path / "site", world, index="second")
    assert held(before)["thesis.txt"] == "mine"
    assert held(tmp_path / "site")["index.html"] == "second"


@pytest.mark.parametrize("left", [".site.before", ".site.new-0badcafe0badcafe"])
@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("stands", [True, False])
def test_what_lies_beside_is_never_lost(
    world: Project, tmp_path: Path, left: str, *, marked: bool, stands: bool
) -> None:
    if stands:
        put(tmp_path / "site", world, index="first")
    (tmp_path / left / "mine").mkdir(parents=True)
    (tmp_path / left / "mine" / "thesis.txt").write_text("mine")
    if marked:
        (tmp_path / left / MARK).touch()
    # A folder without the mark of a run on its way is no business of ours.
    told = (
        pytest.raises(UsageError, match=f"{left} holds .*: mine/thesis")
        if (marked or left == ".site.before")
        else contextlib.nullcontext()
    )
    with told:
        put(tmp_path / "site", world, index="second")
    assert (tmp_path / left / "mine" / "thesis.txt").read_text() == "mine"


def test_a_run_that_was_killed_while_it_wrote_leaves_nothing(
    world: Project, tmp_path: Path
) -> None:
    killed = SiteFolder(tmp_path / "site", world).__enter__()
    killed.write("actor/anna.html", b"x")
    killed.write("deep/er/anna.html", b"x")
    killed._mark.close()
    os.close(killed._handle)
    # It ended between the folder and its file.
    (tmp_path / names(tmp_path)[0] / "deep" / "er" / "anna.html").unlink()
    put(tmp_path / "site", world, index="first")
    assert names(tmp_path) == ["site"]


def test_a_run_that_was_killed_before_its_list_leaves_nothing(
    world: Project, tmp_path: Path
) -> None:
    # With letters that a pattern takes for others.
    (tmp_path / ".site[1].new-0badcafe0badcafe").mkdir()
    put(tmp_path / "site[1]", world, index="first")
    assert names(tmp_path) == ["site[1]"]


def test_what_a_killed_run_left_is_cleared_up(world: Project, tmp_path: Path) -> None:
    put(tmp_path / "site", world, index="first")
    (tmp_path / "site").rename(tmp_path / ".site.before")
    left = tmp_path / ".site.new-0badcafe0badcafe"
    left.mkdir()
    (left / MARK).touch()
    with pytest.raises(KgError, match="stop"), SiteFolder(tmp_path / "site", world):
        raise KgError("stop")
    assert held(tmp_path / "site")["index.html"] == "first"
    assert names(tmp_path) == ["site"]


def test_a_run_beside_is_left_alone(world: Project, tmp_path: Path) -> None:
    with SiteFolder(tmp_path / "site", world) as slow:
        put(tmp_path / "site", world, index="quick")
        slow.write("index.html", b"slow")
    assert held(tmp_path / "site")["index.html"] == "slow"


@pytest.mark.parametrize("name", ["notes.txt", "actor/notes.txt", ".git/HEAD", "CNAME"])
@pytest.mark.parametrize("marked", [True, False])
def test_what_others_put_there_is_never_lost(
    world: Project, tmp_path: Path, name: str, *, marked: bool
) -> None:
    place = tmp_path / "site"
    if marked:
        put(place, world, index="first")
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text("mine")
    before = held(place)
    with pytest.raises(UsageError, match="did not write") as refused:
        SiteFolder(place, world)
    assert name in str(refused.value)
    assert held(place) == before


def test_no_link_is_followed(world: Project, tmp_path: Path) -> None:
    put(tmp_path / "site", world, index="first")
    (tmp_path / "link").symlink_to(tmp_path / "site")
    with pytest.raises(UsageError, match="link"):
        SiteFolder(tmp_path / "link", world)
    (tmp_path / "site" / "out").symlink_to(tmp_path)
    with pytest.raises(UsageError, match="did not write: out"):
        SiteFolder(tmp_path / "site", world)


def test_a_file_is_no_folder(world: Project, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is a file"):
        SiteFolder(tmp_path / "file", world)


def test_where_a_disk_begins_is_told_before_anything_is_drawn(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a folder, as the volume of a container, cannot be exchanged for another."""
    place = tmp_path / "volume"
    place.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == place)
    with pytest.raises(UsageError, match="begins a disk") as told:
        SiteFolder(place, world)
    assert "volume/site" in str(told.value.hint)
    put(place / "site", world, index="first")
    assert "index.html" in held(place / "site")


def test_the_project_is_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "root"
    for name in ("ontology", "seeds", "queries", "build/store"):
        (root / name).mkdir(parents=True)
    project = Project(root, root / "build" / "store")
    monkeypatch.chdir(root)
    for place in (Path("/"), root, tmp_path, root / "build", root / "build/store", Path()):
        with pytest.raises(UsageError, match="holds the project"):
            SiteFolder(place, project)
    for place in ("seeds/site", "ontology/site", "queries/x", "build/store/x", "seeds/../seeds/x"):
        with pytest.raises(UsageError, match="is inside"):
            SiteFolder(root / place, project)
    put(root / "build" / "site", project, index="fine")
    shutil.rmtree(root / "build" / "site")


@pytest.mark.parametrize(
    "name", ["../x.html", "/x.html", "a//x.html", "a/./x", "", "a\\b", "é.html"]
)
def test_no_file_is_written_elsewhere(world: Project, tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(KgError, match="cannot be a file"),
        SiteFolder(tmp_path / "site", world) as folder,
    ):
        folder.write(name, b"x")
    assert names(tmp_path) == []


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_leaves_nothing_beside(world: Project, tmp_path: Path) -> None:
    def begin() -> None:
        with SiteFolder(tmp_path / "site", world) as folder:
            folder._mark.close()
            folder._mark = Path("/dev/full").open("w", encoding="ascii")  # noqa: SIM115
            folder.write("index.html", b"first")

    with pytest.raises(StoreUnusable, match=r"index\.html: cannot be written: No space left"):
        begin()
    assert names(tmp_path) == []


def test_a_site_that_cannot_begin_leaves_nothing_beside(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = Path.open

    def refusing(self: Path, *rest: Any, **named: Any) -> Any:
        if self.name == MARK and "w" in rest:
            raise OSError(errno.EMFILE, "Too many open files")
        return true(self, *rest, **named)

    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(StoreUnusable, match="site: cannot be written: Too many open files"):
        put(tmp_path / "site", world, index="first")
    assert names(tmp_path) == []


@pytest.mark.parametrize(("name", "error"), [("a" * 300, StoreUnusable), ("loop", UsageError)])
def test_a_place_that_cannot_be_is_told(
    world: Project, tmp_path: Path, name: str, error: type[KgError]
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(error, match=name):
        put(tmp_path / name, world, index="first")
    assert names(tmp_path) == ["loop"]


def test_a_site_is_written_from_a_folder_that_is_gone(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    put(tmp_path / "site", world, index="first")
    assert names(tmp_path) == ["site"]
    with pytest.raises(StoreUnusable, match="site: cannot be written"):
        put(Path("site"), world, index="first")
