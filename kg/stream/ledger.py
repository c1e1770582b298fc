"""A file of rows that grows text by text, and the ledger of the texts that are in it.

The ledger's line is written first and says where the rows will stand, so that whatever ends the
process leaves a pair of files from which the next call can go on: rows that are not all there are
cut off, and their text is read again. Where the machine itself fails, the two may come to the disk
in another order, and rows may be there twice.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from kg.errors import InputError, Problem, StoreLocked, UsageError
from kg.files import cannot_write, sync_folder


@dataclass(frozen=True, slots=True)
class Line:
    """One text: its hash, by what it was read, and where its rows stand, in bytes.

    For a shard, ``place`` is that of its article among all that came, and ``told`` a hash of what
    is known of the article.
    """

    text: str
    by: str
    start: int
    length: int
    place: int | None = None
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of a shard: by what it was read, and what all its articles come to, as a hash."""

    by: str
    articles: int
    passed: str


def read_ledger(output: Path) -> Iterator[Line | Seal]:
    """The lines of a file's ledger, as they stand; a last one that is cut is left out.

    Raises InputError where there is none, or it is no ledger.
    """
    path = ledger_of(output)
    try:
        with path.open("rb") as stream:
            for number, content in enumerate(stream, 1):
                if content.endswith(b"\n"):
                    yield _parsed(path, content, number)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror or error}",
            hint="kg extract -o FILE makes it beside FILE",
        ) from None


def ledger_of(output: Path) -> Path:
    """Where the ledger of a file of rows lies."""
    return output.with_name(f"{output.name}.done")


class Ledger:
    """The texts that a file of rows holds; ``method`` names what reads them now.

    Texts that another method has read are read again, unless it is ``alone``; but rows of another
    choice than ``shown`` are no beginning, and UsageError says so. Raises InputError where the file
    and its ledger do not belong together, StoreLocked where another process is writing them.
    """

    def __init__(self, output: Path, method: str, shown: str = "", *, alone: bool = False) -> None:
        self._output, self._alone = output, alone
        self._end = f", {shown}" if shown else ""
        self._method = f"{method}{self._end}"
        self._path = ledger_of(output)
        self._seal: Seal | None = None
        self._passed = 0
        if output.exists() and not output.is_file():
            raise UsageError(f"{output} is no file that rows can be added to")
        if output.exists() and output.stat().st_size and not self._path.exists():
            raise UsageError(
                f"{output} is there already, without a ledger to go on from",
                hint="name another file, or remove it",
            )
        self._ledger = self._open(self._path)
        try:
            fcntl.flock(self._ledger, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._ledger)
            raise StoreLocked(f"another process is writing {output}") from None
        self._rows = self._open(output)
        self._done: dict[bytes, tuple[int, str | None] | None] = {}
        try:
            self._mend()
        except BaseException:
            self.close()
            raise

    def __contains__(self, text_hash: str) -> bool:
        """Whether a text was read into the file, by the hash of the text."""
        return bytes.fromhex(text_hash) in self._done

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def add(
        self, text_hash: str, rows: bytes, place: int | None = None, told: str | None = None
    ) -> None:
        """Write the rows of a text, which may be none, and remember it."""
        start = os.fstat(self._rows).st_size
        line = Line(text_hash, self._method, start, len(rows), place, told)
        self._note(line)
        self._write(self._output, self._rows, rows)
        self._remember(line)
        self._passed += 1

    def pass_by(self, text_hash: str, place: int, told: str) -> None:
        """Note that a text that is in the file of a shard has come again.

        Raises InputError where its place, or what is told of its article, is no longer the same.
        """
        if self._done.get(bytes.fromhex(text_hash)) != (place, told):
            raise self._changed()
        self._passed += 1

    def _remember(self, line: Line) -> None:
        whence = None if line.place is None else (line.place, line.told)
        self._done[bytes.fromhex(line.text)] = whence

    def seal(self, articles: int, passed: str) -> None:
        """Write down that a shard is whole, once.

        Raises InputError where the file holds a text that has not come again.
        """
        if self._passed != len(self._done):
            raise self._changed()
        seal = Seal(self._method, articles, passed)
        if seal != self._seal:
            self._note(seal)

    def _changed(self) -> InputError:
        return InputError(
            f"{self._output}: the sources, or options that tell of them, were others "
            "when the shard was begun",
            hint=f"remove it and {self._path.name}, and read the shard anew",
        )

    def _note(self, line: Line | Seal) -> None:
        told = {name: value for name, value in asdict(line).items() if value is not None}
        self._write(self._path, self._ledger, json.dumps(told).encode() + b"\n")
        self._seal = line if isinstance(line, Seal) else None

    def close(self) -> None:
        """Bring both files to the disk, and let others write them."""
        for handle in (self._rows, self._ledger):
            os.fsync(handle)
            os.close(handle)
        sync_folder(self._output.parent)

    def _mend(self) -> None:
        """Cut off what an interrupted call left half done, and remember the whole texts."""
        size = os.fstat(self._rows).st_size
        whole = 0
        with self._path.open("rb") as stream:
            for number, content in enumerate(stream, 1):
                if not content.endswith(b"\n"):
                    break
                line = _parsed(self._path, content, number)
                self._require_same_choice(line)
                if isinstance(line, Line) and line.start + line.length > size:
                    os.truncate(self._rows, min(line.start, size))
                    break
                whole += len(content)
                self._seal = line if isinstance(line, Seal) else None
                if isinstance(line, Line) and line.by == self._method:
                    self._remember(line)
        os.truncate(self._ledger, whole)
        self._require_whole_rows()

    def _require_whole_rows(self) -> None:
        size = os.fstat(self._rows).st_size
        if size and os.pread(self._rows, 1, size - 1) != b"\n":
            raise InputError(
                f"{self._output}: its last row is cut, and {self._path.name} does not tell where",
                hint="remove both files, or name another one, to begin anew",
            )

    def _require_same_choice(self, line: Line | Seal) -> None:
        if not line.by.endswith(self._end) or (", shard " in line.by) != (", shard " in self._end):
            raise UsageError(
                f"{self._output} was begun with another choice of rows: "
                "--all, --explain or --shard, or a shard with other documents in the seeds",
                hint="name another file, or give the options of the first call",
            )
        if self._alone and line.by != self._method:
            raise UsageError(
                f"{self._output} holds what was read in another way: {line.by}",
                hint="name another file, or remove it and its ledger",
            )

    def _open(self, path: Path) -> int:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise cannot_write(path, error) from None

    def _write(self, path: Path, handle: int, content: bytes) -> None:
        try:
            while content:
                content = content[os.write(handle, content) :]
        except OSError as error:
            raise cannot_write(path, error) from None


def _counts(value: object) -> bool:
    return type(value) is int and value >= 0


def _named(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _parsed(path: Path, content: bytes, number: int) -> Line | Seal:
    hint = None
    try:
        told = json.loads(content)
        if "method" in told:
            hint = "an earlier version began it: remove it and its file of rows, and read anew"
        if "passed" in told:
            seal = Seal(**told)
            if _counts(seal.articles) and _named(seal.by) and len(bytes.fromhex(seal.passed)) == 32:
                return seal
        else:
            line = Line(**told)
            place = 0 if line.place is None else line.place
            known = _named(line.by) and (line.told is None or isinstance(line.told, str))
            numbers = (line.start, line.length, place)
            if known and all(map(_counts, numbers)) and len(bytes.fromhex(line.text)) == 32:
                return line
    except (ValueError, TypeError, RecursionError):
        pass
    problem = Problem(path, number, 0, "no line of a ledger of texts")
    raise InputError(f"{path}: no ledger", hint=hint, problems=[problem])
