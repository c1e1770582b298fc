"""Before a command says that it is done, all that it wrote is on disk: the files and their folders.

The system calls of each command are watched. A file that was written and not synced, or put in its
place before it was, and a folder that was not synced after a file had come into it, may be lost or
empty after a loss of power.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kg.project import Project
from tests.trust.killed_scenes import SCENES, Scene, copied, first_project, launched
from tests.trust.tally import FULL, count

_FEW = {
    "first build", "build after a change", "large build --anew", "import", "review --accept",
    "export turtle", "site",
}  # fmt: skip
_CALLS = "fsync,fdatasync,sync,rename,renameat,renameat2,unlink,unlinkat,write,pwrite64,writev"
_CALL = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)( resumed>|\()(.*)")
_HANDLE = re.compile(r"\d+<([^>]*)>")
_NAMES = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NEEDLESS = re.compile(
    # What the engine tells of its work; the lines of the index of words, which is written anew
    # where one is missing.
    r".*/(LOG(\.old.*)?|words-db-[0-9a-f]{12}\.added)"
)
_LOG_OF_THE_ENGINE = re.compile(r"/\d+\.log")


@dataclass(slots=True)
class Disk:
    """What would be lost below a folder if the power went now."""

    top: str
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def write(self, path: str) -> None:
        if self._matters(path):
            self.files.add(path)

    def sync(self, path: str) -> None:
        self.files.discard(path)
        self.folders.discard(path)
        folder, _, name = path.rpartition("/")
        if name.endswith(".sst"):
            # What the logs beside it tell has been put into tables.
            logs = [one for one in self.files if _LOG_OF_THE_ENGINE.fullmatch(one, len(folder))]
            self.files.difference_update(logs)

    def sync_all(self) -> None:
        self.files.clear()
        self.folders.clear()

    def remove(self, path: str) -> None:
        self.files.discard(path)

    def rename(self, source: str, target: str) -> None:
        if not self._matters(target):
            return
        below = [path for path in self.files if path == source or path.startswith(f"{source}/")]
        self.faults += [f"{path} is put in its place before it is on disk" for path in below]
        self.files.difference_update(below)
        self.folders.add(target.rpartition("/")[0])

    def at_end(self) -> list[str]:
        left = (*sorted(self.files), *sorted(self.folders))
        return [*self.faults, *(f"{path} is not on disk" for path in left)]

    def _matters(self, path: str) -> bool:
        return path.startswith(f"{self.top}/") and not _NEEDLESS.fullmatch(path)


def calls(trace: str) -> Iterator[tuple[str, str]]:
    """The calls that came to their end without fault, with what they were given."""
    waiting: dict[str, str] = {}
    for line in trace.splitlines():
        if not (found := _CALL.match(line)):
            continue
        process, name, _, told = found.groups()
        if told.endswith("<unfinished ...>"):
            waiting[process] = told
            continue
        given = waiting.pop(process, "") + told
        if not re.search(r"\) += -1 ", told):
            yield name, given


def faults(trace: str, top: str, says: str) -> tuple[list[str], bool]:
    """What was not on disk when it said that it was done, and whether anything was synced."""
    disk, synced = Disk(top), False
    for name, given in calls(trace):
        handle = _HANDLE.match(given)
        path = handle.group(1) if handle else ""
        names = _NAMES.findall(given)
        if name in ("fsync", "fdatasync"):
            disk.sync(path)
            synced = True
        elif name == "sync":
            disk.sync_all()
        elif name.startswith("rename"):
            disk.rename(*names)
        elif name.startswith("unlink"):
            disk.remove(f"{path}/{names[0]}" if path else names[0])
        elif says and given[:2] in ("1<", "2<") and says in given:
            break
        else:
            disk.write(path)
    return disk.at_end(), synced


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return first_project(tmp_path_factory.mktemp("first"))


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not there: nothing was watched")
@pytest.mark.parametrize(
    "scene", [one for one in SCENES if FULL or one.name in _FEW], ids=lambda scene: scene.name
)
def test_all_is_on_disk_before_it_is_told(scene: Scene, first: Project, tmp_path: Path) -> None:
    project = copied(first, tmp_path / "project")
    scene.prepare(project)
    watch = [
        "strace", "-f", "-y", "-qq", "-s", "300", "-e", "signal=none", "-e", f"trace={_CALLS}",
        "-o", str(tmp_path / "trace"),
    ]  # fmt: skip
    told = launched(project, scene, watch).communicate(timeout=300)[0]
    assert scene.says in told, told
    trace = (tmp_path / "trace").read_text(encoding="utf-8", errors="replace")
    found, synced = faults(trace, str(project.root), scene.says)
    count("synced", scene.name, 1, int(synced and not found))
    assert synced
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("write(3</p/a>, 1) = 1", ["/p/a is not on disk"]),
        ("write(3</p/a>, 1) = 1\n1 fsync(3</p/a>) = 0", []),
        ("write(3</p/a>, 1) = 1\n1 fsync(3</p/a>) = -1 EIO (Input/output error)", ["/p/a is"]),
        ("write(3</p/a>, 1) = 1\n1 fsync(3</p/a> <unfinished ...>", ["/p/a is not on disk"]),
        ("write(3</p/a>, 1) = 1\n1 fsync(3</p/a> <unfinished ...>\n1 <... fsync resumed>) = 0", []),
        ("write(3</p/db/7.log>, 1) = 1", ["/p/db/7.log is not on disk"]),
        ("write(3</p/db/7.log>, 1) = 1\n1 fdatasync(3</p/db/7.log>) = 0", []),
        ("write(3</p/db/7.log>, 1) = 1\n1 fdatasync(3</p/db/8.sst>) = 0", []),
        ("write(3</p/db/7.log>, 1) = 1\n1 fdatasync(3</p/8.sst>) = 0", ["/p/db/7.log is not"]),
        ('rename("/p/.a", "/p/a") = 0', ["/p is not on disk"]),
        ('rename("/p/.a", "/p/a") = 0\n1 fsync(3</p>) = 0', []),
        ('write(3</p/b/c>, 1) = 1\n1 rename("/p/b", "/p/d") = 0\n1 sync() = 0', ["/p/b/c is put"]),
        ('write(3</p/a>, 1) = 1\n1 unlink("/p/a") = 0', []),
        ('write(3</p/a>, 1) = 1\n1 unlinkat(4</p>, "a", 0) = 0', []),
        ("write(3</p/db/LOG>, 1) = 1\n1 write(3</elsewhere>, 1) = 1", []),
        ('write(2<pipe:[1]>, "done\\n") = 5\n1 write(3</p/a>, 1) = 1', []),
    ],
)
def test_the_watch_sees_what_would_be_lost(lines: str, wanted: list[str]) -> None:
    found, _ = faults(f"1 {lines}", "/p", "done")
    assert [one.startswith(start) for one, start in zip(found, wanted, strict=True)] == [
        True for _ in wanted
    ]
