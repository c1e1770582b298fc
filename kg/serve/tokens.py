"""Who may review: names with the hashes of their tokens, in a file that its owner alone can read.

A line is the SHA-256 of a token in 64 hexadecimal digits, two spaces, and the reviewer's name.
Tokens are 256 random bits, so that a fast hash keeps them: there is nothing to guess from.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import InputError, KgError, Problem, UnknownName, UsageError
from kg.files import whole_path, write_whole
from kg.review.identity import kept_name
from kg.seeds.ids import slug
from kg.seeds.lock import alone

VARIABLE = "KG_TOKENS"
_TOKEN = re.compile(r"kg_[A-Za-z0-9_-]{43}", re.ASCII)
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)", re.ASCII)
_LONGEST = 2**20


def fresh_token() -> str:
    """A new token, which no one has had before."""
    return f"kg_{secrets.token_urlsafe(32)}"


def digest_of(token: str) -> str | None:
    """What is kept of a token; None for what is no token, such as a short word hashed by hand."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token) else None


class Tokens:
    """The reviewers of a token file, read again whenever it changes.

    A file that has become unusable lets nobody in: a reviewer struck out must not come back.
    """

    def __init__(self, path: Path) -> None:
        """Raises InputError where the file cannot be used."""
        self.path = path
        self._names: Mapping[str, str] = read_tokens(path)
        self._state = _state(path)

    def reviewer(self, token: str) -> tuple[str, str] | None:
        """The reviewer to whom a token was given, and its digest; None for any other token."""
        digest = digest_of(token)
        if digest is None:
            return None
        found = None
        # Every line is compared, so that the time tells nothing of how much of a hash fits.
        for known, name in self._current().items():
            if hmac.compare_digest(known, digest):
                found = name, digest
        return found

    def holds(self, digest: str, name: str) -> bool:
        """Whether a token of that digest is still the reviewer's."""
        return self._current().get(digest) == name

    def _current(self) -> Mapping[str, str]:
        state = _state(self.path)
        if state != self._state:
            try:
                self._names, self._state = read_tokens(self.path), state
            except KgError:
                # It is read again, for what was in the way may be this machine: too many files.
                self._names, self._state = {}, ()
        return self._names


def read_tokens(path: Path) -> dict[str, str]:
    """The reviewers of a token file, by the digests of their tokens.

    Raises InputError where others than its owner can read or change it, and where a line is no
    digest with a name, or names a reviewer or a token for the second time.
    """
    problems: list[Problem] = []
    names: dict[str, str] = {}
    for number, line in _lines(path):
        fault = _enter(names, line)
        if fault:
            problems.append(Problem(path, number, 1, fault))
    if problems:
        raise InputError(f"{path}: nobody can sign in", problems=problems)
    return names


def add_token(path: Path, name: str, *, replace: bool = False) -> str:
    """Give a reviewer a token, whose digest is kept; returns the token, which is told only once.

    Raises UsageError where the reviewer has one, unless it is replaced; then the old one is void.
    """
    name = kept_name(" ".join(name.split()), "NAME")
    with alone(_folder(path)):
        names = read_tokens(path) if path.exists() else {}
        if not replace and any(slug(known) == slug(name) for known in names.values()):
            raise UsageError(
                f"{path}: {name} has a token", hint="--replace gives a new one and voids the old"
            )
        token = fresh_token()
        kept = {digest: known for digest, known in names.items() if slug(known) != slug(name)}
        _write(path, kept | {hashlib.sha256(token.encode()).hexdigest(): name})
    return token


def strike_out(path: Path, name: str) -> None:
    """Void a reviewer's token; raises UnknownName where there is none."""
    with alone(_folder(path)):
        names = read_tokens(path)
        wanted = " ".join(name.split())
        kept = {digest: known for digest, known in names.items() if known != wanted}
        if len(kept) == len(names):
            raise UnknownName(f"{path}: {wanted!r} has no token")
        _write(path, kept)


def _folder(path: Path) -> Path:
    return whole_path(path).parent


def _write(path: Path, names: Mapping[str, str]) -> None:
    lines = sorted((name, digest) for digest, name in names.items())
    text = "".join(f"{digest}  {name}\n" for name, digest in lines)
    write_whole(path, text.encode(), mode=0o600)


def _enter(names: dict[str, str], line: str) -> str | None:
    """What is wrong with a line, whose digest and name are added otherwise."""
    fields = _LINE.fullmatch(line)
    if fields is None:
        # The line is not shown: somebody may have written a token there.
        return "no digest with a name: kg token NAME --file FILE writes such a line"
    digest, name = fields.groups()
    try:
        kept_name(name, "token file")
    except UsageError as error:
        return str(error)
    if digest in names:
        return f"the token of {names[digest]!r} again"
    # Ids of reviews are made of the name as a slug: those of two reviewers must differ.
    if any(slug(known) == slug(name) for known in names.values()):
        return f"{name!r} stands twice"
    names[digest] = name
    return None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open("rb") as stream:
            _require_private(path, os.fstat(stream.fileno()))
            text = stream.read(_LONGEST).decode()
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror}", hint="kg token NAME --file FILE makes it"
        ) from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: the file is not UTF-8") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.rstrip()


def _require_private(path: Path, told: os.stat_result) -> None:
    if not stat.S_ISREG(told.st_mode):
        raise InputError(f"{path}: no file")
    if told.st_uid not in (os.geteuid(), 0):
        raise InputError(f"{path}: belongs to another user")
    if stat.S_IMODE(told.st_mode) & 0o077:
        raise InputError(
            f"{path}: others can read or change it", hint=f"chmod 600 {path}, and renew the tokens"
        )


def _state(path: Path) -> tuple[int, ...]:
    try:
        told = path.stat()
    except OSError:
        return ()
    return told.st_mtime_ns, told.st_ctime_ns, told.st_size, told.st_ino
