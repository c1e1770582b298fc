"""A machine that refuses: full and read-only disks, forbidden folders, no files, no places.

Each fault is laid on one copy of the invented world, for as long as a command runs, and lifted
again. Disks are small ones in memory (tmpfs), which only the superuser can mount.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Store

from kg.store.embedded import database

SIZE = 48 * 2**20
_DROP_BOUND = 24
_OVERRIDES = (1, 2, 3)
"""The capabilities by which the superuser passes over the permissions of files."""
_NOWHERE = """
import tempfile
tempfile._candidate_tempdir_list = lambda: ["/nowhere"]
import kg.rdf.turtle, kg.exports.dumps
kg.rdf.turtle._SPOOLED = kg.exports.dumps._SPOOLED = 1
"""
_FEW_FILES = """
import resource
import kg.cli.main
resource.setrlimit(resource.RLIMIT_NOFILE, ({most}, {most}))
"""
_RUN = "import sys\nfrom kg.cli.main import main\nsys.argv[0] = 'kg'\nsys.exit(main())\n"


@dataclass(frozen=True)
class Case:
    """A folder with a project, what commands read, and where they write."""

    folder: Path

    @property
    def root(self) -> Path:
        """The project."""
        return self.folder / "world"

    @property
    def store(self) -> Path:
        """Its store."""
        return self.root / "build" / "store"

    @property
    def out(self) -> Path:
        """Where commands write."""
        return self.folder / "out"

    @property
    def temporary(self) -> Path:
        """What TMPDIR names."""
        return self.folder / "tmp"

    def held(self) -> tuple[str, str]:
        """What the seeds and the store hold, as two hashes."""
        seeds, store = sha256(), sha256()
        for path in sorted((self.root / "seeds").rglob("*")):
            content = path.read_bytes() if path.is_file() else b""
            seeds.update(f"{path.relative_to(self.root)}\0".encode() + content + b"\0")
        for quad in sorted(map(str, Store.read_only(str(database(self.store))))):
            store.update(f"{quad}\n".encode())
        return seeds.hexdigest(), store.hexdigest()

    def strangers(self) -> set[str]:
        """What no command may leave behind when it fails."""
        outside = {
            path.relative_to(self.folder).as_posix()
            for part in (self.root / "seeds", self.out, self.temporary)
            for path in part.rglob("*")
        }
        passing = (".*", "building", "snapshot-*", "words-*.[0-9]*", "db-*")
        names = {path.name for shape in passing for path in self.store.glob(shape)}
        return outside | {f"store/{name}" for name in names}


@dataclass
class How:
    """How a command is to be run while a fault lasts."""

    before: Callable[[], object] | None = None
    environment: dict[str, str | None] = field(default_factory=dict)
    prelude: str = ""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said on stderr."""

    code: int
    said: str


def run(case: Case, words: tuple[str, ...], to: Path | None, how: How | None = None) -> Ended:
    """Run ``kg`` on a case, with stdout into a file or away."""
    how = how or How()
    told = {**os.environ, "TMPDIR": str(case.temporary)}
    told |= {name: value for name, value in how.environment.items() if value is not None}
    for name in (name for name, value in how.environment.items() if value is None):
        told.pop(name, None)
    settings = ("--root", str(case.root), "--store", str(case.store))
    with contextlib.ExitStack() as opened:
        out = opened.enter_context(to.open("wb")) if to else subprocess.DEVNULL
        ended = subprocess.run(
            [sys.executable, "-c", how.prelude + _RUN, *settings, *words],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            cwd=case.folder,
            env=told,
            preexec_fn=how.before,
            timeout=120,
            check=False,
        )
    return Ended(ended.returncode, ended.stderr.decode())


@contextlib.contextmanager
def small_disk(place: Path) -> Iterator[Path | None]:
    """A disk of its own in memory, or None where this machine allows no mount."""
    place.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        ).returncode
    except OSError:
        done = 1
    if done:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False)


def obeys(place: Path) -> bool:
    """Whether a command can be kept off a folder here by its permissions."""
    place.mkdir()
    place.chmod(0o500)
    script = f"open({str(place / 'x')!r}, 'w')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, preexec_fn=_obey, check=False
    )
    return done.returncode != 0


def _obey() -> None:
    for capability in _OVERRIDES:
        ctypes.CDLL(None).prctl(_DROP_BOUND, capability, 0, 0, 0)


@contextlib.contextmanager
def full(case: Case) -> Iterator[How]:
    """The disk has no room."""
    filler = case.folder.parent / "filler"
    with filler.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while stream.write(bytes(2**16)):
            pass
    try:
        yield How()
    finally:
        filler.unlink()


@contextlib.contextmanager
def read_only(case: Case) -> Iterator[How]:
    """The disk cannot be written."""
    _remount(case, "ro")
    try:
        yield How()
    finally:
        _remount(case, "rw")


def _remount(case: Case, way: str) -> None:
    disk = str(case.folder.parent)
    subprocess.run(["mount", "-o", f"remount,{way}", disk], capture_output=True, check=True)


@contextlib.contextmanager
def forbidden(case: Case) -> Iterator[How]:
    """The seeds and the folder for results may be read alone, and the store not even that."""
    shut: dict[Path, int] = {}
    seeds = [path for path in (case.root / "seeds").rglob("*") if path.is_dir()]
    for folder in (*seeds, case.root / "seeds", case.out, case.temporary):
        shut[folder] = 0o500
    shut[case.store] = 0
    before = {folder: folder.stat().st_mode for folder in shut}
    for folder, mode in shut.items():
        folder.chmod(mode)
    try:
        yield How(before=_obey)
    finally:
        for folder, mode in before.items():
            folder.chmod(mode)


def few_files(most: int) -> Callable[[Case], contextlib.AbstractContextManager[How]]:
    """A fault: so many files may be open at once, the three standard streams among them."""

    @contextlib.contextmanager
    def fault(case: Case) -> Iterator[How]:
        del case
        # Of its own start Python tells in its own way.
        yield How(prelude=_FEW_FILES.format(most=most))

    return fault


@contextlib.contextmanager
def nowhere(case: Case) -> Iterator[How]:
    """There is neither a home nor a folder for temporary files, which are needed at once."""
    del case
    yield How(environment={"HOME": None, "TMPDIR": "/nowhere"}, prelude=_NOWHERE)
