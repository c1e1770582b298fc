"""Files are whole or not there; the project is found where it lies."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import StoreUnusable, UsageError
from kg.files import (
    cannot_write,
    is_file,
    is_folder,
    is_there,
    no_folder,
    refused,
    sync_folder,
    write_all,
    write_whole,
)
from kg.project import Project, find_project
from tests.invented import ROOT


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.ttl"
    write_whole(path, b"words")
    write_whole(path, b"others")
    assert path.read_bytes() == b"others"
    assert left(path.parent) == ["file.ttl"]


def test_a_file_has_the_usual_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "file", b"x")
    finally:
        assert os.umask(mask) == 0o027
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640
    write_whole(tmp_path / "file", b"x", mode=0o600)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("step", "error", "raised"),
    [
        ("fsync", OSError(28, "No space left on device"), StoreUnusable),
        ("fdopen", OSError(28, "No space left on device"), StoreUnusable),
        ("fsync", KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: BaseException,
    raised: type[BaseException],
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(raised):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert left(tmp_path) == ["file"]


def test_a_place_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(StoreUnusable) as caught:
        write_whole(tmp_path / "taken", b"x")
    assert str(caught.value) == f"{tmp_path / 'taken'}: cannot be written: it is a folder"
    assert left(tmp_path) == ["taken"]


def test_all_is_on_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str | int]] = []
    sync, replace = os.fsync, Path.replace

    def syncing(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        done.append(("synced", "folder" if path == tmp_path else os.fstat(handle).st_size))
        sync(handle)

    def replacing(self: Path, target: Path) -> Path:
        assert self.parent == target.parent, "a file moves in one step inside one folder alone"
        done.append(("placed", target.name))
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "replace", replacing)
    open_ = left(Path("/proc/self/fd"))
    write_all({tmp_path / "a": b"one", tmp_path / "b": b"three"})
    assert done == [
        ("synced", 3), ("synced", 5), ("placed", "a"), ("placed", "b"), ("synced", "folder"),
    ]  # fmt: skip
    assert len(left(Path("/proc/self/fd"))) == len(open_)


@pytest.mark.parametrize(("name", "start"), [("a.ttl", ".a.ttl."), ("é" * 90, f".{'é' * 60}.")])
def test_what_is_half_written_hides_beside_its_place(tmp_path: Path, name: str, start: str) -> None:
    met = []

    def blocks() -> Iterator[bytes]:
        met.extend(left(tmp_path))
        yield b"x"

    write_all([(tmp_path / name, blocks())])
    (temporary,) = met
    assert temporary.startswith(start)
    assert "." not in temporary.removeprefix(start)


def test_a_folder_that_cannot_be_synced_names_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    open_ = left(Path("/proc/self/fd"))
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output") as caught:
        sync_folder(tmp_path)
    assert caught.value.filename == str(tmp_path)
    assert len(left(Path("/proc/self/fd"))) == len(open_)


FILES = "allow more open files: ulimit -n 1024"
SPACE = "free some space or choose another place"
READ_ONLY = "the file system is read-only: choose another place"
A_FOLDER = "a folder stands there: name a file"
FAILING = "the disk may be failing: look at it, or choose another place"


@pytest.mark.parametrize(
    ("error", "why", "hint"),
    [
        (OSError(errno.ENOSPC, "No space"), "No space", f"nothing was changed; {SPACE}"),
        (OSError(errno.EMFILE, "Too many"), "Too many", f"nothing was changed; {FILES}"),
        (OSError(errno.EROFS, "Read-only"), "Read-only", f"nothing was changed; {READ_ONLY}"),
        (OSError(errno.EISDIR, "Is a"), "Is a", "nothing was changed; " + A_FOLDER),
        (OSError("odd"), "odd", "nothing was changed; choose another place"),
    ],
)
def test_what_is_told_of_what_cannot_be_written(error: OSError, why: str, hint: str) -> None:
    told = cannot_write(Path("x"), error)
    assert isinstance(told, StoreUnusable)
    assert (str(told), told.hint) == (f"x: cannot be written: {why}", hint)
    assert cannot_write(Path("x"), error, hint="another").hint == "another"


@pytest.mark.parametrize(
    ("error", "told", "hint"),
    [
        (OSError(errno.ENOENT, "No such file", "x"), "x: No such file", None),
        (OSError(errno.ENOSPC, "No space", "x"), "x: No space", SPACE),
        (OSError(errno.EROFS, "Read-only", "x"), "x: Read-only", READ_ONLY),
        (OSError(errno.EACCES, "Permission", "x"), "x: Permission", None),
        (OSError(errno.EMFILE, "Too many"), "Too many", FILES),
        (OSError(errno.EIO, "IO error"), "IO error", FAILING),
        (OSError(errno.ENOENT, "No such file"), None, None),
        (OSError("odd"), None, None),
        (RuntimeError("Symlink loop from 'x'"), "Symlink loop from 'x'", None),
        (RuntimeError("odd"), None, None),
        (RuntimeError("no Symlink loop from 'x'"), None, None),
    ],
)
def test_what_the_system_refuses_is_told_or_is_a_bug(
    error: OSError | RuntimeError, told: str | None, hint: str | None
) -> None:
    found = refused(error)
    if told is None:
        assert found is None
    else:
        assert isinstance(found, StoreUnusable)
        assert (str(found), found.hint) == (told, hint)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KG_ROOT", raising=False)
    monkeypatch.delenv("KG_STORE", raising=False)
    root = tmp_path / "project"
    (root / "ontology").mkdir(parents=True)
    (root / "ontology" / "stance.ttl").touch()
    (root / "seeds" / "documents").mkdir(parents=True)
    return root


def test_a_project_is_found_around_the_current_folder(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "seeds" / "documents")
    assert find_project() == Project(root, root / "build" / "store")


def test_what_is_named_goes_before_what_is_around(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_ROOT", str(root))
    monkeypatch.setenv("KG_STORE", "s")
    assert find_project() == Project(root, Path("s"))
    assert find_project(ROOT, Path("t")) == Project(ROOT, Path("t"))


def test_a_root_without_ontology_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no project"):
        find_project(tmp_path)


def test_without_a_checkout_the_shipped_copy_is_used(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = find_project()
    assert (found.ontology / "stance.ttl").is_file()
    assert found.store == tmp_path / "build" / "store"


def test_a_path_is_shown_from_the_current_folder(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(root, root / "store")
    monkeypatch.chdir(root)
    assert project.shown(root / "seeds" / "x.ttl") == Path("seeds/x.ttl")
    assert project.shown(Path("/elsewhere/x.ttl")) == Path("/elsewhere/x.ttl")


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    write_whole(pipe, b"words")
    assert reader.communicate(timeout=10)[0] == b"words"
    assert pipe.is_fifo()


def test_a_pipe_holds_each_block_before_the_next_is_made(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def blocks() -> Iterator[bytes]:
        for word in (b"one", b"two"):
            yield word
            assert os.read(reader, 10) == word

    try:
        write_all([(pipe, blocks())])
    finally:
        os.close(reader)


def test_blocks_are_written_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    met = []

    def blocks() -> Iterator[bytes]:
        for word in (b"one ", b"", b"two"):
            met.append(path.read_bytes())
            yield word

    write_all([(path, blocks()), (tmp_path / "other", b"three")])
    assert met == [b"old"] * 3
    assert path.read_bytes() == b"one two"
    assert left(tmp_path) == ["file", "other"]


@pytest.mark.parametrize("error", [OSError(5, "IO error"), ValueError("x"), KeyboardInterrupt()])
def test_what_fails_in_the_making_is_told_as_it_is_and_leaves_all(
    tmp_path: Path, error: BaseException
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def blocks() -> Iterator[bytes]:
        yield b"new"
        raise error

    with pytest.raises(type(error)) as caught:
        write_all([(tmp_path / "first", b"1"), (path, blocks())])
    assert caught.value is error
    assert path.read_bytes() == b"old"
    assert left(tmp_path) == ["file"]


def test_a_link_stays_and_its_file_changes(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    link.symlink_to(file)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def _loop(folder: Path) -> Path:
    loop = folder / "loop"
    loop.symlink_to(loop)
    return loop


@pytest.mark.parametrize("name", ["a" * 300, "loop", "loop/x", "file/x"])
def test_a_place_that_cannot_be_is_told(tmp_path: Path, name: str) -> None:
    _loop(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusable, match="cannot be written"):
        write_whole(tmp_path / name, b"x")
    assert left(tmp_path) == ["file", "loop"]


def test_a_place_that_cannot_be_looked_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", refuse)
        with pytest.raises(StoreUnusable, match="x: cannot be written: Permission denied"):
            write_whole(tmp_path / "x", b"x")
    assert left(tmp_path) == []


def test_the_longest_name_of_the_widest_letters_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("𝄞" * 63), b"x")
    assert left(tmp_path) == ["𝄞" * 63]


@pytest.mark.parametrize("what", [is_file, is_folder, is_there])
def test_nothing_is_there_that_cannot_be_looked_at(
    tmp_path: Path, what: Callable[[Path], bool]
) -> None:
    assert [what(tmp_path), what(tmp_path / "x")] == [what is not is_file, False]
    assert not what(tmp_path / ("a" * 300))
    assert not what(_loop(tmp_path))


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.EACCES])
def test_a_folder_that_is_not_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    _refuse_folders(monkeypatch, number)
    write_whole(tmp_path / "x", b"x")
    assert left(tmp_path) == ["x"]


def test_a_disk_that_fails_at_the_last_step_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refuse_folders(monkeypatch, errno.EIO)
    with pytest.raises(StoreUnusable, match=f"{tmp_path.name}: .*Input/output error") as told:
        write_whole(tmp_path / "x", b"x")
    assert "nothing was changed" not in str(told.value.hint)
    assert left(tmp_path) == ["x"]


def _refuse_folders(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    true = os.open

    def refusing(path: Path | str, flags: int, *rest: int, **named: int) -> int:
        if Path(path).is_dir():
            raise OSError(number, os.strerror(number), str(path))
        return true(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refusing)


def test_a_rename_that_fails_late_does_not_say_that_nothing_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise OSError(errno.EROFS, "Read-only file system")
        return true(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(StoreUnusable, match="b: cannot be written") as told:
        write_all({tmp_path / name: b"x" for name in "abc"})
    assert left(tmp_path) == ["a"]
    assert told.value.hint == (
        "some of the files are new already: run it again when this one can be written"
    )
    with pytest.raises(StoreUnusable, match="b: cannot be written") as told:
        write_all({tmp_path / name: b"x" for name in "bc"})
    assert left(tmp_path) == ["a"]
    assert told.value.hint == f"nothing was changed; {READ_ONLY}"


def test_a_store_is_found_though_the_current_folder_is_gone(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    project = find_project(root)
    assert project == Project(root, root / "build" / "store")
    assert project.shown(root / "x") == root / "x"
    with pytest.raises(UsageError, match="current folder"):
        find_project()


def test_a_root_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="is no project"):
        find_project(Path("a" * 300))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_disk_that_is_full_at_the_last_bytes_is_told_with_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> tuple[int, str]:
        temporary = tmp_path / ".file.x"
        temporary.touch()
        return os.open("/dev/full", os.O_WRONLY), str(temporary)

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(StoreUnusable, match="file: cannot be written: No space left"):
        write_whole(tmp_path / "file", b"few bytes, which wait until all are there")
    assert left(tmp_path) == []


def test_what_is_no_folder_is_told_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    told = {name: no_folder(tmp_path / name) for name in ("file", "link", "nowhere")}
    assert told == {
        "file": "it is no folder",
        "link": "it is no folder",
        "nowhere": "there is no such folder",
    }
